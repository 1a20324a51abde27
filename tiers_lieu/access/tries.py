"""Counting wrong secrets. Three for a PIN, then a badge; a password waits longer after each five."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from tiers_lieu.access.models import FailedTries
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.errors import Refusal

PIN_TRIES = 3
PASSWORD_TRIES = 5
PASSWORD_PAUSE = timedelta(minutes=5)


def failures(session: Session, subject: str) -> int:
    """How many wrong tries since the last success. The row is locked for the rest of the transaction."""
    row = session.get(FailedTries, subject, with_for_update=True)
    return row.count if row else 0


def count_failure(session: Session, subject: str) -> int:
    """Add one wrong try and return the new count."""
    row = session.get(FailedTries, subject, with_for_update=True)
    if row is None:
        row = FailedTries(subject=subject, count=0, last_at=clock.now())
        session.add(row)
    row.count += 1
    row.last_at = clock.now()
    return row.count


def forget_failures(session: Session, *subjects: str) -> None:
    """A success: start again from zero."""
    for subject in subjects:
        row = session.get(FailedTries, subject, with_for_update=True)
        if row is not None:
            session.delete(row)


def check_password_pause(session: Session, subject: str) -> None:
    """Refuse while a door is closed after too many wrong passwords."""
    row = session.get(FailedTries, subject)
    if row and row.count >= PASSWORD_TRIES and clock.now() < row.last_at + PASSWORD_PAUSE:
        raise Refusal(
            "too_many_tries", _("Trop d'essais. Attendez cinq minutes, puis réessayez."), status=429
        )
