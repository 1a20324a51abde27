"""A cashier's hands: what the browser tests do on the tablet."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Till:
    """The tablet's page. Sums are cents, as the page writes them in its `data-` attributes or text."""

    page: Page

    def open(self, url: str) -> None:
        """Open the till and wait for its first screen."""
        self.page.goto(f"{url}/caisse/")
        self.page.wait_for_selector("[data-screen]")

    def pair(self, code: str) -> None:
        """Type a pairing code."""
        self.page.fill("[data-field=code]", code)
        self.page.click("[data-act=pair]")
        self.page.wait_for_selector("[data-screen=cashier]")

    def scan(self, text: str) -> None:
        """What a scanner does: keys in a burst, then Enter, wherever the focus is."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def enter_with(self, badge: str) -> None:
        """Pass a badge."""
        self.scan(badge)
        self.page.wait_for_selector("[data-screen=sell]")

    def tile(self, name: str) -> Locator:
        """The tile of an item."""
        return self.page.locator("[data-tile]", has=self.page.get_by_text(name, exact=True))

    def category(self, name: str) -> None:
        """Go to a shelf."""
        self.page.locator("[data-category]", has_text=name).click()

    def weigh(self, name: str, grams: int) -> None:
        """Tap a tile sold by weight and type its grams."""
        self.tile(name).click()
        for digit in str(grams):
            self.page.click(f"[data-pad='{digit}']")
        self.page.click("[data-act=add]")

    def pay_with(self, key: str) -> None:
        """Press a tender key and wait for « Encaissé » of this very ticket."""
        before = self.tickets()
        self.page.click(f"[data-key={key}]")
        wait_for(lambda: self.tickets() and self.tickets() != before)

    def tickets(self) -> list[str | None]:
        """The ids of the tickets on the screen: the one just paid, or the one before it."""
        return [each.get_attribute("data-ticket") for each in self.page.locator("[data-ticket]").all()]

    def total(self) -> str:
        """The total as it is written."""
        return self.page.locator("[data-total]").first.inner_text()

    def change(self) -> str:
        """The change due as it is written."""
        return self.page.locator("[data-change]").inner_text()

    def waiting(self) -> int:
        """How many facts wait to be sent."""
        found = self.page.locator("[data-waiting]").first.get_attribute("data-waiting")
        return int(found or 0)

    def wait_until_sent(self, seconds: float = 60) -> None:
        """Wait until nothing waits."""
        expect(self.page.locator("[data-waiting='0']").first).to_be_attached(timeout=seconds * 1000)

    def wait_for_connection(self, name: str, seconds: float = 40) -> None:
        """Wait until the band says `name`."""
        self.page.wait_for_selector(f"[data-connection={name}]", timeout=seconds * 1000)


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until a callable says yes."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)
