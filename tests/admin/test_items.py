"""Articles: writing one, its dated price and shares, what bad input is told, and what the till then sells."""

from typing import Any

import pytest
from sqlalchemy import func, select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.catalogue.models import Category, Item, ItemPrice
from tiers_lieu.kernel.db import db
from tiers_lieu.stock.models import StockLevel

GOOD_CODE = "3017620422003"


def form(demo: DemoHub, **changed: Any) -> dict[str, Any]:
    """A good item's form, with changes."""
    with demo.app.app_context():
        category = db.session.scalar(select(Category.id).where(Category.name == "Pain"))
    good = {
        "name": "Brioche",
        "category": category,
        "structure": 1,
        "measure": "piece",
        "unit": "pièce",
        "price": "2,40",
        "vat_class": "food",
        "codes": "",
        "tile": "",
        "is_active": "y",
        "share_B": "12,5",
    }
    return good | changed


def items(demo: DemoHub) -> int:
    with demo.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Item)) or 0


def test_an_item_is_added_and_sold_at_what_was_written(
    demo: DemoHub, chloe: Person, counter: Counter
) -> None:
    assert chloe.post("/bureau/articles/nouveau", **form(demo, codes=GOOD_CODE)).status_code == 302
    demo.refresh(counter)
    sold = counter.item("Brioche")
    assert (sold["price_cents"], sold["shares"], sold["codes"]) == (240, {"B": 1250}, [GOOD_CODE])


BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "no name": ({"name": "  "}, "name", "Écrivez le nom de l'article."),
    "a wrong check digit": ({"codes": "3017620422004"}, "codes", "Code-barres faux : 3017620422004."),
    "a code of letters": ({"codes": "<b>x</b>"}, "codes", "Code-barres faux"),
    "a huge price": ({"price": "10000,01"}, "price", "Un prix va de 0 à 10 000 €."),
    "an enormous price": ({"price": "9" * 40}, "price", "Écrivez un prix, par exemple 1,80."),
    "a negative price": ({"price": "-1"}, "price", "Écrivez un prix, par exemple 1,80."),
    "a third of a cent": ({"price": "1,333"}, "price", "Écrivez un prix, par exemple 1,80."),
    "a price in words": ({"price": "un euro"}, "price", "Écrivez un prix, par exemple 1,80."),
    "more than all of it": ({"share_B": "101"}, "share_B", "Une part va de 0 à 100 %."),
    "an unknown shelf": ({"category": "999"}, "category", "Choisissez dans la liste."),
    "no shelf": ({"category": "x"}, "category", "Choisissez dans la liste."),
    "an unknown measure": ({"measure": "litre"}, "measure", "Choisissez dans la liste."),
    "a name without end": ({"name": "a" * 81}, "name", "C'est trop long : 80 signes au plus."),
    "a place that is none": ({"tile": "12345678901"}, "tile", "Écrivez un nombre entier."),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_said_and_nothing_is_lost(demo: DemoHub, chloe: Person, case: str) -> None:
    changed, box, sentence = BAD[case]
    before = items(demo)
    answer = chloe.post("/bureau/articles/nouveau", **form(demo, **changed))
    body = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'id="{box}"' in body
    assert 'class="notice bad" role="alert"' in body
    kept = changed.get("price", "2,40")
    assert f'value="{kept}"' in body
    assert items(demo) == before


def test_a_code_of_another_item_is_refused_on_the_box(demo: DemoHub, chloe: Person) -> None:
    assert chloe.post("/bureau/articles/nouveau", **form(demo, codes=GOOD_CODE)).status_code == 302
    again = chloe.post("/bureau/articles/nouveau", **form(demo, name="Autre", codes=GOOD_CODE))
    assert again.status_code == 400
    assert f"Le code {GOOD_CODE} est déjà pris." in text_of(again)
    assert 'href="#codes"' in again.get_data(as_text=True)


def test_a_new_price_follows_the_old_one(
    demo: DemoHub, chloe: Person, carrots: str, counter: Counter
) -> None:
    with demo.app.app_context():
        item = db.session.scalar(select(Item).where(Item.name == "Carottes"))
        assert item is not None
        changed = form(
            demo,
            name="Carottes",
            category=item.category_id,
            measure="weight",
            unit="kg",
            price="1,95",
            share_B="",
        )
    del changed["structure"]
    assert chloe.post(carrots, **changed).status_code == 302
    demo.refresh(counter)
    assert (counter.item("Carottes")["price_cents"], counter.item("Carottes")["shares"]) == (195, {})
    with demo.app.app_context():
        prices = db.session.scalars(select(ItemPrice.unit_cents).where(ItemPrice.item_id == item.id))
        assert sorted(prices) == [180, 195]


def test_an_empty_price_is_typed_at_the_till(demo: DemoHub, chloe: Person, counter: Counter) -> None:
    chloe.post("/bureau/articles/nouveau", **form(demo, price=""))
    demo.refresh(counter)
    assert counter.item("Brioche")["price_cents"] is None
    assert "à saisir" in chloe.read("/bureau/articles?q=brioche")


def test_items_are_found_by_name_code_and_shelf(demo: DemoHub, chloe: Person) -> None:
    assert "Œufs, par 6" in chloe.read("/bureau/articles?q=oeufs")
    assert "Aucun article ici" in chloe.read("/bureau/articles?q=caviar")
    with demo.app.app_context():
        shelf = db.session.scalar(select(Category.public_id).where(Category.name == "Pain"))
    found = chloe.read(f"/bureau/articles?rayon={shelf}")
    assert "Baguette" in found
    assert "Carottes" not in found


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "2", "%00"])
def test_a_page_that_is_none_is_the_first_or_empty(chloe: Person, page: str) -> None:
    assert chloe.get(f"/bureau/articles?page={page}").status_code == 200


def test_a_script_in_a_name_and_in_a_search_stays_text(demo: DemoHub, chloe: Person) -> None:
    evil = "<script>alert(1)</script>"
    assert chloe.post("/bureau/articles/nouveau", **form(demo, name=evil)).status_code == 302
    for page in ("/bureau/articles?q=<script>", "/bureau/articles?q=%22%3E<script>x"):
        assert "<script" not in chloe.get(page).get_data(as_text=True)
    assert "&lt;script&gt;" in chloe.get("/bureau/articles?q=script").get_data(as_text=True)


def test_stock_is_counted(demo: DemoHub, chloe: Person, carrots: str) -> None:
    assert chloe.post(carrots + "/compte", quantity="12,5").status_code == 302
    assert "12,500 kg" in chloe.read(carrots)
    for wrong in ("", "-3", "beaucoup", "1,2345"):
        answer = chloe.post(carrots + "/compte", quantity=wrong)
        assert answer.status_code == 400
        assert "quantité" in text_of(answer)
    with demo.app.app_context():
        item = db.session.scalar(select(Item.id).where(Item.name == "Carottes"))
        assert db.session.get_one(StockLevel, item).quantity == 12_500


def test_who_may_only_look_changes_nothing(demo: DemoHub, bruno: Person, carrots: str) -> None:
    from tiers_lieu.access.models import RolePermission
    from tiers_lieu.kernel.db import atomic

    with demo.app.app_context(), atomic() as session:
        session.add(RolePermission(role="cashier", permission="catalogue.see"))
    assert "Enregistrer" not in bruno.read(carrots)
    assert bruno.post(carrots, **form(demo)).status_code == 403
    assert bruno.post(carrots + "/compte", quantity="1").status_code == 403
