"""What the counter did is kept: once, in its place, whatever is wrong with it."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line, stamp, uuid7
from tiers_lieu.catalogue import operations as catalogue
from tiers_lieu.catalogue import queries as catalogue_queries
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.journal.verify import find_defects
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic, db
from tiers_lieu.people import operations as people
from tiers_lieu.printing.models import PrintJob
from tiers_lieu.sales import registers
from tiers_lieu.sales.models import Quarantined, Sale, SaleLine
from tiers_lieu.stock.models import StockLevel, StockMovement

Basket = Callable[..., dict[str, Any]]


def count(demo: DemoHub, table: type) -> int:
    with demo.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def quarantine(demo: DemoHub) -> list[str]:
    with demo.app.app_context():
        return list(db.session.scalars(select(Quarantined.code).order_by(Quarantined.id)))


def test_the_worked_basket_is_recorded_without_a_flag(
    demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    ticket = basket()
    assert (ticket["value_cents"], ticket["paid_cents"]) == (1138, 177)
    assert ticket["tenders"][0]["change_cents"] == 23
    status, told = counter.send(counter.envelope("ticket", ticket))
    assert (status, told["status"], told["flags"]) == (200, "recorded", [])
    with demo.app.app_context():
        sale = db.session.scalars(select(Sale)).one()
        assert (sale.value_cents, sale.paid_cents, sale.number) == (1138, 177, 1)
        assert [
            row.paid_cents for row in db.session.scalars(select(SaleLine).order_by(SaleLine.position))
        ] == [
            26,
            24,
            27,
            100,
        ]
        drawer = db.session.scalars(select(PrintJob)).one()
        assert (drawer.kind, drawer.reason) == ("drawer", "cash")
        assert find_defects(db.session, demo.app.extensions["keys"]) == []


def test_the_same_envelope_gets_the_same_answer(demo: DemoHub, counter: Counter, basket: Basket) -> None:
    envelope = counter.envelope("ticket", basket())
    answers = [counter.send(envelope) for _ in range(5)]
    assert all(each == answers[0] for each in answers)
    assert count(demo, Sale) == 1 and count(demo, StockMovement) == 38 + 4


def test_four_clients_send_one_ticket_fifty_times_and_it_is_there_once(
    demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    envelope = counter.envelope("ticket", basket())
    raw = json.dumps(envelope).encode()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: counter.send(raw), range(200)))
    assert {json.dumps(each, sort_keys=True) for each in answers} == {json.dumps(answers[0], sort_keys=True)}
    assert answers[0][0] == 200
    assert count(demo, Sale) == count(demo, JournalEntry) == 1


def test_one_id_with_another_content_is_set_aside_once(
    demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    first = counter.envelope("ticket", basket())
    counter.send(first)
    second = counter.envelope("ticket", basket(given=177), id=first["id"])
    for _ in range(3):
        status, told = counter.send(second)
        assert (status, told["status"], told["code"]) == (200, "quarantined", "id_reused")
    assert quarantine(demo) == ["id_reused"]


def test_four_registers_sell_the_last_three_and_nothing_is_lost(demo: DemoHub, counter: Counter) -> None:
    others = []
    for code in ("C2", "C3", "C4"):
        with demo.app.app_context():
            register = registers.add_register(code=code, name=code, structure_id=1)
            pairing = registers.issue_pairing_code(register_public_id=register.public_id)
        other = Counter(post=demo.post)
        other.pair(pairing)
        demo.refresh(other)
        others.append(other)
    item = counter.item("Radis")
    with demo.app.app_context(), atomic() as session:
        item_id = catalogue_queries.item(session, item["id"]).id
        session.get_one(StockLevel, item_id).quantity = 3000
    four = [counter, *others]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: each.sell(line(each.item("Radis"), 1000)), four))
    assert all(told["status"] == "recorded" for _, told in answers)
    assert sorted(told["flags"] for _, told in answers) == [[], [], [], ["stock_below_zero"]]
    with demo.app.app_context():
        assert db.session.get_one(StockLevel, item_id).quantity == -1000
        sold = select(func.sum(StockMovement.quantity)).where(
            StockMovement.item_id == item_id, StockMovement.reason == "sale"
        )
        assert db.session.scalar(sold) == -4000


def test_a_changed_price_is_flagged_never_refused(demo: DemoHub, counter: Counter) -> None:
    old = counter.item("Radis")
    with demo.app.app_context():
        item = catalogue_queries.item(db.session, old["id"])
        facts = catalogue.ItemFacts(
            name=item.name,
            structure_id=1,
            category_id=item.category_id,
            measure="piece",
            unit="botte",
            vat_class="food",
            unit_cents=155,
            shares={"B": 1000},
        )
        catalogue.change_item(item_public_id=old["id"], facts=facts)
    status, told = counter.sell(line(old, 1000))
    assert (status, told["status"], told["flags"]) == (200, "recorded", ["price_drift"])


def test_a_cap_that_is_passed_is_flagged(demo: DemoHub, counter: Counter, basket: Basket) -> None:
    for _ in range(13):  # 13 × 11.38 = 147.94 of a cap of 150.00
        assert counter.send(counter.envelope("ticket", basket()))[1]["flags"] == []
    demo.refresh(counter)
    assert counter.card(demo.logins.cards["Amina"])["cap_left_cents"] == 206
    assert counter.send(counter.envelope("ticket", basket()))[1]["flags"] == ["cap_exceeded"]


def test_cards_that_are_unknown_or_stopped_are_flagged(
    demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    told = counter.send(counter.envelope("ticket", basket(card=uuid7())))[1]
    assert told["status"] == "recorded" and set(told["flags"]) == {
        "unknown_card",
        "letter_drift",
        "price_drift",
    }
    card = counter.card(demo.logins.cards["Amina"])["id"]
    with demo.app.app_context():
        people.revoke_card(card_public_id=card)
    assert counter.send(counter.envelope("ticket", basket()))[1]["flags"] == ["revoked_card"]


def test_a_gap_a_fork_and_a_late_number_are_flagged(counter: Counter) -> None:
    radis = line(counter.item("Radis"), 1000)
    first = counter.envelope("ticket", counter.ticket(radis))
    second = counter.envelope("ticket", counter.ticket(radis))
    third = counter.envelope("ticket", counter.ticket(radis))
    assert counter.send(first)[1]["flags"] == []
    assert counter.send(third)[1]["flags"] == ["number_gap"]
    assert counter.send(second)[1]["flags"] == ["late_number"]
    forked = counter.envelope("ticket", counter.ticket(radis), previous="0" * 64)
    assert counter.send(forked)[1]["flags"] == ["chain_fork"]


def test_a_number_used_twice_is_set_aside(demo: DemoHub, counter: Counter) -> None:
    radis = line(counter.item("Radis"), 1000)
    counter.sell(radis)
    counter.numbers["ticket"] = 0
    told = counter.sell(radis)[1]
    assert (told["status"], told["code"]) == ("quarantined", "number_reused")
    assert count(demo, Sale) == 1 and quarantine(demo) == ["number_reused"]


def test_a_clock_far_ahead_is_flagged(counter: Counter) -> None:
    ahead = stamp(clock.now() + timedelta(hours=3))
    envelope = counter.envelope("ticket", counter.ticket(line(counter.item("Radis"), 1000)), made_at=ahead)
    assert "clock_skew" in counter.send(envelope)[1]["flags"]


def test_what_a_lost_tablet_sold_is_kept_apart(demo: DemoHub, counter: Counter) -> None:
    with demo.app.app_context():
        registers.revoke_tablet(register_public_id=demo.logins.register)
    status, told = counter.sell(line(counter.item("Radis"), 1000))
    assert (status, told["status"], told["code"]) == (200, "quarantined", "revoked_device")
    assert demo.get("/caisse/api/v1/snapshot", counter.headers)[0] == 403


def test_pairing_again_opens_the_next_series(demo: DemoHub, counter: Counter) -> None:
    counter.sell(line(counter.item("Radis"), 1000))
    second = demo.tablet()
    assert [counter.snapshot["series"][0]["code"], second.snapshot["series"][0]["code"]] == ["C1A", "C1B"]
    assert second.snapshot["series"][0]["next"]["ticket"] == 1
    assert second.sell(line(second.item("Radis"), 1000))[1]["status"] == "recorded"


@pytest.mark.parametrize(
    "verb", ["UPDATE sale SET paid_cents = 0", "DELETE FROM sale", "DELETE FROM journal_entry"]
)
def test_what_happened_cannot_be_rewritten(
    verb: str, demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    counter.send(counter.envelope("ticket", basket()))
    with demo.app.app_context(), pytest.raises(DatabaseError, match="append-only"), atomic() as session:
        session.execute(text(verb))
    assert count(demo, Sale) == 1


def test_paper_is_asked_for_and_the_second_is_a_duplicate(
    demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    sold = counter.envelope("ticket", basket())
    counter.send(sold)
    for _ in range(2):
        asked = counter.envelope("paper", {"ticket": sold["id"], "reason": "asked"})
        assert counter.send(asked)[1]["status"] == "recorded"
        counter.send(asked)
    with demo.app.app_context():
        jobs = list(
            db.session.scalars(select(PrintJob).where(PrintJob.kind == "receipt").order_by(PrintJob.id))
        )
        assert [job.document["copy"] for job in jobs] == [0, 1]
        document = jobs[0].document
        assert document["ticket"]["number"] == "C1A-000001"
        assert (document["value_cents"], document["paid_cents"], document["saved_cents"]) == (1138, 177, 961)
        assert document["vat"] == sold["body"]["vat"]
        assert "Benali" not in json.dumps(document) and "Amina" not in json.dumps(document)
    unknown = counter.envelope("paper", {"ticket": uuid7(), "reason": "asked"})
    assert counter.send(unknown)[1]["code"] == "unknown_ticket"
