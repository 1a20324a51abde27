"""Reading what waits for a coordinator's eye: flags and envelopes set aside (sales/checks.py settles them)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tiers_lieu.access.models import Account
from tiers_lieu.kernel.db import Reader
from tiers_lieu.sales.models import Device, Flag, Quarantined, Register, Sale, Series
from tiers_lieu.sales.rules import ticket_number


@dataclass(frozen=True)
class FlagRow:
    """A flag and the ticket it is about; `number` is None when the envelope is no ticket."""

    flag: Flag
    number: str | None
    register: str | None
    settled_by: str | None


@dataclass(frozen=True)
class QuarantinedRow:
    """An envelope set aside and the register whose tablet sent it."""

    kept: Quarantined
    register: str
    settled_by: str | None


def flag_rows(
    session: Reader, *, envelope_id: str | None = None, settled: bool = False, limit: int = 300
) -> list[FlagRow]:
    """Flags that wait (oldest first) or were settled (latest first), of one envelope or of all."""
    query = (
        select(Flag, Sale.number, Series.code, Register.name, Account.name.label("by"))
        .outerjoin(Sale, Sale.envelope_id == Flag.envelope_id)
        .outerjoin(Series, Series.id == Sale.series_id)
        .outerjoin(Register, Register.id == Sale.register_id)
        .outerjoin(Account, Account.id == Flag.settled_by)
        .where(Flag.settled_at.is_not(None) if settled else Flag.settled_at.is_(None))
        .order_by(Flag.settled_at.desc() if settled else Flag.id)
        .limit(limit)
    )
    if envelope_id is not None:
        query = query.where(Flag.envelope_id == envelope_id)
    return [
        FlagRow(
            flag=row.Flag,
            number=ticket_number(row.code, row.number) if row.code else None,
            register=row.name,
            settled_by=row.by,
        )
        for row in session.execute(query)
    ]


def quarantined_rows(session: Reader, *, settled: bool = False, limit: int = 200) -> list[QuarantinedRow]:
    """Envelopes set aside that wait (oldest first) or were settled (latest first)."""
    query = (
        _kept()
        .where(Quarantined.settled_at.is_not(None) if settled else Quarantined.settled_at.is_(None))
        .order_by(Quarantined.settled_at.desc() if settled else Quarantined.id)
        .limit(limit)
    )
    return [QuarantinedRow(row.Quarantined, row.name, row.by) for row in session.execute(query)]


def quarantined_row(session: Reader, kept_id: int) -> QuarantinedRow | None:
    """One envelope set aside."""
    row = session.execute(_kept().where(Quarantined.id == kept_id)).one_or_none()
    return QuarantinedRow(row.Quarantined, row.name, row.by) if row else None


def _kept() -> Any:
    return (
        select(Quarantined, Register.name, Account.name.label("by"))
        .join(Device, Device.id == Quarantined.device_id)
        .join(Register, Register.id == Device.register_id)
        .outerjoin(Account, Account.id == Quarantined.settled_by)
    )


def waiting_counts(session: Reader) -> tuple[int, int]:
    """How many flags and how many envelopes set aside wait to be looked at."""
    flags = session.scalar(select(func.count()).select_from(Flag).where(Flag.settled_at.is_(None)))
    kept = session.scalar(
        select(func.count()).select_from(Quarantined).where(Quarantined.settled_at.is_(None))
    )
    return int(flags or 0), int(kept or 0)
