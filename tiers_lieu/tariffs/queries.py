"""Reading grids, letters and what is left of caps. Never why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, scoped_session

from tiers_lieu.tariffs.models import CapUse, Grid, GridLetter, LetterGrant
from tiers_lieu.tariffs.rules import period_of

Reader = Session | scoped_session[Session]


@dataclass(frozen=True)
class Letter:
    """A letter in force: what it pays (basis points) and its cap."""

    letter: str
    share_bp: int
    cap_cents: int | None
    cap_basis: str
    cap_period: str


def letters(session: Reader, on: date) -> dict[str, Letter]:
    """The letters of the grid in force on a date, in their order; empty before the first grid."""
    grid = session.scalar(
        select(Grid.id).where(Grid.valid_from <= on).order_by(Grid.valid_from.desc()).limit(1)
    )
    if grid is None:
        return {}
    rows = session.execute(
        select(
            GridLetter.letter,
            GridLetter.share_bp,
            GridLetter.cap_cents,
            GridLetter.cap_basis,
            GridLetter.cap_period,
        )
        .where(GridLetter.grid_id == grid)
        .order_by(GridLetter.letter)
    )
    return {row.letter: Letter(*row) for row in rows}


def granted_letter(session: Reader, household_id: int, on: date) -> str | None:
    """The letter a household holds on a date: the last one granted among those in force."""
    return session.scalar(
        select(LetterGrant.letter)
        .where(
            LetterGrant.household_id == household_id,
            LetterGrant.valid_from <= on,
            or_(LetterGrant.valid_until.is_(None), LetterGrant.valid_until >= on),
        )
        .order_by(LetterGrant.id.desc())
        .limit(1)
    )


def granted_letters(session: Reader, on: date) -> dict[int, str]:
    """The letter of every household that holds one on a date."""
    last = (
        select(func.max(LetterGrant.id))
        .where(
            LetterGrant.valid_from <= on,
            or_(LetterGrant.valid_until.is_(None), LetterGrant.valid_until >= on),
        )
        .group_by(LetterGrant.household_id)
    )
    rows = session.execute(
        select(LetterGrant.household_id, LetterGrant.letter).where(LetterGrant.id.in_(last))
    ).all()
    return {household: letter for household, letter in rows}


def grants(session: Reader, household_id: int) -> list[LetterGrant]:
    """Every letter a household was given, newest first."""
    return list(
        session.scalars(
            select(LetterGrant)
            .where(LetterGrant.household_id == household_id)
            .order_by(LetterGrant.id.desc())
        )
    )


def used(
    session: Reader, letter: Letter, on: date, household_keys: Iterable[str] | None = None
) -> dict[str, int]:
    """What each household used of this letter's cap in the period that holds `on` (cents)."""
    first, last = period_of(on, letter.cap_period)
    column = CapUse.value_cents if letter.cap_basis == "value" else CapUse.paid_cents
    query = (
        select(CapUse.household_key, func.sum(column))
        .where(CapUse.used_on.between(first, last))
        .group_by(CapUse.household_key)
    )
    if household_keys is not None:
        query = query.where(CapUse.household_key.in_(list(household_keys)))
    return {key: int(total) for key, total in session.execute(query)}
