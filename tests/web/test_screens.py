"""Every page of the desk in a real browser: axe finds nothing in either theme, and nothing overflows at 320 px."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from tests.admin.people import PASSWORD
from tests.fixtures.hub import LiveHub
from tests.peers.counter import Counter, line
from tiers_lieu.access.models import Account
from tiers_lieu.catalogue.models import Category, Item
from tiers_lieu.demo import DemoLogins, load
from tiers_lieu.kernel.db import db
from tiers_lieu.people.models import Household
from tiers_lieu.printing.models import PrintJob
from tiers_lieu.sales.models import Quarantined
from tiers_lieu.sales.registers import issue_pairing_code
from tiers_lieu.structures.models import Structure

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def hub(make_live_hub: Callable[..., LiveHub]) -> tuple[LiveHub, dict[str, str], DemoLogins]:
    """A running hub with a sale of each sort in it, and its pages by name."""
    hub = make_live_hub()
    with hub.app.app_context():
        logins = load(hub.instance)
    told = _sell(hub, logins)
    with hub.app.app_context():
        household = db.session.scalar(select(Household.public_id))
        item = db.session.scalar(select(Item.public_id))
        shelf = db.session.scalar(select(Category.public_id))
        job = db.session.scalar(select(PrintJob.public_id).where(PrintJob.kind == "receipt"))
        account = db.session.scalar(select(Account.public_id).order_by(Account.id.desc()))
        entering = db.session.scalar(select(Account.public_id).where(Account.email.is_not(None)))
        structure = db.session.scalar(select(Structure.public_id))
        kept = db.session.scalar(select(Quarantined.id))
    desk = (
        *("", "ventes", f"ventes/{told['id']}", "a-verifier", f"a-verifier/tickets/{kept}"),
        *("foyers", "foyers/nouveau", f"foyers/{household}", f"foyers/{household}/personnes"),
        *(f"foyers/{household}/carte/arret", "articles", "articles/nouveau", f"articles/{item}"),
        *(
            "articles/importer",
            "caisses",
            "caisses/nouvelle",
            "caisses/structures",
            f"caisses/{logins.register}",
        ),
        *(f"caisses/{logins.register}/tablette-perdue", "impression", f"impression/{job}"),
        *("impression/imprimantes/nouvelle", "impression/imprimantes/1"),
        *(
            "tarifs",
            "tarifs/nouvelle",
            "articles/rayons",
            "articles/rayons/nouveau",
            f"articles/rayons/{shelf}",
        ),
        *("lieu", "mon-compte", "historique", f"caisses/structures/{structure}"),
        f"comptes/{entering}/mot-de-passe",
        *("caisses/structures/nouvelle", "comptes", "comptes/nouveau", f"comptes/{account}"),
    )
    pages = {page: f"/bureau/{page}" for page in desk}
    pages["ticket"] = "/t/" + str(told["receipt_url"]).rsplit("/", 1)[1]
    pages |= {"home": "/", "error": "/rien"}
    hub.start()
    return hub, pages, logins


def _sell(hub: LiveHub, logins: DemoLogins) -> dict[str, Any]:
    """A sale with paper, one at another price, and an envelope that does not fit."""

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        answer = hub.app.test_client().post(path, data=body, headers=headers, base_url="https://hub")
        return answer.status_code, answer.get_json(silent=True)

    counter = Counter(post=post)
    with hub.app.app_context():
        code = issue_pairing_code(register_public_id=logins.register)
    assert counter.pair(code)[0] == 200
    where = "/caisse/api/v1/snapshot"
    counter.snapshot = (
        hub.app.test_client().get(where, headers=counter.headers, base_url="https://hub").get_json()
    )
    told = counter.sell(line(counter.item("Carottes"), 1500), line(counter.item("Baguette"), 2000))[1]
    counter.send(counter.envelope("paper", {"ticket": told["id"], "reason": "asked"}))
    counter.sell(line(counter.item("Baguette"), 1000, unit_cents=75))
    counter.send(counter.envelope("ticket", {"nothing": "that fits"}))
    return dict(told)


def _log_in(page: Page, hub: LiveHub, email: str) -> None:
    page.goto(hub.url + "/connexion")
    assert _faults(page) == []
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/bureau/")


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_page_is_accessible_in_both_themes_and_fits_320_pixels(
    hub: tuple[LiveHub, dict[str, str], DemoLogins], new_context: Callable[..., BrowserContext]
) -> None:
    live, pages, logins = hub
    tried = set()
    faults: list[str] = []
    for email in (logins.coordinator, logins.administrator):
        page = new_context(viewport={"width": 320, "height": 800}, reduced_motion="reduce").new_page()
        complaints: list[str] = []
        page.on("console", lambda message, to=complaints: to.append(message.text))
        _log_in(page, live, email)
        for name, path in pages.items():
            answer = page.goto(live.url + path)
            if answer is None or answer.status == 403:
                continue
            tried.add(name)
            assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, path
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                faults += [f"{path} {theme} {fault}" for fault in _faults(page)]
        refused = [text for text in complaints if "Content Security Policy" in text]
        assert refused == []
    assert faults == []
    assert tried == set(pages)


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_desk_works_with_a_keyboard_and_without_script(
    hub: tuple[LiveHub, dict[str, str], DemoLogins], new_context: Callable[..., BrowserContext]
) -> None:
    live, _pages, logins = hub
    page = new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False).new_page()
    page.goto(live.url + "/connexion")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Aller au contenu"
    page.fill("#email", logins.coordinator)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/")
    page.goto(live.url + "/bureau/foyers")
    page.fill("#search", "garnier")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.url.endswith("/bureau/foyers")
    page.click("text=Lucie Garnier")
    page.select_option("#letter", "C")
    page.fill("#reason", "Fin de droits.")
    page.click("text=Donner ce tarif")
    assert "Fin de droits." in page.inner_text("main")
    with page.expect_download() as download:
        page.click("text=Remplacer la carte")
    assert download.value.suggested_filename.endswith(".pdf")
