"""The tablet computes the shared vectors, in a real Chromium. The server's tests run the same files."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pos.tablet import make_vectors
from tests.pos.tablet.conftest import Run

CONTRACT = Path(__file__).parents[2] / "contract"


def vectors(name: str) -> Any:
    return json.loads((CONTRACT / name).read_text())


@pytest.mark.parametrize("name", ["prices.json", "envelopes.json"])
def test_vectors_are_what_independent_tools_make(name: str) -> None:
    assert (CONTRACT / name).read_text() == make_vectors.built()[name]


def test_worked_basket_of_the_trade_is_in_the_vectors() -> None:
    basket = vectors("prices.json")["tickets"][0]
    assert (basket["value_cents"], basket["paid_cents"]) == (1138, 177)
    assert [line["paid_cents"] for line in basket["lines"]] == [26, 24, 27, 100]


def test_lines_tickets_and_vat_come_to_the_same_cents(run: Run) -> None:
    expected = vectors("prices.json")
    found = run(
        """
        const priced = (lines) => lines.map((line) => ({ ...line, ...price.priceLine(line) }));
        return {
          lines: priced(argument.lines),
          tickets: argument.tickets.map((ticket) => {
            const lines = priced(ticket.lines);
            return { ...ticket, lines, ...price.totals(lines), vat: price.vatRows(lines, ticket.vat_regime) };
          }),
        };
        """,
        expected,
        price="core/price.js",
    )
    assert found["lines"] == expected["lines"]
    assert found["tickets"] == expected["tickets"]


def test_cash_keys_and_change_are_real_notes_and_coins(run: Run) -> None:
    expected = vectors("prices.json")
    found = run(
        """
        return {
          cash: argument.cash.map(({ total_cents }) => ({ total_cents, keys: tender.cashKeys(total_cents) })),
          change: argument.change.map(({ change_cents }) => (
            { change_cents, pieces: tender.changePieces(change_cents) })),
        };
        """,
        expected,
        tender="core/tender.js",
    )
    assert found["cash"] == expected["cash"]
    assert found["change"] == expected["change"]


def test_canonical_json_and_hashes_are_those_of_rfc_8785(run: Run) -> None:
    expected = vectors("envelopes.json")
    found = run(
        """
        const done = async (value) => ({
          canonical: canon.canonical(value), hash: await envelope.sha256Hex(canon.canonicalBytes(value)),
        });
        return {
          values: await Promise.all(argument.values.map(({ value }) => done(value))),
          chain: await Promise.all(argument.chain.map((link) => done(link.envelope))),
        };
        """,
        expected,
        canon="core/canonical.js",
        envelope="core/envelope.js",
    )
    for kind in ("values", "chain"):
        wanted = [{"canonical": each["canonical"], "hash": each["hash"]} for each in expected[kind]]
        assert found[kind] == wanted


@pytest.mark.parametrize("value", ["1.5", "NaN", "2 ** 53", "undefined", "'\\ud800'", "{ a: undefined }"])
def test_what_is_not_exact_json_is_refused(run: Run, value: str) -> None:
    assert run(
        f"try {{ canon.canonical({value}); return false }} catch (e) {{ return e instanceof TypeError }}",
        canon="core/canonical.js",
    )
