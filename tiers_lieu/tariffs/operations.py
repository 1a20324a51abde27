"""Changing grids and letters."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.structures.queries import the_hub
from tiers_lieu.tariffs import queries
from tiers_lieu.tariffs.models import CAP_BASES, PERIODS, Grid, GridLetter, LetterGrant
from tiers_lieu.tariffs.rules import FULL_SHARE_BP, MOST_CAP_CENTS, is_letter


@dataclass(frozen=True)
class LetterTerms:
    """A letter to write into a grid: share in basis points, cap in cents or None."""

    letter: str
    share_bp: int
    cap_cents: int | None = None
    cap_basis: str = "value"
    cap_period: str = "month"


def add_grid(*, name: str, valid_from: date, letters: list[LetterTerms], by: int | None = None) -> Grid:
    """Put a new grid in force from a date, until the next one; a grid is never edited.

    Refuses a grid without a name or a letter, a second grid on one day, terms that make no sense, and a day
    that is over once the hub has a grid: what was sold keeps the terms it was sold by.
    """
    name = name.strip()
    if not name:
        raise Refusal("name_missing", _("Écrivez le nom de la grille."), field="name")
    _check_terms(letters)
    with atomic() as session:
        if session.scalar(select(Grid.id).where(Grid.valid_from == valid_from)):
            raise Refusal("grid_exists", _("Une grille commence déjà ce jour-là."), field="valid_from")
        if session.scalar(select(Grid.id).limit(1)) and valid_from < clock.today(the_hub(session).zone):
            raise Refusal("past_grid", _("Choisissez aujourd'hui ou un jour à venir."), field="valid_from")
        grid = Grid(name=name, valid_from=valid_from)
        session.add(grid)
        session.flush()
        session.add_all(GridLetter(grid_id=grid.id, **vars(terms)) for terms in letters)
        note_edit(
            session,
            by=by,
            action="grid.added",
            subject_kind="grid",
            subject_id=grid.id,
            after={
                "name": name,
                "valid_from": valid_from.isoformat(),
                "letters": {terms.letter: terms.share_bp for terms in letters},
            },
        )
    return grid


def _check_terms(letters: list[LetterTerms]) -> None:
    if not letters:
        raise Refusal("no_letter", _("Écrivez au moins un tarif."), field="letters")
    seen: set[str] = set()
    for terms in letters:
        good = (
            is_letter(terms.letter)
            and terms.letter not in seen
            and 0 <= terms.share_bp <= FULL_SHARE_BP
            and (terms.cap_cents is None or 0 <= terms.cap_cents <= MOST_CAP_CENTS)
            and terms.cap_basis in CAP_BASES
            and terms.cap_period in PERIODS
        )
        if not good:
            raise Refusal(
                "bad_letter", _("Une lettre, une part de 0 à 100 %, un plafond positif."), field="letters"
            )
        seen.add(terms.letter)


def grant_letter(
    *,
    household_id: int,
    letter: str,
    reason: str,
    valid_from: date,
    valid_until: date | None = None,
    by: int | None = None,
) -> LetterGrant:
    """Give a household a letter by hand, with a reason. Refuses a letter the grid of that day does not have."""
    reason = reason.strip()
    if not reason:
        raise Refusal("reason_missing", _("Écrivez la raison de ce choix."), field="reason")
    if valid_until is not None and valid_until < valid_from:
        raise Refusal("bad_dates", _("La fin vient avant le début. Corrigez les dates."), field="valid_until")
    with atomic() as session:
        if letter not in queries.letters(session, valid_from):
            raise Refusal("unknown_letter", _("Cette lettre n'est pas dans la grille."), field="letter")
        before = queries.granted_letter(session, household_id, valid_from)
        grant = LetterGrant(
            household_id=household_id,
            letter=letter,
            reason=reason,
            valid_from=valid_from,
            valid_until=valid_until,
            granted_by=by,
            granted_at=clock.now(),
        )
        session.add(grant)
        session.flush()
        note_edit(
            session,
            by=by,
            action="letter.granted",
            subject_kind="household",
            subject_id=household_id,
            before={"letter": before},
            after={"letter": letter},
        )
    return grant
