"""What the tablet sends and gets, beside the envelope (pos/CONTRACT.md)."""

from typing import Annotated, Literal

import msgspec

from tiers_lieu.kernel.api import Shape
from tiers_lieu.sales.envelope import Uuid

Short = Annotated[str, msgspec.Meta(max_length=200)]
Coordinate = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{43}$", max_length=43)]


class PublicKey(Shape):
    """A P-256 public key as a JWK."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Coordinate
    y: Coordinate


class Pairing(Shape):
    """A tablet asks to become a register."""

    code: Annotated[str, msgspec.Meta(min_length=4, max_length=20)]
    public_key: PublicKey


class RegisterFacts(Shape):
    """A register, to its tablet."""

    id: str
    code: str
    name: str


class Paired(Shape):
    """The tablet is this register's; the token is said once."""

    device: str
    token: str
    register: RegisterFacts


class CashierLogin(Shape):
    """A badge, or a person and a PIN."""

    badge: Short | None = None
    cashier: Uuid | None = None
    pin: Annotated[str, msgspec.Meta(max_length=12)] | None = None


class CashierIn(Shape):
    """Who serves, and until when."""

    cashier: str
    name: str
    until: str


class Words(Shape):
    """A state for the tablet and its words for the cashier."""

    state: str
    words: str


class State(Shape):
    """The heartbeat."""

    now: str
    snapshot: str
    cards: str
    printer: Words
    drawer: Words


class Taken(Shape):
    """The answer to an envelope."""

    id: str
    status: Literal["recorded", "quarantined"]
    code: str | None
    message: str | None
    flags: list[str]
    received_at: str
    countersignature: str | None
    key: str | None
    receipt_url: str | None


class HubFacts(Shape):
    name: str
    zone: str


class StructureFacts(Shape):
    id: str
    name: str
    vat_regime: Literal["liable", "franchise", "exempt"]


class NextNumbers(Shape):
    ticket: int
    paper: int


class LastHashes(Shape):
    ticket: str
    paper: str


class SeriesFacts(Shape):
    code: str
    structure: str
    next: NextNumbers
    last: LastHashes


class CashierFacts(Shape):
    id: str
    name: str
    badge: str | None


class LetterFacts(Shape):
    letter: str
    share_bp: int


class CardFacts(Shape):
    """A card, to the till: what it pays and what is left. Never whose it is, never why."""

    id: str
    token: str
    number: str
    letter: str | None
    cap_left_cents: int | None
    revoked: bool


class Cards(Shape):
    """The cards alone: what is left of a cap moves with each sale, the catalogue does not."""

    version: str
    cards: list[CardFacts]


class CategoryFacts(Shape):
    id: str
    name: str
    picture: str
    colour: str


class ItemEntry(Shape):
    id: str
    name: str
    category: str
    activity: str
    measure: Literal["piece", "weight"]
    unit: str
    price_cents: int | None
    vat_bp: int | None
    shares: dict[str, int]
    codes: list[str]
    picture: str
    colour: str
    tile: int | None


class Snapshot(Shape):
    """Everything a tablet needs to sell alone."""

    version: str
    made_at: str
    hub: HubFacts
    register: RegisterFacts
    structure: StructureFacts
    series: list[SeriesFacts]
    cashiers: list[CashierFacts]
    letters: list[LetterFacts]
    cards_version: str
    cards: list[CardFacts]
    categories: list[CategoryFacts]
    items: list[ItemEntry]
