"""The sealed journal: what was received, chained and countersigned. UPDATE and DELETE are blocked by triggers."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Base, UtcDateTime


class JournalEntry(Base):
    """One record. `hash` covers the envelope's hash, its place in the chain and when it came (journal/rules.py)."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("register_id", "structure_id", "record_type", "sequence"),
        UniqueConstraint("series_id", "record_type", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    record_type: Mapped[str] = mapped_column(String(12))
    sequence: Mapped[int]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    number: Mapped[int]
    envelope_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True)
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    envelope_hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    countersignature: Mapped[str] = mapped_column(String(128))
    key_id: Mapped[str] = mapped_column(String(20))


class JournalHead(Base):
    """Where each chain ends: the row that two writers of one chain wait for."""

    __tablename__ = "journal_head"

    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), primary_key=True)
    record_type: Mapped[str] = mapped_column(String(12), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
