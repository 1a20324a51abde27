"""Ventes and the first page: figures that lead to their rows, one ticket with its place in the journal."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.kernel import clock

Basket = Callable[..., dict[str, Any]]


@pytest.fixture
def sold(counter: Counter, basket: Basket) -> list[dict[str, Any]]:
    """Amina's basket in cash, and a baguette by bank card."""
    return [
        counter.send(counter.envelope("ticket", basket()))[1],
        counter.sell(line(counter.item("Baguette"), 1000), tender="card")[1],
    ]


def test_the_day_adds_up_and_leads_to_its_rows(chloe: Person, sold: list[dict[str, Any]]) -> None:
    first = text_of(chloe.get("/bureau/"))
    assert "2 ventes aujourd'hui" in first
    for figure in ("12,28 €", "9,61 €", "2,67 €", "dont espèces 1,77 €", "dont carte bancaire 0,90 €"):
        assert figure in first
    page = chloe.get("/bureau/ventes")
    words = text_of(page)
    assert "2 ventes 12,28 € 2,67 €" in words
    assert all(f"/bureau/ventes/{each['id']}" in page.get_data(as_text=True) for each in sold)


def test_a_day_and_a_till_are_chosen_in_the_address(
    demo: DemoHub, chloe: Person, sold: list[dict[str, Any]]
) -> None:
    assert "C1A-000002" in chloe.read(f"/bureau/ventes?caisse={demo.logins.register}")
    assert "Pas de vente ce jour-là." in chloe.read("/bureau/ventes?jour=2020-02-29")
    today = clock.today("Europe/Paris").isoformat()
    assert "C1A-000002" in chloe.read(f"/bureau/ventes?jour={today}&caisse=<script>")
    for odd in ("2026-02-30", "0000-00-00", "%00", "demain", "9" * 300):
        assert chloe.get(f"/bureau/ventes?jour={odd}").status_code == 200


def test_a_ticket_shows_its_lines_and_its_place_and_names_no_household(
    chloe: Person, sold: list[dict[str, Any]]
) -> None:
    page = chloe.get(f"/bureau/ventes/{sold[0]['id']}")
    words = text_of(page)
    for found in ("Ticket C1A-000001", "Carottes 1,500 kg", "11,38 €", "1,77 €", "Rendu 0,23 €", "Rang 1"):
        assert found in words
    assert sold[0]["receipt_url"] in page.get_data(as_text=True)
    assert "Amina" not in words
    assert "Benali" not in words
    assert "Tarif" not in words.split("Sortir", 1)[1]  # the menu has a page of that name


def test_a_ticket_that_is_none_is_not_found(chloe: Person) -> None:
    assert chloe.get("/bureau/ventes/01234567-89ab-7def-8123-456789abcdef").status_code == 404
    assert chloe.get("/bureau/ventes/1").status_code == 404


def test_nothing_to_do_is_said(demo: DemoHub, chloe: Person, counter: Counter) -> None:
    from tiers_lieu.printing import leases

    with demo.app.app_context():
        leases.note_status(printer_id=1, online=True, paper="ok", cover="closed", drawer="closed")
    assert "Rien à faire. Le verger est à jour." in chloe.read("/bureau/")


def test_a_tablet_that_is_silent_and_a_till_without_one_are_said(
    demo: DemoHub, chloe: Person, counter: Counter
) -> None:
    from datetime import timedelta

    from tiers_lieu.sales.registers import add_register

    with demo.app.app_context():
        add_register(code="C2", name="Caisse 2", structure_id=1)
    with clock.frozen(clock.now() + timedelta(hours=3)):
        page = chloe.read("/bureau/")
    assert "Caisse 1 n'envoie plus rien" in page
    assert "Caisse 2 n'a pas de tablette" in page
    assert "Imprimante Comptoir : sans nouvelles" in page


def test_only_who_may_sees_the_sales(
    alex: Person, bruno: Person, driss: Person, sold: list[dict[str, Any]]
) -> None:
    for page in ("/bureau/ventes", f"/bureau/ventes/{sold[0]['id']}"):
        assert alex.get(page).status_code == 200
        assert bruno.get(page).status_code == 403
        assert driss.get(page).status_code == 302
