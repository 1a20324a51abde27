"""Adding to the journal, inside the transaction of what is recorded. Nothing here changes or removes."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from tiers_lieu.journal.models import JournalEntry, JournalHead
from tiers_lieu.journal.rules import record_bytes
from tiers_lieu.kernel.keys import Keys

_ENTRY: Any = JournalEntry.__table__
_HEAD: Any = JournalHead.__table__


def append(
    connection: Connection,
    keys: Keys,
    *,
    register_id: int,
    register: str,
    structure_id: int,
    series_id: int,
    series: str,
    number: int,
    record_type: str,
    envelope_id: str,
    envelope: bytes,
    envelope_hash: str,
    recorded_at: datetime,
) -> str:
    """Chain and countersign one record; returns the countersignature (hex). Core, for the speed of the intake."""
    here = (
        (_HEAD.c.register_id == register_id)
        & (_HEAD.c.structure_id == structure_id)
        & (_HEAD.c.record_type == record_type)
    )
    head = connection.execute(
        select(_HEAD.c.sequence, _HEAD.c.hash).where(here).with_for_update()
    ).one_or_none()
    sequence, previous = (head.sequence + 1, head.hash) if head else (1, "")
    sealed = hashlib.sha256(
        record_bytes(
            register=register,
            series=series,
            record_type=record_type,
            sequence=sequence,
            envelope_hash=envelope_hash,
            recorded_at=recorded_at,
            previous=previous,
        )
    )
    countersignature = keys.sign(sealed.digest())
    connection.execute(
        insert(_ENTRY),
        {
            "register_id": register_id,
            "structure_id": structure_id,
            "record_type": record_type,
            "sequence": sequence,
            "series_id": series_id,
            "number": number,
            "envelope_id": envelope_id,
            "envelope": envelope,
            "envelope_hash": envelope_hash,
            "recorded_at": recorded_at,
            "previous": previous,
            "hash": sealed.hexdigest(),
            "countersignature": countersignature,
            "key_id": keys.signing_id,
        },
    )
    if head:
        connection.execute(update(_HEAD).where(here).values(sequence=sequence, hash=sealed.hexdigest()))
    else:
        connection.execute(
            insert(_HEAD),
            {
                "register_id": register_id,
                "structure_id": structure_id,
                "record_type": record_type,
                "sequence": sequence,
                "hash": sealed.hexdigest(),
            },
        )
    return countersignature
