"""Settling what waits: a coordinator looked, and says so. What was recorded or kept stays as it is."""

from typing import TypeVar

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.sales.models import Flag, Quarantined

NOTE_LENGTH = 200
Waiting = TypeVar("Waiting", Flag, Quarantined)


def settle_flag(*, flag_id: int, note: str = "", by: int | None = None) -> Flag:
    """Say that a flag was looked at, with a note if there is more to say. Refuses one already settled."""
    with atomic() as session:
        flag = _settle(session, Flag, flag_id, note, by)
        note_edit(
            session,
            by=by,
            action="flag.settled",
            subject_kind="envelope",
            subject_id=flag.envelope_id,
            after={"kind": flag.kind},
        )
    return flag


def settle_quarantined(*, kept_id: int, note: str, by: int | None = None) -> Quarantined:
    """Say what was done about an envelope set aside. The note is needed: somebody paid for what is in it."""
    if not note.strip():
        raise Refusal("note_missing", _("Écrivez ce que vous avez fait."), field="note")
    with atomic() as session:
        kept = _settle(session, Quarantined, kept_id, note, by)
        note_edit(
            session,
            by=by,
            action="quarantine.settled",
            subject_kind="envelope",
            subject_id=kept.envelope_id,
            after={"code": kept.code},
        )
    return kept


def _settle(session: Session, kind: type[Waiting], row_id: int, note: str, by: int | None) -> Waiting:
    row = session.get(kind, row_id, with_for_update=True)
    if row is None:
        raise NotFound("no_check", _("Cette remarque n'existe pas."))
    if row.settled_at is not None:
        raise Refusal("already_settled", _("Quelqu'un l'a déjà vu. Rechargez la page."), status=409)
    row.settled_at, row.settled_by, row.note = clock.now(), by, note.strip()[:NOTE_LENGTH] or None
    return row
