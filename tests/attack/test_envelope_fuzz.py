"""A paired tablet gone mad: good envelopes with one value replaced, sealed and signed again. Never a 500."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.journal.verify import find_defects
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.seals import tablets_signed

Basket = Callable[..., dict[str, Any]]
Path = tuple[str | int, ...]
TEXTS = (
    "a\0b",
    "\u0000",
    "\u202egnol\u202c",
    "🥕" * 40,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "x" * 50_000,
    "",
    "\n",
    "\ufffe",
    "٣٤",
    "%s%n",
    "\\u0000",
)
NUMBERS = (-1, 0, 1, 2**31, 2**31 - 1, 2**53, 2**63, 2**64, -(2**63), 1.5, 1e308)
INSTANTS = (
    "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00.000Z",
    "2026-02-29T00:00:00.000Z",
    "2026-10-25T01:30:00.000Z",
    "٢٠٢٦-01-01T00:00:00.000Z",
)
HOSTILE = st.sampled_from([*TEXTS, *NUMBERS, *INSTANTS, None, True, [], {}, [[[[]]]], {"a": {"b": 1}}])


def leaves(value: Any, here: Path = ()) -> Iterator[Path]:
    """The place of every value in a JSON value."""
    yield here
    for name, each in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from leaves(each, (*here, name))


def replaced(value: Any, path: Path, new: Any) -> Any:
    """A copy with one value replaced."""
    if not path:
        return new
    first, *rest = path
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[first] = replaced(value[first], tuple(rest), new)  # type: ignore[index,call-overload]
    return copy


def sealed(counter: Counter, kind: str, body: Any, path: Path, new: Any) -> dict[str, Any]:
    """An envelope with one value replaced, sealed and signed as if it were right; as it is where it cannot be."""
    good = counter.envelope(kind, body)
    unsigned = {k: v for k, v in good.items() if k not in ("hash", "signature")}
    before = counter.numbers[kind], counter.last[kind]
    bad = replaced(unsigned, path, new)
    if path and bad["id"] == good["id"]:
        counter.numbers[kind] -= 1
        try:
            return counter.envelope(
                bad["kind"] if bad["kind"] in ("ticket", "paper") else kind, bad["body"], **bad
            )
        except (ValueError, TypeError, OverflowError):  # RFC 8785 has no bytes for it
            counter.numbers[kind], counter.last[kind] = before
    return replaced(good, path, new) if path else good


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_one_hostile_value_is_never_a_500_and_never_lost(
    demo: DemoHub, counter: Counter, basket: Basket, seed: int
) -> None:
    print(f"seed {seed}")
    ticket = basket()
    first = counter.envelope("ticket", ticket)
    counter.send(first)
    bodies = {"ticket": ticket, "paper": {"ticket": first["id"], "reason": "asked"}}
    places = {
        kind: [
            path
            for path in leaves(counter.envelope(kind, body))
            if path and path[0] not in ("hash", "signature")
        ]
        for kind, body in bodies.items()
    }
    codes: set[str | None] = set()

    @settings(max_examples=250 if demo.app.extensions["settings"].is_sqlite else 150, database=None)
    @given(kind=st.sampled_from(sorted(bodies)), data=st.data(), hostile=HOSTILE)
    def attack(kind: str, data: st.DataObject, hostile: Any) -> None:
        envelope = sealed(counter, kind, bodies[kind], data.draw(st.sampled_from(places[kind])), hostile)
        status, told = counter.send(json.dumps(envelope).encode())
        if status == 400:
            assert told["code"] in ("bad_envelope", "bad_json")
            return
        assert status in (200, 413), (status, told)
        codes.add(told.get("code"))
        if isinstance(hostile, str) and len(hostile) > 4 and status == 200:
            assert hostile not in json.dumps(told, ensure_ascii=False)

    attack()
    assert "bad_shape" in codes, codes
    with demo.app.app_context():
        assert find_defects(db.session, demo.app.extensions["keys"], tablets_signed(db.session)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"made_at": "9999-12-31T23:59:59.999Z"},
        {"made_at": "0001-01-01T00:00:00.000Z"},
        {"cashier": "01234567-89ab-7def-8123-456789abcdef\n"},
        {"register": "01234567-89ab-7def-8123-456789abcdef\n"},
        {"series": "C1A\0"},
    ],
)
def test_what_no_database_or_calendar_holds_is_set_aside(changed: dict[str, Any], counter: Counter) -> None:
    ticket = counter.ticket(line(counter.item("Radis"), 1000))
    status, told = counter.send(counter.envelope("ticket", ticket, **changed))
    assert (status, told["status"], told["code"]) == (200, "quarantined", "bad_shape")


def test_a_label_with_nul_is_set_aside_and_a_written_escape_is_not(counter: Counter) -> None:
    good = line(counter.item("Radis"), 1000)
    nul = counter.send(counter.envelope("ticket", counter.ticket(good | {"label": "Ra\0dis"})))[1]
    assert (nul["status"], nul["code"]) == ("quarantined", "bad_shape")
    written = counter.send(counter.envelope("ticket", counter.ticket(good | {"label": "Ra\\u0000dis"})))[1]
    assert written["status"] == "recorded"


def test_a_clock_that_fell_back_to_1970_still_sells(counter: Counter) -> None:
    ticket = counter.ticket(line(counter.item("Radis"), 1000))
    told = counter.send(counter.envelope("ticket", ticket, made_at="1970-01-01T00:00:00.000Z"))[1]
    assert told["status"] == "recorded"
