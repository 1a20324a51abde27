"""Reading grids, letters and what is left of caps. Never why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from tiers_lieu.kernel.db import Reader
from tiers_lieu.people.models import Card, Household
from tiers_lieu.tariffs.models import CapUse, Grid, GridLetter, LetterGrant
from tiers_lieu.tariffs.rules import period_of

_GRID: Any = Grid.__table__
_LETTER: Any = GridLetter.__table__
_GRANT: Any = LetterGrant.__table__
_CARD: Any = Card.__table__
_HOUSEHOLD: Any = Household.__table__
_USE: Any = CapUse.__table__
_GRID_ON = (
    select(_GRID.c.id)
    .where(_GRID.c.valid_from <= bindparam("on"))
    .order_by(_GRID.c.valid_from.desc())
    .limit(1)
)
# A card, its household's key and the terms of the letter it holds on a day: one look, built once.
_CARD_TERMS = (
    select(
        _HOUSEHOLD.c.journal_key,
        _CARD.c.revoked_at,
        _LETTER.c.letter,
        _LETTER.c.share_bp,
        _LETTER.c.cap_cents,
        _LETTER.c.cap_basis,
        _LETTER.c.cap_period,
    )
    .join(_HOUSEHOLD, _HOUSEHOLD.c.id == _CARD.c.household_id)
    .outerjoin(
        _LETTER,
        (_LETTER.c.grid_id == _GRID_ON.scalar_subquery())
        & (
            _LETTER.c.letter
            == select(_GRANT.c.letter)
            .where(
                _GRANT.c.household_id == _CARD.c.household_id,
                _GRANT.c.valid_from <= bindparam("on"),
                or_(_GRANT.c.valid_until.is_(None), _GRANT.c.valid_until >= bindparam("on")),
            )
            .order_by(_GRANT.c.id.desc())
            .limit(1)
            .correlate(_CARD)
            .scalar_subquery()
        ),
    )
    .where(_CARD.c.public_id == bindparam("card"))
)
_USED_BY_ONE = {
    basis: select(func.coalesce(func.sum(column), 0)).where(
        _USE.c.household_key == bindparam("key"),
        _USE.c.used_on.between(bindparam("first"), bindparam("last")),
    )
    for basis, column in (("value", _USE.c.value_cents), ("paid", _USE.c.paid_cents))
}


@dataclass(frozen=True)
class Letter:
    """A letter in force: what it pays (basis points) and its cap."""

    letter: str
    share_bp: int
    cap_cents: int | None
    cap_basis: str
    cap_period: str


@dataclass(frozen=True)
class CardTerms:
    """What a card means on a day: the journal key of its household, and the letter it pays by, if any."""

    household_key: str
    revoked_at: datetime | None
    letter: Letter | None


def card_terms(reader: Any, card_public_id: str, on: date) -> CardTerms | None:
    """The terms of a card, or None when nobody has it. `reader` executes statements."""
    row = reader.execute(_CARD_TERMS, {"card": card_public_id, "on": on}).one_or_none()
    if row is None:
        return None
    key, revoked_at, *terms = row
    return CardTerms(key, revoked_at, Letter(*terms) if terms[0] is not None else None)


def used_by(reader: Any, household_key: str, letter: Letter, on: date) -> int:
    """What one household used of a letter's cap in the period that holds `on` (cents)."""
    first, last = period_of(on, letter.cap_period)
    asked = {"key": household_key, "first": first, "last": last}
    return int(reader.execute(_USED_BY_ONE[letter.cap_basis], asked).scalar_one())


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


def grids(session: Reader) -> list[tuple[Grid, list[Letter]]]:
    """Every grid with its letters in their order, the one that begins last first."""
    found: dict[int, list[Letter]] = {}
    for row in session.scalars(select(GridLetter).order_by(GridLetter.letter)):
        terms = Letter(row.letter, row.share_bp, row.cap_cents, row.cap_basis, row.cap_period)
        found.setdefault(row.grid_id, []).append(terms)
    return [
        (grid, found.get(grid.id, []))
        for grid in session.scalars(select(Grid).order_by(Grid.valid_from.desc()))
    ]


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
    return dict(rows)


def grants(session: Reader, household_id: int) -> list[LetterGrant]:
    """Every letter a household was given, newest first."""
    return list(
        session.scalars(
            select(LetterGrant)
            .where(LetterGrant.household_id == household_id)
            .order_by(LetterGrant.id.desc())
        )
    )


def used(session: Reader, letter: Letter, on: date) -> dict[str, int]:
    """What each household used of this letter's cap in the period that holds `on` (cents)."""
    first, last = period_of(on, letter.cap_period)
    column = CapUse.value_cents if letter.cap_basis == "value" else CapUse.paid_cents
    rows = session.execute(
        select(CapUse.household_key, func.sum(column))
        .where(CapUse.used_on.between(first, last))
        .group_by(CapUse.household_key)
    )
    return {key: int(total) for key, total in rows}
