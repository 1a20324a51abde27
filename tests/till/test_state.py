"""The heartbeat: what the tablet is told, and what the desk learns from it."""

from datetime import timedelta

from sqlalchemy import select

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.people import operations as people
from tiers_lieu.printing import leases
from tiers_lieu.sales.models import Device

PATH = "/caisse/api/v1/state"


def test_a_tablet_that_speaks_is_seen_to_the_minute(demo: DemoHub, counter: Counter) -> None:
    def seen() -> object:
        with demo.app.app_context():
            return db.session.scalars(select(Device.seen_at)).one()

    demo.get(PATH, counter.headers)
    first = seen()
    assert first is not None
    with clock.frozen(clock.now() + timedelta(seconds=30)):
        demo.get(PATH, counter.headers)
    assert seen() == first
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        demo.get(PATH, counter.headers)
    assert seen() != first


def test_silence_of_a_printer_is_not_ready(demo: DemoHub, counter: Counter) -> None:
    assert demo.get(PATH, counter.headers)[1]["printer"]["state"] == "unknown"
    with demo.app.app_context():
        leases.note_status(printer_id=1, online=True, paper="ok", cover="closed", drawer="closed")
    told = demo.get(PATH, counter.headers)[1]
    assert (told["printer"], told["drawer"]["words"]) == ({"state": "ready", "words": "prête"}, "fermé")
    with clock.frozen(clock.now() + timedelta(seconds=50)):
        assert demo.get(PATH, counter.headers)[1]["printer"]["words"] == "sans nouvelles"


def test_a_sale_on_a_card_moves_the_cards_and_not_the_catalogue(demo: DemoHub, counter: Counter) -> None:
    headers, version = counter.headers, counter.snapshot["version"]
    told = demo.get(PATH, headers)[1]
    assert (told["snapshot"], told["cards"]) == (version, counter.snapshot["cards_version"])
    assert demo.get("/caisse/api/v1/snapshot", headers | {"If-None-Match": f'"{version}"'})[0] == 304
    counter.sell(line(counter.item("Radis"), 1000))
    assert demo.get(PATH, headers)[1] | {"now": told["now"]} == told
    letter, card = counter.letter("B"), counter.card(demo.logins.cards["Amina"])
    counter.sell(line(counter.item("Radis"), 1000, letter), card=card["id"], letter="B")
    after = demo.get(PATH, headers)[1]
    assert after["snapshot"] == version
    assert after["cards"] != told["cards"]
    status, cards = demo.get("/caisse/api/v1/cards", headers | {"If-None-Match": f'"{told["cards"]}"'})
    left = next(each["cap_left_cents"] for each in cards["cards"] if each["id"] == card["id"])
    assert (status, cards["version"], left) == (200, after["cards"], 15_000 - 140)


def test_a_stopped_card_moves_the_cards(demo: DemoHub, counter: Counter) -> None:
    before = demo.get(PATH, counter.headers)[1]["cards"]
    with demo.app.app_context():
        people.revoke_card(card_public_id=counter.card(demo.logins.cards["Amina"])["id"])
    assert demo.get(PATH, counter.headers)[1]["cards"] != before
