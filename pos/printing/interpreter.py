"""ESC/POS read back: text and picture of the paper a printer would have made of the bytes it received."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from PIL import Image

from pos.printing import canvas
from pos.printing.commands import Command, Parser

# Epson's slots; a clone's own slot for CP1252 is given to the interpreter.
_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 17: "cp866", 19: "cp858"}
_ALIGNS = {0: "left", 1: "center", 2: "right", 48: "left", 49: "center", 50: "right"}
_QR_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What came out: `text` line by line, `picture` a 1-bit PNG in the printer's dots, `qr_codes` as read."""

    text: str
    picture: bytes
    qr_codes: tuple[str, ...] = ()
    is_cut: bool = True


@dataclass(frozen=True, slots=True)
class Kick:
    """The drawer on that pin was told to open; in real time, that was on receipt and not at this point."""

    pin: int
    is_real_time: bool


@dataclass(frozen=True, slots=True)
class Question:
    """The printer is asked something at this point of the stream: barrier, process id, or its model."""

    name: bytes
    args: bytes


Event = Paper | Kick | Question


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    across: int = 1
    down: int = 1
    align: str = "left"
    codec: str = "cp437"


@dataclass(slots=True)
class _Qr:
    size: int = 3
    level: str = "L"
    content: bytes = b""


@dataclass(slots=True)
class Interpreter:
    """Reads a stream that arrives in any pieces; `code_page` is the slot where this printer keeps CP1252."""

    columns: int = 48
    code_page: int = 16
    unknown: list[str] = field(default_factory=list)
    _parser: Parser = field(default_factory=Parser)
    _style: _Style = field(default_factory=_Style)
    _qr: _Qr = field(default_factory=_Qr)
    _line: list[tuple[str, _Style]] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _codes: list[str] = field(default_factory=list)
    _spacing: int = canvas.LINE_HEIGHT
    _roll: canvas.Roll = field(init=False)

    def __post_init__(self) -> None:
        self._roll = canvas.Roll(self.columns)

    def feed(self, data: bytes) -> Iterator[Event]:
        """What the bytes make happen, in order."""
        for command in self._parser.feed(data):
            yield from self._obey(command)

    def tear(self) -> Paper | None:
        """The paper not yet cut, or None: what hangs from the printer after a broken job."""
        if self._line:
            self._end_line()
        return None if self._roll.is_blank else self._take(is_cut=False)

    def _take(self, *, is_cut: bool) -> Paper:
        text = "\n".join(self._text).strip("\n")
        paper = Paper(text, self._roll.tear(), tuple(self._codes), is_cut)
        self._text, self._codes = [], []
        return paper

    def _obey(self, command: Command) -> Iterator[Event]:
        handler = _HANDLERS.get(command.name)
        if handler is None:
            self.unknown.append(command.name.hex(" "))
        elif event := handler(self, command):
            yield event

    def _reset(self, command: Command) -> None:
        self._style, self._qr, self._line, self._spacing = _Style(), _Qr(), [], canvas.LINE_HEIGHT

    def _select_page(self, command: Command) -> None:
        slot = command.args[0]
        codec = "cp1252" if slot == self.code_page else _PAGES.get(slot, "cp437")
        self._style = replace(self._style, codec=codec)

    def _embolden(self, command: Command) -> None:
        self._style = replace(self._style, bold=bool(command.args[0] & 1))

    def _print_mode(self, command: Command) -> None:
        mode = command.args[0]
        across, down = 2 if mode & 32 else 1, 2 if mode & 16 else 1
        self._style = replace(self._style, bold=bool(mode & 8), across=across, down=down)

    def _resize(self, command: Command) -> None:
        size = command.args[0]
        self._style = replace(self._style, across=(size >> 4 & 7) + 1, down=(size & 7) + 1)

    def _align(self, command: Command) -> None:
        self._style = replace(self._style, align=_ALIGNS.get(command.args[0], "left"))

    def _space(self, command: Command) -> None:
        self._spacing = command.args[0] if command.args else canvas.LINE_HEIGHT

    def _feed(self, command: Command) -> None:
        if self._line:
            self._end_line()
        lines = command.name == b"\x1bd"
        self._roll.feed(command.args[0] * (self._spacing if lines else 1))

    def _cut(self, command: Command) -> Paper:
        if self._line:
            self._end_line()
        return self._take(is_cut=True)

    def _kick(self, command: Command) -> Kick | None:
        is_real_time = command.name == b"\x10\x14"
        if is_real_time and command.args[0] != 1:
            return None
        connector = command.args[1 if is_real_time else 0]
        return Kick(2 if connector in (0, 48) else 5, is_real_time)

    def _ask(self, command: Command) -> Question:
        return Question(command.name, command.args)

    def _ignore(self, command: Command) -> None:
        """Known, and without effect on this paper."""

    def _write(self, command: Command) -> None:
        for char in command.args.decode(self._style.codec, errors="replace"):
            taken = sum(style.across for _, style in self._line)
            if taken + self._style.across > self.columns:
                self._end_line()
            self._line.append((char, self._style))

    def _end_line(self, command: Command | None = None) -> None:
        line, self._line = self._line, []
        self._text.append("".join(char for char, _ in line).rstrip())
        down = max((style.down for _, style in line), default=1)
        height = canvas.CELL_HEIGHT * down
        if "".join(char for char, _ in line).strip():
            across = sum(style.across for _, style in line)
            picture = Image.new("1", (across * canvas.CELL_WIDTH, height), 1)
            left = 0
            for char, style in line:
                if char != " ":
                    drawn = canvas.glyph(char, style.bold, style.across, style.down)
                    picture.paste(drawn, (left, height - drawn.height))
                left += style.across * canvas.CELL_WIDTH
            self._roll.place(picture, line[0][1].align, feed=max(height, self._spacing))
        else:
            self._roll.feed(max(height, self._spacing))

    def _picture(self, command: Command) -> None:
        args = command.args
        across, rows = int.from_bytes(args[1:3], "little"), int.from_bytes(args[3:5], "little")
        if across and rows:
            self._roll.place(canvas.draw_raster(across, rows, args[5:]), self._style.align)

    def _two_dimensional(self, command: Command) -> None:
        """GS ( k for a QR code: size (67), level (69), content (80), print (81)."""
        kind, function, data = command.args[2:3], command.args[3:4], command.args[4:]
        if kind != b"1":
            self.unknown.append("1d 28 6b " + kind.hex())
        elif function == b"C":
            self._qr.size = data[0]
        elif function == b"E":
            self._qr.level = _QR_LEVELS.get(data[0], "L")
        elif function == b"P":
            self._qr.content = data[1:]
        elif function == b"Q" and self._qr.content:
            self._codes.append(self._qr.content.decode("utf-8", errors="replace"))
            code = canvas.draw_qr(self._qr.content, self._qr.size, self._qr.level)
            self._roll.place(code, self._style.align)


_Handler = Callable[[Interpreter, Command], Event | None]
_HANDLERS: dict[bytes, _Handler] = {
    b"": Interpreter._write,
    b"\n": Interpreter._end_line,
    b"\x1b@": Interpreter._reset,
    b"\x1bt": Interpreter._select_page,
    b"\x1bE": Interpreter._embolden,
    b"\x1bG": Interpreter._embolden,
    b"\x1b!": Interpreter._print_mode,
    b"\x1d!": Interpreter._resize,
    b"\x1ba": Interpreter._align,
    b"\x1b2": Interpreter._space,
    b"\x1b3": Interpreter._space,
    b"\x1bd": Interpreter._feed,
    b"\x1bJ": Interpreter._feed,
    b"\x1dv0": Interpreter._picture,
    b"\x1d(k": Interpreter._two_dimensional,
    b"\x1dV": Interpreter._cut,
    b"\x1bp": Interpreter._kick,
    b"\x10\x14": Interpreter._kick,
    **dict.fromkeys((b"\x10\x04", b"\x1dr", b"\x1d(H", b"\x1dI"), Interpreter._ask),
    **dict.fromkeys(
        (b"\r", b"\x00", b"\x1bR", b"\x1bM", b"\x1c.", b"\x1da", b"\x10\x05"), Interpreter._ignore
    ),
}


def read(data: bytes, *, columns: int = 48, code_page: int = 16) -> list[Paper]:
    """The papers a whole job would make."""
    interpreter = Interpreter(columns, code_page)
    papers = [event for event in interpreter.feed(data) if isinstance(event, Paper)]
    if left := interpreter.tear():
        papers.append(left)
    return papers
