"""One process at a time on a SQLite library that may damage its file.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections of different processes race at a reset
(fixed in 3.51.3, and in 3.50.7 and 3.44.6). The wheel we depend on is safe; where it does not exist (ARM),
the system's library is used, and then a lock on the instance keeps every other process out.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from tiers_lieu.config import Settings
from tiers_lieu.kernel.errors import Refusal

LOCK = "writer.lock"


def is_safe(version: tuple[int, ...]) -> bool:
    """True for a SQLite version without the WAL-reset defect."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library the hub really uses."""
    from tiers_lieu.kernel.db import driver_module  # here, so that a supervisor does not load the database

    return tuple(driver_module().sqlite_version_info)


@contextmanager
def alone_if_unsafe(settings: Settings) -> Iterator[None]:
    """Hold the instance for this process while it works, when its SQLite needs that; else do nothing."""
    if not settings.is_sqlite or is_safe(sqlite_version()):
        yield
        return
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.instance / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(
                "busy_instance", "Le lieu est ouvert ailleurs. Arrêtez « serve », puis recommencez."
            ) from None
        yield
