"""The menu: the pages somebody's roles open, and those an activity adds."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import lazy_gettext as _
from flask_login import current_user

ENTRIES = (
    (_("Aujourd'hui"), "admin.today", "admin.see"),
    (_("Ventes"), "admin.sales", "sales.see"),
    (_("Foyers"), "admin.households", "people.see"),
    (_("Tarifs"), "admin.tariffs", "tariffs.see"),
    (_("Articles"), "admin.items", "catalogue.see"),
    (_("Caisses"), "admin.registers", "registers.see"),
    (_("Impression"), "admin.printing", "printing.see"),
    (_("À vérifier"), "admin.checks", "checks.see"),
    (_("Comptes"), "admin.accounts", "accounts.see"),
)


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    endpoint: str
    is_here: bool


def menu_for(app: Flask) -> list[Entry]:
    """What the current account may open; nothing for who is not logged in."""
    if not current_user.is_authenticated:
        return []
    added = [entry for activity in app.extensions["activities"].values() for entry in activity.menu]
    here = request.endpoint or ""
    return [
        Entry(str(label), endpoint, here == endpoint or here.startswith(endpoint + "_"))
        for label, endpoint, permission in (*ENTRIES, *added)
        if permission in current_user.permissions
    ]
