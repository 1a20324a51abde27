"""Changing the shelves of the till: eight at most, so that each keeps a place a hand learns."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.catalogue import queries
from tiers_lieu.catalogue.models import Category
from tiers_lieu.catalogue.rules import COLOURS, MOST_SHELVES
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal


def add_shelf(
    *, name: str, picture: str, colour: str, place: int | None = None, by: int | None = None
) -> Category:
    """Add a shelf at a place (1 is the first; None is the end). Refuses a ninth, and a name already taken."""
    with atomic() as session:
        rows = _locked(session)
        if len(rows) >= MOST_SHELVES:
            raise Refusal("too_many_shelves", _("Huit rayons au plus. Renommez-en un."))
        shelf = Category(name="", picture=picture, colour=colour, position=len(rows))
        _write(session, rows, shelf, name, picture, colour)
        session.add(shelf)
        _put(rows, shelf, place)
        session.flush()
        note_edit(
            session,
            by=by,
            action="shelf.added",
            subject_kind="shelf",
            subject_id=shelf.public_id,
            after=_facts(shelf),
        )
    return shelf


def change_shelf(
    *,
    shelf_public_id: str,
    name: str,
    picture: str,
    colour: str,
    place: int | None = None,
    by: int | None = None,
) -> Category:
    """Rename a shelf, redraw it, or move it to a place; the others make room."""
    with atomic() as session:
        rows = _locked(session)
        shelf = next((row for row in rows if row.public_id == shelf_public_id), None)
        if shelf is None:
            raise NotFound("no_shelf", _("Ce rayon n'existe pas."))
        before = _facts(shelf)
        _write(session, rows, shelf, name, picture, colour)
        if place is not None:
            rows.remove(shelf)
            _put(rows, shelf, place)
        note_edit(
            session,
            by=by,
            action="shelf.changed",
            subject_kind="shelf",
            subject_id=shelf.public_id,
            before=before,
            after=_facts(shelf),
        )
    return shelf


def _locked(session: Session) -> list[Category]:
    """The shelves in their order; two people who move them wait for each other."""
    session.execute(select(Category.id).with_for_update())
    return queries.categories(session)


def _write(
    session: Session, rows: list[Category], shelf: Category, name: str, picture: str, colour: str
) -> None:
    name = name.strip()
    if not name:
        raise Refusal("name_missing", _("Écrivez le nom du rayon."), field="name")
    if any(row is not shelf and row.name.casefold() == name.casefold() for row in rows):
        raise Refusal("name_used", _("Un rayon a déjà ce nom."), field="name")
    if colour not in COLOURS:
        raise Refusal("bad_colour", _("Choisissez une couleur."), field="colour")
    shelf.name, shelf.picture, shelf.colour = name, picture, colour


def _put(rows: list[Category], shelf: Category, place: int | None) -> None:
    """Put a shelf among the others and number them all again."""
    at = len(rows) if place is None else min(max(place - 1, 0), len(rows))
    for position, row in enumerate([*rows[:at], shelf, *rows[at:]]):
        row.position = position


def _facts(shelf: Category) -> dict[str, object]:
    return {
        "name": shelf.name,
        "picture": shelf.picture,
        "colour": shelf.colour,
        "place": shelf.position + 1,
    }
