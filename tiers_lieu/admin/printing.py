"""Impression: printers and what they say, the queue, one job and its paper."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, me
from tiers_lieu.admin.printing_forms import PrinterForm
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.printing import changes, operations, queries, words
from tiers_lieu.printing.models import Printer
from tiers_lieu.printing.queries import JobRow
from tiers_lieu.sales.queries import sale_row

PRINTER = "/impression/imprimantes/<int(max=2147483647):printer>"
JOB = "/impression/<uuid:job>"


@blueprint.get("/impression")
@needs("printing.see")
def printing() -> str:
    """Printers, the jobs that wait, the latest jobs."""
    return render_template(
        "admin/printing.html",
        printers=queries.printers(db.session),
        waiting=queries.waiting_rows(db.session),
        latest=queries.job_rows(db.session),
        words=words,
    )


@blueprint.route("/impression/imprimantes/nouvelle", methods=["GET", "POST"])
@needs("printing.edit")
def printing_new() -> Any:
    """Allow a printer."""
    form = PrinterForm()
    if attempt(form, lambda: operations.add_printer(**form.facts(), by=me())):
        flash(_("L'imprimante est ajoutée."))
        return redirect(url_for("admin.printing"))
    return render_template("admin/printer.html", form=form, printer=None), form.status


@blueprint.route(PRINTER, methods=["GET", "POST"])
@needs("printing.edit")
def printing_printer(printer: int) -> Any:
    """Correct a printer."""
    row = _printer(printer)
    form = PrinterForm(obj=row)
    if request.method == "GET":
        form.drawer_pin.data = str(row.drawer_pin or "")
    done = attempt(
        form,
        lambda: changes.change_printer(
            printer_id=row.id, is_active=form.is_active.data, **form.facts(), by=me()
        ),
    )
    if done:
        flash(_("L'imprimante est modifiée."))
        return redirect(url_for("admin.printing"))
    return render_template("admin/printer.html", form=form, printer=row), form.status


@blueprint.get(JOB)
@needs("printing.see")
def printing_job(job: UUID) -> str:
    """One job: its state in words, its history, its document, the picture of its paper."""
    row = _job(job)
    return render_template(
        "admin/job.html",
        row=row,
        said=words.job_state(row.job),
        events=queries.events(db.session, row.job.id),
        document=row.job.document,
        has_picture=queries.has_picture(db.session, row.job.id),
        sale=sale_row(db.session, row.job.subject_id) if row.job.subject_id else None,
    )


@blueprint.get(f"{JOB}/papier.png")
@needs("printing.see")
def printing_picture(job: UUID) -> Response:
    """The paper a virtual printer made of the bytes it was sent."""
    png = found(queries.picture(db.session, _job(job).job.id), _("Il n'y a pas d'image de ce papier."))
    return Response(png, mimetype="image/png")


@blueprint.post(f"{JOB}/sorti")
@needs("printing.settle")
def printing_settle(job: UUID) -> Response:
    """« Le ticket est-il sorti ? » One of two buttons was pressed."""
    answer = request.form.get("reponse")
    if answer not in ("oui", "non"):
        raise Refusal("no_answer", _("Répondez par oui ou par non."))
    came_out = answer == "oui"
    operations.settle_unconfirmed(job_public_id=str(job), came_out=came_out, by=me())
    flash(_("C'est noté : le ticket est sorti.") if came_out else _("C'est noté : il n'est pas sorti."))
    return redirect(url_for("admin.printing"))  # type: ignore[return-value]


def _printer(printer_id: int) -> Printer:
    return found(queries.printer(db.session, printer_id), _("Cette imprimante n'existe pas."))


def _job(public_id: UUID) -> JobRow:
    return found(queries.job_row(db.session, str(public_id)), _("Cette impression n'existe pas."))
