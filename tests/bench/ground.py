"""The ground of the bench: a careful PostgreSQL of its own, and hubs that really run, with the demonstration in."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, update

from tests.fixtures.demo import DemoHub
from tests.fixtures.hub import LiveHub
from tests.fixtures.postgres import PostgresServer, find_program
from tests.peers.counter import Counter
from tiers_lieu.demo import load
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.ids import new_id, new_token, token_hash
from tiers_lieu.people.models import Card, Household
from tiers_lieu.sales import registers
from tiers_lieu.serving import certificate, schema
from tiers_lieu.serving.application import close
from tiers_lieu.stock.models import StockLevel
from tiers_lieu.tariffs.models import GridLetter, LetterGrant

PLENTY = 1_000_000_000  # grams, pieces and cents enough for any number of rounds
HOUSEHOLDS = 300
LETTER = "B"


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL with its own defaults: it waits for the disk at each commit, as one that keeps money must."""
    folder = Path(tempfile.mkdtemp(prefix="tl-bench-pg-"))
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names) if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)  # initdb refuses root

    def run(program: str, *arguments: str) -> None:
        command = [str(find_program(program)), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    try:
        run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "start", "--wait", "--silent", "--log", str(folder / "log"), "-o", options)
        yield PostgresServer(folder)
        run("pg_ctl", "stop", "--mode=immediate", "--silent")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Ground:
    """One hub with the demonstration in it; it is served once `hub.start()` was called."""

    hub: LiveHub
    demo: DemoHub

    @property
    def url(self) -> str:
        """The address of its database."""
        return self.hub.settings.database_url

    def tablet(self, code: str) -> Counter:
        """A paired tablet with its snapshot: of the demonstration's register C1, or of a new one."""
        with self.demo.app.app_context():
            public_id = self.demo.logins.register
            if code != "C1":
                public_id = registers.add_register(
                    code=code, name=code, structure_id=1, printer_id=1
                ).public_id
            pairing = registers.issue_pairing_code(register_public_id=public_id)
        counter = Counter(post=self.demo.post)
        status, told = counter.pair(pairing)
        assert status == 200, told
        self.demo.refresh(counter)
        return counter


@contextmanager
def ground(folder: Path, database_url: str = "", *, agent: bool = False) -> Iterator[Ground]:
    """A hub in `folder`, on SQLite unless a database is given, that has goods and caps for any number of sales."""
    instance = folder / "instance"
    instance.mkdir(parents=True, mode=0o700)
    hub = LiveHub(instance, database_url or f"sqlite:///{instance / 'hub.sqlite3'}", agent=agent)
    certificate.ensure(hub.settings)
    schema.upgrade(hub.settings)
    try:
        with hub.app.app_context():
            logins = load(hub.instance)
            _stock_up()
        yield Ground(hub, DemoHub(hub.app, logins))
    finally:
        hub.kill()
        with hub.app.app_context():
            close(hub.app)


def _stock_up() -> None:
    """Many households with a card, as a hub has; no cap and no stock that a bench could use up."""
    today = clock.today("Europe/Paris")
    with atomic() as session:
        session.execute(update(StockLevel).values(quantity=PLENTY))
        session.execute(update(GridLetter).where(GridLetter.cap_cents.is_not(None)).values(cap_cents=PLENTY))
        now = clock.now()
        households = [{"journal_key": new_id(), "created_at": now} for _ in range(HOUSEHOLDS)]
        ids = session.scalars(insert(Household).returning(Household.id), households).all()
        cards = [
            {
                "household_id": each,
                "number": f"B{each:04}",
                "token_hash": token_hash(new_token()),
                "issued_at": now,
            }
            for each in ids
        ]
        session.execute(insert(Card), cards)
        grant = {"letter": LETTER, "reason": "bench", "valid_from": today, "granted_at": now}
        session.execute(insert(LetterGrant), [grant | {"household_id": each} for each in ids])
