"""À vérifier: flags and envelopes set aside, shown safely, settled with a note; and the sales they are about."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.models import Flag, Quarantined


@pytest.fixture
def flagged(demo: DemoHub, counter: Counter) -> dict[str, Any]:
    """A sale at a price that is not today's."""
    _, told = counter.sell(line(counter.item("Baguette"), 1000, unit_cents=75))
    assert told["flags"] == ["price_drift"]
    return dict(told)


@pytest.fixture
def kept(demo: DemoHub, counter: Counter) -> str:
    """The address of an envelope with a script in it, set aside."""
    evil = counter.envelope("ticket", {"</pre><script>alert(1)</script>": "<img src=x>"})
    status, told = counter.send(evil)
    assert (status, told["status"]) == (200, "quarantined")
    with demo.app.app_context():
        return f"/bureau/a-verifier/tickets/{db.session.scalar(select(Quarantined.id))}"


def flag_id(demo: DemoHub) -> int:
    with demo.app.app_context():
        return int(db.session.scalar(select(Flag.id)) or 0)


def test_a_flag_leads_to_its_ticket_and_is_settled_once(
    demo: DemoHub, chloe: Person, alex: Person, flagged: dict[str, Any]
) -> None:
    page = chloe.get("/bureau/a-verifier")
    assert f"/bureau/ventes/{flagged['id']}" in page.get_data(as_text=True)
    assert "Un prix a changé depuis." in text_of(page)
    settle = f"/bureau/a-verifier/remarques/{flag_id(demo)}"
    assert alex.post(settle, note="moi").status_code == 403
    assert chloe.post(settle, note="Étiquette à changer.").status_code == 302
    again = chloe.post(settle, note="Encore.")
    assert again.status_code == 409
    assert "Quelqu'un l'a déjà vu." in text_of(again)
    assert "Encore." in text_of(again)
    seen = chloe.read("/bureau/a-verifier")
    assert "Rien à vérifier." in seen
    assert "Étiquette à changer." in seen
    assert "Chloé Martin" in chloe.read(f"/bureau/ventes/{flagged['id']}")


def test_what_was_set_aside_is_shown_as_text_and_needs_a_note(
    demo: DemoHub, chloe: Person, kept: str
) -> None:
    page = chloe.get(kept)
    body = page.get_data(as_text=True)
    assert "<script" not in body
    assert "<img src=x" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "Le ticket est mal formé." in text_of(page)
    empty = chloe.post(kept + "/vu", note="  ")
    assert empty.status_code == 400
    assert "Écrivez ce que vous avez fait." in text_of(empty)
    assert chloe.post(kept + "/vu", note="Ressaisi à la caisse 2.").status_code == 302
    assert "Ressaisi à la caisse 2." in chloe.read(kept)
    with demo.app.app_context():
        row = db.session.scalar(select(Quarantined))
        assert row is not None
        assert json.loads(row.envelope)["kind"] == "ticket"
    assert chloe.post(kept + "/vu", note="Encore.").status_code == 409


def test_what_waits_is_on_the_first_page_and_leads_there(
    demo: DemoHub, chloe: Person, flagged: dict[str, Any], kept: str
) -> None:
    page = chloe.get("/bureau/")
    words = text_of(page)
    assert "1 ticket gardé à part" in words
    assert "1 remarque sur les ventes" in words
    assert 'href="/bureau/a-verifier#a-part"' in page.get_data(as_text=True)


def test_only_who_may_sees_them(
    bruno: Person, driss: Person, alex: Person, flagged: dict[str, Any], kept: str
) -> None:
    for page in ("/bureau/a-verifier", kept, f"/bureau/ventes/{flagged['id']}"):
        assert bruno.get(page).status_code == 403
        assert driss.get(page).status_code == 302
        assert alex.get(page).status_code == 200
    assert alex.post(kept + "/vu", note="Moi.").status_code == 403


def test_numbers_that_are_none_are_not_found(chloe: Person) -> None:
    for page in ("/bureau/a-verifier/tickets/99999999999", "/bureau/a-verifier/tickets/1"):
        assert chloe.get(page).status_code == 404
    assert chloe.post("/bureau/a-verifier/remarques/424242").status_code == 404
