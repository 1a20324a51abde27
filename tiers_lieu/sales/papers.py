"""Paper, only when somebody asks: the receipt as frozen facts, and its page."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from tiers_lieu.access.models import Account
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.kernel.clock import stamp
from tiers_lieu.kernel.ids import link_token
from tiers_lieu.printing import operations as printing
from tiers_lieu.sales.envelope import Envelope, Paper
from tiers_lieu.sales.models import Register, Sale, SaleLine, SaleTender, Series
from tiers_lieu.sales.rules import seal_extract, ticket_number, vat_rows
from tiers_lieu.sales.source import Flags, Misfit, Source
from tiers_lieu.structures.models import Structure
from tiers_lieu.structures.queries import the_hub, vat_regime
from tiers_lieu.structures.rules import VAT_MENTIONS


def receipt_url(envelope_id: str) -> str:
    """The address of a ticket's page: a link nobody can guess."""
    base = current_app.extensions["settings"].url
    return f"{base}/t/{link_token(current_app.extensions['keys'].secret, envelope_id)}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for paper that fits: the sale it is about, and why it is wanted."""

    sale: Sale
    reason: str


def examine(connection: Connection, source: Source, paper: Paper) -> Asked:
    """Find the ticket that paper is asked for. Raises Misfit when this register did not make it."""
    session = Session(connection, join_transaction_mode="rollback_only")
    sale = session.scalar(select(Sale).where(Sale.envelope_id == paper.ticket).with_for_update())
    if sale is None or sale.register_id != source.register_id:
        raise Misfit("unknown_ticket")
    return Asked(sale, paper.reason)


def queue_receipt(connection: Connection, source: Source, envelope: Envelope, asked: Asked) -> Flags:
    """Queue a receipt for the register's printer; the second and later ones are DUPLICATA."""
    if source.printer_id is None:
        return {"no_printer": {}}
    if source.received_at - source.made_at > printing.PAPER_LIFE:
        return {"too_late_to_print": {}}
    session = Session(connection, join_transaction_mode="rollback_only")
    copy = printing.copies_so_far(connection, asked.sale.envelope_id)
    printing.queue_job(
        connection,
        kind="receipt",
        dedupe_key=f"paper:{envelope.id}",
        printer_id=source.printer_id,
        subject_id=asked.sale.envelope_id,
        document=receipt_document(session, asked.sale, copy=copy),
        reason=asked.reason,
        now=source.received_at,
        expires_at=source.received_at + printing.PAPER_LIFE,
    )
    return {}


def receipt_document(session: Any, sale: Sale, *, copy: int = 0) -> dict[str, Any]:
    """The facts of a receipt, version 1 of pos/CONTRACT.md. `session` reads."""
    hub = the_hub(session)
    structure = session.get_one(Structure, sale.structure_id)
    register = session.get_one(Register, sale.register_id)
    series = session.get_one(Series, sale.series_id)
    cashier = session.get(Account, sale.cashier_id) if sale.cashier_id else None
    seal = session.scalar(
        select(JournalEntry.envelope_hash).where(JournalEntry.envelope_id == sale.envelope_id)
    )
    lines = list(
        session.scalars(select(SaleLine).where(SaleLine.sale_id == sale.id).order_by(SaleLine.position))
    )
    tenders = session.scalars(
        select(SaleTender).where(SaleTender.sale_id == sale.id).order_by(SaleTender.position)
    )
    rated = [(line.vat_bp, line.paid_cents) for line in lines if line.vat_bp is not None]
    local = format_datetime(sale.made_at, "EEEE dd/MM/yyyy HH:mm", tzinfo=ZoneInfo(hub.zone), locale="fr")
    names = {"cash": _("Espèces"), "card": _("Carte bancaire")}
    return {
        "version": 1,
        "kind": "receipt",
        "copy": copy,
        "hub": {"name": hub.name},
        "structure": {
            "name": structure.name,
            "address": structure.address_lines,
            "siret": structure.siret,
            "rna": structure.rna,
            "vat_number": structure.vat_number,
            "vat_mention": VAT_MENTIONS[vat_regime(session, structure.id, sale.business_day)],
        },
        "ticket": {
            "number": ticket_number(series.code, sale.number),
            "made_at": stamp(sale.made_at),
            "local": local,
            "register": register.name,
            "cashier": cashier.till_name if cashier else "",
            "seal": seal_extract(seal or ""),
        },
        "lines": [
            {
                "label": line.label,
                "measure": line.measure,
                "unit": line.unit,
                "quantity": line.quantity,
                "unit_cents": line.unit_cents,
                "value_cents": line.value_cents,
                "paid_cents": line.paid_cents,
                "vat_bp": line.vat_bp,
            }
            for line in lines
        ],
        "value_cents": sale.value_cents,
        "paid_cents": sale.paid_cents,
        "saved_cents": sale.value_cents - sale.paid_cents,
        "tenders": [
            {
                "kind": tender.kind,
                "label": names[tender.kind],
                "amount_cents": tender.amount_cents,
                "given_cents": tender.given_cents,
                "change_cents": tender.change_cents,
            }
            for tender in tenders
        ],
        "vat": [
            {
                "rate_bp": row.rate_bp,
                "net_cents": row.net_cents,
                "vat_cents": row.vat_cents,
                "gross_cents": row.gross_cents,
            }
            for row in vat_rows(rated)
        ],
        "url": receipt_url(sale.envelope_id),
        "footer": [line for line in hub.receipt_footer.splitlines() if line.strip()],
        "software": f"Tiers-Lieu {current_app.extensions['version']}",
    }
