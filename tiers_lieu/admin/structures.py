"""Structures: the legal bodies that sell here, whose names and numbers head the receipts."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.fields import Day, Line, Lines, choices
from tiers_lieu.admin.forms import DeskForm, attempt
from tiers_lieu.admin.here import today
from tiers_lieu.kernel.db import db
from tiers_lieu.structures import operations, queries

KINDS = (
    ("association", lazy_gettext("Association")),
    ("cooperative", lazy_gettext("Coopérative")),
    ("commune", lazy_gettext("Commune, en régie")),
    ("ccas", lazy_gettext("CCAS, en régie")),
)
REGIMES = (
    ("liable", lazy_gettext("Assujettie à la TVA")),
    ("franchise", lazy_gettext("En franchise, article 293 B")),
    ("exempt", lazy_gettext("Exonérée, article 261-7-1°")),
)


class NumbersForm(DeskForm):
    """What heads the receipts of a legal body."""

    name = Line(
        lazy_gettext("Nom"), [DataRequired(lazy_gettext("Écrivez le nom de la structure.")), Length(max=80)]
    )
    address = Lines(lazy_gettext("Adresse"), [Length(max=300)])
    siret = Line(lazy_gettext("SIRET"), [Length(max=20)])
    rna = Line(lazy_gettext("RNA"), [Length(max=10)])


class RegimeForm(DeskForm):
    """A VAT regime and its first day."""

    vat_regime = SelectField(lazy_gettext("TVA"), choices=choices(REGIMES))
    valid_from = Day(
        lazy_gettext("À partir du"), [InputRequired(lazy_gettext("Choisissez le premier jour."))]
    )


class StructureForm(NumbersForm, RegimeForm):
    """A legal body and its first VAT regime."""

    kind = SelectField(lazy_gettext("Sorte"), choices=choices(KINDS))


def siret_of(form: NumbersForm) -> str | None:
    """The SIRET without the spaces people write in it."""
    return "".join((form.siret.data or "").split()) or None


@blueprint.get("/caisses/structures")
@needs("registers.see")
def registers_structures() -> str:
    """Every structure and the VAT regime it follows today."""
    rows = queries.all_structures(db.session)
    regimes = {row.id: queries.vat_regime(db.session, row.id, today()) for row in rows}
    return render_template(
        "admin/structures.html", rows=rows, regimes=regimes, kinds=dict(KINDS), words=dict(REGIMES)
    )


@blueprint.route("/caisses/structures/nouvelle", methods=["GET", "POST"])
@needs("registers.edit")
def registers_structures_new() -> Any:
    """Add a structure."""
    form = StructureForm(data={"valid_from": today()})
    made = attempt(
        form,
        lambda: operations.add_structure(
            name=form.name.data or "",
            kind=form.kind.data,
            vat_regime=form.vat_regime.data,
            valid_from=form.valid_from.data or today(),
            address=form.address.data or "",
            siret=siret_of(form),
            rna=form.rna.data or None,
        ),
    )
    if made:
        flash(_("La structure est ajoutée."))
        return redirect(url_for("admin.registers_structures"))
    return render_template("admin/structure_new.html", form=form), form.status
