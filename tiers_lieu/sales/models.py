"""Registers and what they sold: the server's reading of the counter's facts."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Amount, Base, UtcDateTime
from tiers_lieu.kernel.ids import new_id


class Register(Base):
    """A till: where money is taken. One tablet at a time is paired with it."""

    __tablename__ = "register"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("printer.id"))
    is_active: Mapped[bool] = mapped_column(default=True)


class PairingCode(Base):
    """A code that lets one tablet become this register, once, for a quarter of an hour."""

    __tablename__ = "pairing_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Device(Base):
    """A paired tablet: the hash of its token, and the public key its envelopes are signed with."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    public_x: Mapped[str] = mapped_column(String(64))
    public_y: Mapped[str] = mapped_column(String(64))
    paired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Series(Base):
    """A run of numbers of one register and structure, from a pairing to the next."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Intake(Base):
    """What was answered to an envelope, so that the same envelope gets the same answer."""

    __tablename__ = "intake"

    envelope_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[dict[str, object] | None] = mapped_column(JSON)


class Sale(Base):
    """What the server made of a ticket."""

    __tablename__ = "sale"
    __table_args__ = (UniqueConstraint("series_id", "number"), Index("ix_sale_business_day", "business_day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    envelope_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    number: Mapped[int]
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    cashier_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    household_key: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_day: Mapped[date]
    value_cents: Mapped[Amount]
    paid_cents: Mapped[Amount]


class SaleLine(Base):
    """One line, as the ticket says it."""

    __tablename__ = "sale_line"

    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    activity: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(120))
    measure: Mapped[str] = mapped_column(String(6))
    unit: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Amount]
    unit_cents: Mapped[int]
    share_bp: Mapped[int]
    value_cents: Mapped[Amount]
    paid_cents: Mapped[Amount]
    vat_bp: Mapped[int | None]


class SaleTender(Base):
    """How it was paid."""

    __tablename__ = "sale_tender"

    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    amount_cents: Mapped[Amount]
    given_cents: Mapped[Amount]
    change_cents: Mapped[Amount]


class Flag(Base):
    """Something a coordinator should look at about a recorded envelope. Nothing was refused."""

    __tablename__ = "flag"

    id: Mapped[int] = mapped_column(primary_key=True)
    envelope_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    detail: Mapped[dict[str, object]] = mapped_column(JSON)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None] = mapped_column(String(200))


class Quarantined(Base):
    """An envelope that does not fit, kept byte for byte until a coordinator has dealt with it."""

    __tablename__ = "quarantined"

    id: Mapped[int] = mapped_column(primary_key=True)
    envelope_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    code: Mapped[str] = mapped_column(String(32))
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None] = mapped_column(String(200))
