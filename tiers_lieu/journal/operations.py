"""Adding to the journal, inside the transaction of what is recorded. Nothing here changes or removes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tiers_lieu.journal.models import JournalEntry, JournalHead
from tiers_lieu.journal.rules import record_bytes
from tiers_lieu.kernel.keys import Keys

_ENTRY: Any = JournalEntry.__table__
_HEAD: Any = JournalHead.__table__
_HERE = (
    (_HEAD.c.register_id == bindparam("of_register"))
    & (_HEAD.c.structure_id == bindparam("of_structure"))
    & (_HEAD.c.record_type == bindparam("of_type"))
)
_LOCK_HEAD = select(_HEAD.c.sequence, _HEAD.c.hash).where(_HERE).with_for_update()
_MOVE_HEAD = update(_HEAD).where(_HERE).values(sequence=bindparam("now_at"), hash=bindparam("now_hash"))
_BEGIN_HEAD = {
    module.dialect.name: module.insert(_HEAD).on_conflict_do_nothing() for module in (sqlite, postgresql)
}
_ADD = insert(_ENTRY)
_LAST_OF_SERIES = (
    select(_ENTRY.c.number, _ENTRY.c.envelope_hash)
    .where(_ENTRY.c.series_id == bindparam("series"), _ENTRY.c.record_type == bindparam("kind"))
    .order_by(_ENTRY.c.number.desc())
    .limit(1)
)
_NUMBER = select(_ENTRY.c.id).where(
    _ENTRY.c.series_id == bindparam("series"),
    _ENTRY.c.record_type == bindparam("kind"),
    _ENTRY.c.number == bindparam("number"),
)


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain of the journal, locked: whoever else writes to it waits."""

    register_id: int
    structure_id: int
    record_type: str
    sequence: int
    last_hash: str

    @property
    def key(self) -> dict[str, object]:
        """Its primary key, as the statements name it."""
        return {
            "of_register": self.register_id,
            "of_structure": self.structure_id,
            "of_type": self.record_type,
        }


def lock_chain(connection: Connection, *, register_id: int, structure_id: int, record_type: str) -> Chain:
    """Take the chain of a register, structure and record type for the rest of the transaction."""
    empty = Chain(register_id, structure_id, record_type, 0, "")
    head = connection.execute(_LOCK_HEAD, empty.key).one_or_none()
    if head is None:  # two may be the first at the same time: one begins the chain, both wait at the same row
        first = {"register_id": register_id, "structure_id": structure_id, "record_type": record_type}
        connection.execute(_BEGIN_HEAD[connection.dialect.name], first | {"sequence": 0, "hash": ""})
        head = connection.execute(_LOCK_HEAD, empty.key).one()
    return Chain(register_id, structure_id, record_type, head.sequence, head.hash)


def last_of_series(connection: Connection, series_id: int, record_type: str) -> tuple[int, str]:
    """The highest number received of a series, and its envelope's hash; (0, "") before the first."""
    row = connection.execute(_LAST_OF_SERIES, {"series": series_id, "kind": record_type}).one_or_none()
    return (row.number, row.envelope_hash) if row else (0, "")


def number_is_used(connection: Connection, series_id: int, record_type: str, number: int) -> bool:
    """Whether a series has already recorded this number."""
    asked = {"series": series_id, "kind": record_type, "number": number}
    return connection.execute(_NUMBER, asked).one_or_none() is not None


def append(
    connection: Connection,
    keys: Keys,
    chain: Chain,
    *,
    register: str,
    series_id: int,
    series: str,
    number: int,
    envelope_id: str,
    envelope: bytes,
    envelope_hash: str,
    recorded_at: datetime,
) -> str:
    """Chain and countersign one record; returns the countersignature (hex). Core, for the speed of the intake."""
    sequence = chain.sequence + 1
    sealed = hashlib.sha256(
        record_bytes(
            register=register,
            series=series,
            record_type=chain.record_type,
            sequence=sequence,
            envelope_hash=envelope_hash,
            recorded_at=recorded_at,
            previous=chain.last_hash,
        )
    )
    countersignature = keys.sign(sealed.digest())
    connection.execute(
        _ADD,
        {
            "register_id": chain.register_id,
            "structure_id": chain.structure_id,
            "record_type": chain.record_type,
            "sequence": sequence,
            "series_id": series_id,
            "number": number,
            "envelope_id": envelope_id,
            "envelope": envelope,
            "envelope_hash": envelope_hash,
            "recorded_at": recorded_at,
            "previous": chain.last_hash,
            "hash": sealed.hexdigest(),
            "countersignature": countersignature,
            "key_id": keys.signing_id,
        },
    )
    connection.execute(_MOVE_HEAD, chain.key | {"now_at": sequence, "now_hash": sealed.hexdigest()})
    return countersignature
