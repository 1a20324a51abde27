"""Households, the people in them, and the cards they buy with."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Base, UtcDateTime, personal
from tiers_lieu.kernel.ids import new_id

FOLDED_LENGTH = 250  # two names of 60; a folded sign may be longer than it was
_KEEP = "two years after the last contact"


class Household(Base):
    """People who share one card account. `journal_key` is what the sales know it by; erasing this row unlinks them."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    journal_key: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Member(Base):
    """One person of a household."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    first_name: Mapped[str] = mapped_column(String(60), info=personal("to know who holds the card", _KEEP))
    last_name: Mapped[str] = mapped_column(String(60), info=personal("to know who holds the card", _KEEP))
    folded_name: Mapped[str] = mapped_column(
        String(FOLDED_LENGTH), info=personal("to find a household by its name", _KEEP)
    )
    birth_year: Mapped[int | None] = mapped_column(info=personal("age bands of the yearly figures", _KEEP))


class Card(Base):
    """A card with a QR. Only the hash of its token is kept, so a lost card is replaced, never copied."""

    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    number: Mapped[str] = mapped_column(
        String(8), unique=True, info=personal("said aloud at the till", _KEEP)
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
