"""The coordinators' pages. One blueprint; each file holds the pages of one subject."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/bureau")

from tiers_lieu.admin import (  # noqa: E402, F401  (the pages register themselves on the blueprint)
    accounts,
    checks,
    flag_words,
    households,
    imports,
    items,
    printing,
    registers,
    sales,
    shelves,
    structures,
    tariffs,
    today,
)
