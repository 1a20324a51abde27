"""Every screen of the till, in its calm and in its trouble: axe finds nothing, wide and narrow, light and dark."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import House
from tests.browser.test_main_job import CODES, fill_the_worked_basket
from tests.browser.till import Till
from tiers_lieu.sales import registers

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": ["color-contrast"]}  # all that a theme changes
SIZES = ((1280, 800), (360, 740))


class Eye:
    """Looks at a page in every size and theme, and keeps what axe finds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.seen: list[str] = []

    def look(self, name: str) -> None:
        """One screen, in every size and both themes."""
        self.seen.append(name)
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            for theme, options in (("light", OPTIONS), ("dark", COLOURS)):
                self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                for each in Axe().run(self.page, options=options).response["violations"]:
                    nodes = [node["target"] for node in each["nodes"]][:3]
                    self.faults.append(f"{name} {width} {theme}: {each['id']} {nodes}")
        self.page.set_viewport_size({"width": 1280, "height": 800})


@contextmanager
def eye_on(page: Page) -> Iterator[Eye]:
    """An eye whose findings fail the test at the end, all at once."""
    eye = Eye(page)
    yield eye
    assert eye.faults == [], "\n".join(eye.faults)


def problem(till: Till, code: str) -> None:
    """Wait for a refusal on the screen."""
    till.page.wait_for_selector(f"[data-problem={code}]")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_axe_finds_nothing_on_any_screen_of_the_till(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    till = Till(new_context(viewport={"width": 1280, "height": 800}).new_page())
    till.page.set_default_timeout(15_000)
    with eye_on(till.page) as eye:
        till.open(house.hub.url)
        eye.look("pairing")
        till.page.fill("[data-field=code]", "AAAA-AAAA")
        till.page.click("[data-act=pair]")
        problem(till, "server")
        eye.look("pairing refused")
        till.pair(house.code())
        eye.look("cashier")
        till.page.locator("[data-person]").first.click()
        eye.look("pin")
        for digit in "0000":
            till.page.click(f"[data-pad='{digit}']")
        till.page.click("[data-act=enter]")
        problem(till, "wrong_pin")
        eye.look("wrong pin")
        till.page.click("[data-act=back]")
        till.enter_with(house.logins.badge)
        eye.look("empty sell")
        till.scan("3017620422004")
        problem(till, "'3017620422004'")
        eye.look("bad code")
        till.page.click("[data-act=forget]")
        till.scan("TLC1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        problem(till, "unknown_card")
        eye.look("unknown card")
        till.category("Fruits, légumes")
        till.tile("Carottes").click()
        eye.look("weight")
        till.page.click("[data-act=add]")
        problem(till, "weight_zero")
        eye.look("weight of zero")
        till.page.click("[data-act=back]")
        fill_the_worked_basket(till, house.logins.cards["Amina"])
        eye.look("basket")
        till.page.click("[data-key=other]")
        eye.look("other ways to pay")
        till.page.click("[data-act=back]")
        till.pay_with("next")
        eye.look("paid with change")
        till.page.click("[data-act=paper]")
        house.printer.wait_for_paper(20)
        till.page.wait_for_selector("[data-paper=confirmed]", timeout=20_000)
        eye.look("paper")
        house.hub.kill()
        till.scan(CODES["Savon de Marseille"])
        till.pay_with("card")
        till.wait_for_connection("offline")
        eye.look("paid offline")
        till.scan(CODES["Savon de Marseille"])
        eye.look("selling offline")
        till.page.click("[data-act=switch]")
        eye.look("cashier offline with a basket")
        house.hub.start()
        till.wait_until_sent()
        with house.hub.app.app_context():
            registers.revoke_tablet(register_public_id=house.logins.register)
        till.page.wait_for_selector("[data-screen=revoked]", timeout=30_000)
        eye.look("revoked")
    assert len(eye.seen) == 18


@pytest.mark.browser
def test_the_eye_sees_what_is_wrong(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    page.set_content(
        "<html lang=fr><title>x</title><main><h1>x</h1><img src='x'><p style='color:#ccc'>pâle</p></main>"
    )
    eye = Eye(page)
    eye.look("wrong")
    assert {fault.split(": ")[1].split()[0] for fault in eye.faults} >= {"image-alt", "color-contrast"}
