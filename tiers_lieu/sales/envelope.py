"""The counter's envelope, read strictly: every shape of pos/CONTRACT.md, as types."""

import re
from typing import Annotated, Any, Literal

import msgspec

from tiers_lieu.kernel.clock import parse_stamp
from tiers_lieu.kernel.text import json_has_nul

YEARS = range(1970, 9999)  # a dead clock says 1970; the last year has days without a tomorrow
# `$` lets one newline pass after what it ends: the length keeps it out.
Uuid = Annotated[
    str, msgspec.Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", max_length=36)
]
Hex64 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
HexOrNone = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$", max_length=64)]
Signature = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{86}$", max_length=86)]
Instant = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", max_length=24)]
Cents = Annotated[int, msgspec.Meta(ge=0, le=100_000_000_000)]
UnitCents = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Quantity = Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
Share = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Number = Annotated[int, msgspec.Meta(ge=1, le=999_999_999)]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Unit = Annotated[str, msgspec.Meta(min_length=1, max_length=12)]
LetterCode = Annotated[str, msgspec.Meta(min_length=1, max_length=2)]


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """A shape in which an unknown field is a mistake."""


class Line(Strict):
    """One line of a ticket; quantity in grams or thousandths of a piece."""

    item: Uuid
    label: Label
    activity: Word
    measure: Literal["piece", "weight"]
    unit: Unit
    quantity: Quantity
    unit_cents: UnitCents
    typed_price: bool
    share_bp: Share
    value_cents: Cents
    paid_cents: Cents
    vat_bp: Share | None


class VatRow(Strict):
    """What a ticket owes at one rate."""

    rate_bp: Share
    net_cents: Cents
    vat_cents: Cents
    gross_cents: Cents


class Tender(Strict):
    """One way it was paid."""

    kind: Literal["cash", "card"]
    amount_cents: Cents
    given_cents: Cents
    change_cents: Cents


class Ticket(Strict):
    """The body of a ticket."""

    structure: Uuid
    card: Uuid | None
    letter: LetterCode | None
    lines: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=200)]
    value_cents: Cents
    paid_cents: Cents
    vat: Annotated[list[VatRow], msgspec.Meta(max_length=10)]
    tenders: Annotated[list[Tender], msgspec.Meta(max_length=10)]


class Paper(Strict):
    """Somebody asked for paper."""

    ticket: Uuid
    reason: Word


class Envelope(Strict):
    """The one form of every counter fact. The body is read by its kind."""

    v: Literal[1]
    id: Uuid
    register: Uuid
    series: Annotated[str, msgspec.Meta(min_length=1, max_length=12)]
    kind: Literal["ticket", "paper"]
    number: Number
    made_at: Instant
    cashier: Uuid
    body: dict[str, Any]
    previous: HexOrNone
    hash: Hex64
    signature: Signature


BODIES: dict[str, type[Strict]] = {"ticket": Ticket, "paper": Paper}
_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def can_be_kept(raw: bytes, envelope: Envelope) -> bool:
    """Whether every database holds its texts and every calendar its date; ValueError for no date at all."""
    return not json_has_nul(raw) and parse_stamp(envelope.made_at).year in YEARS


def envelope_id(value: object) -> str | None:
    """The id of a parsed JSON value, or None when it is no envelope at all."""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) and _UUID.fullmatch(found) else None
