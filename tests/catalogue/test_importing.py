"""Product lists as places really have them: every bad row is said, the good ones come in whole, twice is once."""

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.fixtures.demo import DemoHub
from tiers_lieu.catalogue import importing
from tiers_lieu.catalogue.models import Item, ItemPrice
from tiers_lieu.catalogue.product_file import cents_of
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal

GOOD = "3017620422003,Pâte à tartiner,Marque,400 g,Pâtes à tartiner,4.29"
HEADER = "ean13,nom,marque,quantite_texte,famille,prix\n"


def read(text: str) -> tuple[list[importing.ProductRow], list[importing.BadRow]]:
    return importing.read_list(text.encode())


def items(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Item)) or 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("7613034926815,Céréales,,,,", "Le dernier chiffre du code est faux."),
        ("96385075,Thé,,,,", "Le dernier chiffre du code est faux."),
        ("2048654099993,Biscuits,,,,", "Code de magasin : le prix ou le poids est dedans."),
        ("12345,Court,,,,", "Le code a 5 chiffres, il en faut 8 ou 13."),
        ("30176204220O3,Lettre,,,,", "Le code-barres a des lettres ou des signes."),
        (",Sans code,,,,", "Le code-barres manque."),
        ("3017620422003,,,,,", "Le nom manque."),
        ("3017620422003,Prix,,,,gratuit", "Le prix « gratuit » est illisible."),
        ("3017620422003,Prix,,,,-1", "Le prix « -1 » est illisible."),
        ("3017620422003,Prix,,,,NaN", "Le prix « NaN » est illisible."),
    ],
)
def test_a_bad_row_says_its_line_and_why(row: str, reason: str, context: Flask) -> None:
    good, bad = read(f"{HEADER}5449000000996,Boisson,,,,\n{row}\n")
    assert [each.code for each in good] == ["5449000000996"]
    assert [(each.line, each.reason) for each in bad] == [(3, reason)]


def test_a_code_twice_in_a_list_is_said(context: Flask) -> None:
    assert read(f"{HEADER}{GOOD}\n{GOOD}\n")[1][0].reason == "Ce code est déjà à la ligne 2."


def test_twelve_digits_are_an_ean_whose_zero_was_lost(context: Flask) -> None:
    assert read(f"{HEADER}036000291452,Mouchoirs,,,,\n")[0][0].code == "0036000291452"


def test_a_list_in_another_encoding_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refusal, match="UTF-8"):
        importing.read_list((HEADER + GOOD).encode("cp1252") + "é".encode("cp1252"))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", 'ean13,nom\n"x,y'])
def test_what_is_no_product_list_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


def test_semicolons_and_french_prices_are_read(context: Flask) -> None:
    good, bad = read("ean;nom;prix\n3017620422003;Pâte;4,29 €\n")
    assert (good[0].unit_cents, bad) == (429, [])


def test_half_a_cent_goes_up() -> None:
    assert [cents_of(text) for text in ("2.617", "4.725", "0", "10000", "10000.01", "")] == [
        262,
        473,
        0,
        1_000_000,
        None,
        None,
    ]


def test_bad_rows_stop_the_import_unless_left_out(demo: DemoHub) -> None:
    before = items(demo.app)
    with demo.app.app_context():
        good, bad = read(f"{HEADER}{GOOD}\n12,Court,,,,\n")
        with pytest.raises(Refusal, match="lignes"):
            importing.apply_import(good=good, bad=bad, structure_id=1)
    assert items(demo.app) == before
    with demo.app.app_context():
        plan = importing.apply_import(good=good, bad=bad, structure_id=1, leave_out_bad_rows=True)
    assert (len(plan.new), items(demo.app)) == (1, before + 1)


def test_a_new_price_is_a_new_dated_row(demo: DemoHub) -> None:
    with demo.app.app_context():
        good, bad = read(HEADER + GOOD)
        importing.apply_import(good=good, bad=bad, structure_id=1)
        good, bad = read(HEADER + GOOD.replace("4.29", "4.49"))
        plan = importing.apply_import(good=good, bad=bad, structure_id=1)
        assert [(c.cents_before, c.row.unit_cents) for c in plan.changed] == [(429, 449)]
        item_id = plan.changed[0].item_id
        prices = select(ItemPrice.unit_cents).where(ItemPrice.item_id == item_id).order_by(ItemPrice.id)
        assert db.session.scalars(prices).all() == [429, 449]


@pytest.mark.real_data
def test_the_real_list_comes_in_whole_and_twice_is_once(demo: DemoHub, real_data: Path) -> None:
    file = real_data / "products_fr.csv"
    good, bad = importing.read_list(file.read_bytes(), importing.price_lists_beside(file))
    assert (len(good), bad) == (2415, [])
    assert sum(row.unit_cents is not None for row in good) == 320
    before = items(demo.app)
    with demo.app.app_context():
        first = importing.apply_import(good=good, bad=bad, structure_id=1)
    assert (len(first.new), first.without_price, items(demo.app)) == (2415, 2095, before + 2415)
    with demo.app.app_context():
        second = importing.apply_import(good=good, bad=bad, structure_id=1)
        assert (second.new, second.changed, second.same) == ([], [], 2415)


@pytest.mark.real_data
def test_each_odd_code_of_the_real_list_is_named(context: Flask, real_data: Path) -> None:
    good, bad = importing.read_list((real_data / "products_odd.csv").read_bytes())
    assert len(good) + len(bad) == 63
    # UPC-A and EAN-8 that pass their check are good codes; all the rest says why it is not.
    assert len(good) <= 12
    reasons = Counter(each.reason for each in bad)
    assert reasons["Le dernier chiffre du code est faux."] >= 12
    assert reasons["Code de magasin : le prix ou le poids est dedans."] == 8
    assert all(each.line >= 2 for each in bad)
