"""A printer on screen: the same bytes, over the same socket, to a virtual printer beside the agent."""

from __future__ import annotations

from dataclasses import replace

from pos.printing.drivers import Announce, NotSent, Printer, Report, Timeouts
from pos.printing.drivers.network import NetworkDriver
from pos.printing.status import Status
from pos.printing.virtual import VirtualPrinter


class VirtualDriver:
    """Hosts a virtual printer on a loopback port of its own, and shows what it made of the bytes."""

    def __init__(self, printer: Printer, timeouts: Timeouts | None = None) -> None:
        has_drawer = printer.drawer_pin is not None
        self.peer = VirtualPrinter(printer.columns, printer.code_page, has_drawer=has_drawer)
        self.peer.start()
        host, port = self.peer.address
        here = replace(printer, host=host, port=port)
        self._network = NetworkDriver(here, timeouts, drawer_open_is_high=True if has_drawer else None)

    def send(self, data: bytes, announce: Announce) -> Report:
        """Print `data`; the report holds the picture of the paper that came out, if one did."""
        self.peer.take_papers()
        report = self._network.send(data, announce)
        if isinstance(report.outcome, NotSent):
            return report
        papers = self.peer.take_papers()
        return replace(report, picture=papers[-1].picture if papers else None)

    def kick(self, data: bytes, announce: Announce) -> Report:
        """Open the drawer of the virtual printer."""
        return self._network.kick(data, announce)

    def look(self) -> Status:
        """The state the virtual printer answers."""
        return self._network.look()

    def close(self) -> None:
        """Switch the virtual printer off."""
        self.peer.stop()
