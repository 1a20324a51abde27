"""Sales a second over HTTPS, against the same rows by bare Core; and processor time a sale.

Served and bare rounds follow one another, so that whatever else the machine does weighs on both; the ratio is that of
each pair of rounds, and its median is told.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from tests.bench import processes
from tests.bench.bare import Bare
from tests.bench.envelopes import Batch, batch
from tests.bench.figures import Figure, median
from tests.bench.ground import Ground, ground
from tests.fixtures.hub import ROOT
from tests.peers.counter import Counter
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.models import Flag, Sale

LEAST_RATIO = 0.25
MOST_CPU_MS = 2.0
CLIENTS = (1, 4)


@dataclass
class Rounds:
    """What the rounds with one number of clients gave."""

    served: list[float] = field(default_factory=list)  # sales a second
    bare: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)  # the server's, a sale
    bare_cpu_ms: list[float] = field(default_factory=list)
    database_cpu_ms: list[float] = field(default_factory=list)  # of PostgreSQL's own processes


def measure(
    backend: str, url: tuple[str, str], *, rounds: int, sales: int, database_folder: str = ""
) -> Iterator[Figure]:
    """The figures of one database. `url` names the served hub's and the bare hub's; `sales` is for one round."""
    with tempfile.TemporaryDirectory(prefix="tl-bench-") as folder:
        place = Path(folder)
        with ground(place / "served", url[0]) as served, ground(place / "bare", url[1]) as other:
            served.hub.start()
            yield from _figures(backend, _run(served, other, rounds, sales, database_folder))


def _run(served: Ground, other: Ground, rounds: int, sales: int, database_folder: str) -> dict[int, Rounds]:
    choose = random.Random(20)
    codes = [f"C{number}" for number in range(1, max(CLIENTS) + 1)]
    tablets, others = ([each.tablet(code) for code in codes] for each in (served, other))
    bare = Bare(other.url)
    found = {clients: Rounds() for clients in CLIENTS}
    sent = 0

    def make(some: list[Counter], size: int) -> list[Batch]:
        return [batch(each, size // len(some), choose) for each in some]

    for number in range(rounds + 1):
        for clients in CLIENTS:
            size = sales if number else max(20, sales // 10)  # the first round warms up and is not kept
            kept = found[clients] if number else Rounds()
            batches = make(tablets[:clients], size)
            sent += sum(len(each.envelopes) for each in batches)
            _served_round(served, batches, kept, database_folder)
            _bare_round(bare, make(others[:clients], size), kept)
    bare.engine.dispose()
    with served.demo.app.app_context():
        recorded = db.session.scalar(select(func.count()).select_from(Sale))
        flags = db.session.scalar(select(func.count()).select_from(Flag))
        assert (recorded, flags) == (sent, 0), (
            f"{sent} sales were sent, {recorded} are recorded, {flags} flags"
        )
    return found


def _served_round(served: Ground, batches: list[Batch], kept: Rounds, database_folder: str) -> None:
    count = sum(len(each.envelopes) for each in batches)
    server = processes.parts(served.hub)["server"]
    with client(served, batches) as go:
        database = processes.postgres_processes(database_folder) if database_folder else []
        before, before_database = processes.cpu_seconds(server), processes.cpu_seconds(database)
        seconds = go()
        after, after_database = processes.cpu_seconds(server), processes.cpu_seconds(database)
    kept.served.append(count / seconds)
    kept.cpu_ms.append((after - before) * 1000 / count)
    kept.database_cpu_ms.append((after_database - before_database) * 1000 / count)


def _bare_round(bare: Bare, batches: list[Batch], kept: Rounds) -> None:
    count = sum(len(each.envelopes) for each in batches)
    work = bare.prepare(batches)
    before = time.process_time()
    seconds = bare.round(work)
    kept.bare.append(count / seconds)
    kept.bare_cpu_ms.append((time.process_time() - before) * 1000 / count)


@contextmanager
def client(served: Ground, batches: list[Batch]) -> Iterator[Callable[[], float]]:
    """A client's process that is connected and waits; call what is given to let it send, and get its seconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("\n".join(each.as_json() for each in batches))
        file.flush()
        settings = served.hub.settings
        command = [sys.executable, "-m", "tests.bench.client", str(settings.port)]
        command += [str(settings.keys / "authority.pem"), file.name]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            words, answers = process.stdin, process.stdout
            assert words is not None
            assert answers is not None
            assert answers.readline() == "ready\n"

            def go() -> float:
                words.write("go\n")
                words.flush()
                told = json.loads(answers.readline())
                assert not told["failures"], told["failures"]
                return float(told["seconds"])

            yield go


def _figures(backend: str, found: dict[int, Rounds]) -> Iterator[Figure]:
    for clients, rounds in found.items():
        who = f"{backend}, {clients} client{'s' if clients > 1 else ''}"
        yield Figure(f"{who}: sales over HTTPS", median(rounds.served), "sales/s")
        yield Figure(f"{who}: the same rows by bare Core", median(rounds.bare), "sales/s")
        ratios = [one / other for one, other in zip(rounds.served, rounds.bare, strict=True)]
        yield Figure(f"{who}: ratio", median(ratios), "", LEAST_RATIO, is_floor=True)
        yield Figure(f"{who}: processor time of the server", median(rounds.cpu_ms), "ms/sale", MOST_CPU_MS)
        if any(rounds.database_cpu_ms):
            yield Figure(f"{who}: PostgreSQL's own, beside it", median(rounds.database_cpu_ms), "ms/sale")
        yield Figure(f"{who}: processor time of bare Core", median(rounds.bare_cpu_ms), "ms/sale")
