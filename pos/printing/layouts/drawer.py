"""The opening of the cash drawer: its own job, so that no reprint ever opens it."""

from __future__ import annotations

from typing import Any

from pos.printing.paper import Item, Pulse


def lay_out(document: dict[str, Any], columns: int) -> list[Item]:
    """One pulse on connector pin 2 or 5."""
    pin = document["pin"]
    if pin not in (2, 5):
        raise ValueError("a drawer hangs on pin 2 or 5")
    return [Pulse(pin)]
