"""A document and a printer's settings in, the bytes of the job out; and the driver that carries them."""

from __future__ import annotations

from typing import Any

from pos.printing.drivers import Driver, Printer, Timeouts
from pos.printing.layouts import lay_out


class UnknownDriver(Exception):
    """No driver here of that name."""


def render(document: dict[str, Any], *, columns: int, code_page: int) -> bytes:
    """The bytes that print `document`; the same bytes for the same facts and settings, always.

    Raises UnknownDocument for a document this agent cannot lay out.
    """
    from pos.printing.escpos_encoder import encode

    return encode(lay_out(document, columns), columns=columns, code_page=code_page)


def driver_for(printer: Printer, timeouts: Timeouts | None = None) -> Driver:
    """The driver named by `printer.driver`; it is closed by the caller. Raises UnknownDriver."""
    if printer.driver == "network":
        from pos.printing.drivers.network import NetworkDriver

        return NetworkDriver(printer, timeouts)
    if printer.driver == "virtual":
        from pos.printing.drivers.virtual import VirtualDriver

        return VirtualDriver(printer, timeouts)
    raise UnknownDriver(printer.driver)
