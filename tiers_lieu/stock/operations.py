"""Counting what is there, and taking out what is sold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Connection, bindparam, insert, select, update

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.stock.models import StockLevel, StockMovement

_LEVEL: Any = StockLevel.__table__
_MOVEMENT: Any = StockMovement.__table__
_MOVE = insert(_MOVEMENT)
_LEVELS_OF = (
    select(_LEVEL.c.item_id, _LEVEL.c.quantity)
    .where(_LEVEL.c.item_id.in_(bindparam("ids", expanding=True)))
    .order_by(_LEVEL.c.item_id)
    .with_for_update()
)
_SET_LEVEL = update(_LEVEL).where(_LEVEL.c.item_id == bindparam("of_item")).values(quantity=bindparam("left"))


def count_stock(*, item_id: int, quantity: int, by: int | None = None) -> StockLevel:
    """Say how much of an item is there now (grams or thousandths); from then on it is counted."""
    if quantity < 0:
        raise Refusal("bad_quantity", _("Écrivez une quantité de zéro ou plus."), field="quantity")
    with atomic() as session:
        level = session.scalar(select(StockLevel).where(StockLevel.item_id == item_id).with_for_update())
        before = level.quantity if level else 0
        if level is None:
            level = StockLevel(item_id=item_id, quantity=quantity)
            session.add(level)
        level.quantity = quantity
        if quantity != before:
            session.add(
                StockMovement(
                    item_id=item_id, quantity=quantity - before, reason="count", moved_at=clock.now()
                )
            )
        note_edit(
            session,
            by=by,
            action="stock.counted",
            subject_kind="item",
            subject_id=item_id,
            before={"quantity": before},
            after={"quantity": quantity},
        )
    return level


def take_out(
    connection: Connection, *, envelope_id: str, lines: Sequence[tuple[int, int]], moved_at: datetime
) -> dict[int, int]:
    """One movement per ticket line `(item_id, quantity)`; returns the items now below zero and their level.

    Levels are locked in the order of their ids, so two tickets never wait for each other.
    """
    if not lines:
        return {}
    connection.execute(
        _MOVE,
        [
            {
                "item_id": item_id,
                "quantity": -quantity,
                "reason": "sale",
                "envelope_id": envelope_id,
                "line": place,
                "moved_at": moved_at,
            }
            for place, (item_id, quantity) in enumerate(lines)
        ],
    )
    taken: dict[int, int] = {}
    for item_id, quantity in lines:
        taken[item_id] = taken.get(item_id, 0) + quantity
    counted = connection.execute(_LEVELS_OF, {"ids": list(taken)}).all()
    if not counted:
        return {}
    levels = {item_id: before - taken[item_id] for item_id, before in counted}
    connection.execute(_SET_LEVEL, [{"of_item": item_id, "left": left} for item_id, left in levels.items()])
    return {item_id: left for item_id, left in levels.items() if left < 0}
