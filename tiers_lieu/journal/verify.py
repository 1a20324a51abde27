"""Reading the journal back: is every record the one that was sealed, and in its place?"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tiers_lieu.journal.models import JournalEntry, JournalHead
from tiers_lieu.journal.rules import record_bytes
from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.db import Reader
from tiers_lieu.kernel.keys import Keys, verify


@dataclass(frozen=True)
class Defect:
    """One record that is not as it was sealed, and what is wrong with it."""

    sequence: int
    record_type: str
    register_id: int
    code: str


# Whether the tablet of a series signed this: (series id, SHA-256 of what is sealed, its signature).
Signed = Callable[[int, bytes, str], bool]


def find_defects(session: Reader, keys: Keys, signed: Signed | None = None) -> list[Defect]:
    """Every defect of every chain; an empty list is a journal nobody touched.

    Finds a changed cent, label or date, a removed or added record, a swapped order, and a chain cut short of its
    head or without one. With `signed` (sales/seals.py) the tablet's own signature is checked too. A chain cut together
    with its head is found by the anchor on the Z alone.
    """
    found: list[Defect] = []
    last: dict[tuple[int, int, str], tuple[int, str]] = {}
    for entry in session.scalars(
        select(JournalEntry)
        .order_by(
            JournalEntry.register_id,
            JournalEntry.structure_id,
            JournalEntry.record_type,
            JournalEntry.sequence,
        )
        .execution_options(yield_per=500)
    ):
        chain = (entry.register_id, entry.structure_id, entry.record_type)
        sequence, previous = last.get(chain, (0, ""))
        last[chain] = (entry.sequence, entry.hash)
        code = _defect(entry, sequence, previous, keys, signed)
        if code:
            found.append(Defect(entry.sequence, entry.record_type, entry.register_id, code))
    for head in session.scalars(select(JournalHead)):
        chain = (head.register_id, head.structure_id, head.record_type)
        if last.pop(chain, (0, "")) != (head.sequence, head.hash):
            found.append(Defect(head.sequence, head.record_type, head.register_id, "cut_short"))
    found += [Defect(at, kind, register, "no_head") for (register, _, kind), (at, _) in last.items()]
    return found


def _sealed(entry: JournalEntry) -> tuple[dict[str, Any], str]:
    """The envelope of a record and the hash of what it seals; ({}, "") when the bytes are not its envelope any more."""
    try:
        envelope = json.loads(entry.envelope)
        sealed = digest(canonical({k: v for k, v in envelope.items() if k not in ("hash", "signature")}))
        told = (envelope["hash"], envelope["id"], envelope["kind"], envelope["number"])
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}, ""
    kept = (entry.envelope_hash, entry.envelope_id, entry.record_type, entry.number)
    return (envelope, sealed) if told == kept else ({}, "")


def _defect(
    entry: JournalEntry, sequence: int, previous: str, keys: Keys, signed: Signed | None
) -> str | None:
    if entry.sequence != sequence + 1:
        return "missing_record"
    if entry.previous != previous:
        return "broken_chain"
    envelope, sealed = _sealed(entry)
    if sealed != entry.envelope_hash:
        return "changed_envelope"
    if signed is not None and not signed(
        entry.series_id, bytes.fromhex(sealed), str(envelope.get("signature"))
    ):
        return "bad_signature"
    data = hashlib.sha256(
        record_bytes(
            register=envelope["register"],
            series=envelope["series"],
            record_type=entry.record_type,
            sequence=entry.sequence,
            envelope_hash=entry.envelope_hash,
            recorded_at=entry.recorded_at,
            previous=entry.previous,
        )
    )
    if data.hexdigest() != entry.hash:
        return "changed_record"
    public = keys.public.get(entry.key_id)
    if public is None or not verify(public, data.digest(), _hex(entry.countersignature)):
        return "bad_countersignature"
    return None


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
