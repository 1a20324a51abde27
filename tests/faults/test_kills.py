"""Two hundred power cuts in the middle of checkouts: nothing acknowledged is lost, nothing doubled, sums agree."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.journal.models import JournalEntry
from tiers_lieu.journal.verify import find_defects
from tiers_lieu.kernel.db import db
from tiers_lieu.printing.models import PrintJob
from tiers_lieu.sales import registers
from tiers_lieu.sales.models import Flag, Quarantined, Sale, SaleLine, SaleTender, Series
from tiers_lieu.stock.models import StockLevel, StockMovement

KILLS = 200
ROOT = Path(__file__).resolve().parents[2]


class MortalServer:
    """The server's processes, seen from the test."""

    def __init__(self, demo: DemoHub) -> None:
        settings = demo.app.extensions["settings"]
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "TIERS_LIEU_INSTANCE": str(settings.instance),
            "DATABASE_URL": settings.database_url,
            "TIERS_LIEU_HOST": settings.host,
            "TIERS_LIEU_ADDRESSES": "localhost",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.mortal_server"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.port = int(self._line())

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def next_child(self) -> int:
        """Wait for the next child that serves, and return its pid."""
        return int(self._line())

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        """POST once, over a connection of its own. Raises OSError or HTTPException when the server dies on it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


@pytest.fixture
def mortal(demo: DemoHub) -> Iterator[MortalServer]:
    """A server that the test kills."""
    server = MortalServer(demo)
    yield server
    with server.process as process:  # leaving it closes the pipe and waits
        process.terminate()


def tablets(demo: DemoHub, server: MortalServer) -> list[Counter]:
    """Three paired tablets that post to the mortal server."""
    found = []
    for code in ("C1", "C2", "C3"):
        counter = demo.tablet() if code == "C1" else Counter(post=demo.post)
        if code != "C1":
            with demo.app.app_context():
                other = registers.add_register(code=code, name=code, structure_id=1, printer_id=1)
                pairing = registers.issue_pairing_code(register_public_id=other.public_id)
            counter.pair(pairing)
            demo.refresh(counter)
        counter.post = server.post
        found.append(counter)
    return found


def checkouts(counter: Counter, seed: int, stop: threading.Event, acknowledged: list[dict[str, Any]]) -> None:
    """Sell until told to stop; each envelope is sent again, byte for byte, until it is answered."""
    choose = random.Random(seed)
    items = [each for each in counter.snapshot["items"] if each["measure"] == "piece"]
    while not stop.is_set():
        goods = choose.sample(items, choose.randint(1, 5))
        lines = [line(each, 1000 * choose.randint(1, 3)) for each in goods]
        envelope = counter.envelope("ticket", counter.ticket(*lines, tender=choose.choice(("cash", "card"))))
        raw = json.dumps(envelope).encode()
        limit = time.monotonic() + 60
        while True:
            assert time.monotonic() < limit, "no answer within a minute"
            try:
                status, told = counter.send(raw)
            except (OSError, HTTPException, ValueError):
                continue
            if status == 200:
                break
        assert told["status"] == "recorded", told
        acknowledged.append(envelope)


@pytest.mark.timeout(400)
def test_two_hundred_kills_lose_nothing_and_double_nothing(
    demo: DemoHub, mortal: MortalServer, seed: int
) -> None:
    print(f"seed {seed}")
    choose = random.Random(seed)
    stop = threading.Event()
    counters = tablets(demo, mortal)
    acknowledged: list[list[dict[str, Any]]] = [[] for _ in counters]
    threads = [
        threading.Thread(target=checkouts, args=(counter, seed + place, stop, kept))
        for place, (counter, kept) in enumerate(zip(counters, acknowledged, strict=True))
    ]
    for thread in threads:
        thread.start()
    for kill in range(KILLS):
        child = mortal.next_child()
        if kill % 2:  # some children die at once, some after they have sold: on a slow machine too
            wait_for_a_sale(acknowledged)
        time.sleep(choose.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
    mortal.next_child()
    stop.set()
    for thread in threads:
        thread.join(90)
        assert not thread.is_alive()
    sold = [envelope for kept in acknowledged for envelope in kept]
    assert len(sold) >= KILLS / 2, "the kills left no time to sell"
    assert_all_agrees(demo, counters, sold)


def wait_for_a_sale(acknowledged: list[list[dict[str, Any]]]) -> None:
    """Wait until one more sale is acknowledged, three seconds at most."""
    before, limit = sum(map(len, acknowledged)), time.monotonic() + 3
    while sum(map(len, acknowledged)) == before and time.monotonic() < limit:
        time.sleep(0.002)


def assert_all_agrees(demo: DemoHub, counters: list[Counter], sold: list[dict[str, Any]]) -> None:
    """Every acknowledged envelope once, numbers without a gap, stock and cash as the tickets say."""
    with demo.app.app_context():
        recorded = db.session.scalars(select(Sale.envelope_id)).all()
        assert sorted(recorded) == sorted(envelope["id"] for envelope in sold)
        for counter in counters:
            code = counter.snapshot["series"][0]["code"]
            numbers = db.session.scalars(
                select(Sale.number).join(Series).where(Series.code == code).order_by(Sale.number)
            ).all()
            assert numbers == list(range(1, counter.numbers["ticket"] + 1))
        assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == len(sold)
        assert find_defects(db.session, demo.app.extensions["keys"]) == []
        sums = select(SaleLine.item_id, func.sum(SaleLine.quantity)).group_by(SaleLine.item_id)
        taken = dict(db.session.execute(sums).all())
        for level in db.session.scalars(select(StockLevel)):
            moved = db.session.scalar(
                select(func.sum(StockMovement.quantity)).where(StockMovement.item_id == level.item_id)
            )
            assert level.quantity == moved == 40_000 - int(taken.get(level.item_id, 0))
        tenders = [tender for envelope in sold for tender in envelope["body"]["tenders"]]
        for kind in ("cash", "card"):
            said = sum(tender["amount_cents"] for tender in tenders if tender["kind"] == kind)
            total = db.session.scalar(
                select(func.sum(SaleTender.amount_cents)).where(SaleTender.kind == kind)
            )
            assert total == said
        drawers = db.session.scalars(select(PrintJob.subject_id).where(PrintJob.kind == "drawer")).all()
        assert len(drawers) == len(set(drawers))
        assert db.session.scalars(select(Quarantined.id)).all() == []
        assert set(db.session.scalars(select(Flag.kind))) <= {"stock_below_zero"}
