"""A line drawn as dots, for scripts a code page does not hold (Arabic, Tamil, Chinese, Cyrillic)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw

from pos.printing import typefaces
from pos.printing.paper import Cell, Line

CELL_WIDTH, CELL_HEIGHT, LINE_HEIGHT = 12, 24, 30  # Font A, in dots, and the printer's own line spacing.
_PIXELS = 20
_JOINERS = "\u200c\u200d"


def drawable(text: str) -> str:
    """`text` with each character no font here draws put as « ? », and the marks that sat on it left out."""
    kept: list[str] = []
    for char in text:
        is_attached = char in _JOINERS or unicodedata.category(char).startswith("M")
        if is_attached and kept and kept[-1] == "?":
            continue
        kept.append(char if is_attached or typefaces.font_for(char) else "?")
    return "".join(kept)


def draw_line(line: Line) -> Image.Image:
    """The line as a 1-bit picture, black on white, each cell in its place; width in dots is columns × 12."""
    across, down = (2 if line.wide else 1), (2 if line.tall else 1)
    width = sum(cell.width for cell in line.cells) * CELL_WIDTH * across
    picture = Image.new("1", (width, max(LINE_HEIGHT, CELL_HEIGHT * down)), 1)
    left = 0
    for cell in line.cells:
        room = cell.width * CELL_WIDTH * across
        drawn = _draw_cell(cell, bold=line.bold, scale=(across, down))
        if drawn.width > room:
            drawn = drawn.resize((room, drawn.height))
        shift = {"left": 0, "center": (room - drawn.width) // 2, "right": room - drawn.width}[cell.align]
        picture.paste(drawn.point(lambda level: 255 if level > 127 else 0), (left + shift, 0))
        left += room
    return picture


def _draw_cell(cell: Cell, *, bold: bool, scale: tuple[int, int]) -> Image.Image:
    across, down = scale
    pixels = _PIXELS * max(scale)
    runs = [(text, typefaces.load(path, pixels)) for text, path in _runs(cell.text, bold=bold)]
    if _is_right_to_left(cell.text):
        runs.reverse()
    lengths = [int(font.getlength(text)) + 1 for text, font in runs]
    canvas = Image.new("L", (max(1, sum(lengths)), LINE_HEIGHT * max(scale)), 255)
    pen = ImageDraw.Draw(canvas)
    pen.fontmode = "1"
    left = 0
    for (text, font), length in zip(runs, lengths, strict=True):
        pen.text((left, 20 * max(scale)), text, font=font, fill=0, anchor="ls", stroke_width=0)
        left += length
    width = canvas.width * across // max(scale)
    height = max(LINE_HEIGHT, CELL_HEIGHT * down)
    return canvas.crop((0, 0, canvas.width, LINE_HEIGHT * max(scale))).resize((max(1, width), height))


def _runs(text: str, *, bold: bool) -> Iterator[tuple[str, Path]]:
    """The text in pieces of one font each; one piece whenever one font can draw it all."""
    ours = typefaces.BOLD if bold else typefaces.REGULAR
    if whole := typefaces.font_for_all(text):
        yield text, ours if whole == typefaces.REGULAR else whole
        return
    last: Path = ours

    def font_of(char: str) -> Path:
        nonlocal last
        if not (char.isspace() or unicodedata.combining(char) or char in _JOINERS):
            last = typefaces.font_for(char) or ours
        return last

    for path, chars in groupby(text, key=font_of):
        yield "".join(chars), path


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def raster_bytes(picture: Image.Image) -> tuple[int, int, bytes]:
    """Bytes a row, rows, and the dots (1 is black), as GS v 0 takes them.

    A printer obeys its real-time commands wherever they fall, even inside a picture (Epson, DLE DC4): where
    the dots would spell the start of one, a dot is added.
    """
    dots = bytearray(picture.convert("1").point(lambda level: 0 if level else 255).tobytes())
    for index in range(len(dots) - 1):
        if dots[index] == 0x10 and dots[index + 1] in (0x04, 0x05, 0x14):
            dots[index] = 0x18
    return (picture.width + 7) // 8, picture.height, bytes(dots)
