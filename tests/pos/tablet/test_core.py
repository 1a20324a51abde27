"""Barcodes, scans, money in words and the basket: the pure part of the till."""

from typing import Any

import pytest

from tests.pos.tablet.conftest import Run

VALID = [
    "3017620422003",
    "5449000000996",
    "7613034626844",
    "3046920022651",
    "8000500037560",
    "0212345003275",
    "2600042012504",
]


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_is_read(run: Run, code: str) -> None:
    assert run("return b.readBarcode(argument)", code, b="core/barcode.js") == {
        "kind": "gtin",
        "code": code,
        "key": code,
    }


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("7613034926815", "bad_check", "7613034926815"),
        ("212345003275", "gtin", "0212345003275"),  # the scanner lost a zero
        ("036000291452", "gtin", "0036000291452"),  # UPC-A
        ("00036000291452", "gtin", "0036000291452"),  # the same with zeros before it
        ("96385074", "gtin", "0000096385074"),  # EAN-8
        (" 3017620422003 ", "gtin", "3017620422003"),
        ('"à&-èéàçééàà"', "other", '"à&-èéàçééàà"'),
        ('"à&è-éàçéé', "other", '"à&è-éàçéé'),
        ("VRAC-12", "other", "VRAC-12"),
        ("12345678901234567890", "other", "12345678901234567890"),
    ],
)
def test_other_texts_are_what_they_are(run: Run, text: str, kind: str, key: str) -> None:
    read = run("return b.readBarcode(argument)", text, b="core/barcode.js")
    if kind != "other":
        assert (read["kind"], read["key"]) == (kind, key)
    else:
        assert read["kind"] in ("other", "bad_check")


def test_a_scanner_set_for_another_keyboard_is_understood(run: Run) -> None:
    row = "à&é\"'(-è_ç"
    typed = "".join(row[int(digit)] for digit in "3017620422003")
    assert run("return b.readBarcode(argument).key", typed, b="core/barcode.js") == "3017620422003"


def test_sums_are_written_as_in_french(run: Run) -> None:
    found = run(
        """
        return [m.euros(177), m.euros(0), m.euros(123456), m.euros(-5), m.note(1000), m.note(20),
                m.kilos(1240), m.kilos(5), m.pieces(2000), m.pieces(1500)];
        """,
        m="core/money.js",
    )
    nbsp = "\u00a0"
    assert found == [
        f"1,77{nbsp}€",
        f"0,00{nbsp}€",
        f"1{nbsp}234,56{nbsp}€",
        f"−0,05{nbsp}€",
        f"10{nbsp}€",
        f"0,20{nbsp}€",
        "1,240",
        "0,005",
        "2",
        "1,5",
    ]


def typed(run: Run, text: str, *, gap: float, in_field: bool, start: float = 0) -> Any:
    return run(
        """
        let keys = s.NO_KEYS;
        let end = null;
        [...argument.text].map((key) => key === "⏎" ? "Enter" : key).forEach((key, index) => {
          const time = argument.start + index * argument.gap;
          const fed = s.feed(keys, { key, time, inField: argument.inField });
          keys = fed.keys;
          if (fed.scan !== null) end = fed;
        });
        return end && [end.scan, end.typed];
        """,
        {"text": text, "gap": gap, "inField": in_field, "start": start},
        s="core/scan.js",
    )


def test_a_burst_that_ends_with_enter_is_a_scan(run: Run) -> None:
    assert typed(run, "3017620422003⏎", gap=8, in_field=False) == ["3017620422003", 0]
    assert typed(run, "3017620422003⏎", gap=8, in_field=True) == ["3017620422003", 13]


def test_a_slow_scanner_is_not_dropped_outside_of_fields(run: Run) -> None:
    assert typed(run, "3017620422003⏎", gap=200, in_field=False) == ["3017620422003", 0]


def test_a_hand_that_types_a_name_is_not_a_scanner(run: Run) -> None:
    assert typed(run, "carottes⏎", gap=140, in_field=True) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("TLC1." + "a" * 22, "card"),
        ("TLB1." + "A_-9" * 8, "badge"),
        ("https://hub.lan/caisse/#appairer=K7QM-4XRD", "pairing"),
        ("https://example.org/", "unreadable"),
        ("TLC1.short", "unreadable"),
        ("3017620422003", "goods"),
    ],
)
def test_a_scan_says_what_it_is(run: Run, text: str, kind: str) -> None:
    assert run("return s.readScan(argument).kind", text, s="core/scan.js") == kind


BASKET = """
const item = (id, more) => ({
  id, name: id, activity: "epicerie", measure: "piece", unit: "pièce", price_cents: 100, vat_bp: 550,
  shares: {}, ...more,
});
const ok = (result) => { if (result.problem) throw new Error(result.problem); return result.cart };
const card = { id: "c", number: "4127", letter: "B", share_bp: 2000 };
"""


def test_a_second_tap_makes_two_and_undo_goes_back_one_gesture_at_a_time(run: Run) -> None:
    found = run(
        BASKET
        + """
        const bread = item("pain");
        let cart = c.emptyCart("id");
        cart = ok(c.addToCart(cart, bread, 1000));
        cart = ok(c.addToCart(cart, bread, 1000));
        const two = [cart.lines.length, cart.lines[0].quantity];
        const frozen = JSON.stringify(cart.lines);
        const undone = c.undo(cart);
        const empty = c.undo(undone);
        const isSame = frozen === JSON.stringify(cart.lines);
        const further = c.undo(c.undo(empty));
        return [two, undone.lines[0].quantity, empty.lines.length, further.lines.length, isSame];
        """,
        c="core/cart.js",
    )
    assert found == [[1, 2000], 1000, 0, 0, True]


def test_a_card_reprices_every_line_and_taking_it_away_gives_the_prices_back(run: Run) -> None:
    found = run(
        BASKET
        + """
        let cart = c.emptyCart("id");
        cart = ok(c.addToCart(cart, item("riz"), 3000));
        cart = ok(c.addToCart(cart, item("yaourt", { shares: { B: 1000 } }), 1000));
        const before = c.cartTotals(cart);
        cart = c.setCard(cart, card);
        const social = c.cartTotals(cart);
        cart = ok(c.addToCart(cart, item("riz"), 1000));
        const full = c.setCard(cart, null);
        return [before, social, c.cartTotals(cart).paid_cents, c.cartTotals(full).paid_cents];
        """,
        c="core/cart.js",
    )
    assert found == [
        {"value_cents": 400, "paid_cents": 400},
        {"value_cents": 400, "paid_cents": 70},
        90,
        500,
    ]


@pytest.mark.parametrize(
    ("quantity", "problem"), [(0, "quantity_zero"), (-5, "quantity_zero"), (10_000_001, "quantity_too_big")]
)
def test_a_quantity_that_is_none_or_too_much_is_refused(run: Run, quantity: int, problem: str) -> None:
    assert (
        run(
            BASKET
            + 'const salt = item("sel", { measure: "weight" });'
            + 'return c.addToCart(c.emptyCart("id"), salt, argument).problem',
            quantity,
            c="core/cart.js",
        )
        == problem
    )


def test_a_search_folds_accents_and_shows_at_most_what_is_asked(run: Run) -> None:
    found = run(
        """
        const items = ["Pâtes à l'œuf", "Œufs", "Pate feuilletée", "Riz"].map((name, i) => (
          { id: String(i), name, category: "c", activity: "epicerie", codes: [], tile: null }));
        const many = k.buildCatalogue({ categories: [{ id: "c" }], items, letters: [], cards: [] });
        const names = (query, limit = 20) => k.searchItems(many, query, limit).found.map(({ name }) => name);
        return [names("pates oeuf"), names("OEUF"), k.searchItems(many, "pat", 1).more, names("  ")];
        """,
        k="core/catalogue.js",
    )
    assert found == [["Pâtes à l'œuf"], ["Œufs", "Pâtes à l'œuf"], 1, []]


def test_an_id_is_a_uuid_of_version_7_that_begins_with_its_time(run: Run) -> None:
    found = run("return i.uuid7(0x0192abcdef01, new Uint8Array(10).fill(255))", i="core/ids.js")
    assert found == "0192abcd-ef01-7fff-bfff-ffffffffffff"
