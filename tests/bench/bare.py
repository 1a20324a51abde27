"""The floor that the intake is compared with: the same rows, written by SQLAlchemy Core alone.

One transaction a sale, in the same tables of a hub like the one that is served, with the same engine settings; the
rows are made before the clock starts. Nothing is read, checked, signed, parsed or answered.
"""

import secrets
import threading
import time
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, bindparam, create_engine, insert, select, update

from tests.bench.envelopes import Batch
from tiers_lieu.catalogue.models import Item
from tiers_lieu.journal.models import JournalEntry, JournalHead
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import driver_module, prepare_engine
from tiers_lieu.kernel.ids import new_id
from tiers_lieu.people.models import Card, Household
from tiers_lieu.printing.models import PrintEvent, PrintJob
from tiers_lieu.sales.models import Intake, Register, Sale, SaleLine, SaleTender, Series
from tiers_lieu.stock.models import StockLevel, StockMovement
from tiers_lieu.tariffs.models import CapUse

Row = dict[str, Any]

_TABLES: tuple[Any, ...] = (
    Intake,
    JournalEntry,
    Sale,
    SaleLine,
    SaleTender,
    CapUse,
    StockMovement,
    PrintJob,
    PrintEvent,
)
_ADD = {table: insert(table.__table__) for table in _TABLES}
_HEAD: Any = JournalHead.__table__
_LEVEL: Any = StockLevel.__table__
_INTAKE: Any = Intake.__table__
_MOVE_HEAD = (
    update(_HEAD)
    .where(
        _HEAD.c.register_id == bindparam("register"),
        _HEAD.c.structure_id == 1,
        _HEAD.c.record_type == "ticket",
    )
    .values(sequence=bindparam("now_at"), hash=bindparam("now_hash"))
)
_TAKE = update(_LEVEL).where(_LEVEL.c.item_id == bindparam("item")).values(quantity=bindparam("left"))
_TELL = update(_INTAKE).where(_INTAKE.c.envelope_id == bindparam("named")).values(answer=bindparam("told"))


class Bare:
    """A hub's database, written to without the hub."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        plain: Engine = create_engine(url, **({"module": driver_module()} if is_sqlite else {}))
        prepare_engine(plain)
        self.engine = plain.execution_options(sqlite_begin="IMMEDIATE")
        self.writer: Any = threading.Lock() if is_sqlite else nullcontext()
        with plain.connect() as connection:
            self.items = dict(connection.execute(select(Item.public_id, Item.id)).all())
            keys = select(Card.public_id, Household.journal_key).join(Household)
            self.keys = dict(connection.execute(keys).all())
            origins = select(Register.public_id, Register.id, Series.id, Series.device_id)
            origins = origins.join(Series, Series.register_id == Register.id)
            self.origins = {public: row for public, *row in connection.execute(origins)}
        with self.engine.begin() as connection:
            heads = [
                {
                    "register_id": register,
                    "structure_id": 1,
                    "record_type": "ticket",
                    "sequence": 0,
                    "hash": "",
                }
                for register, *_ in self.origins.values()
            ]
            connection.execute(insert(_HEAD), heads)

    def prepare(self, batches: list[Batch]) -> list[list["Rows"]]:
        """The rows of each batch's sales, as the intake would write them."""
        return [[Rows(self, envelope) for envelope in each.envelopes] for each in batches]

    def round(self, work: list[list["Rows"]]) -> float:
        """Write them, a thread and a connection a batch; returns the seconds it took."""
        threads = [threading.Thread(target=self._write, args=(each,)) for each in work]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - began

    def _write(self, sales: list["Rows"]) -> None:
        with self.engine.connect() as connection:
            for sale in sales:
                with self.writer, connection.begin():
                    sale.write(connection)


class Rows:
    """The rows of one sale."""

    def __init__(self, bare: Bare, envelope: Row) -> None:
        body, now = envelope["body"], clock.now()
        self.id = envelope["id"]
        register_id, series_id, device_id = bare.origins[envelope["register"]]
        seal = secrets.token_hex(32)
        self.claim = {"envelope_id": self.id, "digest": seal, "device_id": device_id, "received_at": now}
        self.answer = {"id": self.id, "status": "recorded", "code": None, "message": None, "flags": []}
        self.answer |= {"received_at": clock.stamp(now), "countersignature": seal * 2, "key": "journal-1"}
        self.answer["receipt_url"] = f"/t/{self.id}{seal[:22]}"
        place = {
            "register_id": register_id,
            "structure_id": 1,
            "series_id": series_id,
            "number": envelope["number"],
        }
        self.entry = place | {"record_type": "ticket", "sequence": envelope["number"], "envelope_id": self.id}
        self.entry |= {"envelope": str(envelope).encode(), "envelope_hash": seal, "recorded_at": now}
        self.entry |= {"previous": seal, "hash": seal, "countersignature": seal * 2, "key_id": "journal-1"}
        self.head = {"register": register_id, "now_at": envelope["number"], "now_hash": seal}
        sums = {"value_cents": body["value_cents"], "paid_cents": body["paid_cents"]}
        key, day = bare.keys[body["card"]], now.date()
        self.sale = place | sums | {"envelope_id": self.id, "cashier_id": None, "household_key": key}
        self.sale |= {"made_at": now, "received_at": now, "business_day": day}
        lines = list(enumerate(body["lines"]))
        ids = {at: bare.items[line["item"]] for at, line in lines}
        self.lines = [
            {name: value for name, value in line.items() if name not in ("item", "typed_price")}
            | {"position": at, "item_id": ids[at]}
            for at, line in lines
        ]
        self.tenders = [each | {"position": at} for at, each in enumerate(body["tenders"])]
        self.use = sums | {"household_key": key, "used_on": day, "envelope_id": self.id}
        moved = {"reason": "sale", "envelope_id": self.id, "moved_at": now}
        self.moves = [
            moved | {"item_id": ids[at], "quantity": -line["quantity"], "line": at} for at, line in lines
        ]
        left = (
            1_000_000_000 - envelope["number"]
        )  # in the order of the ids, so that two never wait for each other
        self.levels = [{"item": item_id, "left": left} for item_id in sorted(ids.values())]
        self.job = {
            "public_id": new_id(),
            "dedupe_key": f"drawer:{self.id}",
            "kind": "drawer",
            "subject_id": self.id,
        }
        self.job |= {
            "printer_id": 1,
            "document": {"version": 1, "kind": "drawer", "pin": 2},
            "reason": "cash",
        }
        self.job |= {"state": "queued", "attempts": 0, "created_at": now, "expires_at": now}
        self.event = {"at": now, "state": "queued", "cause": None}

    def write(self, connection: Connection) -> None:
        """Write them, in the caller's transaction."""
        run = connection.execute
        run(_ADD[Intake], self.claim)
        run(_ADD[JournalEntry], self.entry)
        run(_MOVE_HEAD, self.head)
        sale = self._added(run(_ADD[Sale], self.sale))
        run(_ADD[SaleLine], [line | {"sale_id": sale} for line in self.lines])
        run(_ADD[SaleTender], [tender | {"sale_id": sale} for tender in self.tenders])
        run(_ADD[CapUse], self.use)
        run(_ADD[StockMovement], self.moves)
        run(_TAKE, self.levels)
        job = self._added(run(_ADD[PrintJob], self.job))
        run(_ADD[PrintEvent], self.event | {"job_id": job})
        run(_TELL, {"named": self.id, "told": self.answer})

    @staticmethod
    def _added(result: CursorResult[Any]) -> int:
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])
