"""Where an envelope comes from, and the one way to say that it does not fit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from tiers_lieu.access.models import Account
from tiers_lieu.kernel import clock
from tiers_lieu.printing.models import Printer
from tiers_lieu.sales.envelope import Envelope
from tiers_lieu.sales.models import Device, Register, Series
from tiers_lieu.structures.models import Hub, Structure, StructureVat

Flags = dict[str, dict[str, object]]


class Misfit(Exception):
    """An envelope that cannot be recorded as it is: it goes to quarantine under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """The tablet, register and series behind an envelope, who served, and when it was made and received."""

    device_id: int
    public_x: str
    public_y: str
    is_revoked: bool
    register_id: int
    printer_id: int | None
    drawer_pin: int | None
    series_id: int
    structure_id: int
    structure: str
    cashier_id: int | None
    zone: str
    made_at: datetime
    received_at: datetime

    @property
    def day(self) -> date:
        """The civil date of the envelope, in the hub's zone."""
        return clock.civil_date(self.made_at, self.zone)


_DEVICE: Any = Device.__table__
_REGISTER: Any = Register.__table__
_SERIES: Any = Series.__table__
_STRUCTURE: Any = Structure.__table__
_PRINTER: Any = Printer.__table__
_ACCOUNT: Any = Account.__table__
_HUB: Any = Hub.__table__
_VAT: Any = StructureVat.__table__
_SOURCE = (
    select(
        _DEVICE.c.public_x,
        _DEVICE.c.public_y,
        _DEVICE.c.revoked_at,
        _REGISTER.c.id.label("register_id"),
        _REGISTER.c.public_id.label("register"),
        _REGISTER.c.printer_id,
        _PRINTER.c.drawer_pin,
        _SERIES.c.id.label("series_id"),
        _SERIES.c.structure_id,
        _STRUCTURE.c.public_id.label("structure"),
        _ACCOUNT.c.id.label("cashier_id"),
        select(_HUB.c.zone).limit(1).scalar_subquery().label("zone"),
    )
    .join(_REGISTER, _REGISTER.c.id == _DEVICE.c.register_id)
    .outerjoin(_PRINTER, (_PRINTER.c.id == _REGISTER.c.printer_id) & _PRINTER.c.is_active)
    .outerjoin(_SERIES, (_SERIES.c.device_id == _DEVICE.c.id) & (_SERIES.c.code == bindparam("series")))
    .outerjoin(_STRUCTURE, _STRUCTURE.c.id == _SERIES.c.structure_id)
    .outerjoin(_ACCOUNT, (_ACCOUNT.c.public_id == bindparam("cashier")) & _ACCOUNT.c.is_active)
    .where(_DEVICE.c.id == bindparam("device"))
)
_REGIME = (
    select(_VAT.c.regime)
    .where(_VAT.c.structure_id == bindparam("structure"), _VAT.c.valid_from <= bindparam("on"))
    .order_by(_VAT.c.valid_from.desc())
    .limit(1)
)


def find_source(connection: Connection, device_id: int, envelope: Envelope, received_at: datetime) -> Source:
    """Everything an envelope says of where it comes from, in one look. Raises Misfit."""
    asked = {"device": device_id, "series": envelope.series, "cashier": envelope.cashier}
    row = connection.execute(_SOURCE, asked).one()
    if row.register != envelope.register:
        raise Misfit("wrong_register")
    if row.series_id is None:
        raise Misfit("unknown_series")
    return Source(
        device_id=device_id,
        public_x=row.public_x,
        public_y=row.public_y,
        is_revoked=row.revoked_at is not None,
        register_id=row.register_id,
        printer_id=row.printer_id,
        drawer_pin=row.drawer_pin,
        series_id=row.series_id,
        structure_id=row.structure_id,
        structure=row.structure,
        cashier_id=row.cashier_id,
        zone=row.zone,
        made_at=clock.parse_stamp(envelope.made_at),
        received_at=received_at,
    )


def vat_regime(connection: Connection, source: Source) -> str:
    """The regime of the source's structure on the envelope's day; « liable » when nothing was said."""
    asked = {"structure": source.structure_id, "on": source.day}
    return str(connection.execute(_REGIME, asked).scalar_one_or_none() or "liable")
