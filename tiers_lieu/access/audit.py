"""Writing down who edited what. Called inside the operation's own transaction."""

from sqlalchemy.orm import Session

from tiers_lieu.access.models import AuditEntry
from tiers_lieu.kernel import clock


def note_edit(
    session: Session,
    *,
    by: int | None,
    action: str,
    subject_kind: str,
    subject_id: str | int,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """Add one audit entry. `by` is an account's id, None for the command line."""
    session.add(
        AuditEntry(
            at=clock.now(),
            account_id=by,
            action=action,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            before=before,
            after=after,
        )
    )
