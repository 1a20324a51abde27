"""The schema of the hub's database: brought to the present by Alembic, and compared with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine

from tiers_lieu.config import Settings, migrations_folder
from tiers_lieu.kernel.db import driver_module, prepare_engine


@dataclass(frozen=True)
class Revision:
    """Where a database stands (`None`: it has no table yet) and where the code stands."""

    current: str | None
    head: str | None

    @property
    def is_head(self) -> bool:
        """True when the database is the one this code was written for."""
        return self.current is not None and self.current == self.head


def upgrade(settings: Settings) -> Revision:
    """Bring the database to the newest revision, all or nothing; it is created when it does not exist."""
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    with connection(settings.database_url) as opened, opened.begin():
        command.upgrade(_configuration(opened), "head")
    return revision(settings)


def revision(settings: Settings) -> Revision:
    """Compare the database with the code. Raises what the driver raises when it cannot be reached."""
    script = ScriptDirectory(str(migrations_folder()))
    if settings.is_sqlite and not settings.sqlite_file.exists():
        return Revision(None, script.get_current_head())  # looking must not create the file
    with connection(settings.database_url) as opened:
        current = MigrationContext.configure(opened).get_current_revision()
    return Revision(current, script.get_current_head())


def trouble(settings: Settings) -> str | None:
    """What the database says is damaged in itself, or None. SQLite only: PostgreSQL watches over its own."""
    if not settings.is_sqlite:
        return None
    with connection(settings.database_url) as opened:
        said = str(opened.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return None if said == "ok" else said


def _configuration(opened: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(migrations_folder()))
    configuration.attributes["connection"] = opened
    return configuration


@contextmanager
def connection(url: str) -> Iterator[Connection]:
    """A connection with the house's manners, outside the application; its engine is disposed of after it."""
    engine = _engine(url)
    try:
        with engine.connect() as opened:
            yield opened
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, module=driver_module())
    prepare_engine(engine)
    return engine
