"""What a printer's bytes say, after Epson's reference. A byte not understood is unknown, never « ready ».

Four kinds of answer share one stream, told apart by fixed bits (x is data):
`DLE EOT` 0xx1xx10 · automatic status `GS a` 0xx1xx00 then three 0xx0xxxx · `GS r` 0xx0xxxx ·
blocks `GS ( H` 37h 22h …00h. XON and XOFF (11h, 13h) may stand between any two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

ReplyKind = Literal["real_time", "automatic", "sensor", "block", "flow", "unknown"]
Cause = Literal["paper_out", "cover_open", "error", "offline"]

_BLOCK_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a printer: its kind and its bytes."""

    kind: ReplyKind
    data: bytes


class ReplyReader:
    """Cuts what a printer sends into answers; the bytes may come in any pieces."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> Iterator[Reply]:
        """The answers complete so far."""
        self._buffer += data
        while self._buffer:
            reply = _first(self._buffer)
            if reply is None:
                return
            self._buffer = self._buffer[len(reply.data) :]
            yield reply


def _first(data: bytes) -> Reply | None:
    byte = data[0]
    if byte == 0x37:
        return _block(data)
    if byte in (0x11, 0x13):
        return Reply("flow", data[:1])
    if byte & 0x93 == 0x12:
        return Reply("real_time", data[:1])
    if byte & 0x93 == 0x10:
        if any(follower & 0x90 for follower in data[1:4]):
            return Reply("unknown", data[:1])
        return Reply("automatic", data[:4]) if len(data) >= 4 else None
    if byte & 0x90 == 0x00:
        return Reply("sensor", data[:1])
    return Reply("unknown", data[:1])


def _block(data: bytes) -> Reply | None:
    end = data.find(b"\x00", 0, _BLOCK_LONGEST)
    if end >= 0:
        return Reply("block", data[: end + 1])
    return Reply("unknown", data[:1]) if len(data) >= _BLOCK_LONGEST else None


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a printer, each part None when it is not known."""

    online: bool | None = None
    paper: Literal["ok", "low", "out"] | None = None
    cover: Literal["closed", "open"] | None = None
    drawer: Literal["closed", "open"] | None = None
    error: bool | None = None

    @property
    def obstacle(self) -> Cause | None:
        """What keeps it from printing, the most useful to say first; None when nothing is known to."""
        if self.cover == "open":
            return "cover_open"
        if self.paper == "out":
            return "paper_out"
        if self.error:
            return "error"
        return "offline" if self.online is False else None


def read_real_time(answers: dict[int, int], *, drawer_open_is_high: bool | None = None) -> Status:
    """The state told by the answers to `DLE EOT n`, by n (1 printer, 2 why offline, 4 paper).

    `drawer_open_is_high` is how the drawer's switch is wired, known from calibration; None: drawer unknown.
    """
    status = Status()
    if 1 in answers:
        status = replace(status, online=not answers[1] & 0x08)
        if drawer_open_is_high is not None:
            is_high = bool(answers[1] & 0x04)
            status = replace(status, drawer="open" if is_high == drawer_open_is_high else "closed")
    if 2 in answers:
        status = replace(
            status, cover="open" if answers[2] & 0x04 else "closed", error=bool(answers[2] & 0x40)
        )
        if answers[2] & 0x20:
            status = replace(status, paper="out")
    if 4 in answers and status.paper != "out":
        low_or_ok: Literal["ok", "low"] = "low" if answers[4] & 0x0C else "ok"
        status = replace(status, paper="out" if answers[4] & 0x60 else low_or_ok)
    return status


def named_job(reply: Reply, job: bytes) -> bool:
    """Whether `reply` is the printer saying that the job named `job` is printed (`GS ( H`, function 48)."""
    return reply.kind == "block" and reply.data == b"\x37\x22" + job + b"\x00"
