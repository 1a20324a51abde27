"""One module a kind of document: facts in, lines out."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import Any

from pos.printing.paper import Item

VERSION = 1


class UnknownDocument(Exception):
    """No layout here for that kind, that version, or that shape of document."""


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """The kinds of documents that can be laid out: a module of that name stands in this folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def lay_out(document: dict[str, Any], columns: int) -> list[Item]:
    """The lines of `document` on a paper of `columns` characters (32, 42 or 48).

    Raises UnknownDocument for what cannot be laid out; the message never quotes the document.
    """
    kind = document.get("kind")
    if document.get("version") != VERSION or kind not in kinds():
        raise UnknownDocument("version or kind of document unknown to this agent")
    module = importlib.import_module(f"{__name__}.{kind}")
    try:
        items: list[Item] = module.lay_out(document, columns)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnknownDocument(f"a {kind} without its facts ({type(error).__name__})") from None
    return items
