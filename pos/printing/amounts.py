"""Integers as French readers expect them: cents, grams, thousandths of a piece, basis points."""

from __future__ import annotations


def _thousands(value: int) -> str:
    # A plain space: some printers draw a box for the unbreakable one.
    return f"{value:,}".replace(",", " ")


def money(cents: int) -> str:
    """123456 → « 1 234,56 »."""
    sign = "-" if cents < 0 else ""
    units, rest = divmod(abs(cents), 100)
    return f"{sign}{_thousands(units)},{rest:02d}"


def euros(cents: int) -> str:
    """123456 → « 1 234,56 € »."""
    return f"{money(cents)} €"


def weight(grams: int, unit: str) -> str:
    """1240, "kg" → « 1,240 kg »."""
    units, rest = divmod(grams, 1000)
    return f"{_thousands(units)},{rest:03d} {unit}"


def pieces(thousandths: int) -> str:
    """2000 → « 2 », 1500 → « 1,5 »."""
    units, rest = divmod(thousandths, 1000)
    decimals = f",{rest:03d}".rstrip("0") if rest else ""
    return _thousands(units) + decimals


def rate(basis_points: int) -> str:
    """550 → « 5,5 % »."""
    units, rest = divmod(basis_points, 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{units}{decimals} %"


def siret(digits: str) -> str:
    """A SIRET in groups, « 000 000 000 00000 »; anything else as it came."""
    bare = digits.replace(" ", "")
    if len(bare) != 14 or not bare.isdigit():
        return digits
    return f"{bare[:3]} {bare[3:6]} {bare[6:9]} {bare[9:]}"
