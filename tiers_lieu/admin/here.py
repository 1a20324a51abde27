"""Where and when the desk is: the hub's civil date, and who is working."""

from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlalchemy import select

from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotFound
from tiers_lieu.structures.models import Hub

Thing = TypeVar("Thing")


def today() -> date:
    """The civil date in the hub's zone."""
    return clock.today(db.session.scalar(select(Hub.zone).limit(1)) or "Europe/Paris")


def me() -> int:
    """The id of the account that asks, for the operation's audit."""
    return int(current_user.id)


def may(permission: str) -> bool:
    """Whether who asks holds a permission."""
    return permission in current_user.permissions


def found(thing: Thing | None, sentence: Any = None) -> Thing:
    """The thing looked for; a page that says so when there is none."""
    if thing is None:
        raise NotFound("not_found", sentence or _("Cette page n'existe pas. Revenez à la liste."))
    return thing


def page_number(text: str | None) -> int:
    """A page of a list, from 1 on; the first for what is no number."""
    good = text is not None and text.isascii() and text.isdigit() and len(text) <= 5
    return max(int(text or 1), 1) if good else 1
