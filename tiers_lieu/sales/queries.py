"""Reading what was sold, and at which registers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from tiers_lieu.access.models import Account
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.kernel.db import Reader
from tiers_lieu.printing.models import Printer
from tiers_lieu.sales.models import Device, Flag, Register, Sale, SaleLine, SaleTender, Series
from tiers_lieu.sales.rules import ticket_number
from tiers_lieu.structures.models import Structure


@dataclass(frozen=True)
class SaleRow:
    """A sale as a list shows it. `tenders` are kinds, in the order they were given."""

    sale: Sale
    number: str
    register: str
    cashier: str | None
    tenders: list[str]
    flags: int

    @property
    def saved_cents(self) -> int:
        """What the tariff spared, in cents."""
        return self.sale.value_cents - self.sale.paid_cents


@dataclass(frozen=True)
class Totals:
    """A day in five figures, in cents; `by_tender` sums to `paid_cents`."""

    count: int = 0
    value_cents: int = 0
    paid_cents: int = 0
    by_tender: dict[str, int] = field(default_factory=dict)

    @property
    def saved_cents(self) -> int:
        """What the tariffs spared that day, in cents."""
        return self.value_cents - self.paid_cents


@dataclass(frozen=True)
class RegisterRow:
    """A register with its printer, its structure and the tablet in service."""

    register: Register
    structure: str
    printer: Printer | None
    device: Device | None


def sale_rows(session: Reader, on: date, register_id: int | None = None) -> list[SaleRow]:
    """The sales of one business day, newest first."""
    query = (
        select(Sale, Series.code, Register.name, Account.till_name)
        .join(Series, Series.id == Sale.series_id)
        .join(Register, Register.id == Sale.register_id)
        .outerjoin(Account, Account.id == Sale.cashier_id)
        .where(Sale.business_day == on)
        .order_by(Sale.made_at.desc(), Sale.id.desc())
    )
    if register_id is not None:
        query = query.where(Sale.register_id == register_id)
    rows = session.execute(query).all()
    kinds = _tender_kinds(session, [row.Sale.id for row in rows])
    flags = _open_flag_counts(session, [row.Sale.envelope_id for row in rows])
    return [
        SaleRow(
            sale=row.Sale,
            number=ticket_number(row.code, row.Sale.number),
            register=row.name,
            cashier=row.till_name,
            tenders=kinds.get(row.Sale.id, []),
            flags=flags.get(row.Sale.envelope_id, 0),
        )
        for row in rows
    ]


def _tender_kinds(session: Reader, sale_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = (
        select(SaleTender.sale_id, SaleTender.kind)
        .where(SaleTender.sale_id.in_(sale_ids))
        .order_by(SaleTender.sale_id, SaleTender.position)
    )
    for sale_id, kind in session.execute(query):
        found.setdefault(sale_id, []).append(kind)
    return found


def _open_flag_counts(session: Reader, envelope_ids: Iterable[str]) -> dict[str, int]:
    query = (
        select(Flag.envelope_id, func.count())
        .where(Flag.envelope_id.in_(list(envelope_ids)), Flag.settled_at.is_(None))
        .group_by(Flag.envelope_id)
    )
    return dict(session.execute(query).all())


def day_totals(session: Reader, on: date, register_id: int | None = None) -> Totals:
    """How much was sold on a business day, in all or at one register."""
    here = [Sale.business_day == on]
    if register_id is not None:
        here.append(Sale.register_id == register_id)
    count, value, paid = session.execute(
        select(func.count(), func.sum(Sale.value_cents), func.sum(Sale.paid_cents)).where(*here)
    ).one()
    tenders = session.execute(
        select(SaleTender.kind, func.sum(SaleTender.amount_cents))
        .join(Sale, Sale.id == SaleTender.sale_id)
        .where(*here)
        .group_by(SaleTender.kind)
        .order_by(SaleTender.kind.desc())
    )
    return Totals(count, int(value or 0), int(paid or 0), {kind: int(total) for kind, total in tenders})


def sale_row(session: Reader, envelope_id: str) -> SaleRow | None:
    """One sale by its envelope's id."""
    sale = session.scalar(select(Sale).where(Sale.envelope_id == envelope_id))
    if sale is None:
        return None
    series = session.get_one(Series, sale.series_id)
    cashier = session.get(Account, sale.cashier_id) if sale.cashier_id else None
    return SaleRow(
        sale=sale,
        number=ticket_number(series.code, sale.number),
        register=session.get_one(Register, sale.register_id).name,
        cashier=cashier.till_name if cashier else None,
        tenders=_tender_kinds(session, [sale.id]).get(sale.id, []),
        flags=_open_flag_counts(session, [envelope_id]).get(envelope_id, 0),
    )


def lines(session: Reader, sale_id: int) -> list[SaleLine]:
    """The lines of a sale, in their order."""
    return list(
        session.scalars(select(SaleLine).where(SaleLine.sale_id == sale_id).order_by(SaleLine.position))
    )


def tenders(session: Reader, sale_id: int) -> list[SaleTender]:
    """How a sale was paid, in the order it was."""
    return list(
        session.scalars(select(SaleTender).where(SaleTender.sale_id == sale_id).order_by(SaleTender.position))
    )


def journal_place(session: Reader, envelope_id: str) -> JournalEntry | None:
    """Where an envelope is in the journal."""
    return session.scalar(select(JournalEntry).where(JournalEntry.envelope_id == envelope_id))


def register_rows(session: Reader) -> list[RegisterRow]:
    """Every register, by its code."""
    rows = session.execute(
        select(Register, Structure.name, Printer, Device)
        .join(Structure, Structure.id == Register.structure_id)
        .outerjoin(Printer, Printer.id == Register.printer_id)
        .outerjoin(Device, (Device.register_id == Register.id) & Device.revoked_at.is_(None))
        .order_by(Register.is_active.desc(), Register.code, Device.id)
    )
    return [RegisterRow(row.Register, row.name, row.Printer, row.Device) for row in rows]


def register(session: Reader, public_id: str) -> Register | None:
    """The register of a public id."""
    return session.scalar(select(Register).where(Register.public_id == public_id))


def devices(session: Reader, register_id: int) -> list[Device]:
    """Every tablet a register had, newest first."""
    return list(
        session.scalars(select(Device).where(Device.register_id == register_id).order_by(Device.id.desc()))
    )
