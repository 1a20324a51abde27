"""Words before they meet a printer: controls out, letters the code page lacks folded, lines broken.

A control character in a name reaches the printer as a command: a customer's note opened a drawer
(measured on python-escpos 3.1). So nothing here lets one through.
"""

from __future__ import annotations

import re
import unicodedata

CODEC = "cp1252"
_HELD = frozenset(bytes(byte for byte in range(0x20, 0x100) if byte != 0x7F).decode(CODEC, errors="ignore"))
_PLAIN = re.compile("[" + re.escape("".join(sorted(_HELD - {"\xa0", "\xad"}))) + "]*")

# What NFKD does not take apart, and what a printer writes otherwise.
_FOLDS = dict(zip("ŁłĐđĦħŦŧıŊŋƏəƐɛƆɔ−‐‑‒―′″⁄ʼʻ", "LlDdHhTtiNnEeEeOo---–—'\"/''", strict=True))
_FOLDS |= {"ẞ": "SS", "≤": "<=", "≥": ">="}
_JOINERS = "\u200c\u200d"


def is_printable(text: str) -> bool:
    """Whether the code page holds every character of `text`, as a character and not as a command."""
    return _HELD.issuperset(text)


def clean(value: object) -> str:
    """`value` as one line of printable text: no control, no hidden direction mark, no lone surrogate.

    Letters of the code page stay; those it lacks are folded to it where they have a base letter (Łukasz →
    Lukasz); those of other scripts stay as they are, for the encoder to draw.
    """
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value.strip()
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", str(value)):
        category = unicodedata.category(char)
        if category in ("Zs", "Zl", "Zp") or char in "\t\n\r":
            kept.append(" ")
        elif char in _JOINERS:
            kept.append(char)
        elif category in ("Cs", "Co", "Cn"):
            kept.append("?")
        elif category not in ("Cc", "Cf"):
            kept.append(_fold(char, after=kept[-1] if kept else " "))
    text = "".join(kept)
    joined = text.translate(dict.fromkeys(map(ord, _JOINERS)))
    return (joined if is_printable(joined) else text).strip()


def _fold(char: str, *, after: str) -> str:
    if is_printable(char):
        return char
    if char in _FOLDS:
        return _FOLDS[char]
    if unicodedata.category(char) == "Mn":
        # An accent on a letter the code page holds is lost; one of a script that will be drawn is kept.
        return "" if not after or is_printable(after[-1]) else char
    base = [part for part in unicodedata.normalize("NFKD", char) if unicodedata.category(part) != "Mn"]
    folded = "".join(_FOLDS.get(part, part) for part in base)
    return folded if folded and is_printable(folded) else char


def width_of(text: str) -> int:
    """The columns `text` takes: two for a wide East Asian character, none for a mark that sits on another."""
    return len(text) if _PLAIN.fullmatch(text) else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if " " <= char <= "ÿ":
        return 1
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """`text` broken at spaces into lines of at most `width` columns; a longer word is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and width_of(line) + 1 + width_of(word) <= width:
            line += " " + word
            continue
        if line:
            lines.append(line)
        while width_of(word) > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
        line = word
    if line or not lines:
        lines.append(line)
    return lines


def _head(word: str, width: int) -> str:
    """The longest beginning of `word` within `width` columns, and at least one character."""
    taken = 0
    for index, char in enumerate(word):
        taken += _char_width(char)
        if taken > width and index:
            return word[:index]
    return word
