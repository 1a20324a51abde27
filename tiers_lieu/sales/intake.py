"""Taking in what the counter did. One transaction an envelope; the same envelope gets the same answer.

A paid ticket is a fact: whatever a known tablet sends and can be parsed is kept, recorded or quarantined. Core
statements built once, since this is the one path that a queue of people waits for.
"""

from datetime import datetime
from typing import Any

import msgspec
from flask import current_app
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tiers_lieu.journal import operations as journal
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.db import atomic_core
from tiers_lieu.sales import papers, recording
from tiers_lieu.sales.envelope import BODIES, Envelope, Paper, Strict, Ticket, can_be_kept
from tiers_lieu.sales.keys import signature_fits
from tiers_lieu.sales.messages import quarantine_message
from tiers_lieu.sales.models import Flag, Intake, Quarantined
from tiers_lieu.sales.source import Flags, Misfit, Source, find_source

_INTAKE: Any = Intake.__table__
_QUARANTINED: Any = Quarantined.__table__
_CLAIM = {
    module.dialect.name: module.insert(_INTAKE).on_conflict_do_nothing().returning(_INTAKE.c.envelope_id)
    for module in (sqlite, postgresql)
}
_EARLIER = select(_INTAKE.c.digest, _INTAKE.c.answer).where(_INTAKE.c.envelope_id == bindparam("named"))
_ANSWER = update(_INTAKE).where(_INTAKE.c.envelope_id == bindparam("named")).values(answer=bindparam("told"))
_ADD_FLAGS = insert(Flag)
_KEPT = (
    select(_QUARANTINED.c.id)
    .where(_QUARANTINED.c.envelope_id == bindparam("named"), _QUARANTINED.c.envelope == bindparam("raw"))
    .limit(1)
)
_KEEP = insert(_QUARANTINED)


def take_in(*, device_id: int, envelope_id: str, raw: bytes, value: dict[str, Any]) -> dict[str, object]:
    """Record or quarantine one envelope and return the answer to it (pos/CONTRACT.md, `POST envelopes`).

    `raw` is what was received, `value` the same parsed. Never refuses: an answer is always given.
    """
    received_at = clock.now()
    sent = digest(raw)
    claim = {"envelope_id": envelope_id, "digest": sent, "device_id": device_id, "received_at": received_at}
    with atomic_core() as connection:
        # Two clients with one id: the second waits here, then reads the first's answer.
        if connection.execute(_CLAIM[connection.dialect.name], claim).one_or_none() is None:
            earlier = connection.execute(_EARLIER, {"named": envelope_id}).one()
            if earlier.digest == sent:
                return dict(earlier.answer)
            return _quarantine(connection, device_id, envelope_id, raw, received_at, "id_reused")
        try:
            answer = _record(connection, device_id, raw, value, received_at)
        except Misfit as misfit:  # raised before anything but the claim was written
            answer = _quarantine(connection, device_id, envelope_id, raw, received_at, misfit.code)
        connection.execute(_ANSWER, {"named": envelope_id, "told": answer})
    return answer


def _record(
    connection: Connection, device_id: int, raw: bytes, value: dict[str, Any], received_at: datetime
) -> dict[str, object]:
    """Look at everything that could make the envelope unfit; then write."""
    keys = current_app.extensions["keys"]
    envelope, body = _read(raw, value)
    source = find_source(connection, device_id, envelope, received_at)
    sealed = _check_seal(source, envelope, value)
    chain = journal.lock_chain(
        connection,
        register_id=source.register_id,
        structure_id=source.structure_id,
        record_type=envelope.kind,
    )
    flags = _place_in_series(connection, source, envelope)
    examined: recording.Examined | papers.Asked
    if isinstance(body, Ticket):
        examined = recording.examine(connection, source, body)
    else:
        assert isinstance(body, Paper)
        examined = papers.examine(connection, source, body)
    countersignature = journal.append(
        connection,
        keys,
        chain,
        register=envelope.register,
        series_id=source.series_id,
        series=envelope.series,
        number=envelope.number,
        envelope_id=envelope.id,
        envelope=raw,
        envelope_hash=sealed,
        recorded_at=received_at,
    )
    if isinstance(examined, recording.Examined):
        flags |= recording.record_ticket(connection, source, envelope, examined)
    else:
        flags |= papers.queue_receipt(connection, source, envelope, examined)
    _raise_flags(connection, envelope.id, flags, received_at)
    return {
        "id": envelope.id,
        "status": "recorded",
        "code": None,
        "message": None,
        "flags": sorted(flags),
        "received_at": clock.stamp(received_at),
        "countersignature": countersignature,
        "key": keys.signing_id,
        "receipt_url": papers.receipt_url(envelope.id) if isinstance(body, Ticket) else None,
    }


def _read(raw: bytes, value: dict[str, Any]) -> tuple[Envelope, Strict]:
    """The envelope and its body, strictly."""
    if value.get("v") != 1:
        raise Misfit("unknown_version")
    try:
        envelope = msgspec.convert(value, Envelope)
        if not can_be_kept(raw, envelope):
            raise Misfit("bad_shape")
        return envelope, msgspec.convert(envelope.body, BODIES[envelope.kind])
    except (msgspec.ValidationError, ValueError):
        raise Misfit("bad_shape") from None


def _check_seal(source: Source, envelope: Envelope, value: dict[str, Any]) -> str:
    """The envelope's hash, made again from its values, when the tablet's own signature fits it."""
    sealed = digest(canonical({k: v for k, v in value.items() if k not in ("hash", "signature")}))
    if sealed != envelope.hash:
        raise Misfit("bad_hash")
    if not signature_fits(source.public_x, source.public_y, bytes.fromhex(sealed), envelope.signature):
        raise Misfit("bad_signature")
    if source.is_revoked:
        raise Misfit("revoked_device")
    return sealed


def _place_in_series(connection: Connection, source: Source, envelope: Envelope) -> Flags:
    """Compare with the series' last number. A gap or a fork is flagged; a number already used does not fit."""
    number, last_hash = journal.last_of_series(connection, source.series_id, envelope.kind)
    if envelope.number <= number:
        if journal.number_is_used(connection, source.series_id, envelope.kind, envelope.number):
            raise Misfit("number_reused")
        return {"late_number": {"number": envelope.number, "head": number}}
    if envelope.number > number + 1:
        return {"number_gap": {"from": number + 1, "to": envelope.number - 1}}
    return {} if envelope.previous == last_hash else {"chain_fork": {"number": envelope.number}}


def _raise_flags(connection: Connection, envelope_id: str, flags: Flags, at: datetime) -> None:
    rows = [
        {"envelope_id": envelope_id, "kind": kind, "detail": detail, "raised_at": at}
        for kind, detail in flags.items()
    ]
    if rows:
        connection.execute(_ADD_FLAGS, rows)


def _quarantine(
    connection: Connection, device_id: int, envelope_id: str, raw: bytes, received_at: datetime, code: str
) -> dict[str, object]:
    if connection.execute(_KEPT, {"named": envelope_id, "raw": raw}).one_or_none() is None:
        connection.execute(
            _KEEP,
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
