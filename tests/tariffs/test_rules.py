"""Periods and caps, as tables and against generated days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiers_lieu.tariffs.models import PERIODS
from tiers_lieu.tariffs.rules import cap_left, period_of

DAYS = st.dates(date(1970, 1, 1), date(9998, 12, 1))


@pytest.mark.parametrize(
    ("day", "period", "first", "last"),
    [
        ("2026-11-24", "month", "2026-11-01", "2026-11-30"),
        ("2028-02-29", "month", "2028-02-01", "2028-02-29"),
        ("2026-12-31", "week", "2026-12-28", "2027-01-03"),
        ("2026-11-30", "week", "2026-11-30", "2026-12-06"),
    ],
)
def test_a_period(day: str, period: str, first: str, last: str) -> None:
    found = period_of(date.fromisoformat(day), period)
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@given(DAYS, st.sampled_from(PERIODS))
def test_periods_hold_their_day_and_follow_one_another(day: date, period: str) -> None:
    first, last = period_of(day, period)
    assert first <= day <= last and period_of(first, period) == period_of(last, period) == (first, last)
    assert period_of(last + timedelta(days=1), period)[0] == last + timedelta(days=1)


@given(st.none() | st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_is_left_of_a_cap(cap: int | None, used: int) -> None:
    left = cap_left(cap, used)
    assert left is None if cap is None else left == max(0, cap - used)
