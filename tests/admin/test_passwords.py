"""Passwords: one's own, and somebody's who lost theirs; every other login of the account ends."""

import pytest
from sqlalchemy import select

from tests.admin.people import PASSWORD, Person, text_of
from tests.fixtures.demo import DemoHub
from tiers_lieu.access import operations as access
from tiers_lieu.access.models import Account, AuditEntry
from tiers_lieu.kernel.db import db

OWN = "/bureau/mon-compte"
NEW = "un long mot de passe"


def address(demo: DemoHub, name: str) -> str:
    with demo.app.app_context():
        found = db.session.scalar(select(Account.public_id).where(Account.name == name))
    return f"/bureau/comptes/{found}/mot-de-passe"


def test_one_s_own_password_is_changed_and_only_this_login_goes_on(demo: DemoHub, chloe: Person) -> None:
    elsewhere = Person(demo.app).log_in(demo.logins.coordinator)
    assert chloe.post(OWN, current=PASSWORD, password=NEW).status_code == 302
    assert "Votre mot de passe est changé." in chloe.read(OWN)
    assert elsewhere.get("/bureau/").status_code == 302
    Person(demo.app).log_in(demo.logins.coordinator, NEW)
    old = Person(demo.app).post("/connexion", email=demo.logins.coordinator, password=PASSWORD)
    assert old.status_code == 401
    with demo.app.app_context():
        edit = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "account.password"))
        assert edit is not None
        assert (edit.before, edit.after) == (None, None)


@pytest.mark.parametrize(
    ("current", "password", "box", "sentence"),
    [
        ("", NEW, "current", "Écrivez le mot de passe actuel."),
        ("not the password", NEW, "current", "Mot de passe actuel faux. Réessayez."),
        (PASSWORD, "trop court", "password", "Choisissez au moins 12 caractères."),
        (PASSWORD, "", "password", "Écrivez le nouveau mot de passe."),
        (PASSWORD, "a" * 201, "password", "C'est trop long : 200 signes au plus."),
    ],
)
def test_bad_input_is_said_and_no_secret_is_shown_again(
    demo: DemoHub, chloe: Person, current: str, password: str, box: str, sentence: str
) -> None:
    answer = chloe.post(OWN, current=current, password=password)
    body = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'href="#{box}"' in body
    assert NEW not in body and PASSWORD not in body
    Person(demo.app).log_in(demo.logins.coordinator)


def test_guessing_the_current_one_waits_as_the_door_does(demo: DemoHub, chloe: Person) -> None:
    for _ in range(5):
        chloe.post(OWN, current="not the password", password=NEW)
    answer = chloe.post(OWN, current=PASSWORD, password=NEW)
    assert answer.status_code == 429
    assert "Attendez cinq minutes" in text_of(answer)


def test_a_coordinator_gives_a_cashier_a_new_one(demo: DemoHub, chloe: Person, bruno: Person) -> None:
    page = address(demo, "Bruno Roy")
    assert bruno.get(OWN).status_code == 200
    assert chloe.post(page, password="court").status_code == 400
    assert chloe.post(page, password=NEW).status_code == 302
    assert bruno.get(OWN).status_code == 302
    bruno.log_in("bruno@hub.test", NEW)


def test_nobody_takes_more_rights_through_a_password(demo: DemoHub, chloe: Person, alex: Person) -> None:
    refused = chloe.post(address(demo, "Alex Petit"), password=NEW)
    assert refused.status_code == 400
    assert "ce compte peut plus que vous" in text_of(refused)
    assert alex.get("/bureau/").status_code == 200
    with demo.app.app_context():
        access.add_account(name="Tom", email="tom@hub.test", password=PASSWORD, roles=["treasurer"])
    assert chloe.post(address(demo, "Tom"), password=NEW).status_code == 400
    assert alex.post(address(demo, "Tom"), password=NEW).status_code == 302
    assert alex.post(address(demo, "Chloé Martin"), password=NEW).status_code == 302


def test_one_s_own_is_changed_where_the_current_one_is_asked(demo: DemoHub, chloe: Person) -> None:
    answer = chloe.post(address(demo, "Chloé Martin"), password=NEW)
    assert answer.status_code == 400
    assert "« Mon compte »" in text_of(answer)


def test_an_account_without_an_address_has_no_password(demo: DemoHub, chloe: Person) -> None:
    answer = chloe.post(address(demo, "Bruno Leroy"), password=NEW)
    assert answer.status_code == 400
    assert "n'entre pas au bureau" in text_of(answer)


def test_who_may_not(demo: DemoHub, bruno: Person, driss: Person) -> None:
    page = address(demo, "Chloé Martin")
    assert bruno.post(page, password=NEW).status_code == 403
    assert driss.post(page, password=NEW).status_code == 302
    assert driss.get(OWN).status_code == 302
    Person(demo.app).log_in(demo.logins.coordinator)


def test_the_face_in_the_band_leads_to_one_s_account(chloe: Person) -> None:
    assert f'href="{OWN}"' in chloe.get("/bureau/").get_data(as_text=True)
    assert "Chloé Martin" in chloe.read(OWN)
