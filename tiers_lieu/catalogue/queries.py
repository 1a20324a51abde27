"""Reading the catalogue at an instant: prices, shares and rates are dated."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tiers_lieu.catalogue.models import Category, Item, ItemCode, ItemPrice, ItemShare, VatRate
from tiers_lieu.catalogue.rules import fold

Reader = Session | scoped_session[Session]


@dataclass(frozen=True, slots=True)
class PricedItem:
    """An item as it stood at an instant: price in cents (None = typed), shares by letter in basis points."""

    id: int
    public_id: str
    structure_id: int
    activity: str
    name: str
    measure: str
    vat_class: str
    unit_cents: int | None
    shares: dict[str, int] = field(default_factory=dict)


def priced_items(reader: Any, public_ids: Iterable[str], at: datetime, on: date) -> dict[str, PricedItem]:
    """The items of these public ids, with their price at `at` and shares on `on`. `reader` executes statements."""
    wanted = list(dict.fromkeys(public_ids))
    latest = (
        select(ItemPrice.unit_cents)
        .where(ItemPrice.item_id == Item.id, ItemPrice.valid_from <= at)
        .order_by(ItemPrice.valid_from.desc())
        .limit(1)
        .correlate(Item)
        .scalar_subquery()
    )
    rows = reader.execute(
        select(
            Item.id,
            Item.public_id,
            Item.structure_id,
            Item.activity,
            Item.name,
            Item.measure,
            Item.vat_class,
            latest.label("unit_cents"),
        ).where(Item.public_id.in_(wanted))
    ).all()
    shares = shares_on(reader, on, [row.id for row in rows])
    return {row.public_id: PricedItem(*row, shares=shares.get(row.id, {})) for row in rows}


def shares_on(reader: Any, on: date, item_ids: list[int] | None = None) -> dict[int, dict[str, int]]:
    """The shares set by hand that are in force on a date, by item and letter."""
    query = (
        select(ItemShare.item_id, ItemShare.letter, ItemShare.share_bp)
        .where(ItemShare.valid_from <= on)
        .order_by(ItemShare.valid_from, ItemShare.id)
    )
    if item_ids is not None:
        query = query.where(ItemShare.item_id.in_(item_ids))
    found: dict[int, dict[str, int]] = {}
    for item_id, letter, share_bp in reader.execute(query):
        if share_bp is None:
            found.get(item_id, {}).pop(letter, None)
        else:
            found.setdefault(item_id, {})[letter] = share_bp
    return found


def prices_at(session: Reader, at: datetime, item_ids: Iterable[int] | None = None) -> dict[int, int | None]:
    """The price in force of each item (cents; None = typed at the till)."""
    newest = (
        select(ItemPrice.item_id, func.max(ItemPrice.valid_from).label("since"))
        .where(ItemPrice.valid_from <= at)
        .group_by(ItemPrice.item_id)
        .subquery()
    )
    query = select(ItemPrice.item_id, ItemPrice.unit_cents).join(
        newest, (newest.c.item_id == ItemPrice.item_id) & (newest.c.since == ItemPrice.valid_from)
    )
    if item_ids is not None:
        query = query.where(ItemPrice.item_id.in_(list(item_ids)))
    return {item_id: cents for item_id, cents in session.execute(query)}


def vat_rates(reader: Any, on: date) -> dict[str, int]:
    """The rate of each class on a date, in basis points."""
    rows = reader.execute(
        select(VatRate.vat_class, VatRate.rate_bp)
        .where(VatRate.valid_from <= on)
        .order_by(VatRate.valid_from)
    )
    return {vat_class: rate for vat_class, rate in rows}


def vat_labels(session: Reader, on: date) -> list[tuple[str, str]]:
    """The classes one may choose for an item: (class, label), the last label of each."""
    rows = session.execute(
        select(VatRate.vat_class, VatRate.label).where(VatRate.valid_from <= on).order_by(VatRate.valid_from)
    )
    return sorted(dict(rows.tuples()).items(), key=lambda pair: pair[1])


def categories(session: Reader) -> list[Category]:
    """The shelves of the till, in their order."""
    return list(session.scalars(select(Category).order_by(Category.position, Category.id)))


def codes_of(session: Reader, item_ids: Iterable[int] | None = None) -> dict[int, list[str]]:
    """The barcodes of each item."""
    query = select(ItemCode.item_id, ItemCode.code).order_by(ItemCode.code)
    if item_ids is not None:
        query = query.where(ItemCode.item_id.in_(list(item_ids)))
    found: dict[int, list[str]] = {}
    for item_id, code in session.execute(query):
        found.setdefault(item_id, []).append(code)
    return found


def item(session: Reader, public_id: str) -> Item | None:
    """The item of a public id."""
    return session.scalar(select(Item).where(Item.public_id == public_id))


def search_items(
    session: Reader, search: str = "", category_id: int | None = None, limit: int = 100, offset: int = 0
) -> tuple[list[Item], int]:
    """Items whose name or code holds `search`, by name; and how many there are in all."""
    query = select(Item)
    if category_id is not None:
        query = query.where(Item.category_id == category_id)
    for word in fold(search).split():
        query = query.where(
            Item.folded_name.contains(word, autoescape=True)
            | Item.id.in_(select(ItemCode.item_id).where(ItemCode.code.startswith(word, autoescape=True)))
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(Item.folded_name, Item.id).limit(limit).offset(offset))
    return list(rows), total
