"""The database: one metadata, aware UTC instants, one way to change things.

SQLite runs in WAL with synchronous=FULL; a change begins IMMEDIATE, so that it never fails half way on a
lock (a plain BEGIN cannot wait once it has read). PostgreSQL runs the same code and locks rows instead.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Flask, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Engine, ExceptionContext, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, scoped_session
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """The base of every table; constraints have predictable names, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Cents, grams and thousandths: what a tablet may send does not always fit 32 bits.
Amount = Annotated[int, mapped_column(BigInteger)]

# Whoever reads: an operation's session, or the page's.
Reader = Session | scoped_session[Any]

db = SQLAlchemy(model_class=Base, disable_autonaming=True)

_inside: ContextVar[bool] = ContextVar("inside_atomic", default=False)
_one_writer = threading.Lock()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. A naive one is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def personal(purpose: str, keep: str) -> dict[str, str]:
    """What a column about a person is for and how long it is kept; goes into the column's `info`."""
    return {"purpose": purpose, "keep": keep}


def driver_module() -> Any:
    """The SQLite driver that is safe to write with: pysqlite3 where it exists, else Python's own."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:  # no wheel on this machine: `doctor` says whether the system's own is safe
        import sqlite3 as dbapi2
    return dbapi2


def _quote_nothing(context: ExceptionContext) -> None:
    """PostgreSQL quotes the values it refuses (classes 22 and 23): a log must not hold them."""
    broken, told = context.original_exception, context.sqlalchemy_exception
    state = str(getattr(broken, "sqlstate", None) or "")
    if state.startswith(("22", "23")):
        where = getattr(getattr(broken, "diag", None), "constraint_name", None) or ""
        broken.args = (f"{type(broken).__name__} {state} {where}".strip(),)
        if told is not None:
            told.args = broken.args


def prepare_engine(engine: Engine) -> None:
    """Give an engine the house's manners: on SQLite its pragmas, on PostgreSQL errors that quote no value."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "handle_error", _quote_nothing)
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not guess where a transaction begins
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        # By the driver itself: this is said before each change and each look, and needs none of the engine's care.
        connection.connection.driver_connection.execute(f"BEGIN {mode}").close()


def init_db(app: Flask) -> None:
    """Bind the application to its database. What is written never shows in an error, hence never in a log."""
    quiet = {"hide_parameters": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"module": driver_module(), **quiet})
    else:
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": True, **quiet})
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


@contextmanager
def atomic() -> Iterator[Session]:
    """One change: a fresh session, committed at the end, rolled back on anything, never nested.

    What the page read before is forgotten afterwards, so that it sees the change.
    """
    with _one_change() as connection, Session(connection, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def atomic_core() -> Iterator[Connection]:
    """The same on a bare connection, for the intake: it has no use for a session, which costs a tenth of its time."""
    with _one_change() as connection, connection.begin():
        yield connection


@contextmanager
def _one_change() -> Iterator[Connection]:
    if _inside.get():
        raise RuntimeError("an operation may not call another operation")
    engine = db.engine
    mark = _inside.set(True)
    try:
        with (
            _one_writer if engine.dialect.name == "sqlite" else nullcontext(),
            engine.connect() as connection,
        ):
            yield connection.execution_options(sqlite_begin="IMMEDIATE")
    finally:
        _inside.reset(mark)
        if has_app_context() and db.session.registry.has():
            db.session.rollback()
