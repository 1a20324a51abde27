"""Whoever edits the journal, with the triggers gone, is found and the record named. With them, nobody edits."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import DatabaseError

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.journal.rules import record_bytes
from tiers_lieu.journal.verify import find_defects
from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.clock import parse_stamp
from tiers_lieu.kernel.db import Base, db
from tiers_lieu.sales.seals import tablets_signed

SALES = 6
ENTRY = Base.metadata.tables["journal_entry"]
APPEND_ONLY = (
    "journal_entry",
    "sale",
    "sale_line",
    "sale_tender",
    "cap_use",
    "stock_movement",
    "print_event",
)


@pytest.fixture
def raw(demo: DemoHub, counter: Counter, basket: Callable[..., dict[str, Any]]) -> Iterator[Connection]:
    """A connection of the attacker's own to a journal of six tickets."""
    for place in range(SALES):
        given = 200 if place % 2 else 177
        assert counter.send(counter.envelope("ticket", basket(given=given)))[1]["status"] == "recorded"
    with demo.app.app_context(), db.engine.connect() as connection:
        yield connection


def drop_triggers(raw: Connection) -> None:
    """What an attacker with the database in hand does first."""
    if raw.dialect.name == "sqlite":
        for name in (
            raw.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            raw.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in APPEND_ONLY:
            raw.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
    raw.commit()


def defects(demo: DemoHub) -> list[tuple[int, str]]:
    """(sequence, code) of everything the check finds."""
    found = find_defects(db.session, demo.app.extensions["keys"], tablets_signed(db.session))
    db.session.rollback()
    return [(each.sequence, each.code) for each in found]


def envelope(raw: Connection, sequence: int) -> dict[str, Any]:
    """The envelope of a record."""
    found = text("SELECT envelope FROM journal_entry WHERE sequence = :at")
    return dict(json.loads(bytes(raw.execute(found, {"at": sequence}).scalar_one())))


def put(raw: Connection, at: int, **columns: Any) -> None:
    """Overwrite columns of a record."""
    raw.execute(update(ENTRY).where(ENTRY.c.sequence == at).values(columns))


def edit(change: Callable[[dict[str, Any]], object]) -> Callable[[Connection], None]:
    """Change a value inside the third envelope."""

    def attack(raw: Connection) -> None:
        value = envelope(raw, 3)
        change(value)
        put(raw, 3, envelope=json.dumps(value).encode())

    return attack


def edit_and_hash(raw: Connection) -> None:
    """Change a cent and make the envelope's own hash again, in both places."""
    value = envelope(raw, 3)
    value["body"]["tenders"][0]["given_cents"] += 1
    value["hash"] = digest(canonical({k: v for k, v in value.items() if k not in ("hash", "signature")}))
    put(raw, 3, envelope=json.dumps(value).encode(), envelope_hash=value["hash"])


def rechain(raw: Connection) -> None:
    """Change a cent, then make every hash of the chain again, the head's too: all but the hub's key."""
    edit_and_hash(raw)
    previous = ""
    rows = raw.execute(text("SELECT * FROM journal_entry ORDER BY sequence")).mappings().all()
    for row in rows:
        value = json.loads(bytes(row["envelope"]))
        at = row["recorded_at"]
        at = parse_stamp(at.replace(" ", "T") + "+00:00") if isinstance(at, str) else at
        data = record_bytes(
            register=value["register"],
            series=value["series"],
            record_type=row["record_type"],
            sequence=row["sequence"],
            envelope_hash=row["envelope_hash"],
            recorded_at=at,
            previous=previous,
        )
        put(raw, row["sequence"], previous=previous, hash=hashlib.sha256(data).hexdigest())
        previous = hashlib.sha256(data).hexdigest()
    raw.execute(text("UPDATE journal_head SET hash = :hash"), {"hash": previous})


def swap(raw: Connection) -> None:
    """Exchange the second and the third record."""
    for before, after in ((2, 1000), (3, 2), (1000, 3)):
        put(raw, before, sequence=after)


def cut_and_behead(raw: Connection) -> None:
    """Cut the end, and remove the row that says where the end was."""
    raw.execute(text("DELETE FROM journal_entry WHERE sequence > 2"))
    raw.execute(text("DELETE FROM journal_head"))


def sql(statement: str) -> Callable[[Connection], None]:
    """One statement."""
    return lambda raw: raw.execute(text(statement)) and None


DELETE = "DELETE FROM journal_entry WHERE sequence"
UPDATE = "UPDATE journal_entry SET"
ATTACKS: dict[str, tuple[Callable[[Connection], None], list[tuple[int, str]]]] = {
    "a cent": (edit(lambda e: e["body"].update(paid_cents=176)), [(3, "changed_envelope")]),
    "a label": (edit(lambda e: e["body"]["lines"][0].update(label="Riz")), [(3, "changed_envelope")]),
    "a rate": (edit(lambda e: e["body"]["lines"][0].update(vat_bp=2000)), [(3, "changed_envelope")]),
    "a date": (edit(lambda e: e.update(made_at="2026-01-01T00:00:00.000Z")), [(3, "changed_envelope")]),
    "a cashier": (edit(lambda e: e.update(cashier=e["id"])), [(3, "changed_envelope")]),
    "a field more": (edit(lambda e: e.update(note="x")), [(3, "changed_envelope")]),
    "the tablet's signature": (edit(lambda e: e.update(signature="A" * 86)), [(3, "bad_signature")]),
    "no signature": (edit(lambda e: e.pop("signature")), [(3, "bad_signature")]),
    "bytes that are no JSON": (lambda raw: put(raw, 3, envelope=b"\xff\x00{"), [(3, "changed_envelope")]),
    "JSON that is no envelope": (lambda raw: put(raw, 3, envelope=b"[1]"), [(3, "changed_envelope")]),
    "a cent and its hash": (edit_and_hash, [(3, "bad_signature")]),
    "the hour of arrival": (
        lambda raw: put(raw, 3, recorded_at=datetime(2026, 1, 1, tzinfo=UTC)),
        [(3, "changed_record")],
    ),
    "the number's column": (sql(f"{UPDATE} number = 999 WHERE sequence = 3"), [(3, "changed_envelope")]),
    "a record's hash": (lambda raw: put(raw, 3, hash="0" * 64), [(3, "changed_record"), (4, "broken_chain")]),
    "a countersignature": (
        lambda raw: put(raw, 3, countersignature="00" * 64),
        [(3, "bad_countersignature")],
    ),
    "no countersignature": (lambda raw: put(raw, 3, countersignature="zz"), [(3, "bad_countersignature")]),
    "another key's name": (lambda raw: put(raw, 3, key_id="journal-9"), [(3, "bad_countersignature")]),
    "the last deleted": (sql(f"{DELETE} = {SALES}"), [(SALES, "cut_short")]),
    "the middle deleted": (sql(f"{DELETE} = 3"), [(4, "missing_record")]),
    "the first deleted": (sql(f"{DELETE} = 1"), [(2, "missing_record")]),
    "two swapped": (swap, [(2, "broken_chain"), (3, "broken_chain"), (4, "broken_chain")]),
    "cut after two": (sql(f"{DELETE} > 2"), [(SALES, "cut_short")]),
    "cut, and no head": (
        cut_and_behead,
        [(2, "no_head")],
    ),
    "all deleted": (sql("DELETE FROM journal_entry"), [(SALES, "cut_short")]),
}


@pytest.mark.parametrize("what", ATTACKS)
def test_every_edit_is_found_and_named(what: str, demo: DemoHub, raw: Connection) -> None:
    assert defects(demo) == []
    attack, expected = ATTACKS[what]
    drop_triggers(raw)
    attack(raw)
    raw.commit()
    assert defects(demo) == expected


def test_a_chain_made_again_without_the_key_is_found(demo: DemoHub, raw: Connection) -> None:
    drop_triggers(raw)
    rechain(raw)
    raw.commit()
    keys = demo.app.extensions["keys"]
    found = [(each.sequence, each.code) for each in find_defects(db.session, keys)]
    assert found == [(place, "bad_countersignature") for place in range(3, SALES + 1)]
    db.session.rollback()
    assert defects(demo)[0] == (3, "bad_signature")


def test_another_hubs_key_is_not_ours(demo: DemoHub, raw: Connection) -> None:
    keys = demo.app.extensions["keys"]
    other = type(keys)(
        keys.secret,
        "journal-1",
        keys.signing,
        {"journal-1": ec.generate_private_key(ec.SECP256R1()).public_key()},
    )
    assert {each.code for each in find_defects(db.session, other)} == {"bad_countersignature"}


def test_what_was_set_aside_first_is_no_defect(demo: DemoHub, counter: Counter) -> None:
    bad = counter.ticket(line(counter.item("Radis"), 1000)) | {"paid_cents": 1}
    assert counter.send(counter.envelope("ticket", bad))[1]["status"] == "quarantined"
    with demo.app.app_context():
        assert defects(demo) == []


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_that_happened_is_changed_or_removed(table: str, raw: Connection) -> None:
    count = select(func.count()).select_from(Base.metadata.tables[table])
    before = raw.execute(count).scalar_one()
    assert before > 0
    column = "id" if table not in ("sale_line", "sale_tender") else "position"
    attacks = ["UPDATE {0} SET {1} = {1} + 1000", "DELETE FROM {0}"]
    attacks.append(
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
        if raw.dialect.name == "sqlite"
        else "TRUNCATE {0} CASCADE"
    )
    for attack in attacks:
        with pytest.raises(DatabaseError, match="append-only"):
            raw.execute(text(attack.format(table, column)))
        raw.rollback()
    assert raw.execute(count).scalar_one() == before


def test_every_table_that_says_so_is_append_only() -> None:
    said = {
        m.class_.__tablename__
        for m in Base.registry.mappers
        if "append-only" in (m.class_.__doc__ or "").lower()
    }
    assert said <= set(APPEND_ONLY), said - set(APPEND_ONLY)
