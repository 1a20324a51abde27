"""How values are written in French pages."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import g
from sqlalchemy import select

from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.money import euros
from tiers_lieu.structures.models import Hub


def moment(instant: datetime | None) -> str:
    """« 24/11/2026 14:32 » in the hub's zone."""
    return format_datetime(instant, "dd/MM/yyyy HH:mm", tzinfo=_zone(), locale="fr") if instant else ""


def hour(instant: datetime | None) -> str:
    """« 14 h 32 » in the hub's zone."""
    return format_datetime(instant, "H 'h' mm", tzinfo=_zone(), locale="fr") if instant else ""


def day(value: date | None) -> str:
    """« 24 novembre 2026 »."""
    return format_date(value, "d MMMM yyyy", locale="fr") if value else ""


def quantity(amount: int, measure: str, unit: str) -> str:
    """« 1,500 kg » from grams, « 2 » or « 0,5 » from thousandths of a piece, as a receipt writes them."""
    sign = "−" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 1000)
    if measure == "weight":
        return f"{sign}{whole},{rest:03d}\u00a0{unit}"
    return f"{sign}{whole}" + (f",{rest:03d}".rstrip("0") if rest else "")


def share(basis_points: int) -> str:
    """« 20 % », « 5,5 % »."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}" + (f",{rest:02d}".rstrip("0") if rest else "") + "\u00a0%"


@dataclass(frozen=True)
class House:
    """What every page says of the hub."""

    name: str = "Tiers-Lieu"
    place: str = ""
    zone: str = "Europe/Paris"


def house() -> House:
    """The hub's name, place and zone, read once a request; the project's own before a hub exists."""
    if "house" not in g:
        row = db.session.execute(select(Hub.name, Hub.place, Hub.zone).limit(1)).one_or_none()
        g.house = House(*row) if row else House()
    return g.house  # type: ignore[no-any-return]


def _zone() -> ZoneInfo:
    return ZoneInfo(house().zone)


FILTERS = {"moment": moment, "hour": hour, "day": day, "quantity": quantity, "share": share, "euros": euros}
