"""A receipt printer for tests, on a TCP port of loopback, with the ways of failing met in the field."""

from __future__ import annotations

import re
import select
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from tests.peers.escpos_reading import EscPosReading, PeerPaper

BUFFER = 4096  # Bytes, as small printers have; what exceeds it waits at the sender.
NOW = re.compile(rb"\x10\x04[\x01-\x04]|\x10\x14\x01[\x00\x01][\x01-\x08]", re.DOTALL)


@dataclass
class Faults:
    """What is wrong. Counts are bytes of one connection; a slow printer takes `slow` bytes each 10 ms."""

    refuse: bool = False  # Nobody listens.
    reset_at_once: bool = False  # Accepts, then resets.
    reset_after: int | None = None  # Resets after that many bytes.
    close_at_once: bool = False  # Accepts, then closes politely (idle time-out).
    close_after: int | None = None  # Closes politely after that many bytes.
    hang_up: bool = False  # Closes politely now.
    mute: bool = False  # Never answers anything.
    lose_confirmation: bool = False  # Prints, and its word is lost.
    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    offline: bool = False
    error: bool = False
    paper_out_after: int | None = None  # The roll ends there.
    slow: int | None = None
    stuck: bool = False  # Accepts and reads nothing.
    automatic_status: bytes = b""  # Sent unasked as soon as data comes (ASB).


class PrinterPeer:
    """`with PrinterPeer(Faults(...)) as p:`; `knows_process_id` False is a clone that ignores GS ( H."""

    def __init__(
        self, faults: Faults | None = None, *, host="127.0.0.1", knows_process_id=True, code_pages=None
    ):
        self.faults = faults or Faults()
        self.host = host
        self.received = b""
        self.connections = 0
        self.drawer_openings = 0
        self.drawer_is_open = False
        self._knows_process_id = knows_process_id
        self._client: socket.socket | None = None
        self._held = b""
        self._tail = b""
        self._reading = EscPosReading(self._question, code_pages)
        self._changed = threading.Condition()
        self._stop = threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self._listener.bind((host, 0))
        self.port: int = self._listener.getsockname()[1]
        if not self.faults.refuse:
            self._listener.listen(8)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> PrinterPeer:
        if not self.faults.refuse:
            self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._listener.close()

    @property
    def papers(self) -> list[PeerPaper]:
        """The papers that came out, oldest first."""
        return self._reading.papers

    @property
    def unknown(self) -> list[str]:
        """Commands and code pages the reference does not have, control characters included."""
        return self._reading.unknown + [f"control {byte:02x}" for byte in self._reading.controls]

    def wait_for_paper(self, timeout: float = 5.0, count: int = 1) -> PeerPaper:
        """The paper number `count`, waited for."""
        self._wait(lambda: len(self.papers) >= count, timeout, f"paper {count}")
        return self.papers[count - 1]

    def wait_for_drawer(self, timeout: float = 5.0, count: int = 1) -> None:
        """Until the drawer has opened `count` times."""
        self._wait(lambda: self.drawer_openings >= count, timeout, f"drawer opening {count}")

    def wait_for_bytes(self, count: int, timeout: float = 5.0) -> None:
        """Until `count` bytes have been received."""
        self._wait(lambda: len(self.received) >= count, timeout, f"{count} bytes")

    def wait_for_hang_up(self, timeout: float = 5.0) -> None:
        """Until somebody has come and gone."""
        self._wait(lambda: self.connections > 0 and self._client is None, timeout, "hang-up")

    def _wait(self, is_so, timeout: float, what: str) -> None:
        with self._changed:
            if not self._changed.wait_for(is_so, timeout):
                raise TimeoutError(f"no {what} in {timeout} s")

    def new_roll(self) -> None:
        """Paper is put back, the cover closed: the printer prints what it held."""
        self.faults.paper_out = self.faults.cover_open = False
        self.faults.paper_out_after = None

    @property
    def _is_holding(self) -> bool:
        return self.faults.paper_out or self.faults.cover_open or self.faults.offline

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._print()
            if not select.select([self._listener], [], [], 0.02)[0]:
                continue
            client, _ = self._listener.accept()
            with self._changed:
                self.connections += 1
                self._client = client
                self._changed.notify_all()
            try:
                self._converse(client)
            except OSError:
                pass
            finally:
                client.close()
                self._client = None
                self._tail = b""
                self._print()
                with self._changed:
                    if not self._held:
                        self._reading.hang_up()
                    self._changed.notify_all()

    def _converse(self, client: socket.socket) -> None:
        faults = self.faults
        if faults.reset_at_once:
            return _reset(client)
        if faults.close_at_once:
            return None
        taken = 0
        while not self._stop.is_set() and not faults.hang_up:
            self._print()
            if faults.stuck or not select.select([client], [], [], 0.02)[0]:
                time.sleep(0.01 if faults.stuck else 0)
                continue
            limits = [
                limit - taken for limit in (faults.reset_after, faults.close_after) if limit is not None
            ]
            data = client.recv(min([4096, faults.slow or 4096, *(limit for limit in limits if limit > 0)]))
            if not data:
                return None
            if faults.slow:
                time.sleep(0.01)
            taken += len(data)
            self._receive(client, data, taken)
            if faults.reset_after is not None and taken >= faults.reset_after:
                return _reset(client)
            if faults.close_after is not None and taken >= faults.close_after:
                return None
        return None

    def _receive(self, client: socket.socket, data: bytes, taken: int) -> None:
        if self.faults.automatic_status:
            client.sendall(self.faults.automatic_status)
        self._obey_now(data)
        if self.faults.paper_out_after is not None and taken >= self.faults.paper_out_after:
            self.faults.paper_out = True
        with self._changed:
            self.received += data
            self._held += data
            self._changed.notify_all()

    def _obey_now(self, data: bytes) -> None:
        """Real-time commands act on receipt, before everything that waits to be printed."""
        seen = self._tail + data
        end = 0
        for found in NOW.finditer(seen):
            end = found.end()
            command = found.group()
            if command[1] == 4:
                self._answer(bytes([self._state(command[2])]))
                continue
            with self._changed:
                self.drawer_openings += 1
                self.drawer_is_open = True
                self._changed.notify_all()
        self._tail = seen[max(end, len(seen) - 4) :]

    def _state(self, number: int) -> int:
        faults = self.faults
        byte = 0b0001_0010
        if number == 1:
            byte |= (4 if self.drawer_is_open else 0) | (8 if self._is_holding or faults.error else 0)
        elif number == 2:
            byte |= (
                (4 if faults.cover_open else 0)
                | (32 if faults.paper_out else 0)
                | (64 if faults.error else 0)
            )
        elif number == 4:
            byte |= 0x7E if faults.paper_out else 0x0C if faults.paper_low else 0
        return byte

    def _print(self) -> None:
        if not self._held or self._is_holding:
            return
        with self._changed:
            data, self._held = self._held, b""
            before = self._reading.drawer_openings
            self._reading.feed(data)
            self.drawer_openings += self._reading.drawer_openings - before
            self._changed.notify_all()

    def _question(self, kind: str, data: bytes) -> None:
        if self.faults.lose_confirmation:
            return
        if kind == "GS r":
            self._answer(b"\x03" if self.faults.paper_low else b"\x00")
        elif self._knows_process_id:
            self._answer(b"\x37\x22" + data + b"\x00")

    def _answer(self, data: bytes) -> None:
        if self._client is None or self.faults.mute:
            return
        with suppress(OSError):  # The sender may have gone; a printer prints on.
            self._client.sendall(data)


def _reset(client: socket.socket) -> None:
    """Close with RST, as a printer does whose power was cut and came back."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
