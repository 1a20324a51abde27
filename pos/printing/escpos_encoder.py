"""Lines into ESC/POS bytes: python-escpos builds them, nothing else of it is used.

What its own text path does wrong, measured on 3.1, is left aside: it picks code pages by itself, and a
wrong one (`Total 12,30 €` printed as something else); it lets control characters of the data through; a
reset forgets the page. So: reset, then one page chosen by whoever set the printer up, then our own bytes.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pos.printing.paper import Cut, Item, Line, Pulse, Qr
from pos.printing.text import CODEC, is_printable

if TYPE_CHECKING:
    from escpos.printer import Dummy

ESC, GS, DLE = b"\x1b", b"\x1d", b"\x10"
_PULSE_TENTHS = 2  # 200 ms: long enough for a stiff lock, short enough for a coil.
_QR_LEVEL_M = 1
_importing = threading.Lock()


@lru_cache(maxsize=1)
def _builder() -> type[Dummy]:
    """python-escpos's `Dummy`, imported late (26 MB); its leaked folder and root log handler are removed."""
    with _importing:
        handlers, level = list(logging.root.handlers), logging.root.level
        shared = os.environ.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
        try:
            from escpos import capabilities
            from escpos.printer import Dummy
        finally:
            logging.root.handlers[:] = handlers
            logging.root.setLevel(level)
            if shared is not None:
                os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = shared
        if os.path.dirname(capabilities.pickle_dir) == tempfile.gettempdir():
            shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    builder: type[Dummy] = Dummy
    return builder


def encode(items: Iterable[Item], *, columns: int, code_page: int) -> bytes:
    """The bytes that print `items`.

    `code_page` is the slot where this printer keeps CP1252 (16 at Epson). A character no font here can
    draw comes out as « ? ». A pulse alone makes a job of real-time bytes only: it moves no paper.
    """
    items = list(items)
    if items and all(isinstance(item, Pulse) for item in items):
        return b"".join(_pulse(item) for item in items if isinstance(item, Pulse))
    job = _builder()()
    job._raw(ESC + b"@")
    job._raw(ESC + b"t" + bytes([code_page]))
    for item in items:
        match item:
            case Line():
                _line(job, item, columns)
            case Qr(content):
                _qr(job, content, columns)
            case Cut():
                job._raw(GS + b"V\x42\x00")
            case Pulse():
                raise ValueError("the drawer has its own job: a reprint must not open it")
    output: bytes = job.output
    return output


def _pulse(pulse: Pulse) -> bytes:
    # Real time, so that it opens even while the printer waits for paper.
    return DLE + b"\x14\x01" + bytes([0 if pulse.pin == 2 else 1, _PULSE_TENTHS])


def _line(job: Any, line: Line, columns: int) -> None:
    if line.columns > columns:
        raise ValueError(f"a line of {line.columns} columns on a paper of {columns}")
    if not is_printable(line.text):
        line = _as_drawable(line)
        if not is_printable(line.text):
            _raster(job, line)
            return
    text = line.text.rstrip()
    style = {"bold": line.bold, "width": 2 if line.wide else 1, "height": 2 if line.tall else 1}
    styled = bool(text) and (line.bold or line.wide or line.tall)
    if styled:
        job.set(custom_size=True, **style)
    job._raw(text.encode(CODEC) + b"\n")
    if styled:
        job.set(custom_size=True, bold=False, width=1, height=1)


def _as_drawable(line: Line) -> Line:
    from pos.printing import raster
    from pos.printing.paper import Cell

    cells = tuple(Cell(raster.drawable(cell.text), cell.width, cell.align) for cell in line.cells)
    return Line(cells, bold=line.bold, wide=line.wide, tall=line.tall)


def _raster(job: Any, line: Line) -> None:
    from pos.printing import raster

    across, rows, dots = raster.raster_bytes(raster.draw_line(line))
    job._raw(GS + b"v0\x00" + across.to_bytes(2, "little") + rows.to_bytes(2, "little") + dots)


def _qr(job: Any, content: str, columns: int) -> None:
    """The printer's own QR, centred by hand: the library refuses to centre it."""
    if not content.isascii() or not is_printable(content):
        raise ValueError("a QR code here holds an address, in ASCII")
    job.set(align="center")
    job.qr(content, ec=_QR_LEVEL_M, size=6 if len(content) <= 180 else 4, native=True)
    job.set(align="left")
