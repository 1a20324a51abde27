"""A hub that really runs, with the demonstration in it, its agent, and a printer peer on the network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.fixtures.hub import LiveHub
from tests.peers.printer import PrinterPeer
from tiers_lieu.demo import DemoLogins, load
from tiers_lieu.kernel.db import atomic
from tiers_lieu.printing.models import Printer
from tiers_lieu.sales import registers


@dataclass
class House:
    """Everything the main job needs."""

    hub: LiveHub
    logins: DemoLogins
    printer: PrinterPeer

    def code(self) -> str:
        """A fresh pairing code."""
        with self.hub.app.app_context():
            return registers.issue_pairing_code(register_public_id=self.logins.register)


@pytest.fixture
def house(make_live_hub: Callable[..., LiveHub]) -> Iterator[House]:
    """A running hub on each backend in turn: server, agent, demonstration, and a network printer."""
    hub = make_live_hub(agent=True)
    with PrinterPeer() as printer:
        with hub.app.app_context():
            logins = load(hub.instance)
            with atomic() as session:
                row = session.get_one(Printer, 1)
                row.driver, row.host, row.port = "network", "127.0.0.1", printer.port
        hub.start()
        yield House(hub, logins, printer)
