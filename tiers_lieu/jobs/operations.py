"""Asking for work, claiming it, finishing it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tiers_lieu.jobs.models import Job
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic

LEASE = timedelta(minutes=2)
TRIES = 8


def ask(
    session: Session,
    *,
    kind: str,
    arguments: dict[str, object] | None = None,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Write a job in the caller's transaction. A job of the same `dedupe_key` that exists is left as it is."""
    if dedupe_key and session.scalar(select(Job.id).where(Job.dedupe_key == dedupe_key)):
        return
    session.add(
        Job(kind=kind, arguments=arguments or {}, run_at=run_at or clock.now(), dedupe_key=dedupe_key)
    )
    session.flush()


def claim(*, owner: str) -> Job | None:
    """Take the oldest job that is due and free, for two minutes. A job whose worker died is free again."""
    now = clock.now()
    with atomic() as session:
        job = session.scalar(
            select(Job)
            .where(
                Job.done_at.is_(None),
                Job.run_at <= now,
                Job.attempts < TRIES,
                or_(Job.locked_until.is_(None), Job.locked_until < now),
            )
            .order_by(Job.run_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job is not None:
            job.owner, job.locked_until, job.attempts = owner, now + LEASE, job.attempts + 1
    return job


def finish(session: Session, job_id: int, owner: str) -> bool:
    """Mark a job done in the transaction of its effect. False when the lease was lost: roll the effect back."""
    job: Any = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
    if job is None or job.owner != owner or job.done_at is not None:
        return False
    job.done_at, job.locked_until, job.error = clock.now(), None, None
    return True


def again(session: Session, job_id: int, owner: str, every: timedelta) -> bool:
    """Set a job that comes back for its next time, in the transaction of its effect. False: the lease was lost."""
    job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
    if job is None or job.owner != owner:
        return False
    job.owner, job.locked_until, job.error, job.attempts = None, None, None, 0
    job.run_at = clock.now() + every
    return True


def begin_periodic(*, kinds: list[str]) -> None:
    """Write the jobs that come back, where they are missing; a hub has each of them once."""
    try:
        with atomic() as session:
            for kind in kinds:
                ask(session, kind=kind, dedupe_key=f"again:{kind}")
    except IntegrityError:  # another worker wrote them at the same moment
        return


def postpone(*, job_id: int, owner: str, error: str) -> None:
    """Give a failed job back: tried again after 1, 2, 4 … minutes, eight times in all."""
    with atomic() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is not None and job.owner == owner and job.done_at is None:
            job.owner, job.locked_until, job.error = None, None, error[:200]
            job.run_at = clock.now() + timedelta(minutes=2 ** (job.attempts - 1))
