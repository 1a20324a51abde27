"""Documents of the tests: the receipt of the look, and the worked basket of the épicerie."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


def line(label: str, value: int, paid: int, **others: Any) -> dict[str, Any]:
    """One piece at its price, unless said otherwise."""
    return {
        "label": label, "measure": "piece", "unit": "pièce", "quantity": 1000, "unit_cents": value,
        "value_cents": value, "paid_cents": paid, "vat_bp": 550,
    } | others  # fmt: skip


_LOOK = {
    "version": 1,
    "kind": "receipt",
    "copy": 0,
    "hub": {"name": "Tiers-Lieu"},
    "structure": {
        "name": "Épicerie solidaire et laverie", "address": ["Place du marché, 93430 Villetaneuse"],
        "siret": "00000000000000", "rna": None, "vat_number": None, "vat_mention": None,
    },
    "ticket": {
        "number": "C1A-000231", "made_at": "2026-11-24T13:32:05.123Z", "local": "mardi 24/11/2026 14:32",
        "register": "Caisse 1", "cashier": "Bruno", "seal": "9f3a 61c8 0be2 77d4",
    },
    "lines": [
        line("Café", 80, 80),
        line("Lavage 7 kg", 250, 250),
        line("Pommes du verger", 248, 124, measure="weight", unit="kg", quantity=1240, unit_cents=200),
        line("Carottes", 208, 104, measure="weight", unit="kg", quantity=1300, unit_cents=160),
        line("Oignons", 153, 77, measure="weight", unit="kg", quantity=850, unit_cents=180),
        line("Poireaux, botte", 480, 240, quantity=2000, unit_cents=240),
    ],
    "value_cents": 1419,
    "paid_cents": 875,
    "saved_cents": 544,
    "tenders": [
        {"kind": "cash", "label": "Espèces", "amount_cents": 875, "given_cents": 2000, "change_cents": 1125}
    ],
    "vat": [
        {"rate_bp": 550, "net_cents": 517, "vat_cents": 28, "gross_cents": 545},
        {"rate_bp": 1000, "net_cents": 73, "vat_cents": 7, "gross_cents": 80},
        {"rate_bp": 2000, "net_cents": 208, "vat_cents": 42, "gross_cents": 250},
    ],
    "url": "https://hub.example.org/t/AbCdEfGhIjKlMnOpQrStUvWxYz012345",
    "footer": [
        "Un souci ? Gardez ce ticket et venez nous voir sous 30 jours.",
        "Merci. Jeudi, soupe ouverte à tout le monde.",
    ],
    "software": "Tiers-Lieu 0.1.0",
}  # fmt: skip


def receipt(**changes: Any) -> dict[str, Any]:
    """The receipt of look/receipt.html, with what is changed of it."""
    return deepcopy(_LOOK) | changes


def drawer(pin: int = 2) -> dict[str, Any]:
    """The opening of a drawer."""
    return {"version": 1, "kind": "drawer", "pin": pin}


def amina() -> dict[str, Any]:
    """The worked basket of EPICERIE.md: 1,77 paid of 11,38."""
    return receipt(
        lines=[
            line("Pâtes", 129, 26),
            line("Yaourts", 240, 24),
            line("Carottes", 270, 27, measure="weight", unit="kg", quantity=1500, unit_cents=180),
            line("Lessive", 499, 100),
        ],
        value_cents=1138,
        paid_cents=177,
        saved_cents=961,
        tenders=[
            {"kind": "cash", "label": "Espèces", "amount_cents": 177, "given_cents": 200, "change_cents": 23}
        ],
        vat=[{"rate_bp": 550, "net_cents": 168, "vat_cents": 9, "gross_cents": 177}],
    )
