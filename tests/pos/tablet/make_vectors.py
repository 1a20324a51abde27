"""Write tests/contract/prices.json and envelopes.json, with tools that share no code with till or server.

Sums are exact fractions rounded half up; canonical JSON is the `rfc8785` package's, hashes are hashlib's.
"""

import hashlib
import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import rfc8785

CONTRACT = Path(__file__).parents[2] / "contract"
COINS = [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]


def half_up(value: Fraction) -> int:
    return int((value + Fraction(1, 2)) // 1)


def line(quantity: int, unit_cents: int, share_bp: int, vat_bp: int | None = None) -> dict[str, Any]:
    value = half_up(Fraction(quantity * unit_cents, 1000))
    paid = half_up(Fraction(value * share_bp, 10000))
    return {
        "quantity": quantity,
        "unit_cents": unit_cents,
        "share_bp": share_bp,
        "vat_bp": vat_bp,
        "value_cents": value,
        "paid_cents": paid,
    }


def vat(lines: list[dict[str, Any]], regime: str) -> list[dict[str, int]]:
    if regime != "liable":
        return []
    rows = []
    for rate in sorted({each["vat_bp"] for each in lines if each["vat_bp"] is not None}):
        gross = sum(each["paid_cents"] for each in lines if each["vat_bp"] == rate)
        net = half_up(Fraction(gross * 10000, 10000 + rate))
        rows.append({"rate_bp": rate, "net_cents": net, "vat_cents": gross - net, "gross_cents": gross})
    return rows


def ticket(name: str, lines: list[dict[str, Any]], regime: str = "liable") -> dict[str, Any]:
    return {
        "name": name,
        "vat_regime": regime,
        "lines": lines,
        "value_cents": sum(each["value_cents"] for each in lines),
        "paid_cents": sum(each["paid_cents"] for each in lines),
        "vat": vat(lines, regime),
    }


def cash(total: int) -> dict[str, Any]:
    above = sorted(coin for coin in COINS if coin > total)
    keys = {"exact": total, "next": [*above, None][0], "after": [*above, None, None][1]}
    return {"total_cents": total, "keys": keys if total > 0 else {"exact": None, "next": None, "after": None}}


def fewest(change: int) -> list[dict[str, int]]:
    """The fewest pieces, by dynamic programming: greedy is what is under test."""
    best: list[tuple[int, ...]] = [()]
    for amount in range(1, change + 1):
        best.append(min(((*best[amount - coin], coin) for coin in COINS if coin <= amount), key=len))
    pieces = best[change]
    return [{"piece_cents": coin, "count": pieces.count(coin)} for coin in COINS if coin in pieces]


def prices() -> dict[str, Any]:
    edges = [
        ("3 at 0.44, a tenth: by line, not by unit", line(3000, 44, 1000)),
        ("half a cent goes up", line(1500, 1, 10000)),
        ("just under a half goes down", line(1499, 1, 10000)),
        ("paid: half a cent goes up", line(1000, 5, 1000)),
        ("paid: under a half goes down", line(1000, 4, 1000)),
        ("given away", line(1000, 499, 0)),
        ("one gram", line(1, 180, 10000)),
        ("one gram at a tenth", line(1, 180, 1000)),
        ("the largest quantity", line(10_000_000, 999_999, 10000)),
        ("the largest quantity at a third of a basis", line(10_000_000, 999_999_999, 3333)),
        ("past 2^53 between the steps", line(9_999_999, 2_000_000_001, 9999)),
    ]
    basket = [
        line(1000, 129, 2000, 550),
        line(1000, 240, 1000, 550),
        line(1500, 180, 1000, 550),
        line(1000, 499, 2000, 2000),
    ]
    tickets = [
        ticket("the worked basket of EPICERIE.md: 11.38, paid 1.77", basket),
        ticket(
            "the same basket at the full price",
            [line(b["quantity"], b["unit_cents"], 10000, b["vat_bp"]) for b in basket],
        ),
        ticket("the same basket under franchise", basket, "franchise"),
        ticket("the same basket, exempt", basket, "exempt"),
        ticket(
            "three rates, out of order",
            [line(1000, 333, 10000, 2000), line(1000, 100, 10000, 210), line(1000, 77, 10000, 1000)],
        ),
        ticket("all given: a ticket at 0.00", [line(1000, 499, 0, 550)]),
    ]
    dice = random.Random(20261124)
    for number in range(40):
        lines = [
            line(
                dice.choice([1000, 2000, 3000, dice.randrange(1, 5000)]),
                dice.randrange(1, 3000),
                dice.choice([10000, 2000, 1000, 1500, 3333, 0, dice.randrange(10001)]),
                dice.choice([550, 1000, 2000, 210]),
            )
            for _ in range(dice.randrange(1, 12))
        ]
        tickets.append(ticket(f"drawn {number}", lines))
    totals = [
        0,
        1,
        13,
        80,
        99,
        100,
        177,
        499,
        500,
        875,
        1000,
        1999,
        2350,
        4999,
        5000,
        10000,
        15000,
        19999,
        20000,
        123456,
    ]
    changes = [0, 1, 23, 88, 99, 323, 1125, 4850, 1999, 5000, 8888, 19999]
    return {
        "about": "Lines, tickets, VAT and cash, in integers, by tests/pos/tablet/make_vectors.py.",
        "lines": [{"name": name, **each} for name, each in edges],
        "tickets": tickets,
        "cash": [cash(total) for total in totals],
        "change": [{"change_cents": change, "pieces": fewest(change)} for change in changes],
    }


def envelope(number: int, body: dict[str, Any], previous: str, kind: str = "ticket") -> dict[str, Any]:
    return {
        "v": 1,
        "id": f"019ab3f2-7c00-7000-8000-{number:012d}",
        "register": "019ab3f2-0000-7000-8000-0000000000c1",
        "series": "C1A",
        "kind": kind,
        "number": number,
        "made_at": f"2026-11-24T13:32:{number:02d}.123Z",
        "cashier": "019ab3f2-0000-7000-8000-00000000b0b0",
        "body": body,
        "previous": previous,
    }


def envelopes() -> dict[str, Any]:
    values: list[tuple[str, Any]] = [
        ("empty", {}),
        (
            "keys in order of UTF-16 units",
            {"b": 1, "a": 2, "é": 3, "A": 4, "€": 5, "\U0001f34e": 6, "\ufb33": 7},
        ),
        ("escapes", {"text": 'a"b\\c/d\b\f\n\r\t\u0001\u007f\u2028'}),
        ("nothing, true, false", [None, True, False, [], {}, ""]),
        ("integers", [0, -1, 9007199254740991, -9007199254740991]),
        (
            "labels",
            [
                "Œufs de l'été",
                "Crème brûlée ½",
                "Pâtes « à l'œuf »",
                "Kg\u00a0: 1,5",
                "e\u0301 is not é",
                "தமிழ்",
                "عربي",
            ],
        ),
    ]
    item = line(1500, 180, 1000, 550)
    lines = [
        {
            "item": "019ab3f2-0000-7000-8000-0000000000a1",
            "label": "Carottes « d'ici », œillet ½ – été 🥕",
            "activity": "epicerie",
            "measure": "weight",
            "unit": "kg",
            "typed_price": False,
            **item,
        }
    ]
    first = {
        "structure": "019ab3f2-0000-7000-8000-0000000000d1",
        "card": None,
        "letter": None,
        "lines": lines,
        "value_cents": 270,
        "paid_cents": 27,
        "vat": vat(lines, "liable"),
        "tenders": [{"kind": "cash", "amount_cents": 27, "given_cents": 50, "change_cents": 23}],
    }
    chain = []
    previous = ""
    for number, body in enumerate(
        [first, first | {"card": "019ab3f2-0000-7000-8000-0000000000ca", "letter": "B"}], start=1
    ):
        unsigned = envelope(number, body, previous)
        previous = hashlib.sha256(rfc8785.dumps(unsigned)).hexdigest()
        chain.append({"envelope": unsigned, "canonical": rfc8785.dumps(unsigned).decode(), "hash": previous})
    return {
        "about": "RFC 8785 by the rfc8785 package, SHA-256 by hashlib (tests/pos/tablet/make_vectors.py).",
        "values": [
            {
                "name": name,
                "value": value,
                "canonical": rfc8785.dumps(value).decode(),
                "hash": hashlib.sha256(rfc8785.dumps(value)).hexdigest(),
            }
            for name, value in values
        ],
        "chain": chain,
    }


def built() -> dict[str, str]:
    made = {"prices.json": prices(), "envelopes.json": envelopes()}
    return {name: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for name, content in made.items()}


if __name__ == "__main__":
    CONTRACT.mkdir(parents=True, exist_ok=True)
    for name, text in built().items():
        (CONTRACT / name).write_text(text)
