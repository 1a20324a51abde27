"""Rayons: what the till shows at its left, eight at most, and what bad input is told."""

import pytest
from sqlalchemy import select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.catalogue.models import Category
from tiers_lieu.kernel.db import db

LIST = "/bureau/articles/rayons"
NEW = LIST + "/nouveau"
GOOD = {"name": "Boissons", "picture": "p-cafe", "colour": "cream", "place": "2"}


def names(demo: DemoHub) -> list[str]:
    with demo.app.app_context():
        return list(db.session.scalars(select(Category.name).order_by(Category.position)))


@pytest.fixture
def bread(demo: DemoHub) -> str:
    """The address of the shelf of bread."""
    with demo.app.app_context():
        return f"{LIST}/{db.session.scalar(select(Category.public_id).where(Category.name == 'Pain'))}"


def test_a_shelf_is_added_at_its_place_and_the_till_shows_it(
    demo: DemoHub, chloe: Person, counter: Counter
) -> None:
    assert chloe.post(NEW, **GOOD).status_code == 302
    assert names(demo)[:3] == ["Fruits, légumes", "Boissons", "Frais"]
    demo.refresh(counter)
    shown = counter.snapshot["categories"][1]
    assert (shown["name"], shown["picture"], shown["colour"]) == ("Boissons", "p-cafe", "cream")
    assert 'symbol id="p-cafe"' in chloe.get(LIST).get_data(as_text=True)


def test_a_shelf_is_renamed_and_moved(demo: DemoHub, chloe: Person, counter: Counter, bread: str) -> None:
    before = counter.snapshot["version"]
    changed = {"name": "Boulangerie", "picture": "p-pain", "colour": "brown", "place": "1"}
    assert chloe.post(bread, **changed).status_code == 302
    assert names(demo)[:2] == ["Boulangerie", "Fruits, légumes"]
    demo.refresh(counter)
    assert counter.snapshot["version"] != before
    assert counter.snapshot["categories"][0]["name"] == "Boulangerie"


@pytest.mark.parametrize(
    ("changed", "box", "sentence"),
    [
        ({"name": " "}, "name", "Écrivez le nom du rayon."),
        ({"name": "a" * 41}, "name", "C'est trop long : 40 signes au plus."),
        ({"name": "PAIN"}, "name", "Un rayon a déjà ce nom."),
        ({"picture": ""}, "picture", "Choisissez une image."),
        ({"picture": "p-<b>"}, "picture", "Choisissez dans la liste."),
        ({"colour": "black"}, "colour", "Choisissez dans la liste."),
        ({"place": "7"}, "place", "Choisissez dans la liste."),
        ({"place": "x"}, "place", "Choisissez dans la liste."),
    ],
)
def test_bad_input_is_said_beside_its_box(
    demo: DemoHub, chloe: Person, changed: dict[str, str], box: str, sentence: str
) -> None:
    before = names(demo)
    answer = chloe.post(NEW, **GOOD | changed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'href="#{box}"' in answer.get_data(as_text=True)
    assert names(demo) == before


def test_eight_at_most(demo: DemoHub, chloe: Person) -> None:
    for number in range(3):
        assert chloe.post(NEW, **GOOD | {"name": f"Rayon {number}"}).status_code == 302
    assert "Nouveau rayon" not in chloe.read(LIST)
    answer = chloe.post(NEW, **GOOD)
    assert answer.status_code == 400
    assert "Huit rayons au plus." in text_of(answer)
    assert len(names(demo)) == 8


def test_a_script_in_a_name_stays_text(chloe: Person) -> None:
    assert chloe.post(NEW, **GOOD | {"name": "<script>alert(1)</script>"}).status_code == 302
    assert "<script" not in chloe.get(LIST).get_data(as_text=True)


def test_only_who_may_edit_the_catalogue(demo: DemoHub, bruno: Person, driss: Person, bread: str) -> None:
    before = names(demo)
    for page in (LIST, NEW, bread):
        assert bruno.get(page).status_code == 403
        assert driss.get(page).status_code == 302
    assert bruno.post(bread, **GOOD).status_code == 403
    assert names(demo) == before


def test_a_shelf_that_is_not_there(chloe: Person) -> None:
    assert chloe.post(f"{LIST}/01234567-89ab-7def-8123-456789abcdef", **GOOD).status_code == 404
