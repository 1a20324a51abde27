"""What does not fit is kept apart, byte for byte; what cannot be read is refused in one sentence."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, uuid7
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.models import Flag, Quarantined, Sale

Basket = Callable[..., dict[str, Any]]


def count(demo: DemoHub, table: type) -> int:
    with demo.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def quarantine(demo: DemoHub) -> list[str]:
    with demo.app.app_context():
        return list(db.session.scalars(select(Quarantined.code).order_by(Quarantined.id)))


def _forged(counter: Counter, ticket: dict[str, Any]) -> dict[str, Any]:
    counter.key = ec.generate_private_key(ec.SECP256R1())
    return counter.envelope("ticket", ticket)


def _edited(counter: Counter, ticket: dict[str, Any]) -> dict[str, Any]:
    envelope = counter.envelope("ticket", ticket)
    return envelope | {"body": ticket | {"paid_cents": ticket["paid_cents"] + 1}}


MISFITS: dict[str, tuple[str, Callable[[Counter, dict[str, Any]], dict[str, Any]]]] = {
    "a forged signature": ("bad_signature", _forged),
    "an edited sum": ("bad_hash", _edited),
    "another version": ("unknown_version", lambda c, t: c.envelope("ticket", t, v=2)),
    "an unknown kind": ("bad_shape", lambda c, t: c.envelope("ticket", t, kind="present")),
    "another register": ("wrong_register", lambda c, t: c.envelope("ticket", t, register=uuid7())),
    "an unknown series": ("unknown_series", lambda c, t: c.envelope("ticket", t, series="ZZ")),
    "an impossible date": (
        "bad_shape",
        lambda c, t: c.envelope("ticket", t, made_at="2026-13-45T00:00:00.000Z"),
    ),
    "no line": ("bad_shape", lambda c, t: c.envelope("ticket", t | {"lines": []})),
    "an unknown field": ("bad_shape", lambda c, t: c.envelope("ticket", t | {"remark": "x"})),
    "a wrong total": ("does_not_add_up", lambda c, t: c.envelope("ticket", t | {"paid_cents": 178})),
    "wrong change": ("does_not_add_up", lambda c, t: c.envelope("ticket", _with_change(t, 24))),
    "a wrong VAT": ("does_not_add_up", lambda c, t: c.envelope("ticket", t | {"vat": []})),
    "a discount without a card": (
        "does_not_add_up",
        lambda c, t: c.envelope("ticket", t | {"card": None, "letter": None}),
    ),
    "another structure": ("wrong_structure", lambda c, t: c.envelope("ticket", t | {"structure": uuid7()})),
    "zero quantity": ("bad_shape", lambda c, t: c.envelope("ticket", _with_line(t, quantity=0))),
    "negative quantity": ("bad_shape", lambda c, t: c.envelope("ticket", _with_line(t, quantity=-1000))),
    "huge quantity": ("bad_shape", lambda c, t: c.envelope("ticket", _with_line(t, quantity=10**12))),
    "an unknown item": ("unknown_item", lambda c, t: c.envelope("ticket", _with_line(t, item=uuid7()))),
}


def _with_line(ticket: dict[str, Any], **changed: Any) -> dict[str, Any]:
    first, *rest = ticket["lines"]
    return ticket | {"lines": [first | changed, *rest]}


def _with_change(ticket: dict[str, Any], cents: int) -> dict[str, Any]:
    return ticket | {"tenders": [ticket["tenders"][0] | {"change_cents": cents}]}


@pytest.mark.parametrize("what", MISFITS)
def test_what_does_not_fit_is_kept_byte_for_byte(
    what: str, demo: DemoHub, counter: Counter, basket: Basket
) -> None:
    code, make = MISFITS[what]
    raw = json.dumps(make(counter, basket())).encode()
    status, told = counter.send(raw)
    assert (status, told["status"], told["code"]) == (200, "quarantined", code)
    assert told["message"] and len(told["message"].split(".")[0].split()) <= 12
    assert counter.send(raw) == (status, told)
    with demo.app.app_context():
        assert db.session.scalars(select(Quarantined.envelope)).all() == [raw]
    assert count(demo, Sale) == count(demo, Flag) == count(demo, JournalEntry) == 0


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b'{"id": 3}', b'{"id": "x"}', b"\xff\xfe", b'{"id": "\\ud800"}', b"[" * 5000],
)
def test_what_cannot_be_parsed_is_refused_in_one_sentence(
    raw: bytes, demo: DemoHub, counter: Counter
) -> None:
    status, told = counter.send(raw)
    assert status == 400 and set(told) == {"code", "message", "field"}
    assert quarantine(demo) == []


def test_a_message_too_large_is_refused(counter: Counter) -> None:
    assert counter.send(b'{"id": "' + b"x" * 70_000 + b'"}')[0] == 413


def test_a_stranger_is_refused(demo: DemoHub, counter: Counter, basket: Basket) -> None:
    counter.token = "not-a-token"
    status, told = counter.send(counter.envelope("ticket", basket()))
    assert (status, told["code"]) == (401, "unknown_device")
