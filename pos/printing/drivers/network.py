"""Raw TCP, port 9100: one connection a job, its state asked before, its word awaited after."""

from __future__ import annotations

import fcntl
import secrets
import socket
import string
import struct
import termios
import time
from collections.abc import Callable, Iterator

from pos.printing.drivers import (
    Announce,
    Confirmed,
    Failed,
    NotSent,
    Outcome,
    Printer,
    Report,
    Timeouts,
    Unconfirmed,
)
from pos.printing.status import Reply, ReplyReader, Status, named_job, read_real_time

_ASKED = (1, 2, 4)
_NAMES = string.ascii_uppercase + string.digits


class NetworkDriver:
    """A printer that listens on TCP."""

    def __init__(
        self, printer: Printer, timeouts: Timeouts | None = None, *, drawer_open_is_high: bool | None = None
    ) -> None:
        self._printer = printer
        self._timeouts = timeouts or Timeouts()
        self._drawer_open_is_high = drawer_open_is_high

    def send(self, data: bytes, announce: Announce) -> Report:
        """Print `data`; an obstacle the printer tells of beforehand keeps every byte here."""
        try:
            with _Link(self._printer, self._timeouts) as link:
                if self._printer.status and (cause := self._preflight(link)):
                    return Report(NotSent(cause))
                if link.has_hung_up():
                    return Report(NotSent("offline"))
                if not announce():
                    return Report(NotSent("not_announced"))
                outcome = self._send_announced(link, data)
                link.finish()
        except OSError:
            return Report(NotSent("offline"))
        return Report(outcome)

    def kick(self, data: bytes, announce: Announce) -> Report:
        """Send the pulse at once; where the printer answers, its answer shows that it heard."""
        try:
            with _Link(self._printer, self._timeouts) as link:
                if not announce():
                    return Report(NotSent("not_announced"))
                outcome = self._kick_announced(link, data)
                link.finish()
        except OSError:
            return Report(NotSent("offline"))
        return Report(outcome)

    def look(self) -> Status:
        """The state of the printer, by `DLE EOT`; only whether it listens when it never answers."""
        try:
            with _Link(self._printer, self._timeouts) as link:
                if not self._printer.status:
                    return Status()
                answers = link.ask_all()
                link.finish()
        except OSError:
            return Status(online=False)
        return read_real_time(answers, drawer_open_is_high=self._drawer_open_is_high)

    def close(self) -> None:
        """Nothing is held between jobs: printers close idle connections, and lose what comes next."""

    def _kick_announced(self, link: _Link, data: bytes) -> Outcome:
        if link.has_hung_up():
            return Failed("offline")
        if not link.write(data):
            return Unconfirmed(link.trouble) if link.sent else Failed("offline")
        if not self._printer.status:
            return Confirmed(0)
        return Confirmed(1) if link.ask(1) is not None else Unconfirmed(link.silence)

    def _preflight(self, link: _Link) -> str | None:
        answers = link.ask_all()
        if len(answers) < len(_ASKED):
            return "offline" if link.is_lost else "mute"
        return read_real_time(answers).obstacle

    def _send_announced(self, link: _Link, data: bytes) -> Outcome:
        if link.has_hung_up():
            return Failed("offline")
        confirm = self._printer.confirm
        name = "".join(secrets.choice(_NAMES) for _ in range(4)).encode()
        question = {"process_id": b"\x1d(H\x06\x0000" + name, "barrier": b"\x1dr\x01"}.get(confirm, b"")
        if not link.write(data + question):
            return Unconfirmed(link.trouble) if link.sent else Failed("offline")
        patience = self._timeouts.confirm + self._timeouts.confirm_each_kilobyte * len(data) / 1024
        if confirm == "process_id":
            if link.wait(lambda reply: named_job(reply, name), patience):
                return Confirmed(3)
        elif confirm == "barrier":
            if link.wait(lambda reply: reply.kind == "sensor", patience):
                return Confirmed(2)
        elif confirm == "none":
            return Confirmed(0) if link.hand_over() else Unconfirmed(link.trouble)
        return self._look_after(link)

    def _look_after(self, link: _Link) -> Outcome:
        """What the printer says of itself once the job is sent: the cause, where it did not confirm."""
        if link.is_lost or not self._printer.status:
            return Unconfirmed(link.silence)
        answers = link.ask_all()
        if len(answers) < len(_ASKED):
            return Unconfirmed(link.silence)
        if obstacle := read_real_time(answers).obstacle:
            return Unconfirmed(obstacle)
        return Confirmed(1) if self._printer.confirm == "status" else Unconfirmed("no_answer")


class _Link:
    """One connection. After the first byte of a job nothing raises: what was lost is remembered instead."""

    def __init__(self, printer: Printer, timeouts: Timeouts) -> None:
        self._timeouts = timeouts
        self._socket = socket.create_connection((printer.host, printer.port), timeouts.connect)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = ReplyReader()
        self._replies: list[Reply] = []
        self.sent = 0
        self.is_lost = False
        self._is_finished = False

    def __enter__(self) -> _Link:
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()

    @property
    def silence(self) -> str:
        """Why no answer came."""
        return "connection_lost" if self.is_lost else "mute"

    @property
    def trouble(self) -> str:
        """Why bytes did not get through."""
        return "connection_lost" if self.is_lost else "stalled"

    def write(self, data: bytes) -> bool:
        """Hand `data` to the network; False when the connection broke or stood still."""
        deadline = time.monotonic() + self._timeouts.send
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                taken = self._socket.send(rest)
            except TimeoutError:
                return False
            except OSError:
                self.is_lost = True
                return False
            self.sent += taken
            rest = rest[taken:]
            if taken:
                deadline = time.monotonic() + self._timeouts.send
        return True

    def ask(self, number: int) -> int | None:
        """The answer to `DLE EOT number`, or None."""
        try:
            self._socket.settimeout(self._timeouts.send)
            self._socket.sendall(b"\x10\x04" + bytes([number]))
        except OSError:
            self.is_lost = True
            return None
        reply = self.wait(lambda reply: reply.kind == "real_time", self._timeouts.answer)
        return reply.data[0] if reply else None

    def ask_all(self) -> dict[int, int]:
        """The answers to `DLE EOT` 1, 2 and 4; the first silence ends the asking."""
        answers: dict[int, int] = {}
        for number in _ASKED:
            answer = self.ask(number)
            if answer is None:
                break
            answers[number] = answer
        return answers

    def wait(self, is_wanted: Callable[[Reply], bool], patience: float) -> Reply | None:
        """The first answer that is wanted, within `patience` seconds; the others are dropped."""
        deadline = time.monotonic() + patience
        for reply in self._receive(deadline):
            if is_wanted(reply):
                return reply
        return None

    def _receive(self, deadline: float) -> Iterator[Reply]:
        while True:
            while self._replies:
                yield self._replies.pop(0)
            left = deadline - time.monotonic()
            if left <= 0 or self.is_lost:
                return
            self._socket.settimeout(left)
            try:
                data = self._socket.recv(256)
            except TimeoutError:
                return
            except OSError:
                data = b""
            if not data:
                self.is_lost = True
                return
            self._replies += self._reader.feed(data)

    def has_hung_up(self) -> bool:
        """Whether the other side is known to have closed; what it said meanwhile is dropped."""
        self._socket.setblocking(False)
        try:
            while self._socket.recv(256):
                pass
        except BlockingIOError:
            return False
        except OSError:
            pass
        self.is_lost = True
        return True

    def hand_over(self) -> bool:
        """Whether the printer's side took every byte: all one can know of a printer that says nothing."""
        if self.has_hung_up():
            return False
        self.finish()
        return not self.is_lost and not self._is_backed_up()

    def finish(self) -> None:
        """Half-close, read to the end: closing on unread answers cuts off what is still under way.

        A close with one status byte unread made a printer lose 55 904 of 60 000 bytes (measured).
        """
        if self.is_lost or self._is_finished:
            return
        self._is_finished = True
        deadline = time.monotonic() + self._timeouts.drain
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0:
                self._socket.settimeout(left)
                if not self._socket.recv(256):
                    return
        except TimeoutError:
            return
        except OSError:
            self.is_lost = True

    def _is_backed_up(self) -> bool:
        """Whether bytes still wait here for the printer to take them."""
        try:
            answer = fcntl.ioctl(self._socket, termios.TIOCOUTQ, struct.pack("i", 0))
        except OSError:
            return False
        waiting: int = struct.unpack("i", answer)[0]
        return waiting > 0
