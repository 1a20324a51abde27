"""What a card pays: dated grids of letters, who holds which letter, and what was used of a cap."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Amount, Base, UtcDateTime, personal

PERIODS = ("week", "month")
CAP_BASES = ("value", "paid")


class Grid(Base):
    """The letters in force from a date on, until the next grid."""

    __tablename__ = "grid"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date] = mapped_column(unique=True)


class GridLetter(Base):
    """One letter: the share of the value it pays (basis points), and its cap per period, if any."""

    __tablename__ = "grid_letter"
    __table_args__ = (UniqueConstraint("grid_id", "letter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    letter: Mapped[str] = mapped_column(String(2))
    share_bp: Mapped[int]
    cap_cents: Mapped[int | None]
    cap_basis: Mapped[str] = mapped_column(String(6), default="value")
    cap_period: Mapped[str] = mapped_column(String(6), default="month")


class LetterGrant(Base):
    """A letter given to a household, from a date, for a time, by someone, for a reason only this page shows."""

    __tablename__ = "letter_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    letter: Mapped[str] = mapped_column(
        String(2), info=personal("what the household pays", "two years after the last contact")
    )
    reason: Mapped[str] = mapped_column(
        Text, info=personal("to explain a decision to the household", "two years after the last contact")
    )
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CapUse(Base):
    """What one ticket used of a household's cap (cents, value and paid). Append-only."""

    __tablename__ = "cap_use"
    __table_args__ = (Index("ix_cap_use_household_key_used_on", "household_key", "used_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_key: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    used_on: Mapped[date]
    envelope_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True)
    value_cents: Mapped[Amount]
    paid_cents: Mapped[Amount]
