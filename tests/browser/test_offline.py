"""The till without its server: started cold, on a link that drops and lies, in two tabs, reloaded. Each sale once."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from tests.browser.conftest import House
from tests.browser.test_main_job import CODES
from tests.browser.till import Till
from tiers_lieu.journal.verify import find_defects
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.models import Flag, Quarantined, Sale
from tiers_lieu.sales.seals import tablets_signed

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
SCREEN = {"width": 1280, "height": 800}
SOAP = CODES["Savon de Marseille"]


def open_till(house: House, page: Page) -> Till:
    """A paired till with somebody at it."""
    till = Till(page)
    till.open(house.hub.url)
    till.pair(house.code())
    till.enter_with(house.logins.badge)
    return till


def sell(till: Till) -> str:
    """One soap, paid by card; returns the ticket's id."""
    till.scan(SOAP)
    till.pay_with("card")
    found = till.tickets()[0]
    assert found
    return found


def assert_each_once(house: House, tickets: list[str]) -> None:
    """Every ticket recorded once, numbered without a gap in the order it was made, nothing set aside or flagged."""
    with house.hub.app.app_context():
        rows = db.session.execute(select(Sale.envelope_id, Sale.number).order_by(Sale.number)).all()
        assert rows == list(zip(tickets, range(1, len(tickets) + 1), strict=True))
        keys = house.hub.app.extensions["keys"]
        assert find_defects(db.session, keys, tablets_signed(db.session)) == []
        assert db.session.scalars(select(Quarantined.code)).all() == []
        assert db.session.scalars(select(Flag.kind)).all() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_tablet_switched_on_without_a_server_sells_and_sends_later(
    house: House, persistent_context: Callable[..., BrowserContext]
) -> None:
    first = persistent_context(viewport=SCREEN)
    till = open_till(house, first.pages[0])
    till.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    till.page.reload()  # the second visit is the service worker's
    till.page.wait_for_selector("[data-screen=sell]")
    tickets = [sell(till)]
    till.wait_until_sent()
    till.scan(CODES["Pâtes, 500 g"])  # a full basket when the lights go out
    till.page.wait_for_timeout(500)
    first.close()
    house.hub.kill()

    second = persistent_context(viewport=SCREEN)
    till = Till(second.pages[0])
    till.page.goto(f"{house.hub.url}/caisse/")
    till.page.wait_for_selector("[data-screen=sell], [data-screen=cashier]")
    if till.page.locator("[data-screen=cashier]").count():
        till.enter_with(house.logins.badge)
    till.wait_for_connection("offline")
    expect(till.page.locator("[data-total]").first).to_have_text("1,29\u00a0€")
    till.pay_with("exact")
    tickets.append(str(till.tickets()[0]))
    tickets += [sell(till) for _ in range(2)]
    assert till.waiting() == 3
    till.page.reload()
    till.page.wait_for_selector("[data-screen=sell]")
    assert till.waiting() == 3

    house.hub.start()
    till.wait_until_sent(60)
    assert_each_once(house, tickets)


class Flaky:
    """A link that loses requests, loses answers, is late, and says things twice. Seeded."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.choose = random.Random(seed)
        self.counts = {"lost": 0, "answer lost": 0, "late": 0, "twice": 0, "good": 0}
        self.is_bad = True

    def __call__(self, route: Route) -> None:
        """One request of the API."""
        fate = self.choose.random() if self.is_bad else 1.0
        name = next(
            n
            for n, limit in (("lost", 0.2), ("answer lost", 0.5), ("late", 0.65), ("twice", 0.8), ("good", 2))
            if fate < limit
        )
        self.counts[name] += 1
        if name == "lost":
            return route.abort("connectionreset")
        if name == "answer lost":
            self.deliver(route)
            return route.abort("connectionreset")
        if name == "late":
            time.sleep(self.choose.uniform(0.05, 0.4))
        if name == "twice":
            self.deliver(route)
        return route.continue_()

    def deliver(self, route: Route) -> None:
        """Bring the request to the server beside the browser, which never hears the answer."""
        sent = route.request
        headers = {name: sent.headers[name] for name in ("authorization", "content-type")}
        path = sent.url.removeprefix(self.house.hub.url)
        with self.house.hub.session() as session:
            session.post(
                f"{self.house.hub.local_url}{path}", data=sent.post_data_buffer, headers=headers, timeout=10
            )


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_on_a_link_that_drops_and_lies_each_sale_is_there_once(
    house: House, new_context: Callable[..., BrowserContext], seed: int
) -> None:
    print(f"seed {seed}")
    context = new_context(viewport=SCREEN, service_workers="block")
    till = open_till(house, context.new_page())
    link = Flaky(house, seed)
    context.route("**/caisse/api/v1/envelopes", link)
    tickets = []
    for place in range(12):
        tickets.append(sell(till))
        if place % 4 == 3:
            till.page.reload()
            till.page.wait_for_selector("[data-screen=sell]")
        till.page.wait_for_timeout(300)
    till.page.wait_for_timeout(4000)
    link.is_bad = False
    till.wait_until_sent(60)
    assert_each_once(house, tickets)
    assert link.counts["answer lost"] + link.counts["lost"] > 0, link.counts


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_two_tabs_of_one_tablet_share_one_series(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(viewport=SCREEN)
    first = open_till(house, context.new_page())
    second = Till(context.new_page())
    second.page.goto(f"{house.hub.url}/caisse/")
    second.page.wait_for_selector("[data-screen=sell]")
    context.set_offline(True)
    tickets = [sell(tab) for _ in range(3) for tab in (first, second)]
    context.set_offline(False)
    for tab in (first, second):
        tab.page.wait_for_timeout(200)
    first.wait_until_sent(60)
    second.wait_until_sent(60)
    assert_each_once(house, tickets)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_basket_paid_in_one_tab_is_not_paid_in_the_other(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(viewport=SCREEN)
    first = open_till(house, context.new_page())
    first.scan(SOAP)
    first.page.wait_for_timeout(500)
    second = Till(context.new_page())
    second.page.goto(f"{house.hub.url}/caisse/")
    second.page.wait_for_selector("[data-screen=sell]")
    expect(second.page.locator("[data-total]").first).to_have_text(first.total())
    first.pay_with("card")
    sold = str(first.tickets()[0])
    second.page.click("[data-key=card]")
    second.page.wait_for_selector("[data-problem=already_paid]")
    first.wait_until_sent()
    assert_each_once(house, [sold])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_that_comes_and_goes_loses_nothing(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    till = open_till(house, new_context(viewport=SCREEN).new_page())
    tickets: list[str] = []
    for _ in range(3):
        killer = threading.Timer(0.3, house.hub.kill)
        killer.start()
        tickets += [sell(till) for _ in range(3)]
        killer.join()
        house.hub.start()
        tickets.append(sell(till))
    till.wait_until_sent(60)
    assert_each_once(house, tickets)
