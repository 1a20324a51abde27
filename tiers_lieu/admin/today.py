"""À faire aujourd'hui: what waits for a coordinator, each line leading to the page that settles it."""

from flask import render_template

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint


@blueprint.get("/")
@needs("admin.see")
def today() -> str:
    """The first page after the login."""
    return render_template("admin/today.html")
