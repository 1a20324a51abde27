"""Reading the hub and its structures."""

from datetime import date

from sqlalchemy import select

from tiers_lieu.kernel.db import Reader
from tiers_lieu.structures.models import Hub, Structure, StructureVat


def the_hub(session: Reader) -> Hub:
    """The one row of the hub. Raises NoResultFound before `init` or `demo` made it."""
    return session.scalars(select(Hub).order_by(Hub.id).limit(1)).one()


def vat_regime(session: Reader, structure_id: int, on: date) -> str:
    """The VAT regime of a structure on a civil date; « liable » when nothing was said, the careful reading."""
    found = session.scalar(
        select(StructureVat.regime)
        .where(StructureVat.structure_id == structure_id, StructureVat.valid_from <= on)
        .order_by(StructureVat.valid_from.desc())
        .limit(1)
    )
    return found or "liable"


def all_structures(session: Reader) -> list[Structure]:
    """Every structure, by name."""
    return list(session.scalars(select(Structure).order_by(Structure.name)))


def structure(session: Reader, public_id: str) -> Structure | None:
    """The structure of a public id."""
    return session.scalar(select(Structure).where(Structure.public_id == public_id))


def vat_regimes(session: Reader, structure_id: int) -> list[StructureVat]:
    """Every regime a structure follows or will, the last first."""
    return list(
        session.scalars(
            select(StructureVat)
            .where(StructureVat.structure_id == structure_id)
            .order_by(StructureVat.valid_from.desc())
        )
    )
