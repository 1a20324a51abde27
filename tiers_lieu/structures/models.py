"""The hub, and the legal bodies that sell in it."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Base
from tiers_lieu.kernel.ids import new_id

KINDS = ("association", "cooperative", "commune", "ccas")
VAT_REGIMES = ("liable", "franchise", "exempt")


class Hub(Base):
    """The place itself: one row."""

    __tablename__ = "hub"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80))
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    receipt_footer: Mapped[str] = mapped_column(Text, default="")


class Structure(Base):
    """A legal body that sells here; its name and numbers head the receipt."""

    __tablename__ = "structure"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(Text, default="")
    siret: Mapped[str | None] = mapped_column(String(14))
    rna: Mapped[str | None] = mapped_column(String(10))
    vat_number: Mapped[str | None] = mapped_column(String(16))

    @property
    def address_lines(self) -> list[str]:
        """The address, a line each."""
        return [line.strip() for line in self.address.splitlines() if line.strip()]


class StructureVat(Base):
    """Which VAT regime a structure follows from a date on."""

    __tablename__ = "structure_vat"
    __table_args__ = (UniqueConstraint("structure_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    regime: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[date]
