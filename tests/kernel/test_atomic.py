"""One way to change things: whole or not at all, never nested, one writer at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from tiers_lieu.access.models import FailedTries
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic, db

HANDS = 4
TURNS = 5


def begin(subject: str = "count") -> None:
    """A row to count in."""
    with atomic() as session:
        session.add(FailedTries(subject=subject, count=0, last_at=clock.now()))


def count() -> int:
    """What the row says."""
    db.session.rollback()
    return db.session.scalars(select(FailedTries.count)).one()


def read(session: Session) -> int:
    """The count, with the row locked where the database locks rows."""
    return session.scalars(select(FailedTries).with_for_update()).one().count


def count_together(app: Flask, turn: Callable[[threading.Barrier], None]) -> int:
    """Four hands add one, five times each; returns what there is in the end."""
    start = threading.Barrier(HANDS)

    def hand(_place: int) -> None:
        with app.app_context():
            for _ in range(TURNS):
                turn(start)

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(hand, range(HANDS)))
    return count()


def write(session: Session, number: int) -> None:
    """Set the count by value: what was read in between is lost."""
    session.execute(text("UPDATE failed_tries SET count = :number"), {"number": number})


def test_nothing_is_lost_when_hands_read_and_write_together(context: Flask) -> None:
    begin()

    def turn(_start: threading.Barrier) -> None:
        with atomic() as session:
            write(session, read(session) + 1)

    assert count_together(context, turn) == HANDS * TURNS


def test_without_it_updates_are_lost(context: Flask) -> None:
    """The twin: the same hands without `atomic` and without a lock lose what others wrote, or fail half way."""
    begin()

    def turn(start: threading.Barrier) -> None:
        with Session(db.engine) as session:
            seen = session.scalars(select(FailedTries.count)).one()
            start.wait(20)  # all have read
            try:
                write(session, seen + 1)
                session.commit()
            except DBAPIError:  # SQLite: a transaction that began by reading cannot wait to write
                session.rollback()
        start.wait(20)

    assert count_together(context, turn) < HANDS * TURNS


def test_a_change_begins_as_the_writer_on_sqlite(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        with atomic() as session:
            assert session.get_bind().dialect.name == "postgresql"
        return
    with atomic() as session, db.engine.connect() as other:
        session.execute(
            text("SELECT 1")
        )  # a look is enough: the lock is taken before, not at the first write
        other.exec_driver_sql("PRAGMA busy_timeout = 1")
        with pytest.raises(DBAPIError, match="locked"):
            other.exec_driver_sql("UPDATE failed_tries SET count = 1")


def test_an_operation_does_not_call_another(context: Flask) -> None:
    with atomic(), pytest.raises(RuntimeError, match="may not call another operation"), atomic():
        pass
    begin()  # and the mark is gone afterwards
    assert count() == 0


def test_a_refusal_leaves_nothing(context: Flask) -> None:
    def write_and_break() -> None:
        with atomic() as session:
            session.add(FailedTries(subject="gone", count=1, last_at=clock.now()))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_break()
    assert db.session.scalars(select(FailedTries)).all() == []


def test_a_page_sees_what_was_changed_after_it_looked(context: Flask) -> None:
    begin()
    row = db.session.scalars(select(FailedTries)).one()
    with atomic() as session:
        write(session, 7)
    assert row.count == 7


def test_a_naive_datetime_is_refused(context: Flask) -> None:
    with pytest.raises(StatementError, match="naive"), atomic() as session:
        session.add(FailedTries(subject="x", count=1, last_at=datetime(2026, 1, 1)))  # noqa: DTZ001 -- the mistake itself


def test_what_was_written_is_not_in_the_error(context: Flask) -> None:
    wrong = text("SELECT nothing FROM nowhere WHERE name = :name")
    with atomic() as session, pytest.raises(DBAPIError) as broken:
        session.execute(wrong, {"name": "Amina Benali"})
    assert "parameters hidden" in str(broken.value) and "Benali" not in str(broken.value)


def test_sqlite_keeps_its_promises(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
