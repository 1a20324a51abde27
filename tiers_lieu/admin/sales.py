"""Ventes: the sales of a day, and one ticket."""

from datetime import date
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.here import found, today
from tiers_lieu.kernel.db import db
from tiers_lieu.printing import queries as printing
from tiers_lieu.sales import check_queries, queries
from tiers_lieu.sales.papers import receipt_document, receipt_url


@blueprint.get("/ventes")
@needs("sales.see")
def sales() -> str:
    """The sales of a day, at every register or at one."""
    day = _day(request.args.get("jour"))
    registers = queries.register_rows(db.session)
    wanted = request.args.get("caisse")
    here = next((row.register for row in registers if row.register.public_id == wanted), None)
    return render_template(
        "admin/sales.html",
        day=day,
        is_today=day == today(),
        registers=list({row.register.id: row.register for row in registers}.values()),
        here=here,
        rows=queries.sale_rows(db.session, day, here.id if here else None),
        totals=queries.day_totals(db.session, day, here.id if here else None),
    )


@blueprint.get("/ventes/<uuid:envelope>")
@needs("sales.see")
def sales_one(envelope: UUID) -> str:
    """One ticket: lines, payment, flags, its place in the journal, its prints."""
    row = found(queries.sale_row(db.session, str(envelope)), _("Cette vente n'existe pas."))
    return render_template(
        "admin/sale.html",
        row=row,
        document=receipt_document(db.session, row.sale),
        lines=queries.lines(db.session, row.sale.id),
        tenders=queries.tenders(db.session, row.sale.id),
        flags=check_queries.flag_rows(db.session, envelope_id=str(envelope)),
        settled=check_queries.flag_rows(db.session, envelope_id=str(envelope), settled=True),
        place=queries.journal_place(db.session, str(envelope)),
        jobs=printing.jobs_about(db.session, str(envelope)),
        receipt_url=receipt_url(str(envelope)),
    )


def _day(text: str | None) -> date:
    """The day asked for; today for what is no day."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return today()
