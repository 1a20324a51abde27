"""A cashier's hands with a stopwatch: each gesture is timed inside the page (stopwatch.js)."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.bench.big_catalogue import Goods
from tests.browser.till import Till

STOPWATCH = Path(__file__).with_name("stopwatch.js")


@dataclass
class Readings:
    """Milliseconds of each gesture."""

    taps: list[float] = field(default_factory=list)
    scans: list[float] = field(default_factory=list)
    sales: list[float] = field(default_factory=list)


class Hands:
    """The till's page, and what is in its basket."""

    def __init__(self, page: Page) -> None:
        page.add_init_script(path=STOPWATCH)
        self.page = page
        self.till = Till(page)
        self.basket: Counter[str] = Counter()
        self.devtools: CDPSession = page.context.new_cdp_session(page)

    def slow_down(self, times: int) -> None:
        """Make the page's processor so many times slower; 1 gives it back."""
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def tap(self, goods: Goods) -> float:
        """Tap a tile; until its line is painted."""
        self._arm("click", None, self._line_after(goods))
        self._touch(f"[data-tile='{goods.id}']")
        return self._read("painted")

    def scan(self, goods: Goods) -> float:
        """Scan a code; from its Enter until the line is painted."""
        self._arm("keydown", "Enter", self._line_after(goods))
        self.till.scan(goods.code)
        return self._read("painted")

    def pay(self) -> float:
        """Press « compte juste »; until « Encaissé » is written, which is after the sale is on the disk."""
        before = [f":not([data-ticket='{ticket}'])" for ticket in self.till.tickets()]
        self._arm("click", None, "[data-ticket]" + "".join(before))
        self._touch("[data-key=exact]")
        self.basket.clear()
        return self._read("written")

    def first_start(self, code: str) -> float:
        """Type a pairing code; from the tap until somebody may take the till, the snapshot being there."""
        self.page.fill("[data-field=code]", code)
        self._arm("click", None, "[data-screen=cashier]")
        self.page.click("[data-act=pair]")
        return self._read("written")

    def start_again(self) -> float:
        """Load the page again; until the sell screen is there, from what the tablet keeps."""
        self.page.reload()
        self.page.wait_for_selector("[data-screen=sell]")
        return float(self.page.evaluate("stopwatch.sellable"))

    def _touch(self, selector: str) -> None:
        """Press and let go, nothing else: Playwright's `click` looks in the page, in our time, at what it would hit."""
        place = self.page.locator(selector)
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.up()

    def _line_after(self, goods: Goods) -> str:
        self.basket[goods.id] += 1
        return f"[data-line='{goods.id}'][data-quantity='{self.basket[goods.id] * 1000}']"

    def _arm(self, *what: str | None) -> None:
        self.page.evaluate("(what) => stopwatch.arm(...what)", what)

    def _read(self, name: str) -> float:
        reading: dict[str, Any] = self.page.evaluate("stopwatch.reading")
        return float(reading[name])
