"""Edits in words: what was done, to what, and each fact as people read it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Flask
from flask_babel import lazy_gettext as _

from tiers_lieu.admin import blueprint
from tiers_lieu.admin.account_forms import ROLES
from tiers_lieu.admin.structures import REGIMES
from tiers_lieu.kernel.money import euros

KINDS = {
    "account": _("Comptes"),
    "household": _("Foyers"),
    "card": _("Cartes"),
    "grid": _("Tarifs"),
    "item": _("Articles"),
    "shelf": _("Rayons"),
    "register": _("Caisses"),
    "printer": _("Imprimantes"),
    "print_job": _("Impressions"),
    "envelope": _("Tickets"),
    "structure": _("Structures"),
    "hub": _("Le lieu"),
}


@dataclass(frozen=True)
class SubjectPage:
    """The page of what was edited, what its address calls it, and who may open it."""

    endpoint: str
    name: str
    permission: str


PAGES = {
    "account": SubjectPage("admin.accounts_one", "account", "accounts.see"),
    "household": SubjectPage("admin.households_one", "household", "people.see"),
    "item": SubjectPage("admin.items_one", "item", "catalogue.see"),
    "shelf": SubjectPage("admin.items_shelves_one", "shelf", "catalogue.edit"),
    "register": SubjectPage("admin.registers_one", "register", "registers.see"),
    "structure": SubjectPage("admin.registers_structures_one", "structure", "hub.edit"),
}
PRIVATE = ("household", "card")
ACTIONS = {
    "account.added": _("Compte ouvert"),
    "account.badge": _("Badge donné"),
    "account.changed": _("Compte modifié"),
    "account.password": _("Mot de passe changé"),
    "account.pin": _("Code de caisse donné"),
    "card.issued": _("Carte donnée"),
    "card.revoked": _("Carte arrêtée"),
    "flag.settled": _("Remarque vue"),
    "grid.added": _("Grille écrite"),
    "household.added": _("Foyer écrit"),
    "hub.changed": _("Lieu modifié"),
    "item.added": _("Article ajouté"),
    "item.changed": _("Article modifié"),
    "items.imported": _("Liste importée"),
    "letter.granted": _("Tarif donné"),
    "member.added": _("Personne ajoutée"),
    "member.changed": _("Personne corrigée"),
    "print.settled": _("Impression réglée"),
    "printer.added": _("Imprimante ajoutée"),
    "printer.changed": _("Imprimante modifiée"),
    "quarantine.settled": _("Ticket à part vu"),
    "register.added": _("Caisse ajoutée"),
    "register.changed": _("Caisse modifiée"),
    "register.code": _("Code d'appairage donné"),
    "register.paired": _("Tablette appairée"),
    "register.revoked": _("Tablette arrêtée"),
    "shelf.added": _("Rayon ajouté"),
    "shelf.changed": _("Rayon modifié"),
    "stock.counted": _("Stock compté"),
    "structure.changed": _("Structure modifiée"),
    "structure.vat": _("Régime de TVA changé"),
}
FACTS = {
    "address": _("adresse"),
    "card": _("carte"),
    "changed": _("changés"),
    "code": _("cause"),
    "colour": _("couleur"),
    "device": _("tablette"),
    "footer": _("fin des tickets"),
    "host": _("adresse"),
    "is_active": _("en service"),
    "kind": _("sorte"),
    "left_out": _("laissés de côté"),
    "letter": _("tarif"),
    "letters": _("parts"),
    "member": _("personne n°"),
    "name": _("nom"),
    "new": _("nouveaux"),
    "persons": _("personnes"),
    "picture": _("image"),
    "place": _("place"),
    "port": _("port"),
    "printer": _("imprimante n°"),
    "quantity": _("quantité"),
    "rna": _("RNA"),
    "roles": _("rôles"),
    "shares": _("parts"),
    "siret": _("SIRET"),
    "unit_cents": _("prix"),
    "valid_from": _("début"),
    "vat_regime": _("TVA"),
}


def changes(row: Any) -> list[tuple[str, str | None, str]]:
    """What an edit changed: (word, before or None, after); a fact that stayed the same is left out."""
    before, after = row.before or {}, row.after or {}
    told = []
    for fact in (*after, *(each for each in before if each not in after)):
        was, is_now = before.get(fact), after.get(fact)
        if fact not in before or was != is_now:
            old = _value(fact, was) if fact in before else None
            told.append((str(FACTS.get(fact, fact)), old, _value(fact, is_now)))
    return told


def _value(fact: str, value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return str(_("rien"))
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    if isinstance(value, dict):
        return ", ".join(f"{letter} {_share(share)}" for letter, share in sorted(value.items()))
    if fact == "roles":
        words = dict(ROLES)
        return ", ".join(str(words.get(role, role)) for role in value)
    if fact == "vat_regime":
        return str(dict(REGIMES).get(value, value))
    if fact == "valid_from":
        return format_date(date.fromisoformat(value), "d MMMM yyyy", locale="fr")
    if fact == "unit_cents":
        return str(euros(value))
    if fact == "quantity":
        return _number(value, 1000)
    return str(value)


def _share(basis_points: Any) -> str:
    return _number(basis_points, 100) + "\u00a0%"


def _number(amount: Any, unit: int) -> str:
    return f"{amount / unit:g}".replace(".", ",")


@blueprint.record_once
def _filters(state: Any) -> None:
    app: Flask = state.app
    app.jinja_env.filters["edit_words"] = lambda action: ACTIONS.get(action, action)
    app.jinja_env.filters["edit_changes"] = changes
