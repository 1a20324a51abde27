"""One structure: its name and numbers, and the VAT regimes it follows by date."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tiers_lieu.access import hub as operations
from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, me, today
from tiers_lieu.admin.structures import KINDS, REGIMES, NumbersForm, RegimeForm, siret_of
from tiers_lieu.kernel.db import db
from tiers_lieu.structures import queries
from tiers_lieu.structures.models import Structure

ONE = "/caisses/structures/<uuid:structure>"


@blueprint.route(ONE, methods=["GET", "POST"])
@needs("hub.edit")
def registers_structures_one(structure: UUID) -> Any:
    """Correct a structure's name, address or numbers."""
    row = _structure(structure)
    form = NumbersForm(obj=row)
    done = attempt(
        form,
        lambda: operations.change_structure(
            structure_public_id=row.public_id,
            name=form.name.data or "",
            address=form.address.data or "",
            siret=siret_of(form),
            rna=form.rna.data or None,
            by=me(),
        ),
    )
    if done:
        flash(_("La structure est modifiée."))
        return redirect(url_for("admin.registers_structures_one", structure=row.public_id))
    return _page(row, form, RegimeForm(formdata=None, data={"valid_from": today()}))


@blueprint.post(f"{ONE}/tva")
@needs("hub.edit")
def registers_structures_vat(structure: UUID) -> Any:
    """Change the VAT regime from a day on."""
    row, form = _structure(structure), RegimeForm()
    done = attempt(
        form,
        lambda: operations.change_vat_regime(
            structure_public_id=row.public_id,
            regime=form.vat_regime.data,
            valid_from=form.valid_from.data or today(),
            by=me(),
        ),
    )
    if done:
        flash(_("Le régime de TVA est enregistré."))
        return redirect(url_for("admin.registers_structures_one", structure=row.public_id))
    return _page(row, NumbersForm(formdata=None, obj=row), form)


def _structure(public_id: UUID) -> Structure:
    return found(queries.structure(db.session, str(public_id)), _("Cette structure n'existe pas."))


def _page(row: Structure, form: NumbersForm, regime: RegimeForm) -> tuple[str, int]:
    day = today()
    regimes = queries.vat_regimes(db.session, row.id)
    page = render_template(
        "admin/structure.html",
        structure=row,
        form=form,
        regime=regime,
        regimes=regimes,
        now=next((each for each in regimes if each.valid_from <= day), None),
        today=day,
        kinds=dict(KINDS),
        words=dict(REGIMES),
    )
    return page, max(form.status, regime.status)
