"""Comptes: adding somebody, a PIN shown once, closing an account, and never without an administrator."""

import re

import pytest
from sqlalchemy import select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.access import operations as access
from tiers_lieu.access.models import Account
from tiers_lieu.kernel.db import db

API = "/caisse/api/v1"


def account(demo: DemoHub, name: str) -> str:
    with demo.app.app_context():
        found = db.session.scalar(select(Account.public_id).where(Account.name == name))
    return f"/bureau/comptes/{found}"


def test_somebody_is_added_and_may_log_in(demo: DemoHub, alex: Person, driss: Person) -> None:
    made = alex.post(
        "/bureau/comptes/nouveau",
        name="Nour Haddad",
        email=" Nour@Hub.test ",
        password="un long mot de passe",
        roles=["coordinator", "cashier"],
    )
    assert made.status_code == 302
    page = alex.read("/bureau/comptes")
    assert "Nour Haddad" in page
    assert "Caisse, Coordination" in page
    driss.log_in("nour@hub.test", "un long mot de passe")
    assert driss.get("/bureau/foyers").status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Écrivez un nom."),
        ({"password": "trop court"}, "Choisissez au moins 12 caractères."),
        ({"email": "nour"}, "Écrivez une adresse complète."),
        ({"email": "chloe@tiers-lieu.test"}, "Cette adresse a déjà un compte."),
        ({"roles": ["king"]}, "corriger"),
    ],
)
def test_bad_input_is_said(alex: Person, changed: dict[str, object], sentence: str) -> None:
    good = {
        "name": "Nour Haddad",
        "email": "nour@hub.test",
        "password": "un long mot de passe",
        "roles": ["cashier"],
    }
    answer = alex.post("/bureau/comptes/nouveau", **good | changed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "un long mot de passe" not in answer.get_data(as_text=True)


def test_a_pin_is_drawn_shown_once_and_serves(
    demo: DemoHub, chloe: Person, brunos: str, counter: Counter
) -> None:
    page = chloe.post(brunos + "/code")
    found = re.search(r"\b(\d{3}) (\d{3})\b", text_of(page))
    assert found
    pin = found[1] + found[2]
    assert page.headers["Cache-Control"] == "no-store"
    assert found[0] not in chloe.read(brunos)
    body = f'{{"cashier": "{brunos.rsplit("/", 1)[1]}", "pin": "{pin}"}}'.encode()
    assert demo.post(f"{API}/cashier", body, counter.headers)[0] == 200


def test_a_closed_account_is_out_at_once(demo: DemoHub, alex: Person, bruno: Person) -> None:
    page = account(demo, "Bruno Roy")
    assert bruno.get("/bureau/").status_code == 403
    assert alex.post(page, roles=["cashier"]).status_code == 302
    assert bruno.get("/bureau/").status_code == 302
    with demo.app.app_context():
        names = [each.name for each in access.queries.cashiers(db.session)]
    assert "Bruno Roy" not in names
    assert "fermé" in alex.read(page)


def test_the_hub_keeps_an_administrator(demo: DemoHub, alex: Person) -> None:
    page = account(demo, "Alex Petit")
    alone = alex.post(page, roles=["coordinator"], is_active="y")
    assert alone.status_code == 400
    assert "Gardez au moins un administrateur." in text_of(alone)
    own = alex.post(page, roles=["administrator"])
    assert own.status_code == 400
    assert "Demandez à un autre" in text_of(own)
    assert alex.get(page).status_code == 200


def test_only_who_may_changes_accounts(
    demo: DemoHub, chloe: Person, bruno: Person, driss: Person, brunos: str
) -> None:
    assert "Enregistrer" not in chloe.read(brunos)
    assert chloe.post(brunos, roles=["administrator"], is_active="y").status_code == 403
    for page in (brunos + "/code", brunos + "/badge"):
        assert bruno.post(page).status_code == 403
        assert driss.post(page).status_code == 302
    with demo.app.app_context():
        bruno_id = db.session.scalar(select(Account.id).where(Account.name == "Bruno Leroy"))
        assert "administrator" not in access.queries.roles_of(db.session, bruno_id or 0)
