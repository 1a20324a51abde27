"""QR codes as SVG, drawn on the server."""

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage


def qr_svg(text: str, *, label: str = "") -> str:
    """The QR of a text as an inline `<svg>`, level Q, with its quiet zone; black on white in both themes."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image().save(out)
    svg = out.getvalue().decode()
    svg = svg[svg.index("<svg") :]
    return svg.replace("<svg ", f'<svg class="qr" role="img" aria-label="{label or "QR"}" ', 1)


def qr_terminal(text: str) -> str:
    """The QR of a text for a terminal."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()
