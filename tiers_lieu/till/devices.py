"""Who is at the other end: a paired tablet, known by its token."""

from typing import Any

from flask import current_app, g
from flask_babel import lazy_gettext as _
from sqlalchemy import bindparam, select

from tiers_lieu.access.guard import Guard
from tiers_lieu.kernel.api import bearer
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotAllowed, NotKnown
from tiers_lieu.kernel.ids import token_hash
from tiers_lieu.sales.models import Device, Register

_DEVICE: Any = Device.__table__
_KNOWN = select(_DEVICE.c.id).where(_DEVICE.c.token_hash == bindparam("hashed"))


def _unknown() -> NotKnown:
    return NotKnown("unknown_device", _("Tablette inconnue. Appairez-la de nouveau."))


def _find() -> None:
    row = db.session.execute(
        select(Device, Register)
        .join(Register, Register.id == Device.register_id)
        .where(Device.token_hash == token_hash(bearer()))
    ).one_or_none()
    if row is None:
        raise _unknown()
    g.device, g.register = row.Device, row.Register


def _find_any() -> None:
    """For the intake: which tablet it is, and nothing more.

    Whose a token is never changes, so it is looked up once a process; whether the tablet is still in service is the
    intake's question. The look is over before the sale is written: a read left open meanwhile would keep SQLite from
    ever beginning its log again, and each commit would copy all of it.
    """
    known: dict[str, int] = current_app.extensions.setdefault("known_tablets", {})
    hashed = token_hash(bearer())
    if hashed not in known:
        with db.engine.connect() as connection:
            found = connection.execute(_KNOWN, {"hashed": hashed}).scalar_one_or_none()
        if found is None:
            raise _unknown()
        known[hashed] = found
    g.device_id = known[hashed]


def _find_in_service() -> None:
    _find()
    if g.device.revoked_at is not None:
        raise NotAllowed("revoked_device", _("Cette tablette est retirée. Appelez un coordinateur."))


tablet = Guard("tablet", _find_in_service)
any_known_tablet = Guard("known_tablet", _find_any)
