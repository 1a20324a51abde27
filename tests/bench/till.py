"""The till with 20,000 items, in a real Chromium over HTTPS: gestures, start, sales; then memory."""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench import processes
from tests.bench.big_catalogue import TILES, Goods, add_items
from tests.bench.envelopes import batch
from tests.bench.figures import Figure, median, percentile
from tests.bench.ground import Ground, ground
from tests.bench.hands import Hands, Readings
from tests.bench.intake import client
from tests.fixtures.browser import ARGUMENTS, chromium_path, trust
from tiers_lieu.sales import registers

SLOW = 4
MOST_SLOW_MS = 50
MOST_ONLINE_MS, MOST_OFFLINE_MS = 150, 50
MOST_MEGABYTES = 300
BASKET = 5  # taps, and as many scans


def measure(*, items: int, gestures: int, sales: int, load: int) -> Iterator[Figure]:
    """Every figure of till and memory. `gestures` of each kind, `sales` online and as many offline."""
    with tempfile.TemporaryDirectory(prefix="tl-bench-") as folder, ground(Path(folder), agent=True) as house:
        with house.demo.app.app_context():
            goods = add_items(items)
        house.hub.start()
        yield from _snapshot(house, items)
        with _chromium(house, Path(folder)) as page:
            yield from _in_the_page(house, Hands(page), goods, gestures, sales, load)


def _in_the_page(
    house: Ground, hands: Hands, goods: list[Goods], gestures: int, sales: int, load: int
) -> Iterator[Figure]:
    choose = random.Random(4)
    with house.demo.app.app_context():
        code = registers.issue_pairing_code(register_public_id=house.demo.logins.register)
    hands.till.open(house.hub.url)
    yield Figure("till: first start, from pairing to who serves", hands.first_start(code), "ms")
    hands.till.enter_with(house.demo.logins.badge)
    yield Figure(
        "till: start again, to the sell screen", median([hands.start_again() for _ in range(3)]), "ms"
    )
    for slow in (1, SLOW):
        hands.slow_down(slow)
        found = _baskets(house, hands, goods, gestures, choose)
        how, bar = (f", {slow}× slower", MOST_SLOW_MS) if slow > 1 else ("", None)
        for name, times in (("tap to paint", found.taps), ("scan to line", found.scans)):
            yield Figure(f"till: {name}, median{how}", median(times), "ms")
            yield Figure(f"till: {name}, p95{how}", percentile(times, 95), "ms", bar)
            yield Figure(f"till: {name}, longest{how}", max(times), "ms")
    hands.slow_down(1)
    yield from _sales("online", MOST_ONLINE_MS, hands, goods, sales, choose)
    hands.till.wait_until_sent()
    yield from _memory(house, load)
    house.hub.kill()
    yield from _sales("server dead", MOST_OFFLINE_MS, hands, goods, sales, choose)


def _snapshot(house: Ground, items: int) -> Iterator[Figure]:
    counter = house.tablet("C2")
    with house.hub.session() as asking:
        began = time.perf_counter()
        answer = asking.get(f"{house.hub.local_url}/caisse/api/v1/snapshot", headers=counter.headers)
        seconds = time.perf_counter() - began
    assert len(answer.json()["items"]) >= items
    yield Figure("till: the snapshot", len(answer.content) / 2**20, "MiB")
    yield Figure("till: the snapshot, made and fetched", seconds * 1000, "ms")


def _baskets(
    house: Ground, hands: Hands, goods: list[Goods], gestures: int, choose: random.Random
) -> Readings:
    """Baskets of taps and scans by turns, every other one on a card."""
    found = Readings()
    hands.till.category("Épicerie")
    card = house.demo.logins.cards["Amina"]
    while len(found.taps) < gestures:
        if len(found.sales) % 2:
            hands.till.scan(card)
            hands.page.wait_for_selector("[data-card]:not([data-card=''])")
        for _ in range(BASKET):
            found.taps.append(hands.tap(choose.choice(goods[:TILES])))
            found.scans.append(hands.scan(choose.choice(goods)))
        found.sales.append(hands.pay())
    return found


def _sales(
    how: str, bar: float, hands: Hands, goods: list[Goods], count: int, choose: random.Random
) -> Iterator[Figure]:
    times = []
    for _ in range(count):
        hands.scan(choose.choice(goods))
        times.append(hands.pay())
    yield Figure(f"till: sale on the disk, {how}, median", median(times), "ms")
    yield Figure(f"till: sale on the disk, {how}, p99", percentile(times, 99), "ms", bar)


def _memory(house: Ground, load: int) -> Iterator[Figure]:
    """After the snapshots, the sales of the page, and `load` more over HTTPS."""
    batches = [batch(house.tablet("C3"), load, random.Random(5))]
    with client(house, batches) as go:
        go()
    found = processes.parts(house.hub)
    for name, some in found.items():
        assert some, f"no process is the {name}"
        yield Figure(
            f"memory: {name} (RSS {processes.rss_megabytes(some):.0f})", processes.pss_megabytes(some), "MiB"
        )
    everything = [process for some in found.values() for process in some]
    yield Figure("memory: in all", processes.pss_megabytes(everything), "MiB", MOST_MEGABYTES)


@contextmanager
def _chromium(house: Ground, folder: Path) -> Iterator[Page]:
    """A page of a tablet's size in a browser that trusts this hub's authority."""
    home = folder / "browser"
    trust(home, house.hub.settings.keys / "authority.pem")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=ARGUMENTS, env={**os.environ, "HOME": str(home)}
        )
        context = browser.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 800}
        )
        yield context.new_page()
        browser.close()
