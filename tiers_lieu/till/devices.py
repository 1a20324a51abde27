"""Who is at the other end: a paired tablet, known by its token."""

from flask import g, request
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.access.guard import Guard
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotAllowed, NotKnown
from tiers_lieu.kernel.ids import token_hash
from tiers_lieu.sales.models import Device, Register


def bearer() -> str:
    """The token of the Authorization header, or an empty text."""
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _find() -> None:
    row = db.session.execute(
        select(Device, Register)
        .join(Register, Register.id == Device.register_id)
        .where(Device.token_hash == token_hash(bearer()))
    ).one_or_none()
    if row is None:
        raise NotKnown("unknown_device", _("Tablette inconnue. Appairez-la de nouveau."))
    g.device, g.register = row.Device, row.Register


def _find_in_service() -> None:
    _find()
    if g.device.revoked_at is not None:
        raise NotAllowed("revoked_device", _("Cette tablette est retirée. Appelez un coordinateur."))


tablet = Guard("tablet", _find_in_service)
any_known_tablet = Guard("known_tablet", _find)
