"""Barcodes and shelves. Pure."""

MOST_SHELVES = 8
COLOURS = ("red", "orange", "yellow", "green", "lime", "violet", "pink", "brown", "blue", "cream")


def ean13_is_valid(code: str) -> bool:
    """Whether thirteen digits end with the right check digit (GS1)."""
    if len(code) != 13 or not (code.isascii() and code.isdigit()):
        return False
    total = sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(code[:12]))
    return (10 - total % 10) % 10 == int(code[12])


def ean8_is_valid(code: str) -> bool:
    """Whether eight digits end with the right check digit: the same sum, padded on the left."""
    return len(code) == 8 and ean13_is_valid(code.zfill(13))


def is_in_store(code: str) -> bool:
    """Whether an EAN-13 is of a shop's own making (prefixes 02, 04 and 20 to 29): price or weight is inside."""
    return len(code) == 13 and (code[:2] in ("02", "04") or code[0] == "2")


def normal_code(code: str) -> str:
    """A scanned code as it is stored: twelve digits are an EAN-13 whose scanner dropped the leading zero."""
    code = code.strip()
    return code.zfill(13) if len(code) == 12 and code.isdigit() else code
