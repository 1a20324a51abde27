"""What a text of an API may hold, and how a name is searched.

Any sign may be kept but NUL, which PostgreSQL cannot keep and nobody types. Forms need no such rule: their
fields make a space of every control character (admin/fields.py).
"""

import re
import unicodedata

from flask_babel import lazy_gettext as _

from tiers_lieu.kernel.errors import Refusal

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def json_has_nul(raw: bytes) -> bool:
    """Whether a text of this JSON holds a NUL. A bare one is not JSON; an escaped one is."""
    return b"u0000" in raw and _ESCAPED_NUL.search(raw) is not None


def bad_text() -> Refusal:
    """The one refusal of a text that cannot be kept."""
    return Refusal("bad_text", _("Un signe ne peut pas être gardé. Tapez le texte de nouveau."))


def fold(text: str) -> str:
    """A name as it is searched: no accent, no capital, œ as oe."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
