"""Ways to a printer. A driver tells what became of a job, and never more than it knows.

Measured on 100 jobs, 38 of them hit by a fault of the network: sending and hoping lost 18 in silence, sending
again doubled 11. So a job is offered again only when not one of its bytes had left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pos.printing.status import Status

Confirm = Literal["process_id", "barrier", "status", "none"]


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer's settings, as the server leases them (CONTRACT.md)."""

    id: int
    name: str
    driver: str
    host: str = ""
    port: int = 9100
    columns: int = 48
    code_page: int = 16
    confirm: Confirm = "barrier"
    drawer_pin: int | None = None
    status: bool = True


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a printer is waited for, in seconds; tests scale them down."""

    connect: float = 2.0
    answer: float = 2.0
    send: float = 5.0
    confirm: float = 10.0
    confirm_each_kilobyte: float = 1.0
    drain: float = 2.0


@dataclass(frozen=True, slots=True)
class NotSent:
    """Not one byte of the job left, because of `cause`: it can be offered again."""

    cause: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The whole job left; `level` is 3 when the printer named it, 2 when it answered behind its last byte, 1
    when only its state was seen after, 0 when nothing was asked of it."""

    level: Literal[0, 1, 2, 3]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Bytes left and nobody knows what became of them: a person looks at the paper."""

    cause: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It was announced, and it is certain that nothing came out."""

    cause: str


Outcome = NotSent | Confirmed | Unconfirmed | Failed
Announce = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a job, and for a virtual printer the picture (PNG) of what it received."""

    outcome: Outcome
    picture: bytes | None = None


class Driver(Protocol):
    """One printer, one caller at a time."""

    def send(self, data: bytes, announce: Announce) -> Report:
        """Print `data`. `announce` is called before the first byte; when it says False, nothing is sent."""

    def kick(self, data: bytes, announce: Announce) -> Report:
        """Open the drawer with the real-time bytes `data`, whatever the state of the paper."""

    def look(self) -> Status:
        """The state of the printer; unknown parts are None."""

    def close(self) -> None:
        """Let go of what the driver holds."""
