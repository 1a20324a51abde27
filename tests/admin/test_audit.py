"""Historique: who edited what, in words, and nothing of a household for who may not open its page."""

import re
from pathlib import Path

import pytest

import tiers_lieu
from tests.admin.people import PASSWORD, Person
from tests.admin.test_items import form
from tests.fixtures.demo import DemoHub
from tiers_lieu.access import operations as access
from tiers_lieu.access.audit import note_edit
from tiers_lieu.access.models import AuditEntry
from tiers_lieu.admin.audit_words import ACTIONS, KINDS, changes
from tiers_lieu.kernel.db import atomic

PAGE = "/bureau/historique"


@pytest.fixture
def auditor(demo: DemoHub) -> Person:
    """Somebody who controls, and may not see households."""
    with demo.app.app_context():
        access.add_account(name="Odile Roux", email="odile@hub.test", password=PASSWORD, roles=["auditor"])
    return Person(demo.app).log_in("odile@hub.test")


def test_an_edit_is_read_in_words(demo: DemoHub, chloe: Person, alex: Person, carrots: str) -> None:
    changed = form(demo, name="Carottes", measure="weight", unit="kg", price="1,95", share_B="15")
    assert chloe.post(carrots, **changed).status_code == 302
    page = alex.read(PAGE)
    assert "Article modifié prix : 1,80 € → 1,95 €" in page
    assert "parts : B 10 % → B 15 %" in page
    assert "Chloé Martin" in page
    assert "nom : Carottes → " not in page
    assert f'href="{carrots}"' in alex.get(PAGE).get_data(as_text=True)


def test_one_kind_and_pages_of_a_hundred(demo: DemoHub, alex: Person) -> None:
    with demo.app.app_context(), atomic() as session:
        for _ in range(101):
            note_edit(session, by=None, action="register.code", subject_kind="register", subject_id="x")
    assert "Page 1 sur 2" in alex.read(PAGE + "?sorte=register")
    assert "Caisse ajoutée" in alex.read(PAGE + "?sorte=register&page=2")
    assert "Compte ouvert" not in alex.read(PAGE + "?sorte=register")
    for odd in ("?sorte=x", "?page=0", "?page=x", "?page=99999", "?sorte=%00"):
        assert alex.get(PAGE + odd).status_code == 200


def test_what_changed_about_a_household_is_not_for_everybody(
    demo: DemoHub, chloe: Person, auditor: Person, aminas: str
) -> None:
    given = {"letter": "C", "reason": "Secret.", "valid_from": "2026-01-01"}
    assert chloe.post(aminas + "/tarif", **given).status_code == 302
    page = auditor.read(PAGE + "?sorte=household")
    assert "Tarif donné par Chloé Martin" in page
    for never in ("tarif : B", "Secret", "Amina", aminas, "carte :"):
        assert never not in page


def test_a_script_in_a_name_stays_text(demo: DemoHub, chloe: Person, alex: Person) -> None:
    assert chloe.post("/bureau/lieu", name="<script>alert(1)</script>").status_code == 302
    assert "<script" not in alex.get(PAGE).get_data(as_text=True)


def test_who_may_read_it(demo: DemoHub, chloe: Person, bruno: Person, driss: Person, auditor: Person) -> None:
    assert auditor.get(PAGE).status_code == 200
    for person in (chloe, bruno):
        assert person.get(PAGE).status_code == 403
    assert driss.get(PAGE).status_code == 302
    with demo.app.app_context():
        access.add_account(name="Tom", email="tom@hub.test", password=PASSWORD, roles=["treasurer"])
    tom = Person(demo.app).log_in("tom@hub.test")
    assert f'href="{PAGE}"' in tom.get("/bureau/mon-compte").get_data(as_text=True)


def test_every_edit_of_the_house_has_its_words() -> None:
    folder = Path(tiers_lieu.__file__).parent
    source = "\n".join(path.read_text() for path in folder.rglob("*.py"))
    assert set(re.findall(r'\baction="([a-z_.]+)"', source)) == set(ACTIONS)
    assert set(re.findall(r'\bsubject_kind="([a-z_]+)"', source)) == set(KINDS)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a"}, {"name": "b"}, [("nom", "a", "b")]),
        (None, {"name": "b"}, [("nom", None, "b")]),
        ({"siret": None}, {"siret": "1"}, [("SIRET", "rien", "1")]),
        ({"is_active": True}, {"is_active": False}, [("en service", "oui", "non")]),
        ({"roles": ["cashier"]}, {"roles": []}, [("rôles", "Caisse", "rien")]),
        (None, {"letters": {"B": 1250, "A": 10_000}}, [("parts", None, "A 100\u00a0%, B 12,5\u00a0%")]),
        ({"quantity": 1500}, {"quantity": 0}, [("quantité", "1,5", "0")]),
        (None, {"valid_from": "2026-01-31"}, [("début", None, "31 janvier 2026")]),
        (None, {"unknown": 3}, [("unknown", None, "3")]),
        (None, None, []),
    ],
)
def test_facts_as_people_read_them(
    demo: DemoHub, before: dict[str, object], after: dict[str, object], told: list[object]
) -> None:
    with demo.app.app_context():
        assert changes(AuditEntry(before=before, after=after)) == told
