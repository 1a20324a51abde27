"""Counting wrong secrets. Three for a PIN, then a badge; a password waits longer after each five."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tiers_lieu.access.models import FailedTries
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.errors import Refusal

PIN_TRIES = 3
PASSWORD_TRIES = 5
PASSWORD_PAUSE = timedelta(minutes=5)
_BEGIN = {
    module.dialect.name: module.insert(FailedTries).on_conflict_do_nothing()
    for module in (sqlite, postgresql)
}


def _row(session: Session, subject: str) -> FailedTries:
    """The row of a door, made when there is none and locked: tries at one door come one after the other."""
    while True:
        start = {"subject": subject, "count": 0, "last_at": clock.now()}
        session.execute(_BEGIN[session.get_bind().dialect.name], start)
        found = select(FailedTries).where(FailedTries.subject == subject).with_for_update()
        row = session.scalar(found, execution_options={"populate_existing": True})
        if row is not None:  # a success beside us may just have removed it
            return row


def failures(session: Session, subject: str) -> int:
    """How many wrong tries since the last success. The row is locked for the rest of the transaction."""
    return _row(session, subject).count


def count_failure(session: Session, subject: str) -> int:
    """Add one wrong try and return the new count."""
    row = _row(session, subject)
    row.count += 1
    row.last_at = clock.now()
    session.flush()
    return row.count


def forget_failures(session: Session, *subjects: str) -> None:
    """A success: start again from zero."""
    for subject in subjects:
        row = session.get(FailedTries, subject, with_for_update=True)
        if row is not None:
            session.delete(row)


def check_password_pause(session: Session, subject: str) -> None:
    """Refuse while a door is closed after too many wrong passwords."""
    row = _row(session, subject)
    if row.count >= PASSWORD_TRIES and clock.now() < row.last_at + PASSWORD_PAUSE:
        raise Refusal(
            "too_many_tries", _("Trop d'essais. Attendez cinq minutes, puis réessayez."), status=429
        )
