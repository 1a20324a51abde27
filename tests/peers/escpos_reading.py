"""ESC/POS bytes read into papers, from Epson's reference; shares no code and no table with `pos/printing`.

One pass over the bytes, by hand. What is not in the reference's list is written down in `unknown`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}


@dataclass
class PeerPaper:
    """One paper: its lines, QR contents, pictures as (width in dots, rows), and whether it was cut."""

    lines: list[str] = field(default_factory=list)
    qr_codes: list[str] = field(default_factory=list)
    rasters: list[tuple[int, int]] = field(default_factory=list)
    widest: int = 0
    is_cut: bool = False

    @property
    def text(self) -> str:
        """The printed lines, without the blank ones before the first and after the last."""
        return "\n".join(self.lines).strip("\n")


class Incomplete(Exception):
    """The command goes on in bytes not received yet."""


class EscPosReading:
    """Reads bytes as they come. `on_question(kind, data)` is called for GS r and GS ( H, in their place."""

    def __init__(self, on_question=lambda kind, data: None, code_pages=None):
        self.papers: list[PeerPaper] = []
        self.drawer_openings = 0
        self.unknown: list[str] = []
        self.controls: list[int] = []
        self._code_pages = CODE_PAGES if code_pages is None else code_pages
        self._ask = on_question
        self._bytes = b""
        self._at = 0
        self._paper = PeerPaper()
        self._reset()

    def _reset(self):
        self._page, self._wide, self._line, self._columns, self._qr = "cp437", 1, "", 0, b""

    def feed(self, data: bytes) -> None:
        """Read on; a command cut in two waits for its other half."""
        self._bytes = self._bytes[self._at :] + data
        self._at = 0
        while self._at < len(self._bytes):
            begin = self._at
            try:
                self._command(self._take(1)[0])
            except Incomplete:
                self._at = begin
                return

    def hang_up(self) -> None:
        """The sender has gone: what was printed and not cut is a paper too."""
        self._at = len(self._bytes)
        if self._line:
            self._end_line()
        if self._paper.lines or self._paper.qr_codes or self._paper.rasters:
            self._put_out(is_cut=False)

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._bytes):
            raise Incomplete
        taken = self._bytes[self._at : self._at + count]
        self._at += count
        return taken

    def _command(self, first: int) -> None:
        if first == 0x0A:
            self._end_line()
        elif first == 0x1B:
            self._escape(self._take(1))
        elif first == 0x1D:
            self._group(self._take(1))
        elif first == 0x10:
            self._data_link(self._take(1))
        elif first < 0x20:
            self.controls.append(first)
        else:
            self._line += bytes([first]).decode(self._page, errors="replace")
            self._columns += self._wide

    def _escape(self, letter: bytes) -> None:
        if letter == b"@":
            self._reset()
        elif letter == b"t":
            slot = self._take(1)[0]
            self._page = self._code_pages.get(slot, "ascii")
            if slot not in self._code_pages:
                self.unknown.append(f"ESC t {slot}")
        elif letter in (b"E", b"a", b"R"):
            self._take(1)
        elif letter == b"d":
            self._feed(self._take(1)[0])
        elif letter == b"p":
            self._take(3)
            self.drawer_openings += 1
        else:
            self.unknown.append(f"ESC {letter!r}")

    def _group(self, letter: bytes) -> None:
        if letter == b"!":
            self._wide = (self._take(1)[0] >> 4) + 1
        elif letter == b"V":
            mode = self._take(1)[0]
            if mode in (65, 66, 97, 98):
                self._take(1)
            self._feed(0)
            self._put_out(is_cut=True)
        elif letter == b"v":
            _, _, width_low, width_high, rows_low, rows_high = self._take(6)
            width, rows = width_low + 256 * width_high, rows_low + 256 * rows_high
            self._take(width * rows)
            self._paper.rasters.append((width * 8, rows))
        elif letter == b"r":
            self._ask("GS r", self._take(1))
        elif letter == b"(":
            function, low, high = self._take(3)
            self._parameters(chr(function), self._take(low + 256 * high))
        else:
            self.unknown.append(f"GS {letter!r}")

    def _parameters(self, function: str, data: bytes) -> None:
        if function == "H" and data[:2] == b"00":
            self._ask("GS ( H", data[2:6])
        elif function == "k" and data[:1] == b"1":
            if data[1] == 80:
                self._qr = data[3:]
            elif data[1] == 81:
                self._paper.qr_codes.append(self._qr.decode("utf-8", errors="replace"))
            elif data[1] not in (65, 67, 69):
                self.unknown.append(f"GS ( k {data[1]}")
        else:
            self.unknown.append(f"GS ( {function}")

    def _data_link(self, kind: bytes) -> None:
        """Real-time commands: the peer has already obeyed them when they were received."""
        if kind == b"\x04":
            self._take(1)
        elif kind == b"\x14" and self._take(1) == b"\x01":
            self._take(2)
        else:
            self.unknown.append(f"DLE {kind!r}")

    def _end_line(self) -> None:
        self._paper.lines.append(self._line.rstrip(" "))
        self._paper.widest = max(self._paper.widest, self._columns)
        self._line, self._columns = "", 0

    def _feed(self, lines: int) -> None:
        if self._line:
            self._end_line()
        self._paper.lines += [""] * lines

    def _put_out(self, *, is_cut: bool) -> None:
        self._paper.is_cut = is_cut
        self.papers.append(self._paper)
        self._paper = PeerPaper()
