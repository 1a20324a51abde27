"""Printers, the agents beside them, and every job with its states."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Base, UtcDateTime, personal
from tiers_lieu.kernel.ids import new_id

DRIVERS = ("network", "virtual")
CONFIRMS = ("process_id", "barrier", "status", "none")
STATES = ("queued", "leased", "sending", "confirmed", "unconfirmed", "expired", "failed", "cancelled")


class PrintAgent(Base):
    """A machine beside the printers, known by the hash of its token."""

    __tablename__ = "print_agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Printer(Base):
    """A printer an administrator allowed, how to speak to it, and what it last said of itself."""

    __tablename__ = "printer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    driver: Mapped[str] = mapped_column(String(10))
    host: Mapped[str] = mapped_column(String(80), default="")
    port: Mapped[int] = mapped_column(default=9100)
    columns: Mapped[int] = mapped_column(default=48)
    code_page: Mapped[int] = mapped_column(default=16)
    confirm: Mapped[str] = mapped_column(String(12), default="barrier")
    drawer_pin: Mapped[int | None]
    answers_status: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    online: Mapped[bool | None]
    paper: Mapped[str | None] = mapped_column(String(4))
    cover: Mapped[str | None] = mapped_column(String(6))
    drawer: Mapped[str | None] = mapped_column(String(6))
    status_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PrintJob(Base):
    """One document to print once. The document is frozen facts; bytes are the agent's business."""

    __tablename__ = "print_job"
    __table_args__ = (Index("ix_print_job_printer_id_state", "printer_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    dedupe_key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False), index=True)
    printer_id: Mapped[int] = mapped_column(ForeignKey("printer.id"))
    document: Mapped[dict[str, object]] = mapped_column(
        JSON, info=personal("to print what was sold", "thirty days, then the journal alone")
    )
    reason: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="queued")
    cause: Mapped[str | None] = mapped_column(String(24))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("print_agent.id"))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ack_level: Mapped[int | None]
    bytes_sha256: Mapped[str | None] = mapped_column(String(64))


class PrintEvent(Base):
    """A job changed state. Append-only."""

    __tablename__ = "print_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("print_job.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    cause: Mapped[str | None] = mapped_column(String(24))


class PrintPicture(Base):
    """The paper a virtual printer made from the bytes it was really sent (PNG)."""

    __tablename__ = "print_picture"

    job_id: Mapped[int] = mapped_column(ForeignKey("print_job.id"), primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
