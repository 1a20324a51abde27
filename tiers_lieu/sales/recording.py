"""Writing a good ticket down: sale, lines, tenders, stock, cap, drawer; and what to flag about it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from tiers_lieu.access.models import Account
from tiers_lieu.catalogue import queries as catalogue
from tiers_lieu.catalogue.queries import PricedItem
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.kernel.clock import civil_date
from tiers_lieu.printing import operations as printing
from tiers_lieu.sales import expectations, rules
from tiers_lieu.sales.envelope import Envelope, Ticket
from tiers_lieu.sales.models import Sale, SaleLine, SaleTender
from tiers_lieu.sales.source import Flags, Misfit, Source
from tiers_lieu.stock import operations as stock
from tiers_lieu.structures.models import Hub
from tiers_lieu.tariffs.models import CapUse

_SALE: Any = Sale.__table__
_LINE: Any = SaleLine.__table__
_TENDER: Any = SaleTender.__table__
_CAP_USE: Any = CapUse.__table__

CLOCK_TOLERANCE = timedelta(minutes=5)
DRAWER_IS_STILL_WANTED = timedelta(seconds=60)


def number_is_used(connection: Connection, series_id: int, kind: str, number: int) -> bool:
    """Whether a series has already recorded this number."""
    return (
        connection.execute(
            select(JournalEntry.id).where(
                JournalEntry.series_id == series_id,
                JournalEntry.record_type == kind,
                JournalEntry.number == number,
            )
        ).one_or_none()
        is not None
    )


def record_ticket(connection: Connection, source: Source, envelope: Envelope, ticket: Ticket) -> Flags:
    """Write a ticket down and return its flags. Raises Misfit for sums or items that cannot be."""
    if rules.fault_of(ticket):
        raise Misfit("does_not_add_up")
    if ticket.structure != source.structure:
        raise Misfit("wrong_structure")
    day = civil_date(source.made_at, _zone(connection))
    items = catalogue.priced_items(connection, (line.item for line in ticket.lines), source.made_at, day)
    _check_items(ticket, items, source)
    flags: Flags = {}
    if source.made_at > source.received_at + CLOCK_TOLERANCE:
        flags["clock_skew"] = {"seconds": int((source.made_at - source.received_at).total_seconds())}
    cashier_id = _cashier(connection, envelope.cashier)
    if cashier_id is None:
        flags["unknown_cashier"] = {}
    card = expectations.read_card(connection, ticket.card, day)
    flags |= expectations.compare(connection, source, ticket, items, card, day)
    _write(connection, source, envelope, ticket, items, cashier_id, card.household_key, day)
    if card.household_key is not None:
        use = {
            "household_key": card.household_key,
            "used_on": day,
            "envelope_id": envelope.id,
            "value_cents": ticket.value_cents,
            "paid_cents": ticket.paid_cents,
        }
        connection.execute(insert(_CAP_USE), use)
        flags |= expectations.cap_flags(connection, card, day)
    below = stock.take_out(
        connection,
        envelope_id=envelope.id,
        lines=[(items[line.item].id, line.quantity) for line in ticket.lines],
        moved_at=source.received_at,
    )
    if below:
        flags["stock_below_zero"] = {str(item_id): left for item_id, left in below.items()}
    _open_drawer(connection, source, envelope, ticket)
    return flags


def _zone(connection: Connection) -> str:
    return str(connection.execute(select(Hub.zone).limit(1)).scalar_one())


def _check_items(ticket: Ticket, items: Mapping[str, PricedItem], source: Source) -> None:
    for line in ticket.lines:
        item = items.get(line.item)
        if item is None:
            raise Misfit("unknown_item")
        if item.structure_id != source.structure_id:
            raise Misfit("wrong_structure")


def _cashier(connection: Connection, public_id: str) -> int | None:
    return connection.execute(
        select(Account.id).where(Account.public_id == public_id, Account.is_active)
    ).scalar_one_or_none()


def _write(
    connection: Connection,
    source: Source,
    envelope: Envelope,
    ticket: Ticket,
    items: Mapping[str, PricedItem],
    cashier_id: int | None,
    household_key: str | None,
    day: date,
) -> None:
    result = connection.execute(
        insert(_SALE),
        {
            "envelope_id": envelope.id,
            "series_id": source.series_id,
            "number": envelope.number,
            "register_id": source.register_id,
            "structure_id": source.structure_id,
            "cashier_id": cashier_id,
            "household_key": household_key,
            "made_at": source.made_at,
            "received_at": source.received_at,
            "business_day": day,
            "value_cents": ticket.value_cents,
            "paid_cents": ticket.paid_cents,
        },
    )
    sale_id = result.inserted_primary_key[0]
    connection.execute(
        insert(_LINE),
        [
            {
                "sale_id": sale_id,
                "position": place,
                "item_id": items[line.item].id,
                "activity": line.activity,
                "label": line.label,
                "measure": line.measure,
                "unit": line.unit,
                "quantity": line.quantity,
                "unit_cents": line.unit_cents,
                "share_bp": line.share_bp,
                "value_cents": line.value_cents,
                "paid_cents": line.paid_cents,
                "vat_bp": line.vat_bp,
            }
            for place, line in enumerate(ticket.lines)
        ],
    )
    if ticket.tenders:
        connection.execute(
            insert(_TENDER),
            [
                {
                    "sale_id": sale_id,
                    "position": place,
                    "kind": tender.kind,
                    "amount_cents": tender.amount_cents,
                    "given_cents": tender.given_cents,
                    "change_cents": tender.change_cents,
                }
                for place, tender in enumerate(ticket.tenders)
            ],
        )


def _open_drawer(connection: Connection, source: Source, envelope: Envelope, ticket: Ticket) -> None:
    """Open the drawer for cash, if the sale is fresh: a ticket that comes hours later must not open it."""
    cash = any(tender.kind == "cash" for tender in ticket.tenders)
    fresh = abs(source.received_at - source.made_at) <= DRAWER_IS_STILL_WANTED
    if cash and fresh and source.printer_id is not None:
        printing.queue_drawer(
            connection,
            printer_id=source.printer_id,
            subject_id=envelope.id,
            reason="cash",
            now=source.received_at,
        )
