"""Which font draws a character: our own for Latin, the system's for the other scripts.

A character no font here can draw is said to be so (`font_for` gives None): an empty box helps nobody.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

OURS = Path(__file__).with_name("fonts")
REGULAR = OURS / "NotoSansMono-Regular.woff2"
BOLD = OURS / "NotoSansMono-Bold.woff2"

_SYSTEM = Path("/usr/share/fonts")
_SYSTEM_FIRST = ("truetype/dejavu/DejaVuSans.ttf", "truetype/noto/NotoSans-Regular.ttf")
_SYSTEM_OTHERS = (
    "truetype/noto/NotoSans*-Regular.ttf",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "truetype/droid/*.ttf",
)
_NEVER_DRAWN = "\U0010ffff"  # No font holds a noncharacter: what it draws is its "missing" glyph.


@lru_cache(maxsize=64)
def load(path: Path, pixels: int) -> Font:
    """The font of that file at `pixels` to the em."""
    return ImageFont.truetype(str(path), pixels)


@lru_cache(maxsize=1)
def _candidates() -> tuple[Path, ...]:
    named = [path for name in _SYSTEM_FIRST if (path := _SYSTEM / name).is_file()]
    others = [path for pattern in _SYSTEM_OTHERS for path in sorted(_SYSTEM.glob(pattern))]
    return (REGULAR, *named, *(path for path in others if path not in named))


@lru_cache(maxsize=64)
def _missing(path: Path) -> bytes:
    return bytes(load(path, 24).getmask(_NEVER_DRAWN))


@lru_cache(maxsize=4096)
def _holds(path: Path, char: str) -> bool:
    if char.isspace():
        return True
    mask = load(path, 24).getmask(char)
    return bool(mask.size[0] and mask.size[1]) and bytes(mask) != _missing(path)


@lru_cache(maxsize=4096)
def font_for(char: str) -> Path | None:
    """The first font file that draws `char`, or None."""
    return next((path for path in _candidates() if _holds(path, char)), None)


@lru_cache(maxsize=1024)
def font_for_all(text: str) -> Path | None:
    """The first font file that draws the whole of `text`, so that a word keeps one hand; or None."""
    drawn = [char for char in text if char not in "\u200c\u200d"]
    return next((path for path in _candidates() if all(_holds(path, char) for char in drawn)), None)
