"""Rayons: the shelves of the till, their words and pictures, in their order."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, me
from tiers_lieu.admin.shelf_forms import COLOURS, ShelfForm
from tiers_lieu.catalogue import queries
from tiers_lieu.catalogue import shelves as operations
from tiers_lieu.catalogue.models import Category
from tiers_lieu.catalogue.rules import MOST_SHELVES
from tiers_lieu.kernel.db import db


@blueprint.get("/articles/rayons")
@needs("catalogue.see")
def items_shelves() -> str:
    """Every shelf, as the till shows them."""
    return render_template(
        "admin/shelves.html",
        rows=queries.categories(db.session),
        counts=queries.items_by_category(db.session),
        most=MOST_SHELVES,
    )


@blueprint.route("/articles/rayons/nouveau", methods=["GET", "POST"])
@needs("catalogue.edit")
def items_shelves_new() -> Any:
    """Add a shelf."""
    rows = queries.categories(db.session)
    free = next((c for c, _words in COLOURS if c not in {row.colour for row in rows}), COLOURS[0][0])
    form = ShelfForm(data={"place": len(rows) + 1, "colour": free}).offer(len(rows) + 1)
    made = attempt(form, lambda: operations.add_shelf(**_facts(form), by=me()))
    if made:
        flash(_("Le rayon est ajouté."))
        return redirect(url_for("admin.items_shelves"))
    return render_template("admin/shelf.html", form=form, shelf=None), form.status


@blueprint.route("/articles/rayons/<uuid:shelf>", methods=["GET", "POST"])
@needs("catalogue.edit")
def items_shelves_one(shelf: UUID) -> Any:
    """Rename, redraw or move a shelf."""
    rows = queries.categories(db.session)
    row = _shelf(rows, shelf)
    now = {"name": row.name, "picture": row.picture, "colour": row.colour, "place": rows.index(row) + 1}
    form = ShelfForm(data=now).offer(len(rows))
    done = attempt(
        form, lambda: operations.change_shelf(shelf_public_id=row.public_id, **_facts(form), by=me())
    )
    if done:
        flash(_("Le rayon est modifié."))
        return redirect(url_for("admin.items_shelves"))
    return render_template("admin/shelf.html", form=form, shelf=row), form.status


def _facts(form: ShelfForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "picture": form.picture.data,
        "colour": form.colour.data,
        "place": form.place.data,
    }


def _shelf(rows: list[Category], public_id: UUID) -> Category:
    return found(
        next((row for row in rows if row.public_id == str(public_id)), None), _("Ce rayon n'existe pas.")
    )
