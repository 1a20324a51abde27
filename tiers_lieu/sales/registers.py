"""Registers, their tablets, and the series of numbers each pairing opens."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.kernel.ids import new_token, spoken_code, token_hash
from tiers_lieu.sales.keys import read_public_key
from tiers_lieu.sales.models import Device, PairingCode, Register, Series

PAIRING_LIFE = timedelta(minutes=15)
SEEN_EACH = timedelta(minutes=1)
_GENERATIONS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I, no O


def add_register(
    *, code: str, name: str, structure_id: int, printer_id: int | None = None, by: int | None = None
) -> Register:
    """Add a till. Its code, one to four letters or digits, begins every ticket number."""
    code = code.strip().upper()
    if not (1 <= len(code) <= 4 and code.isascii() and code.isalnum()) or set(code) & {"O", "I"}:
        raise Refusal("bad_code", _("Le code a 1 à 4 signes, sans O ni I."), field="code")
    if not name.strip():
        raise Refusal("name_missing", _("Écrivez le nom de la caisse."), field="name")
    with atomic() as session:
        if session.scalar(select(Register.id).where(Register.code == code)):
            raise Refusal("code_used", _("Une caisse a déjà ce code."), field="code")
        register = Register(code=code, name=name.strip(), structure_id=structure_id, printer_id=printer_id)
        session.add(register)
        session.flush()
        note_edit(
            session, by=by, action="register.added", subject_kind="register", subject_id=register.public_id
        )
    return register


def change_register(
    *, register_public_id: str, name: str, printer_id: int | None, is_active: bool, by: int | None = None
) -> Register:
    """Rename a till, choose its printer, open or close it."""
    with atomic() as session:
        register = _register(session, register_public_id)
        before: dict[str, object] = {"name": register.name, "printer": register.printer_id}
        register.name, register.printer_id, register.is_active = name.strip(), printer_id, is_active
        note_edit(
            session,
            by=by,
            action="register.changed",
            subject_kind="register",
            subject_id=register.public_id,
            before=before,
            after={"name": register.name, "printer": printer_id, "is_active": is_active},
        )
    return register


def _register(session: Session, public_id: str) -> Register:
    register = session.scalar(select(Register).where(Register.public_id == public_id).with_for_update())
    if register is None:
        raise NotFound("no_register", _("Cette caisse n'existe pas."))
    return register


def issue_pairing_code(*, register_public_id: str, by: int | None = None) -> str:
    """A code for one tablet, good for fifteen minutes and once; shown now, kept as a hash."""
    code = spoken_code()
    with atomic() as session:
        register = _register(session, register_public_id)
        session.add(
            PairingCode(
                code_hash=token_hash(code), register_id=register.id, expires_at=clock.now() + PAIRING_LIFE
            )
        )
        note_edit(
            session, by=by, action="register.code", subject_kind="register", subject_id=register.public_id
        )
    return code


def pair(*, code: str, public_x: str, public_y: str) -> tuple[Device, Register, str]:
    """Make a tablet this register's. Returns the device, the register and the device's token, shown once.

    The tablet paired before is revoked and its series closed: what it still holds goes to quarantine. New
    numbers begin a new series, so no number is ever used twice.
    """
    read_public_key(public_x, public_y)
    token = new_token()
    now = clock.now()
    with atomic() as session:
        pairing = session.scalar(
            select(PairingCode)
            .where(
                PairingCode.code_hash == token_hash(code.strip().upper()),
                PairingCode.used_at.is_(None),
                PairingCode.expires_at > now,
            )
            .with_for_update()
        )
        if pairing is None:
            raise Refusal(
                "bad_pairing_code", _("Code faux ou trop vieux. Demandez-en un nouveau."), field="code"
            )
        pairing.used_at = now
        register = session.scalars(
            select(Register).where(Register.id == pairing.register_id).with_for_update()
        ).one()
        revoke_devices(session, register.id)
        device = Device(
            register_id=register.id,
            token_hash=token_hash(token),
            public_x=public_x,
            public_y=public_y,
            paired_at=now,
        )
        session.add(device)
        session.flush()
        generations = len(session.scalars(select(Series.id).where(Series.register_id == register.id)).all())
        session.add(
            Series(
                code=register.code + generation(generations),
                register_id=register.id,
                device_id=device.id,
                structure_id=register.structure_id,
                opened_at=now,
            )
        )
        note_edit(
            session,
            by=None,
            action="register.paired",
            subject_kind="register",
            subject_id=register.public_id,
            after={"device": device.public_id},
        )
    return device, register, token


def note_seen(*, device_id: int) -> None:
    """Keep when a tablet last spoke, to the minute: a coordinator sees which one has gone silent."""
    now = clock.now()
    with atomic() as session:
        device = session.get(Device, device_id, with_for_update=True)
        if device is not None and (device.seen_at is None or now - device.seen_at >= SEEN_EACH):
            device.seen_at = now


def generation(count: int) -> str:
    """The letters of the series opened after `count` others: A … Z, AA, AB …"""
    letters = ""
    count += 1
    while count:
        count, rest = divmod(count - 1, len(_GENERATIONS))
        letters = _GENERATIONS[rest] + letters
    return letters


def revoke_devices(session: Session, register_id: int) -> None:
    """Stop every tablet of a register, in the caller's transaction."""
    now = clock.now()
    for device in session.scalars(
        select(Device).where(Device.register_id == register_id, Device.revoked_at.is_(None))
    ):
        device.revoked_at = now
    for series in session.scalars(
        select(Series).where(Series.register_id == register_id, Series.closed_at.is_(None))
    ):
        series.closed_at = now


def revoke_tablet(*, register_public_id: str, by: int | None = None) -> Register:
    """Declare a register's tablet lost: what it sends from now on is kept, in quarantine."""
    with atomic() as session:
        register = _register(session, register_public_id)
        revoke_devices(session, register.id)
        note_edit(
            session, by=by, action="register.revoked", subject_kind="register", subject_id=register.public_id
        )
    return register
