"""Work to do later: claimed by one, done once, given back when its worker died, rolled back when its lease was lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.models import FailedTries
from tiers_lieu.jobs import operations
from tiers_lieu.jobs.models import Job
from tiers_lieu.jobs.worker import Handlers, run_one
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic, db


def ask(**more: Any) -> None:
    """Ask for one piece of work."""
    with atomic() as session:
        operations.ask(session, kind="note", **({"arguments": {"word": "fait"}} | more))


def note(session: Session, word: str) -> None:
    """A handler with an effect to look for."""
    session.add(FailedTries(subject=word, count=1, last_at=clock.now()))


HANDLERS: Handlers = {"note": note}


pytestmark = pytest.mark.usefixtures("context")


def effects() -> list[str]:
    """What was really done."""
    db.session.rollback()
    return list(db.session.scalars(select(FailedTries.subject)))


def the_job() -> Job:
    """The one job."""
    db.session.rollback()
    return db.session.scalars(select(Job)).one()


def test_a_job_is_done_once_with_its_effect() -> None:
    ask()
    assert run_one(HANDLERS, "a") and not run_one(HANDLERS, "b")
    assert effects() == ["fait"] and the_job().done_at is not None


def test_many_workers_take_each_job_once(context: Flask) -> None:
    for place in range(12):
        ask(arguments={"word": f"mot {place}"})

    def work(owner: int) -> int:
        done = 0
        with context.app_context():
            while run_one(HANDLERS, f"w{owner}"):
                done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, range(4)))
    assert sum(done) == 12 and len(effects()) == 12


def test_a_worker_killed_after_its_claim_gives_the_job_back_after_two_minutes() -> None:
    ask()
    assert operations.claim(owner="dead") is not None
    with clock.frozen(clock.now() + operations.LEASE - timedelta(seconds=1)):
        assert operations.claim(owner="b") is None
    with clock.frozen(clock.now() + operations.LEASE + timedelta(seconds=1)):
        assert run_one(HANDLERS, "b")
    assert effects() == ["fait"]


def test_a_worker_that_lost_its_lease_leaves_no_trace() -> None:
    ask()

    def slow(session: Session, word: str) -> None:
        note(session, word)

    real = operations.finish

    def finish_late(session: Session, job_id: int, owner: str) -> bool:
        row = session.get_one(Job, job_id)
        row.owner = "the one who took over"
        session.flush()
        return real(session, job_id, owner)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "finish", finish_late)
        assert run_one({"note": slow}, "a")
    assert effects() == [] and the_job().done_at is None


def test_a_job_that_breaks_is_rolled_back_and_tried_again_later_eight_times() -> None:
    ask()

    def broken(session: Session, word: str) -> None:
        note(session, word)
        raise RuntimeError("the name of Amina Benali")

    at = clock.now()
    for attempt in range(operations.TRIES):
        with clock.frozen(at):
            assert run_one({"note": broken}, "a")
            assert not run_one({"note": broken}, "a")
        row = the_job()
        assert (row.attempts, row.error, row.owner) == (attempt + 1, "RuntimeError", None)
        at = row.run_at
    with clock.frozen(at + timedelta(days=30)):
        assert not run_one(HANDLERS, "a")
    assert effects() == []


def test_a_job_of_a_kind_nobody_knows_is_kept() -> None:
    ask()
    assert run_one({}, "a")
    assert the_job().error == "KeyError" and the_job().done_at is None


def test_a_job_asked_twice_is_there_once_and_one_rolled_back_never() -> None:
    ask(dedupe_key="one")
    ask(dedupe_key="one")

    def ask_and_break() -> None:
        with atomic() as session:
            operations.ask(session, kind="note")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_break()
    assert the_job().dedupe_key == "one"


def test_a_job_for_later_waits() -> None:
    ask(run_at=clock.now() + timedelta(hours=1))
    assert not run_one(HANDLERS, "a")
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
        assert run_one(HANDLERS, "a")
