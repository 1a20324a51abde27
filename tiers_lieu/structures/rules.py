"""What a structure's numbers and regime mean."""

# The mentions a receipt must carry (CGI 293 B; CGI 261-7-1°).
VAT_MENTIONS = {
    "liable": None,
    "franchise": "TVA non applicable, art. 293 B du CGI",
    "exempt": "Exonéré de TVA, art. 261-7-1° du CGI",
}


def is_siret(text: str) -> bool:
    """Whether fourteen digits pass the Luhn sum (INSEE)."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    total = 0
    for place, figure in enumerate(reversed(text)):
        digit = int(figure) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
