"""The coordinators' pages. One blueprint; each file holds the pages of one subject."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/bureau")

from tiers_lieu.admin import (  # noqa: E402, F401  (the pages register themselves on the blueprint)
    accounts,
    audit,
    audit_words,
    checks,
    flag_words,
    households,
    hub,
    imports,
    items,
    own_account,
    printing,
    registers,
    sales,
    shelves,
    structure_pages,
    structures,
    tariffs,
    today,
)
