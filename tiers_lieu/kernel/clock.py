"""The only clock of the house: aware UTC instants, and civil dates in the hub's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: list[datetime] = []


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today(zone: str) -> date:
    """The civil date now in `zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def civil_date(instant: datetime, zone: str) -> date:
    """The civil date of an aware instant in `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


def stamp(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as the contract speaks it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def parse_stamp(text: str) -> datetime:
    """The instant of an RFC 3339 text with an offset; ValueError otherwise."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return instant.astimezone(UTC)


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Stop the clock at an aware instant: for tests and for loading a demonstration's past."""
    _frozen.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
