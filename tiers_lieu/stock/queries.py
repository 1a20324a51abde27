"""Reading how much is left."""

from collections.abc import Iterable

from sqlalchemy import select

from tiers_lieu.kernel.db import Reader
from tiers_lieu.stock.models import StockLevel, StockMovement


def levels(session: Reader, item_ids: Iterable[int]) -> dict[int, int]:
    """What is left of each item that is counted (grams or thousandths); others are absent."""
    query = select(StockLevel.item_id, StockLevel.quantity).where(StockLevel.item_id.in_(list(item_ids)))
    return dict(session.execute(query).all())


def movements(session: Reader, item_id: int, limit: int = 20) -> list[StockMovement]:
    """The latest movements of an item, newest first."""
    query = select(StockMovement).where(StockMovement.item_id == item_id)
    return list(session.scalars(query.order_by(StockMovement.id.desc()).limit(limit)))
