"""Reading the catalogue at an instant: prices, shares and rates are dated."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from tiers_lieu.catalogue.models import Category, Item, ItemCode, ItemPrice, ItemShare, VatRate
from tiers_lieu.kernel.db import Reader
from tiers_lieu.kernel.text import fold

# Built once: the intake of tickets runs these, and building a statement costs more than running it.
_ITEM: Any = Item.__table__
_PRICE: Any = ItemPrice.__table__
_SHARE: Any = ItemShare.__table__
_RATE: Any = VatRate.__table__
# One row for each item and each share set by hand for it, the newest share last.
_PRICED = (
    select(
        _ITEM.c.id,
        _ITEM.c.public_id,
        _ITEM.c.structure_id,
        _ITEM.c.activity,
        _ITEM.c.name,
        _ITEM.c.measure,
        _ITEM.c.vat_class,
        select(_PRICE.c.unit_cents)
        .where(_PRICE.c.item_id == _ITEM.c.id, _PRICE.c.valid_from <= bindparam("at"))
        .order_by(_PRICE.c.valid_from.desc())
        .limit(1)
        .correlate(_ITEM)
        .scalar_subquery()
        .label("unit_cents"),
        _SHARE.c.letter,
        _SHARE.c.share_bp,
    )
    .outerjoin(_SHARE, (_SHARE.c.item_id == _ITEM.c.id) & (_SHARE.c.valid_from <= bindparam("on")))
    .where(_ITEM.c.public_id.in_(bindparam("ids", expanding=True)))
    .order_by(_SHARE.c.valid_from, _SHARE.c.id)
)
_SHARES = (
    select(_SHARE.c.item_id, _SHARE.c.letter, _SHARE.c.share_bp)
    .where(_SHARE.c.valid_from <= bindparam("on"))
    .order_by(_SHARE.c.valid_from, _SHARE.c.id)
)
_SHARES_OF = _SHARES.where(_SHARE.c.item_id.in_(bindparam("ids", expanding=True)))
_RATES = (
    select(_RATE.c.vat_class, _RATE.c.rate_bp)
    .where(_RATE.c.valid_from <= bindparam("on"))
    .order_by(_RATE.c.valid_from)
)


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
    rows = reader.execute(_PRICED, {"ids": list(dict.fromkeys(public_ids)), "at": at, "on": on}).all()
    shares = _by_item((row.id, row.letter, row.share_bp) for row in rows)
    return {
        row.public_id: PricedItem(
            row.id,
            row.public_id,
            row.structure_id,
            row.activity,
            row.name,
            row.measure,
            row.vat_class,
            row.unit_cents,
            shares.get(row.id, {}),
        )
        for row in rows
    }


def shares_on(reader: Any, on: date) -> dict[int, dict[str, int]]:
    """The shares set by hand that are in force on a date, by item and letter."""
    return _by_item(reader.execute(_SHARES, {"on": on}))


def shares_of(reader: Any, item_id: int, on: date) -> dict[str, int]:
    """The shares set by hand for one item, by letter."""
    return _by_item(reader.execute(_SHARES_OF, {"ids": [item_id], "on": on})).get(item_id, {})


def _by_item(rows: Any) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for item_id, letter, share_bp in rows:
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
    return dict(session.execute(query).all())


def vat_rates(reader: Any, on: date) -> dict[str, int]:
    """The rate of each class on a date, in basis points."""
    return dict(reader.execute(_RATES, {"on": on}).all())


def vat_labels(session: Reader, on: date) -> list[tuple[str, str]]:
    """The classes one may choose for an item: (class, label), the last label of each."""
    rows = session.execute(
        select(VatRate.vat_class, VatRate.label).where(VatRate.valid_from <= on).order_by(VatRate.valid_from)
    )
    return sorted(dict(rows.all()).items(), key=lambda pair: pair[1])


def categories(session: Reader) -> list[Category]:
    """The shelves of the till, in their order."""
    return list(session.scalars(select(Category).order_by(Category.position, Category.id)))


def items_by_category(session: Reader) -> dict[int, int]:
    """How many items each shelf holds."""
    return dict(session.execute(select(Item.category_id, func.count()).group_by(Item.category_id)).all())


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
