"""Caisses: registers, the tablets that hold them, and the codes that pair one."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, Length

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.fields import Line, choices
from tiers_lieu.admin.forms import DeskForm, attempt
from tiers_lieu.admin.here import found, me
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.qr import qr_svg
from tiers_lieu.printing import queries as printing
from tiers_lieu.sales import queries
from tiers_lieu.sales import registers as operations
from tiers_lieu.sales.models import Register
from tiers_lieu.structures.queries import all_structures

ONE = "/caisses/<uuid:register>"


class RegisterForm(DeskForm):
    """A till: code, name, structure, printer."""

    code = Line(lazy_gettext("Code"), [DataRequired(lazy_gettext("Écrivez un code, par exemple C2."))])
    name = Line(
        lazy_gettext("Nom"),
        [DataRequired(lazy_gettext("Écrivez le nom de la caisse.")), Length(max=40)],
    )
    structure = SelectField(lazy_gettext("Structure qui vend"), coerce=int)
    printer = SelectField(lazy_gettext("Imprimante"), coerce=int)
    is_active = BooleanField(lazy_gettext("Caisse en service"), default=True)

    def offer(self) -> "RegisterForm":
        """Fill in what may be chosen; 0 is no printer."""
        self.structure.choices = choices((s.id, s.name) for s in all_structures(db.session))
        machines = printing.printers(db.session)
        self.printer.choices = choices([(0, _("Aucune")), *((p.id, p.name) for p in machines)])
        return self


@blueprint.get("/caisses")
@needs("registers.see")
def registers() -> str:
    """Every register and its tablet."""
    return render_template("admin/registers.html", rows=queries.register_rows(db.session))


@blueprint.route("/caisses/nouvelle", methods=["GET", "POST"])
@needs("registers.edit")
def registers_new() -> Any:
    """Add a till."""
    form = RegisterForm().offer()
    made = attempt(
        form,
        lambda: operations.add_register(
            code=form.code.data,
            name=form.name.data,
            structure_id=form.structure.data,
            printer_id=form.printer.data or None,
            by=me(),
        ),
    )
    if made:
        flash(_("La caisse est ajoutée. Appairez maintenant sa tablette."))
        return redirect(url_for("admin.registers_one", register=made.public_id))
    return render_template("admin/register_new.html", form=form), form.status


@blueprint.get(ONE)
@needs("registers.see")
def registers_one(register: UUID) -> tuple[str, int]:
    """One till: what it is, its tablet, the tablets before."""
    row = _register(register)
    return _page(row, _change_form(row))


@blueprint.post(ONE)
@needs("registers.edit")
def registers_change(register: UUID) -> Any:
    """Rename a till, choose its printer, close it."""
    row = _register(register)
    form = _change_form(row)
    done = attempt(
        form,
        lambda: operations.change_register(
            register_public_id=row.public_id,
            name=form.name.data,
            printer_id=form.printer.data or None,
            is_active=form.is_active.data,
            by=me(),
        ),
    )
    if done:
        flash(_("La caisse est modifiée."))
        return redirect(url_for("admin.registers_one", register=row.public_id))
    return _page(row, form)


@blueprint.post(f"{ONE}/appairer")
@needs("registers.edit")
def registers_pair(register: UUID) -> str:
    """Show a code for one tablet, big, and as a QR to scan with it."""
    row = _register(register)
    code = operations.issue_pairing_code(register_public_id=row.public_id, by=me())
    link = f"{current_app.extensions['settings'].url}/caisse/#appairer={code}"
    return render_template(
        "admin/register_code.html",
        register=row,
        code=code,
        link=link,
        until=clock.now() + operations.PAIRING_LIFE,
        minutes=int(operations.PAIRING_LIFE.total_seconds() // 60),
        qr=qr_svg(link, label=_("QR à scanner avec la tablette")),
        device=_device(row),
    )


@blueprint.route(f"{ONE}/tablette-perdue", methods=["GET", "POST"])
@needs("registers.edit")
def registers_lost(register: UUID) -> Any:
    """Stop a register's tablet, after saying what that means."""
    row = _register(register)
    device = found(_device(row), _("Cette caisse n'a pas de tablette."))
    if request.method == "POST":
        operations.revoke_tablet(register_public_id=row.public_id, by=me())
        flash(_("La tablette est arrêtée."))
        return redirect(url_for("admin.registers_one", register=row.public_id))
    return render_template("admin/register_lost.html", register=row, device=device)


def _register(public_id: UUID) -> Register:
    return found(queries.register(db.session, str(public_id)), _("Cette caisse n'existe pas."))


def _device(row: Register) -> Any:
    return next((d for d in queries.devices(db.session, row.id) if d.revoked_at is None), None)


def _change_form(row: Register) -> RegisterForm:
    """What may change: never the code nor the structure, which are in the numbers of tickets already made."""
    data = {"name": row.name, "printer": row.printer_id or 0, "is_active": row.is_active}
    form = RegisterForm(data=data).offer()
    del form.code, form.structure
    return form


def _page(row: Register, form: RegisterForm) -> tuple[str, int]:
    page = render_template(
        "admin/register.html",
        register=row,
        row=next(r for r in queries.register_rows(db.session) if r.register.id == row.id),
        devices=queries.devices(db.session, row.id),
        form=form,
    )
    return page, form.status
