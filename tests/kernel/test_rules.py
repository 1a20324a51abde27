"""The kernel's pure rules, as tables and against generated input."""

import json
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tiers_lieu.kernel import clock
from tiers_lieu.kernel.canonical import canonical
from tiers_lieu.kernel.ids import link_token, new_id, read_link, spoken_code
from tiers_lieu.kernel.money import euros, half_up, spread
from tiers_lieu.kernel.text import json_has_nul

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefg_0", max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (5, 10, 1),
        (4, 10, 0),
        (-5, 10, -1),
        (-4, 10, 0),
        (15, 10, 2),
        (25, 10, 3),
        (0, 7, 0),
        (1, 3, 0),
        (2, 3, 1),
    ],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_half_up_is_what_decimal_says(numerator: int, denominator: int) -> None:
    exact = Decimal(2 * numerator) / Decimal(2 * denominator)
    assert half_up(numerator, denominator) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_parts_sum_to_the_whole_and_keep_the_order_of_weights(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    assert all(part >= 0 for part in parts)
    whole = sum(weights) or 1
    assert all(
        abs(part * whole - total * weight) < whole
        for part, weight in zip(parts, weights, strict=True)
        if sum(weights)
    )


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "0,00\u00a0€"), (5, "0,05\u00a0€"), (-177, "−1,77\u00a0€"), (123_456, "1\u202f234,56\u00a0€")],
)
def test_euros_are_written_as_on_a_receipt(cents: int, written: str) -> None:
    assert euros(cents) == written


@given(JSON)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(JSON)
def test_nul_is_seen_in_json_when_it_is_there_and_only_then(value: Any) -> None:
    def holds(each: Any) -> bool:
        if isinstance(each, dict):
            return any(map(holds, each.values()))
        return any(map(holds, each)) if isinstance(each, list) else isinstance(each, str) and "\0" in each

    assert json_has_nul(json.dumps(value).encode()) == holds(value)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (rb'"\u0000"', True),
        (rb'"\\u0000"', False),
        (rb'"\\\u0000"', True),
        (rb'"u0000"', False),
        (rb'"\u00000"', True),
    ],
)
def test_an_escaped_escape_is_no_nul(raw: bytes, found: bool) -> None:
    assert json_has_nul(raw) == found


@given(st.binary(min_size=1, max_size=40), st.uuids(), st.integers(1, 9))
def test_a_link_is_read_with_its_key_and_version_alone(key: bytes, identifier: Any, version: int) -> None:
    token = link_token(key, str(identifier), version)
    assert read_link(key, token, version) == str(identifier)
    assert read_link(key + b"x", token, version) is None and read_link(key, token, version + 1) is None


@given(st.text(max_size=80))
def test_no_text_is_a_link_by_chance(text: str) -> None:
    assert read_link(b"key", text) is None


def test_ids_grow_and_codes_can_be_read_aloud() -> None:
    ids = [new_id() for _ in range(500)]
    assert ids == sorted(ids) and len(set(ids)) == 500
    codes = [spoken_code() for _ in range(200)]
    assert len(set(codes)) == 200 and not set("".join(codes)) & set("OILUoilu")


@given(st.datetimes(datetime(1970, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 -- Hypothesis asks for naive bounds
def test_a_stamp_is_read_back_to_the_millisecond(instant: datetime) -> None:
    back = clock.parse_stamp(clock.stamp(instant))
    assert timedelta(0) <= instant - back < timedelta(milliseconds=1) and len(clock.stamp(instant)) == 24


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-29T00:59:59.999Z", "2026-03-29"),  # the night that has no two o'clock
        ("2026-03-28T23:00:00.000Z", "2026-03-29"),
        ("2026-10-24T21:59:59.999Z", "2026-10-24"),
        ("2026-10-24T22:00:00.000Z", "2026-10-25"),  # the night that has it twice
        ("2028-02-28T23:00:00.000Z", "2028-02-29"),
        ("2026-12-31T22:59:59.999Z", "2026-12-31"),
        ("2026-12-31T23:00:00.000Z", "2027-01-01"),
    ],
)
def test_a_civil_day_is_the_hubs(instant: str, day: str) -> None:
    assert clock.civil_date(clock.parse_stamp(instant), "Europe/Paris").isoformat() == day
