"""The main job, end to end: a card, goods, cash, change, paper; then without a server; then all of it there once."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from tests.browser.conftest import House
from tests.browser.till import Till, wait_for
from tiers_lieu.demo.catalogue import ITEMS, demo_code
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.journal.verify import find_defects
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.models import Flag, Quarantined, Sale

CODES = {item[1]: demo_code(place) for place, item in enumerate(ITEMS, 1)}


def fill_the_worked_basket(till: Till, card: str) -> None:
    """EPICERIE.md: pasta, yoghurt, 1.5 kg of carrots, detergent, on a card that pays 20 %."""
    till.scan(card)
    till.scan(CODES["Pâtes, 500 g"])
    till.scan(CODES["Yaourts nature, par 4"])
    till.category("Fruits, légumes")
    till.weigh("Carottes", 1500)
    till.scan(CODES["Lessive, 1 l"])


def test_a_social_basket_from_finger_to_paper_and_through_a_dead_server(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(viewport={"width": 1280, "height": 800})
    till = Till(context.new_page())
    till.open(house.hub.url)
    till.pair(house.code())
    till.enter_with(house.logins.badge)

    fill_the_worked_basket(till, house.logins.cards["Amina"])
    expect(till.page.locator("[data-total]")).to_have_text("1,77\u00a0€")
    till.pay_with("next")  # a coin of 2 €
    assert till.change() == "0,23\u00a0€"
    wait_for(lambda: house.printer.drawer_openings == 1)

    till.page.click("[data-act=paper]")
    paper = house.printer.wait_for_paper(20)
    assert re.search(r"PAYÉ\s+1,77 €", paper.text), paper.text
    assert re.search(r"Total\s+11,38\s+1,77", paper.text)
    assert "9,61 €" in paper.text and re.search(r"Rendu\s+0,23 €", paper.text)
    assert "C1A-000001" in paper.text and "Amina" not in paper.text and "Benali" not in paper.text
    till.page.wait_for_selector("[data-paper=confirmed]", timeout=20_000)

    house.hub.kill()
    for item in ("Pâtes, 500 g", "Savon de Marseille"):
        till.scan(CODES[item])
        till.pay_with("exact")
    till.wait_for_connection("offline")
    assert till.waiting() == 2

    house.hub.start()
    till.wait_until_sent()
    with house.hub.app.app_context():
        sales = db.session.scalars(select(Sale).order_by(Sale.number)).all()
        assert [(s.number, s.paid_cents) for s in sales] == [(1, 177), (2, 129), (3, 210)]
        entries = db.session.scalars(select(JournalEntry.record_type).order_by(JournalEntry.id)).all()
        assert entries == ["ticket", "paper", "ticket", "ticket"]
        assert find_defects(db.session, house.hub.app.extensions["keys"]) == []
        assert db.session.scalars(select(Quarantined)).all() == []
        assert db.session.scalars(select(Flag.kind)).all() == []
    assert len(house.printer.papers) == 1 and house.printer.unknown == []
