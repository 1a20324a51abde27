"""Importing a product list: preview first; then all good rows or none; a second import changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.catalogue import queries
from tiers_lieu.catalogue.families import SHELVES
from tiers_lieu.catalogue.models import Category, Item, ItemCode, ItemPrice
from tiers_lieu.catalogue.operations import ItemFacts, write_item
from tiers_lieu.catalogue.product_file import BadRow, ProductRow, judge, read_prices, read_rows, read_text
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import Reader, atomic
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.kernel.text import fold


@dataclass(frozen=True)
class Change:
    """An item that exists and would change: name and price, before and after."""

    row: ProductRow
    item_id: int
    name_before: str
    cents_before: int | None


@dataclass(frozen=True)
class Preview:
    """What an import would do."""

    new: list[ProductRow]
    changed: list[Change]
    same: int
    bad: list[BadRow]

    @property
    def without_price(self) -> int:
        """New items whose price will be typed at the till."""
        return sum(row.unit_cents is None for row in self.new)


def read_list(raw: bytes, price_lists: list[bytes] | None = None) -> tuple[list[ProductRow], list[BadRow]]:
    """The good and bad rows of a list, with the prices of the lists beside it."""
    prices = read_prices(read_text(each) for each in price_lists or [])
    return judge(read_rows(read_text(raw)), prices)


def price_lists_beside(file: Path) -> list[bytes]:
    """The other CSV of a file's folder: those with `ean` and `prix_eur` give prices."""
    return [
        path.read_bytes() for path in sorted(file.parent.glob("*.csv")) if path != file and _has_prices(path)
    ]


def _has_prices(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.readline(2000).decode("utf-8", "replace").strip().split(",")
    return {"ean", "prix_eur"} <= set(head)


def preview(session: Reader, good: list[ProductRow], bad: list[BadRow]) -> Preview:
    """Compare the rows with the catalogue. Reads only."""
    known: dict[str, tuple[int, str]] = {
        code: (item_id, name)
        for code, item_id, name in session.execute(
            select(ItemCode.code, Item.id, Item.name).join(Item, Item.id == ItemCode.item_id)
        )
    }
    prices = queries.prices_at(session, clock.now())
    new: list[ProductRow] = []
    changed: list[Change] = []
    same = 0
    for row in good:
        if row.code not in known:
            new.append(row)
            continue
        item_id, name = known[row.code]
        cents = prices.get(item_id)
        if name != row.name or (row.unit_cents is not None and row.unit_cents != cents):
            changed.append(Change(row, item_id, name, cents))
        else:
            same += 1
    return Preview(new, changed, same, bad)


def apply_import(
    *,
    good: list[ProductRow],
    bad: list[BadRow],
    structure_id: int,
    leave_out_bad_rows: bool = False,
    by: int | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Preview:
    """Write the good rows in one transaction. Refuses while there are bad rows, unless they may be left out.

    `progress` is told how many rows are done.
    """
    if bad and not leave_out_bad_rows:
        raise Refusal(
            "bad_rows", _("Des lignes sont fausses. Corrigez-les ou laissez-les de côté."), field="file"
        )
    with atomic() as session:
        plan = preview(session, good, bad)
        shelves = _shelves(session, {row.shelf for row in plan.new})
        for done, row in enumerate(plan.new, 1):
            write_item(session, _facts(row, structure_id, shelves[row.shelf]))
            if done % 100 == 0:
                progress(done)
        for change in plan.changed:
            item = session.get_one(Item, change.item_id)
            item.name, item.folded_name = change.row.name, fold(change.row.name)[:80]
            if change.row.unit_cents is not None and change.row.unit_cents != change.cents_before:
                price = ItemPrice(item_id=item.id, unit_cents=change.row.unit_cents, valid_from=clock.now())
                session.add(price)
        if plan.new or plan.changed:
            note_edit(
                session,
                by=by,
                action="items.imported",
                subject_kind="item",
                subject_id="list",
                after={"new": len(plan.new), "changed": len(plan.changed), "left_out": len(bad)},
            )
        progress(len(good))
    return plan


def _facts(row: ProductRow, structure_id: int, category_id: int) -> ItemFacts:
    return ItemFacts(
        name=row.name,
        structure_id=structure_id,
        category_id=category_id,
        measure="piece",
        unit="pièce",
        vat_class=row.vat_class,
        unit_cents=row.unit_cents,
        codes=(row.code,),
    )


def _shelves(session: Session, wanted: set[str]) -> dict[str, int]:
    """The shelves of these names, made where they are missing."""
    found = {c.name: c.id for c in session.scalars(select(Category).where(Category.name.in_(wanted)))}
    for name in sorted(wanted - found.keys()):
        picture, colour, position = SHELVES[name]
        category = Category(name=name, picture=picture, colour=colour, position=position)
        session.add(category)
        session.flush()
        found[name] = category.id
    return found
