"""What the server would have charged, compared with what was charged. Differences are flagged, never refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from tiers_lieu.catalogue import queries as catalogue
from tiers_lieu.catalogue.queries import PricedItem
from tiers_lieu.people.models import Card, Household
from tiers_lieu.sales.envelope import Ticket
from tiers_lieu.sales.source import Flags, Source
from tiers_lieu.structures import queries as structures
from tiers_lieu.tariffs import queries as tariffs
from tiers_lieu.tariffs.queries import Letter
from tiers_lieu.tariffs.rules import FULL_SHARE_BP


@dataclass(frozen=True)
class CardReading:
    """What a card means on a day: whose journal key, which letter. All None without a card."""

    is_given: bool
    household_key: str | None = None
    revoked: bool = False
    letter: Letter | None = None


def read_card(connection: Connection, card: str | None, day: date) -> CardReading:
    """The household key and letter behind a card's public id. A card that is unknown pays full price."""
    if card is None:
        return CardReading(is_given=False)
    row = connection.execute(
        select(Household.id, Household.journal_key, Card.revoked_at)
        .join(Household, Household.id == Card.household_id)
        .where(Card.public_id == card)
    ).one_or_none()
    if row is None:
        return CardReading(is_given=True)
    reader = _reader(connection)
    granted = tariffs.granted_letter(reader, row.id, day)
    letter = tariffs.letters(reader, day).get(granted) if granted else None
    return CardReading(True, row.journal_key, row.revoked_at is not None, letter)


def compare(
    connection: Connection,
    source: Source,
    ticket: Ticket,
    items: Mapping[str, PricedItem],
    card: CardReading,
    day: date,
) -> Flags:
    """The flags of card, letter, price and VAT."""
    flags: Flags = {}
    if card.is_given and card.household_key is None:
        flags["unknown_card"] = {}
    if card.revoked:
        flags["revoked_card"] = {}
    expected_letter = card.letter.letter if card.letter else None
    if ticket.letter != expected_letter:
        flags["letter_drift"] = {"ticket": ticket.letter, "expected": expected_letter}
    drift = _price_drift(ticket, items, card.letter)
    if drift:
        flags["price_drift"] = drift
    regime = structures.vat_regime(_reader(connection), source.structure_id, day)
    rates = catalogue.vat_rates(connection, day) if regime == "liable" else {}
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


def cap_flags(connection: Connection, card: CardReading, day: date) -> Flags:
    """Whether the cap of the card's letter is passed, this ticket included."""
    if card.letter is None or card.letter.cap_cents is None or card.household_key is None:
        return {}
    used = tariffs.used(_reader(connection), card.letter, day, [card.household_key]).get(
        card.household_key, 0
    )
    over = used - card.letter.cap_cents
    return {"cap_exceeded": {"over_cents": over}} if over > 0 else {}


def _reader(connection: Connection) -> Session:
    """The same transaction, for queries that speak to a session."""
    return Session(connection, join_transaction_mode="rollback_only")
