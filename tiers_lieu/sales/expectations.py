"""What the server would have charged, compared with what was charged. Differences are flagged, never refused."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from tiers_lieu.catalogue import queries as catalogue
from tiers_lieu.catalogue.queries import PricedItem
from tiers_lieu.sales.envelope import Ticket
from tiers_lieu.sales.source import Flags
from tiers_lieu.tariffs import queries as tariffs
from tiers_lieu.tariffs.queries import CardTerms, Letter
from tiers_lieu.tariffs.rules import FULL_SHARE_BP


def compare(
    connection: Connection,
    ticket: Ticket,
    items: Mapping[str, PricedItem],
    card: CardTerms | None,
    vat_regime: str,
    day: date,
) -> Flags:
    """The flags of card, letter, price and VAT. `card` is what the server knows of the ticket's card."""
    flags: Flags = {}
    if ticket.card is not None and card is None:
        flags["unknown_card"] = {}
    if card is not None and card.revoked_at is not None:
        flags["revoked_card"] = {}
    letter = card.letter if card else None
    expected = letter.letter if letter else None
    if ticket.letter != expected:
        flags["letter_drift"] = {"ticket": ticket.letter, "expected": expected}
    drift = _price_drift(ticket, items, letter)
    if drift:
        flags["price_drift"] = drift
    rates = catalogue.vat_rates(connection, day) if vat_regime == "liable" else {}
    vat = [
        place
        for place, line in enumerate(ticket.lines)
        if line.vat_bp != rates.get(items[line.item].vat_class)
    ]
    if vat:
        flags["vat_drift"] = {"lines": vat}
    return flags


def _price_drift(ticket: Ticket, items: Mapping[str, PricedItem], letter: Letter | None) -> dict[str, object]:
    """Lines whose unit price or share is not today's: {line: [unit expected, share expected]}."""
    drift: dict[str, object] = {}
    for place, line in enumerate(ticket.lines):
        item = items[line.item]
        share = item.shares.get(letter.letter, letter.share_bp) if letter else FULL_SHARE_BP
        priced = item.unit_cents is not None
        if (
            line.share_bp != share
            or line.typed_price == priced
            or (priced and line.unit_cents != item.unit_cents)
        ):
            drift[str(place)] = [item.unit_cents, share]
    return drift


def cap_flags(connection: Connection, card: CardTerms, day: date) -> Flags:
    """Whether the cap of the card's letter is passed, this ticket included."""
    if card.letter is None or card.letter.cap_cents is None:
        return {}
    over = tariffs.used_by(connection, card.household_key, card.letter, day) - card.letter.cap_cents
    return {"cap_exceeded": {"over_cents": over}} if over > 0 else {}
