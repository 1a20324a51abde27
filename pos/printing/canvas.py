"""The roll of a virtual printer: glyphs, QR codes and pictures set in dots, black on white, one bit each."""

from __future__ import annotations

import io
from functools import lru_cache

import qrcode
from PIL import Image, ImageDraw, ImageFont

from pos.printing import typefaces

CELL_WIDTH, CELL_HEIGHT, LINE_HEIGHT = 12, 24, 30
MARGIN = 32  # What an 80 mm roll keeps white on each side of its 72 printable millimetres.
_PIXELS, _RISE = 20, 3  # At 20 pixels to the em our font advances 12 dots and stands 3 dots below the top.


@lru_cache(maxsize=2048)
def glyph(char: str, bold: bool, across: int, down: int) -> Image.Image:
    """One character of Font A, 12 × 24 dots, multiplied; drawn at its size where it can be, not stretched."""
    times = max(across, down)
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont
    path = typefaces.font_for(char)
    if path is None:
        font = ImageFont.load_default(_PIXELS * times)
    else:
        font = typefaces.load(typefaces.BOLD if bold and path == typefaces.REGULAR else path, _PIXELS * times)
    picture = Image.new("L", (CELL_WIDTH * times, CELL_HEIGHT * times), 255)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1" if across == down else "L"
    pen.text((0, 19 * times), char, font=font, fill=0, anchor="ls")
    if across != down:
        picture = picture.resize((CELL_WIDTH * across, CELL_HEIGHT * down))
    return picture.point(lambda level: 255 if level > 150 else 0).convert("1")


class Roll:
    """Paper that grows downwards; `columns` × 12 dots can be printed on."""

    def __init__(self, columns: int) -> None:
        self.width = columns * CELL_WIDTH
        self._strips: list[tuple[int, int, Image.Image]] = []
        self._height = 0

    @property
    def is_blank(self) -> bool:
        """Whether nothing was printed since the last cut."""
        return not self._strips

    def place(self, picture: Image.Image, align: str = "left", feed: int | None = None) -> None:
        """Print `picture` here and move the paper by its height, or by `feed` dots."""
        room = max(0, self.width - picture.width)
        left = {"left": 0, "center": room // 2, "right": room}[align]
        self._strips.append((left, self._height, picture))
        self._height += picture.height if feed is None else feed

    def feed(self, dots: int) -> None:
        """Move the paper."""
        self._height += dots

    def tear(self) -> bytes:
        """The paper so far as a PNG; what follows is a new one."""
        paper = Image.new("1", (self.width + 2 * MARGIN, self._height + 2 * MARGIN), 1)
        for left, top, picture in self._strips:
            within = picture.crop((0, 0, min(picture.width, self.width - left), picture.height))
            paper.paste(within, (MARGIN + left, MARGIN + top))
        self._strips, self._height = [], 0
        file = io.BytesIO()
        paper.save(file, "PNG", optimize=True)
        return file.getvalue()


def draw_qr(content: bytes, dot_size: int, level: str) -> Image.Image:
    """A QR code of `content`, `dot_size` dots a module, no margin of its own; level is L, M, Q or H."""
    levels = {
        "L": qrcode.constants.ERROR_CORRECT_L,
        "M": qrcode.constants.ERROR_CORRECT_M,
        "Q": qrcode.constants.ERROR_CORRECT_Q,
        "H": qrcode.constants.ERROR_CORRECT_H,
    }
    code = qrcode.QRCode(version=None, box_size=1, border=0, error_correction=levels[level])
    code.add_data(content)
    code.make(fit=True)
    modules = code.get_matrix()
    picture = Image.new("1", (len(modules), len(modules)))
    picture.putdata([0 if dark else 255 for row in modules for dark in row])
    return picture.resize((picture.width * dot_size, picture.height * dot_size), Image.Resampling.NEAREST)


def draw_raster(across: int, rows: int, dots: bytes) -> Image.Image:
    """The picture of GS v 0: `across` bytes a row, 1 is black."""
    return Image.frombytes("1", (across * 8, rows), bytes(byte ^ 0xFF for byte in dots))
