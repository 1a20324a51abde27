"""The till's pictures, for the pages that show them: drawn once, in the tablet's own sprite."""

import re
from functools import cache

from tiers_lieu.config import tablet_folder

UNKNOWN = "p-article"
_SYMBOL = re.compile(r'<symbol id="([\w-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)


def till_shape(name: str) -> str:
    """The inside of a symbol of the till's sprite, as SVG; what it does not have is any article."""
    drawn = _sprite()
    return drawn.get(name, drawn[UNKNOWN])


@cache
def _sprite() -> dict[str, str]:
    text = (tablet_folder() / "ui" / "sprite.svg").read_text(encoding="utf-8")
    return dict(_SYMBOL.findall(text))
