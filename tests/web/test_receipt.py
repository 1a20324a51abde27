"""The page of one ticket: what was worth, paid and saved, for who holds its link, and nothing about who they are."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.kernel.db import atomic
from tiers_lieu.structures.models import StructureVat

Basket = Callable[..., dict[str, Any]]


def path(told: dict[str, Any]) -> str:
    return "/t/" + str(told["receipt_url"]).rsplit("/", 1)[1]


@pytest.fixture
def ticket(counter: Counter, basket: Basket) -> str:
    """The link of Amina's basket."""
    return path(counter.send(counter.envelope("ticket", basket()))[1])


def test_amina_reads_what_she_paid_and_saved(amina: Person, ticket: str) -> None:
    page = amina.get(ticket)
    words = text_of(page)
    for found in (
        "Ticket C1A-000001",
        "Carottes 1,500 kg × 1,80 2,70 0,27",
        "Total 11,38 1,77",
        "PAYÉ 1,77 €",
        "Espèces 2,00 €",
        "Rendu 0,23 €",
        "Vous avez économisé 9,61 €",
        "servi par Bruno",
        "5,5 % 0,73 0,04 0,77",
        "20 %",
    ):
        assert found in words, found
    for never in ("Benali", "Amina", "tarif", "Tarif", "social", "Carte"):
        assert never not in words.replace("Épicerie solidaire", "")
    assert 'class="qr"' in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"


def test_nothing_saved_is_not_said(amina: Person, counter: Counter) -> None:
    words = text_of(amina.get(path(counter.sell(line(counter.item("Baguette"), 1000))[1])))
    assert "économisé" not in words
    assert "PAYÉ 0,90 €" in words


def test_a_structure_that_owes_no_vat_says_why(demo: DemoHub, amina: Person) -> None:
    with demo.app.app_context(), atomic() as session:
        session.add(StructureVat(structure_id=1, regime="franchise", valid_from=date(2020, 1, 1)))
    counter = demo.tablet()
    words = text_of(amina.get(path(counter.sell(line(counter.item("Baguette"), 1000))[1])))
    assert "TVA non applicable, art. 293 B du CGI" in words
    assert "HT" not in words


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t[:36], lambda t: t + "é"]
)
def test_a_link_that_was_not_made_here_opens_nothing(
    amina: Person, ticket: str, change: Callable[[str], str]
) -> None:
    answer = amina.get(change(ticket))
    assert answer.status_code == 404
    assert "PAYÉ" not in text_of(answer)


def test_the_link_is_enough_for_anybody_who_holds_it(driss: Person, bruno: Person, ticket: str) -> None:
    for person in (driss, bruno):
        assert person.get(ticket).status_code == 200
