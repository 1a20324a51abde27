"""Le lieu: its name, its place, and what its receipts end with."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms.validators import DataRequired, Length

from tiers_lieu.access import hub as operations
from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.fields import Line, Lines
from tiers_lieu.admin.forms import DeskForm, attempt
from tiers_lieu.admin.here import me
from tiers_lieu.kernel.db import db
from tiers_lieu.structures.queries import the_hub


class HubForm(DeskForm):
    """What every page and receipt says of the hub."""

    name = Line(lazy_gettext("Nom"), [DataRequired(lazy_gettext("Écrivez le nom du lieu.")), Length(max=80)])
    place = Line(lazy_gettext("Commune"), [Length(max=80)])
    receipt_footer = Lines(lazy_gettext("Fin des tickets"), [Length(max=300)])


@blueprint.route("/lieu", methods=["GET", "POST"])
@needs("hub.edit")
def hub() -> Any:
    """Change the hub."""
    form = HubForm(obj=the_hub(db.session))
    done = attempt(
        form,
        lambda: operations.change_hub(
            name=form.name.data or "",
            place=form.place.data or "",
            receipt_footer=form.receipt_footer.data or "",
            by=me(),
        ),
    )
    if done:
        flash(_("Le lieu est modifié."))
        return redirect(url_for("admin.hub"))
    return render_template("admin/hub.html", form=form), form.status
