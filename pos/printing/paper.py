"""What a layout gives: a list of plain things to put on paper, without a byte of any printer's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos.printing.text import width_of, wrap

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line: its text, and how many characters wide it stands."""

    text: str
    width: int
    align: Align = "left"

    def padded(self) -> str:
        """The text brought to `width` characters; the layout has already seen to it that it fits."""
        room = self.width - width_of(self.text)
        if self.align == "right":
            return " " * room + self.text
        before = room // 2 if self.align == "center" else 0
        return " " * before + self.text + " " * (room - before)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of paper; a `wide` character takes two columns, a `tall` one two rows."""

    cells: tuple[Cell, ...] = ()
    bold: bool = False
    wide: bool = False
    tall: bool = False

    @property
    def text(self) -> str:
        """The characters of the line, cells padded."""
        return "".join(cell.padded() for cell in self.cells)

    @property
    def columns(self) -> int:
        """The columns the line takes on the paper."""
        return sum(cell.width for cell in self.cells) * (2 if self.wide else 1)


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, centred."""

    content: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a paper."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The opening of the drawer on connector pin 2 or 5; it is not paper, and never stands beside any."""

    pin: int


Item = Line | Qr | Cut | Pulse

BLANK = Line()


def rule(columns: int) -> Line:
    """A rule in hyphens."""
    return Line((Cell("-" * columns, columns),))


def centred(
    text: str, columns: int, *, bold: bool = False, big: bool = False, tall: bool = False
) -> list[Line]:
    """`text` centred, on as few lines as it needs and those of like length; `big` doubles both ways."""
    width = columns // 2 if big else columns
    parts = wrap(text, width)
    for narrower in range(width - 1, 0, -1):
        if len(parts) == 1 or len(closer := wrap(text, narrower)) > len(parts):
            break
        parts = closer
    return [Line((Cell(part, width, "center"),), bold=bold, wide=big, tall=tall or big) for part in parts]


def pair(left: str, right: str, columns: int, *, bold: bool = False, indent: int = 0) -> list[Line]:
    """`left` at the start and `right` at the end of one line, or of as many as keep them from meeting."""
    inside = columns - indent
    if width_of(left) + 1 + width_of(right) <= inside:
        cells = (Cell(" " * indent + left, columns - width_of(right)), Cell(right, width_of(right), "right"))
        return [Line(cells, bold=bold)]
    lines = [Line((Cell(" " * indent + part, columns),), bold=bold) for part in wrap(left, inside)]
    lines += [Line((Cell(part, columns, "right"),), bold=bold) for part in wrap(right, inside)]
    return lines
