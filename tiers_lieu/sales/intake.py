"""Taking in what the counter did. One transaction an envelope; the same envelope gets the same answer.

A paid ticket is a fact: whatever a known tablet sends and can be parsed is kept, recorded or quarantined. Core
statements, since this is the one path that a queue of people waits for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from flask import current_app
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tiers_lieu.journal import operations as journal
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.db import atomic
from tiers_lieu.sales import papers, recording
from tiers_lieu.sales.envelope import BODIES, Envelope, Paper, Strict, Ticket
from tiers_lieu.sales.keys import signature_fits
from tiers_lieu.sales.messages import quarantine_message
from tiers_lieu.sales.models import Device, Flag, Intake, Quarantined, Register, Series, SeriesHead
from tiers_lieu.sales.source import Flags, Misfit, Source
from tiers_lieu.structures.models import Structure

_INTAKE: Any = Intake.__table__
_HEAD: Any = SeriesHead.__table__
_FLAG: Any = Flag.__table__
_QUARANTINED: Any = Quarantined.__table__


@dataclass(frozen=True)
class Reading:
    """An envelope whose shape, hash and signature are good."""

    envelope: Envelope
    body: Strict


def take_in(*, device_id: int, envelope_id: str, raw: bytes, value: dict[str, Any]) -> dict[str, object]:
    """Record or quarantine one envelope and return the answer to it (pos/CONTRACT.md, `POST envelopes`).

    `raw` is what was received, `value` the same parsed. Never refuses: an answer is always given.
    """
    received_at = clock.now()
    sent = digest(raw)
    with atomic() as session:
        connection = session.connection()
        if not _first_time(connection, envelope_id, sent, device_id, received_at):
            earlier = connection.execute(
                select(_INTAKE.c.digest, _INTAKE.c.answer).where(_INTAKE.c.envelope_id == envelope_id)
            ).one()
            if earlier.digest == sent:
                return dict(earlier.answer)
            return _quarantine(connection, device_id, envelope_id, raw, received_at, "id_reused")
        try:
            with connection.begin_nested():
                answer = _record(connection, device_id, raw, value, received_at)
        except Misfit as misfit:
            answer = _quarantine(connection, device_id, envelope_id, raw, received_at, misfit.code)
        connection.execute(update(_INTAKE).where(_INTAKE.c.envelope_id == envelope_id).values(answer=answer))
    return answer


def _first_time(connection: Connection, envelope_id: str, sent: str, device_id: int, at: datetime) -> bool:
    """Claim the envelope's id. Two clients with one id: the second waits here, then reads the first's answer."""
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = {"envelope_id": envelope_id, "digest": sent, "device_id": device_id, "received_at": at}
    claim = dialect.insert(_INTAKE).on_conflict_do_nothing().returning(_INTAKE.c.envelope_id)
    return connection.execute(claim, row).one_or_none() is not None


def _record(
    connection: Connection, device_id: int, raw: bytes, value: dict[str, Any], received_at: datetime
) -> dict[str, object]:
    reading = _read(value)
    envelope = reading.envelope
    source = _source(connection, device_id, envelope, received_at)
    sealed = digest(canonical({k: v for k, v in value.items() if k not in ("hash", "signature")}))
    if sealed != envelope.hash:
        raise Misfit("bad_hash")
    if not signature_fits(source.public_x, source.public_y, bytes.fromhex(sealed), envelope.signature):
        raise Misfit("bad_signature")
    if source.is_revoked:
        raise Misfit("revoked_device")
    flags = _place_in_series(connection, source, envelope)
    countersignature = journal.append(
        connection,
        current_app.extensions["keys"],
        register_id=source.register_id,
        register=envelope.register,
        structure_id=source.structure_id,
        series_id=source.series_id,
        series=envelope.series,
        number=envelope.number,
        record_type=envelope.kind,
        envelope_id=envelope.id,
        envelope=raw,
        envelope_hash=sealed,
        recorded_at=received_at,
    )
    receipt_url = None
    if isinstance(reading.body, Ticket):
        flags |= recording.record_ticket(connection, source, envelope, reading.body)
        receipt_url = papers.receipt_url(envelope.id)
    elif isinstance(reading.body, Paper):
        flags |= papers.ask_for_paper(connection, source, envelope, reading.body)
    if flags:
        connection.execute(
            insert(_FLAG),
            [
                {"envelope_id": envelope.id, "kind": kind, "detail": detail, "raised_at": received_at}
                for kind, detail in flags.items()
            ],
        )
    return {
        "id": envelope.id,
        "status": "recorded",
        "code": None,
        "message": None,
        "flags": sorted(flags),
        "received_at": clock.stamp(received_at),
        "countersignature": countersignature,
        "key": current_app.extensions["keys"].signing_id,
        "receipt_url": receipt_url,
    }


def _read(value: dict[str, Any]) -> Reading:
    if value.get("v") != 1:
        raise Misfit("unknown_version")
    try:
        envelope = msgspec.convert(value, Envelope)
        clock.parse_stamp(envelope.made_at)
        return Reading(envelope, msgspec.convert(envelope.body, BODIES[envelope.kind]))
    except (msgspec.ValidationError, ValueError):
        raise Misfit("bad_shape") from None


def _source(connection: Connection, device_id: int, envelope: Envelope, received_at: datetime) -> Source:
    """The tablet, register and series an envelope comes from, in one look."""
    row = connection.execute(
        select(
            Device.id.label("device_id"),
            Device.public_x,
            Device.public_y,
            Device.revoked_at,
            Register.id.label("register_id"),
            Register.name.label("register_name"),
            Register.public_id.label("register"),
            Register.printer_id,
            Series.id.label("series_id"),
            Series.structure_id,
            Structure.public_id.label("structure"),
        )
        .join(Register, Register.id == Device.register_id)
        .outerjoin(Series, (Series.device_id == Device.id) & (Series.code == envelope.series))
        .outerjoin(Structure, Structure.id == Series.structure_id)
        .where(Device.id == device_id)
    ).one()
    if row.register != envelope.register:
        raise Misfit("wrong_register")
    if row.series_id is None:
        raise Misfit("unknown_series")
    return Source(
        device_id=row.device_id,
        public_x=row.public_x,
        public_y=row.public_y,
        is_revoked=row.revoked_at is not None,
        register_id=row.register_id,
        register_name=row.register_name,
        printer_id=row.printer_id,
        series_id=row.series_id,
        structure_id=row.structure_id,
        structure=row.structure,
        made_at=clock.parse_stamp(envelope.made_at),
        received_at=received_at,
    )


def _place_in_series(connection: Connection, source: Source, envelope: Envelope) -> Flags:
    """Move the series' head. A gap or a fork is flagged; a number already used does not fit."""
    here = (_HEAD.c.series_id == source.series_id) & (_HEAD.c.kind == envelope.kind)
    head = connection.execute(
        select(_HEAD.c.number, _HEAD.c.hash).where(here).with_for_update()
    ).one_or_none()
    number, last_hash = (head.number, head.hash) if head else (0, "")
    flags: Flags = {}
    if envelope.number <= number:
        if recording.number_is_used(connection, source.series_id, envelope.kind, envelope.number):
            raise Misfit("number_reused")
        flags["late_number"] = {"number": envelope.number, "head": number}
        return flags
    if envelope.number > number + 1:
        flags["number_gap"] = {"from": number + 1, "to": envelope.number - 1}
    elif envelope.previous != last_hash:
        flags["chain_fork"] = {"number": envelope.number}
    new = {"number": envelope.number, "hash": envelope.hash}
    if head:
        connection.execute(update(_HEAD).where(here).values(**new))
    else:
        connection.execute(insert(_HEAD), {"series_id": source.series_id, "kind": envelope.kind, **new})
    return flags


def _quarantine(
    connection: Connection, device_id: int, envelope_id: str, raw: bytes, received_at: datetime, code: str
) -> dict[str, object]:
    kept = (_QUARANTINED.c.envelope_id == envelope_id) & (_QUARANTINED.c.envelope == raw)
    if connection.execute(select(_QUARANTINED.c.id).where(kept).limit(1)).one_or_none() is None:
        connection.execute(
            insert(_QUARANTINED),
            {
                "envelope_id": envelope_id,
                "device_id": device_id,
                "code": code,
                "envelope": raw,
                "received_at": received_at,
            },
        )
    return {
        "id": envelope_id,
        "status": "quarantined",
        "code": code,
        "message": quarantine_message(code),
        "flags": [],
        "received_at": clock.stamp(received_at),
        "countersignature": None,
        "key": None,
        "receipt_url": None,
    }
