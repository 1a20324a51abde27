"""A virtual receipt printer: a TCP server that speaks ESC/POS and shows the paper the bytes would have made.

Alone: `python -m pos.printing.virtual --port 9100 --columns 48 --papers FOLDER`. It serves one client at
a time, like a real one, holds its data while paper is out or its cover open, obeys real time at once.
"""

from __future__ import annotations

import re
import select
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Literal, get_args

from pos.printing.interpreter import Interpreter, Kick, Paper, Question

Fault = Literal["paper_out", "paper_low", "cover_open", "offline", "mute"]
FAULTS: tuple[str, ...] = get_args(Fault)

_REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])|\x10\x14\x01([\x00\x01])[\x01-\x08]", re.DOTALL)
_LONGEST_REAL_TIME = 5
_HOLDING = frozenset({"paper_out", "cover_open", "offline"})
_KEPT_PAPERS = 20
_TICK = 0.05


class VirtualPrinter:
    """A printer of `columns` characters whose slot `code_page` is CP1252.

    `address` is host and port. `papers` holds the last twenty papers, `drawer_openings` counts pulses; the
    drawer is pushed shut after `drawer_seconds`, as a cashier would.
    """

    def __init__(
        self,
        columns: int = 48,
        code_page: int = 16,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        has_drawer: bool = True,
        drawer_seconds: float = 4.0,
    ) -> None:
        self._listener = socket.create_server((host, port))
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        self.papers: deque[Paper] = deque(maxlen=_KEPT_PAPERS)
        self.drawer_openings = 0
        self.faults: set[str] = set()
        self._interpreter = Interpreter(columns, code_page)
        self._held = bytearray()
        self._tail = b""
        self._has_drawer = has_drawer
        self._drawer_seconds = drawer_seconds
        self._drawer_opened_at: float | None = None
        self._is_stopping = threading.Event()
        self._printed = threading.Condition()
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)

    def __enter__(self) -> VirtualPrinter:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Switch it on."""
        self._thread.start()

    def stop(self) -> None:
        """Switch it off: what it held is lost."""
        self._is_stopping.set()
        self._thread.join(timeout=5)
        self._listener.close()

    def set_fault(self, fault: Fault, is_on: bool = True) -> None:
        """Take the paper out, open the cover… or put it right again."""
        (self.faults.add if is_on else self.faults.discard)(fault)

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open now."""
        opened_at = self._drawer_opened_at
        return opened_at is not None and time.monotonic() - opened_at < self._drawer_seconds

    def take_papers(self) -> list[Paper]:
        """The papers that came out since the last time, oldest first; they leave the printer."""
        with self._printed:
            taken = list(self.papers)
            self.papers.clear()
        return taken

    def wait_for_paper(self, timeout: float = 5.0) -> Paper:
        """The last paper, waited for; raises TimeoutError."""
        with self._printed:
            if not self._printed.wait_for(lambda: bool(self.papers), timeout):
                raise TimeoutError("no paper came out")
            return self.papers[-1]

    def _serve(self) -> None:
        while not self._is_stopping.is_set():
            self._print_held(None)
            if not select.select([self._listener], [], [], _TICK)[0]:
                continue
            client, _ = self._listener.accept()
            with client, suppress(OSError):
                client.settimeout(5)
                self._converse(client)
            self._end_of_client()

    def _converse(self, client: socket.socket) -> None:
        while not self._is_stopping.is_set():
            self._print_held(client)
            if not select.select([client], [], [], _TICK)[0]:
                continue
            data = client.recv(4096)
            if not data:
                return
            self._obey_at_once(client, data)
            self._held += data

    def _end_of_client(self) -> None:
        self._tail = b""
        self._print_held(None)
        if not self._held and (rest := self._interpreter.tear()):
            self._put_out(rest)

    def _obey_at_once(self, client: socket.socket, data: bytes) -> None:
        """Real-time commands, wherever they stand in what was received, pieces joined."""
        seen = self._tail + data
        end = 0
        for match in _REAL_TIME.finditer(seen):
            end = match.end()
            if match[1]:
                self._answer(client, bytes([self._real_time(match[1][0])]))
            else:
                self._open_drawer()
        self._tail = seen[max(end, len(seen) - _LONGEST_REAL_TIME + 1) :]

    def _print_held(self, client: socket.socket | None) -> None:
        if not self._held or _HOLDING & self.faults:
            return
        data, self._held = bytes(self._held), bytearray()
        for event in self._interpreter.feed(data):
            match event:
                case Paper():
                    self._put_out(event)
                case Question(b"\x1dr", _):
                    self._answer(client, bytes([0x03 if "paper_low" in self.faults else 0x00]))
                case Question(b"\x1d(H", args) if args[2:4] == b"00":
                    self._answer(client, b"\x37\x22" + args[4:8] + b"\x00")
                case Kick(is_real_time=False):
                    self._open_drawer()

    def _put_out(self, paper: Paper) -> None:
        with self._printed:
            self.papers.append(paper)
            self._printed.notify_all()

    def _open_drawer(self) -> None:
        if self._has_drawer:
            self.drawer_openings += 1
            self._drawer_opened_at = time.monotonic()

    def _answer(self, client: socket.socket | None, data: bytes) -> None:
        if client is not None and "mute" not in self.faults:
            with suppress(OSError):
                client.sendall(data)

    def _real_time(self, number: int) -> int:
        """The answer to `DLE EOT number`; the bits of Epson's reference."""
        faults = self.faults
        if number == 1:
            return 0x12 | (0x08 if _HOLDING & faults else 0) | (0x04 if self.is_drawer_open else 0)
        if number == 2:
            return 0x12 | (0x04 if "cover_open" in faults else 0) | (0x20 if "paper_out" in faults else 0)
        if number == 4:
            near_end = bool({"paper_low", "paper_out"} & faults)
            return 0x12 | (0x0C if near_end else 0) | (0x60 if "paper_out" in faults else 0)
        return 0x12


if __name__ == "__main__":
    from pos.printing.virtual_cli import main

    raise SystemExit(main())
