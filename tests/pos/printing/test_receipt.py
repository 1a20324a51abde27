"""The receipt as lines: what a person reads, at each width of paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos.printing.layouts import UnknownDocument, lay_out
from pos.printing.paper import Line
from tests.pos.printing.documents import amina, line, receipt

WIDTHS = (32, 42, 48)
GOLDEN = Path(__file__).with_name("golden")


def read(document, columns) -> str:
    """The lines as text, doubled ones marked, so that a change of size is a change of golden."""
    said = []
    for item in lay_out(document, columns):
        if isinstance(item, Line):
            marks = "".join(m for m, is_on in (("B", item.bold), ("W", item.wide), ("T", item.tall)) if is_on)
            said.append(f"{marks:<3}|{item.text.rstrip()}".rstrip())
        else:
            said.append(f"=== {item}")
    return "\n".join(said) + "\n"


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", ["look", "amina", "duplicata", "franchise"])
def test_a_receipt_reads_as_the_one_that_was_approved(name, columns):
    document = {
        "look": receipt(),
        "amina": amina(),
        "duplicata": receipt(copy=2),
        "franchise": receipt(
            vat=[],
            structure=receipt()["structure"]
            | {"rna": "W931234567", "vat_mention": "TVA non applicable, art. 293 B du CGI"},
        ),
    }[name]
    approved = (GOLDEN / f"{name}-{columns}.txt").read_text(encoding="utf-8")
    assert read(document, columns) == approved


def long_receipt() -> dict:
    return receipt(
        hub={"name": "Tiers-Lieu solidaire de la Plaine et du Canal"},
        lines=[
            line(
                "Confiture de mirabelles du verger partagé de la rue des Saules, pot de 370 g", 99_999_999, 1
            ),
            line(
                "Anticonstitutionnellement" * 3,
                10_000_000_00,
                10_000_000_00,
                quantity=10_000_000,
                unit_cents=99_999,
            ),
            line("", 5, 5, measure="weight", unit="kg", quantity=10_000_000, unit_cents=1_000_000_00),
        ],
        value_cents=1_234_567_890_00,
        paid_cents=1_234_567_890_00,
        saved_cents=99_999_999_99,
        vat=[
            {
                "rate_bp": 550,
                "net_cents": 123_456_789_00,
                "vat_cents": 12_345_678_00,
                "gross_cents": 135_802_467_00,
            }
        ],
    )


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("document", [receipt(), amina(), long_receipt()], ids=["look", "amina", "long"])
def test_no_line_is_wider_than_the_paper(document, columns):
    for item in lay_out(document, columns):
        if isinstance(item, Line):
            assert len(item.text) * (2 if item.wide else 1) <= columns


@pytest.mark.parametrize("columns", WIDTHS)
def test_long_numbers_are_whole_and_apart(columns):
    text = read(long_receipt(), columns)
    for number in (
        "999 999,99",
        "0,01",
        "10 000 000,00",
        "1 234 567 890,00",
        "123 456 789,00",
        "12 345 678,00",
    ):
        assert number in text
    assert not any("99,9910" in row or "0,0110" in row for row in text.splitlines())


def test_every_line_of_every_receipt_has_a_value_and_a_paid_sum():
    full_price = receipt(lines=[line("Lessive", 499, 499)], value_cents=499, paid_cents=499, saved_cents=0)
    rows = read(full_price, 48).splitlines()
    assert "   |Lessive                          4,99       4,99" in rows
    assert any("Valeur" in row and "Payé" in row for row in rows)


def test_nothing_is_said_of_a_saving_of_nothing():
    assert "économisé" not in read(receipt(saved_cents=0), 48)
    assert "BT |           Vous avez économisé 5,44 €" in read(receipt(), 48)


def test_the_header_is_the_same_for_every_purse():
    def header(document):
        return read(document, 48).split("Valeur")[0]

    full_price = receipt(lines=[line("Lessive", 499, 499)], value_cents=499, paid_cents=499, saved_cents=0)
    assert header(amina()) == header(full_price)


def test_a_ticket_at_nothing_has_no_tender_and_still_says_what_was_paid():
    text = read(receipt(paid_cents=0, tenders=[]), 48)
    assert "PAYÉ              0,00 €" in text
    assert "Espèces" not in text


@pytest.mark.parametrize(
    "document",
    [
        {"version": 2, "kind": "receipt"},
        {"version": 1, "kind": "../receipt"},
        {"version": 1, "kind": "receipt"},
        {"version": 1, "kind": "drawer", "pin": 3},
        {"version": 1, "kind": ["receipt"]},
        {},
    ],
)
def test_what_cannot_be_laid_out_is_refused_without_quoting_it(document):
    with pytest.raises(UnknownDocument):
        lay_out(document, 48)
