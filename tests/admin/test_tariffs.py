"""Tarifs: the grids by date, the next one written, and what bad input is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.admin.people import PASSWORD, Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.access import operations as access
from tiers_lieu.access.models import AuditEntry
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.structures.operations import found_hub
from tiers_lieu.tariffs.models import Grid, GridLetter

PAGE = "/bureau/tarifs/nouvelle"


def today() -> date:
    return clock.today("Europe/Paris")


def letter(number: int, letter: str, share: str, cap: str = "", **more: str) -> dict[str, str]:
    typed = {"letter": letter, "share": share, "cap": cap, "period": "month", "basis": "value"} | more
    return {f"letters-{number}-{name}": value for name, value in typed.items()}


def grid(**changed: str) -> dict[str, str]:
    """What a browser sends: every row, the blank ones too."""
    sent = {"name": "Grille d'été", "valid_from": today().isoformat()}
    for number in range(6):
        sent |= letter(number, "", "")
    return sent | letter(0, "a", "100") | letter(2, "B", "12,5", "40", period="week", basis="paid") | changed


def grids(demo: DemoHub) -> int:
    with demo.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Grid)) or 0


def test_the_grid_in_force_says_who_holds_what(chloe: Person) -> None:
    page = chloe.read("/bureau/tarifs")
    assert "Grille de départ Depuis le 1 janvier" in page
    assert "B 20 % 150,00 € par mois , prix plein 2" in page
    assert "en cours" in page


def test_a_new_grid_takes_over_at_the_till(demo: DemoHub, chloe: Person, counter: Counter) -> None:
    assert chloe.post(PAGE, **grid()).status_code == 302
    page = chloe.read("/bureau/tarifs")
    assert "B 12,5 % 40,00 € par semaine , somme payée 2" in page
    assert "La lettre C n'y est pas : 1 foyer au prix plein." in page
    demo.refresh(counter)
    assert counter.snapshot["letters"] == [
        {"letter": "A", "share_bp": 10_000},
        {"letter": "B", "share_bp": 1250},
    ]
    with demo.app.app_context():
        edit = db.session.scalar(
            select(AuditEntry)
            .where(AuditEntry.action == "grid.added")
            .limit(1)
            .order_by(AuditEntry.id.desc())
        )
        assert edit is not None
        assert (edit.account_id is not None, edit.after and edit.after["letters"]) == (
            True,
            {"A": 10_000, "B": 1250},
        )


def test_a_grid_to_come_changes_nothing_yet(demo: DemoHub, chloe: Person, counter: Counter) -> None:
    later = (today() + timedelta(days=30)).isoformat()
    assert chloe.post(PAGE, **grid(valid_from=later)).status_code == 302
    assert "à venir" in chloe.read("/bureau/tarifs")
    demo.refresh(counter)
    assert {"letter": "C", "share_bp": 5000} in counter.snapshot["letters"]


BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "no name": ({"name": " "}, "name", "Écrivez le nom de la grille."),
    "no day": ({"valid_from": ""}, "valid_from", "Choisissez le premier jour."),
    "a day that is none": ({"valid_from": "2026-02-31"}, "valid_from", "Choisissez un jour du calendrier."),
    "a day that is over": (
        {"valid_from": "2020-01-01"},
        "valid_from",
        "Choisissez aujourd'hui ou un jour à venir.",
    ),
    "a letter without a share": (letter(3, "D", ""), "letters-3-share", "Écrivez la part payée."),
    "a share without a letter": (letter(3, "", "30"), "letters-3-letter", "Écrivez la lettre."),
    "a cap alone": (letter(3, "", "", "10"), "letters-3-letter", "Écrivez la lettre."),
    "a letter twice": (letter(3, "b", "30"), "letters-3-letter", "Déjà prise."),
    "a letter that is none": (letter(3, "é", "30"), "letters-3-letter", "Une lettre, par exemple B."),
    "a letter too long": (letter(3, "ABC", "30"), "letters-3-letter", "Une lettre, par exemple B."),
    "more than all of it": (letter(3, "D", "101"), "letters-3-share", "Une part va de 0 à 100 %."),
    "a share in words": (letter(3, "D", "la moitié"), "letters-3-share", "Écrivez un pourcentage"),
    "an enormous cap": (letter(3, "D", "5", "999999999"), "letters-3-cap", "Un plafond va de 0 à 10 000 €."),
    "a period that is none": (
        letter(3, "D", "5", period="year"),
        "letters-3-period",
        "Choisissez dans la liste.",
    ),
    "a basis that is none": (letter(3, "D", "5", basis="x"), "letters-3-basis", "Choisissez dans la liste."),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_said_and_nothing_is_lost(demo: DemoHub, chloe: Person, case: str) -> None:
    changed, box, sentence = BAD[case]
    before = grids(demo)
    answer = chloe.post(PAGE, **grid(**changed))
    body = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'href="#{box}"' in body
    assert 'value="12,5"' in body
    assert grids(demo) == before


def test_a_grid_needs_a_letter_and_a_day_of_its_own(demo: DemoHub, chloe: Person) -> None:
    before = grids(demo)
    empty = chloe.post(PAGE, **grid(**letter(0, "", ""), **letter(2, "", "")))
    assert empty.status_code == 400
    assert "Écrivez au moins un tarif." in text_of(empty)
    assert chloe.post(PAGE, **grid()).status_code == 302
    again = chloe.post(PAGE, **grid())
    assert again.status_code == 400
    assert "Une grille commence déjà ce jour-là." in text_of(again)
    assert grids(demo) == before + 1


def test_who_may_only_see_changes_nothing(demo: DemoHub, bruno: Person, driss: Person) -> None:
    with demo.app.app_context():
        for role in ("treasurer", "auditor", "social_referent"):
            access.add_account(name=role, email=f"{role}@hub.test", password=PASSWORD, roles=[role])
    for role in ("treasurer", "auditor", "social_referent"):
        person = Person(demo.app).log_in(f"{role}@hub.test")
        assert "Nouvelle grille" not in person.read("/bureau/tarifs")
        assert person.post(PAGE, **grid()).status_code == 403
    assert bruno.get("/bureau/tarifs").status_code == 403
    assert driss.post(PAGE, **grid()).status_code == 302
    assert grids(demo) == 1


@pytest.fixture
def newborn(app: Flask) -> Person:
    """The coordinator of a hub that `init` has just made: no demonstration, nothing in it."""
    with app.app_context():
        found_hub(name="Le Verger", place="Lens")
        access.add_account(name="Chloé", email="chloe@hub.test", password=PASSWORD, roles=["coordinator"])
    return Person(app).log_in("chloe@hub.test")


def test_a_hub_from_init_gives_a_letter_and_sells(app: Flask, newborn: Person) -> None:
    assert "Aucune grille en cours" in newborn.read("/bureau/tarifs")
    assert "Aucun rayon." in newborn.read("/bureau/articles/rayons")
    assert newborn.post(PAGE, **grid(valid_from="2026-01-01")).status_code == 302
    structure = {
        "name": "Épicerie",
        "kind": "association",
        "vat_regime": "liable",
        "valid_from": "2026-01-01",
    }
    assert newborn.post("/bureau/caisses/structures/nouvelle", **structure).status_code == 302
    shelf = {"name": "Frais", "picture": "p-lait", "colour": "blue", "place": "1"}
    assert newborn.post("/bureau/articles/rayons/nouveau", **shelf).status_code == 302
    item: dict[str, Any] = {
        "name": "Lait",
        "category": "1",
        "structure": "1",
        "measure": "piece",
        "unit": "brique",
        "price": "1,10",
        "vat_class": "food",
        "is_active": "y",
    }
    assert newborn.post("/bureau/articles/nouveau", **item).status_code == 302
    person = {"persons-0-first_name": "Amina", "persons-0-last_name": "Benali"}
    made = newborn.post("/bureau/foyers/nouveau", **person)
    given = {"letter": "B", "reason": "Décision de la commission.", "valid_from": "2026-01-01"}
    assert newborn.post(made.location + "/tarif", **given).status_code == 302
    assert "paie 12,5 % du prix" in newborn.read(made.location)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(GridLetter)) == 2


def test_the_classes_of_the_law_are_there_from_the_start(app: Flask, newborn: Person) -> None:
    page = newborn.read("/bureau/articles/nouveau")
    for label in ("Alimentation, 5,5 %", "À consommer tout de suite, 10 %", "Autres, 20 %"):
        assert label in page
