"""Each page of the desk: who may see it, and who may not."""

import pytest

from tests.admin.people import Person
from tests.fixtures.demo import DemoHub

# page: who may see it. Amina and Driss have no account; Bruno's roles open his own account only.
PAGES = {
    "/bureau/": {"chloe", "alex"},
    "/bureau/ventes": {"chloe", "alex"},
    "/bureau/foyers": {"chloe"},
    "/bureau/foyers/nouveau": {"chloe"},
    "/bureau/tarifs": {"chloe", "alex"},
    "/bureau/tarifs/nouvelle": {"chloe", "alex"},
    "/bureau/articles": {"chloe", "alex"},
    "/bureau/articles/rayons": {"chloe", "alex"},
    "/bureau/articles/rayons/nouveau": {"chloe", "alex"},
    "/bureau/articles/nouveau": {"chloe", "alex"},
    "/bureau/articles/importer": {"chloe", "alex"},
    "/bureau/caisses": {"chloe", "alex"},
    "/bureau/caisses/nouvelle": {"chloe", "alex"},
    "/bureau/caisses/structures": {"chloe", "alex"},
    "/bureau/caisses/structures/nouvelle": {"chloe", "alex"},
    "/bureau/lieu": {"chloe", "alex"},
    "/bureau/mon-compte": {"chloe", "alex", "bruno"},
    "/bureau/historique": {"alex"},
    "/bureau/impression": {"chloe", "alex"},
    "/bureau/impression/imprimantes/nouvelle": {"alex"},
    "/bureau/a-verifier": {"chloe", "alex"},
    "/bureau/comptes": {"chloe", "alex"},
    "/bureau/comptes/nouveau": {"alex"},
}


def test_each_page_opens_for_those_it_says(chloe: Person, alex: Person, bruno: Person) -> None:
    people = {"chloe": chloe, "alex": alex, "bruno": bruno}
    for page, may in PAGES.items():
        for name, person in people.items():
            assert person.get(page).status_code == (200 if name in may else 403), (page, name)


@pytest.mark.parametrize("page", PAGES)
def test_without_an_account_the_door_is_shown(page: str, driss: Person) -> None:
    answer = driss.get(page)
    assert answer.status_code == 302
    assert answer.location.startswith("/connexion?suite=")


def test_the_menu_shows_only_what_opens(chloe: Person, alex: Person) -> None:
    assert "Foyers" in chloe.read("/bureau/")
    assert "Foyers" not in alex.read("/bureau/").split("Sortir")[0]


def test_bruno_is_told_in_words(bruno: Person) -> None:
    answer = bruno.get("/bureau/")
    assert answer.status_code == 403
    assert "n&#39;est pas ouverte à votre rôle" in answer.get_data(as_text=True)


def test_the_hub_may_decide_otherwise(demo: DemoHub, bruno: Person) -> None:
    from tiers_lieu.access.models import RolePermission
    from tiers_lieu.kernel.db import atomic

    with demo.app.app_context(), atomic() as session:
        session.add(RolePermission(role="cashier", permission="admin.see"))
    page = bruno.read("/bureau/")
    assert "Rien à faire" in page
    assert "vente aujourd'hui" not in page
