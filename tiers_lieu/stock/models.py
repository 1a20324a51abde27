"""How much is left: one level an item, and every movement that made it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Amount, Base, UtcDateTime


class StockLevel(Base):
    """What is left of an item that is counted, in grams or thousandths of a piece. No row: not counted."""

    __tablename__ = "stock_level"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    quantity: Mapped[Amount]


class StockMovement(Base):
    """One change of a level; `quantity` is signed. Append-only. A sale's movement names its envelope and line."""

    __tablename__ = "stock_movement"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    quantity: Mapped[Amount]
    reason: Mapped[str] = mapped_column(String(12))
    envelope_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False), index=True)
    line: Mapped[int | None]
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
