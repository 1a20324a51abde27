"""A stream of ESC/POS bytes cut into commands, after Epson's reference; what a virtual printer reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Bytes that follow a command of fixed length, by what opens it.
_FIXED = {
    b"\x1b": {b"@2": 0, b"tREG!adJ3-M{ V": 1, b"$": 2, b"p": 3},
    b"\x1c": {b".&": 0, b"C": 1},
    b"\x1d": {b"!BraIhwHf": 1, b"LW": 2},
    b"\x10": {b"\x04\x05": 1},
}
_ARGS = {
    first + bytes([second]): count
    for first, groups in _FIXED.items()
    for seconds, count in groups.items()
    for second in seconds
}
_REAL_TIME = {1: 3, 2: 3, 8: 8}  # DLE DC4 fn: the bytes after it, fn included.


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is its opening bytes: b"" for a run of printable text, one byte for LF and other controls."""

    name: bytes
    args: bytes = b""


class Parser:
    """Cuts a stream that arrives in any pieces."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def is_between_commands(self) -> bool:
        """Whether the bytes received so far end with a whole command."""
        return not self._buffer

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands complete so far; a begun one waits for its end."""
        self._buffer += data
        while self._buffer:
            command, size = _first(bytes(self._buffer))
            if not size:
                return
            del self._buffer[:size]
            yield command


_WAIT = (Command(b""), 0)


def _first(data: bytes) -> tuple[Command, int]:
    """The first command of `data` and its length, which is 0 when its end has not come."""
    if data[0] >= 0x20:
        end = next((index for index, byte in enumerate(data) if byte < 0x20), len(data))
        return Command(b"", data[:end]), end
    if data[0] not in b"\x10\x1b\x1c\x1d":
        return Command(data[:1]), 1
    head, args = _lengths(data)
    size = head + args
    if not head or len(data) < size:
        return Command(b""), 0
    return Command(data[:head], data[head:size]), size


def _lengths(data: bytes) -> tuple[int, int]:
    """How long the name and the arguments of a command are; (0, 0) when too little of it has come to say."""
    name = data[:2]
    if name in _ARGS:
        return 2, _ARGS[name]
    needed = {b"\x10\x14": 3, b"\x1dV": 3, b"\x1d(": 5, b"\x1c(": 5, b"\x1dv": 8}.get(name, 2)
    if len(data) < needed:
        return 0, 0
    if name == b"\x10\x14":
        return 2, _REAL_TIME.get(data[2], 1)
    if name == b"\x1dV":
        return 2, 2 if data[2] in b"ABab" else 1
    if needed == 5:
        return 3, 2 + int.from_bytes(data[3:5], "little")
    if name == b"\x1dv":
        return 3, 5 + int.from_bytes(data[4:6], "little") * int.from_bytes(data[6:8], "little")
    return 2, 0
