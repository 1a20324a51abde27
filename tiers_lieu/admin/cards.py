"""Cards as PDF, 85,6 × 54 mm: a household's card and a cashier's badge are one family."""

import importlib
from typing import Any

from flask import Response, render_template
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.kernel.qr import qr_svg
from tiers_lieu.structures.models import Hub


def printer_of_pdf() -> Any:
    """WeasyPrint, or a refusal that names the Debian package it lacks. Ask before anything is issued."""
    try:
        return importlib.import_module("weasyprint")
    except OSError:  # Pango is found by the dynamic loader, when WeasyPrint is imported
        raise Refusal(
            "pango_missing",
            _("Installez le paquet Debian libpangoft2-1.0-0, puis recommencez."),
            status=503,
        ) from None


def card_pdf(*, text: str, number: str | None, title: Any, name: str | None, filename: str) -> Response:
    """One card: the hub, a title, the number to say aloud or the badge's name, and the QR of `text`."""
    hub = db.session.scalar(select(Hub).limit(1))
    page = render_template(
        "people/card.html", hub=hub, title=title, number=number, name=name, qr=qr_svg(text, label=str(title))
    )
    pdf = printer_of_pdf().HTML(string=page).write_pdf()
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{filename}.pdf"'},
    )
