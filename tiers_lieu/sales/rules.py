"""What a ticket costs, and whether it adds up. The tablet runs the same vectors (tests/contract/prices.json)."""

from collections.abc import Iterable
from itertools import groupby

from tiers_lieu.kernel.money import half_up
from tiers_lieu.sales.envelope import Ticket, VatRow


def line_value(quantity: int, unit_cents: int) -> int:
    """Value of a line in cents; quantity in grams or thousandths of a piece."""
    return half_up(quantity * unit_cents, 1000)


def line_paid(value_cents: int, share_bp: int) -> int:
    """What is paid of a line's value, rounded half up per line."""
    return half_up(value_cents * share_bp, 10_000)


def vat_rows(paid_by_rate: Iterable[tuple[int, int]]) -> list[VatRow]:
    """VAT once per rate on what is paid, tax included: pairs (rate in basis points, cents paid)."""
    rows = []
    for rate, pairs in groupby(sorted(paid_by_rate), key=lambda pair: pair[0]):
        gross = sum(cents for _, cents in pairs)
        net = half_up(gross * 10_000, 10_000 + rate)
        rows.append(VatRow(rate_bp=rate, net_cents=net, vat_cents=gross - net, gross_cents=gross))
    return rows


def fault_of(ticket: Ticket) -> str | None:
    """The first sum of a ticket that does not add up, or None. No database: arithmetic alone."""
    for line in ticket.lines:
        if line.value_cents != line_value(line.quantity, line.unit_cents):
            return "line_value"
        if line.paid_cents != line_paid(line.value_cents, line.share_bp):
            return "line_paid"
    if ticket.value_cents != sum(line.value_cents for line in ticket.lines):
        return "value"
    if ticket.paid_cents != sum(line.paid_cents for line in ticket.lines):
        return "paid"
    rated = [(line.vat_bp, line.paid_cents) for line in ticket.lines if line.vat_bp is not None]
    if rated and len(rated) != len(ticket.lines):
        return "vat"
    if ticket.vat != vat_rows(rated):
        return "vat"
    if ticket.card is None and (
        ticket.letter is not None or any(line.share_bp != 10_000 for line in ticket.lines)
    ):
        return "share_without_card"
    return _tender_fault(ticket)


def _tender_fault(ticket: Ticket) -> str | None:
    for tender in ticket.tenders:
        if tender.given_cents - tender.change_cents != tender.amount_cents:
            return "change"
        if tender.kind != "cash" and tender.change_cents:
            return "change"
    if sum(tender.amount_cents for tender in ticket.tenders) != ticket.paid_cents:
        return "tenders"
    return None


def ticket_number(series: str, number: int) -> str:
    """A ticket's number as people see it: « C1A-000231 »."""
    return f"{series}-{number:06d}"


def seal_extract(hash_hex: str) -> str:
    """The first sixteen figures of a ticket's hash, in fours, for the receipt."""
    return " ".join(hash_hex[i : i + 4] for i in range(0, 16, 4))
