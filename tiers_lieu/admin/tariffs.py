"""Tarifs: the grid in force, those to come and those before, and the next one."""

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import me, today
from tiers_lieu.admin.tariff_forms import BASES, PERIODS, GridForm
from tiers_lieu.kernel.db import db
from tiers_lieu.tariffs import operations, queries


@blueprint.get("/tarifs")
@needs("tariffs.see")
def tariffs() -> str:
    """Every grid, and how many households hold each letter today."""
    day = today()
    every = queries.grids(db.session)
    begun = [pair for pair in every if pair[0].valid_from <= day]
    return render_template(
        "admin/tariffs.html",
        now=begun[0] if begun else None,
        coming=[pair for pair in reversed(every) if pair[0].valid_from > day],
        past=begun[1:],
        held=Counter(queries.granted_letters(db.session, day).values()),
        periods=dict(PERIODS),
        bases=dict(BASES),
    )


@blueprint.route("/tarifs/nouvelle", methods=["GET", "POST"])
@needs("tariffs.edit")
def tariffs_new() -> Any:
    """Write the next grid."""
    form = GridForm(data={"valid_from": today()})
    made = attempt(
        form,
        lambda: operations.add_grid(
            name=form.name.data or "",
            valid_from=form.valid_from.data or today(),
            letters=form.terms(),
            by=me(),
        ),
    )
    if made:
        flash(_("La grille est écrite."))
        return redirect(url_for("admin.tariffs"))
    return render_template("admin/tariff_new.html", form=form), form.status
