"""What a letter pays and how much of its cap is left. No SQL, no clock."""

import calendar
import re
from datetime import date, timedelta

FULL_SHARE_BP = 10_000
MOST_CAP_CENTS = 1_000_000
_LETTER = re.compile("[A-Z][A-Z0-9]?")


def is_letter(text: str) -> bool:
    """Whether a card may pay by this: a capital, alone or before a capital or a figure."""
    return _LETTER.fullmatch(text) is not None


def period_of(day: date, period: str) -> tuple[date, date]:
    """The first and last day of the week (Monday to Sunday) or month that holds `day`."""
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def cap_left(cap_cents: int | None, used_cents: int) -> int | None:
    """What is left of a cap, never below zero; None where there is no cap."""
    return None if cap_cents is None else max(0, cap_cents - used_cents)
