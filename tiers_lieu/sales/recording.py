"""A good ticket: first everything that could make it unfit, then everything it changes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert

from tiers_lieu.catalogue import queries as catalogue
from tiers_lieu.catalogue.queries import PricedItem
from tiers_lieu.printing import operations as printing
from tiers_lieu.sales import expectations, rules
from tiers_lieu.sales.envelope import Envelope, Ticket
from tiers_lieu.sales.models import Sale, SaleLine, SaleTender
from tiers_lieu.sales.source import Flags, Misfit, Source, vat_regime
from tiers_lieu.stock import operations as stock
from tiers_lieu.tariffs import queries as tariffs
from tiers_lieu.tariffs.models import CapUse

_SALE: Any = Sale.__table__
_LINE: Any = SaleLine.__table__
_TENDER: Any = SaleTender.__table__
_CAP_USE: Any = CapUse.__table__
_ADD_SALE, _ADD_LINES = insert(_SALE), insert(_LINE)
_ADD_TENDERS, _ADD_USE = insert(_TENDER), insert(_CAP_USE)

CLOCK_TOLERANCE = timedelta(minutes=5)
DRAWER_IS_STILL_WANTED = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Examined:
    """A ticket that fits: its items as they stood, its card's terms, and what to flag so far."""

    ticket: Ticket
    items: dict[str, PricedItem]
    card: tariffs.CardTerms | None
    flags: Flags


def examine(connection: Connection, source: Source, ticket: Ticket) -> Examined:
    """Read what a ticket is compared with. Raises Misfit for sums or items that cannot be. Writes nothing."""
    if rules.fault_of(ticket):
        raise Misfit("does_not_add_up")
    if ticket.structure != source.structure:
        raise Misfit("wrong_structure")
    day = source.day
    items = catalogue.priced_items(connection, (line.item for line in ticket.lines), source.made_at, day)
    for line in ticket.lines:
        item = items.get(line.item)
        if item is None:
            raise Misfit("unknown_item")
        if item.structure_id != source.structure_id:
            raise Misfit("wrong_structure")
    card = tariffs.card_terms(connection, ticket.card, day) if ticket.card else None
    flags = expectations.compare(connection, ticket, items, card, vat_regime(connection, source), day)
    if source.made_at > source.received_at + CLOCK_TOLERANCE:
        flags["clock_skew"] = {"seconds": int((source.made_at - source.received_at).total_seconds())}
    if source.cashier_id is None:
        flags["unknown_cashier"] = {}
    return Examined(ticket, items, card, flags)


def record_ticket(connection: Connection, source: Source, envelope: Envelope, examined: Examined) -> Flags:
    """Write a ticket down: sale, lines, tenders, cap, stock, drawer. Returns all its flags."""
    ticket, items, card = examined.ticket, examined.items, examined.card
    flags = dict(examined.flags)
    _write(connection, source, envelope, examined)
    if card is not None:
        use = {
            "household_key": card.household_key,
            "used_on": source.day,
            "envelope_id": envelope.id,
            "value_cents": ticket.value_cents,
            "paid_cents": ticket.paid_cents,
        }
        connection.execute(_ADD_USE, use)
        flags |= expectations.cap_flags(connection, card, source.day)
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


def _write(connection: Connection, source: Source, envelope: Envelope, examined: Examined) -> None:
    ticket, items = examined.ticket, examined.items
    result = connection.execute(
        _ADD_SALE,
        {
            "envelope_id": envelope.id,
            "series_id": source.series_id,
            "number": envelope.number,
            "register_id": source.register_id,
            "structure_id": source.structure_id,
            "cashier_id": source.cashier_id,
            "household_key": examined.card.household_key if examined.card else None,
            "made_at": source.made_at,
            "received_at": source.received_at,
            "business_day": source.day,
            "value_cents": ticket.value_cents,
            "paid_cents": ticket.paid_cents,
        },
    )
    assert result.inserted_primary_key is not None
    sale_id = result.inserted_primary_key[0]
    connection.execute(
        _ADD_LINES,
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
            _ADD_TENDERS,
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
    if cash and fresh and source.printer_id is not None and source.drawer_pin is not None:
        printing.queue_drawer(
            connection,
            printer_id=source.printer_id,
            pin=source.drawer_pin,
            subject_id=envelope.id,
            reason="cash",
            now=source.received_at,
        )
