"""What is sold: categories, items, their codes, dated prices, shares and VAT rates."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Base, UtcDateTime
from tiers_lieu.kernel.ids import new_id

MEASURES = ("piece", "weight")


class Category(Base):
    """A shelf of the till: a word and a pictogram."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    picture: Mapped[str] = mapped_column(String(24))
    colour: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]


class Item(Base):
    """Something sold by the piece or by weight, by one structure."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    activity: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    folded_name: Mapped[str] = mapped_column(String(80), index=True)
    measure: Mapped[str] = mapped_column(String(6))
    unit: Mapped[str] = mapped_column(String(12))
    vat_class: Mapped[str] = mapped_column(String(20))
    picture: Mapped[str | None] = mapped_column(String(24))
    colour: Mapped[str | None] = mapped_column(String(12))
    tile: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class ItemCode(Base):
    """A barcode that means an item; an item may have several."""

    __tablename__ = "item_code"

    code: Mapped[str] = mapped_column(String(14), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)


class ItemPrice(Base):
    """The full price of an item from an instant on: cents a piece or a kilogram; NULL = typed at the till."""

    __tablename__ = "item_price"
    __table_args__ = (UniqueConstraint("item_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    unit_cents: Mapped[int | None]
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)


class ItemShare(Base):
    """What a letter pays of one item, in place of the letter's own share, from a date on. NULL ends it."""

    __tablename__ = "item_share"
    __table_args__ = (
        UniqueConstraint("item_id", "letter", "valid_from"),
        Index("ix_item_share_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    letter: Mapped[str] = mapped_column(String(2))
    share_bp: Mapped[int | None]
    valid_from: Mapped[date]


class VatRate(Base):
    """The rate of a class of goods from a date on, in basis points (CGI 278-0 bis, 279, 278)."""

    __tablename__ = "vat_rate"
    __table_args__ = (UniqueConstraint("vat_class", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vat_class: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(80))
    rate_bp: Mapped[int]
    valid_from: Mapped[date]
