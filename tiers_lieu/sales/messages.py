"""Codes of the intake in plain French."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

_QUARANTINE = {
    "unknown_version": lazy_gettext("La tablette est d'une autre version. Rechargez la page."),
    "bad_shape": lazy_gettext("Le ticket est mal formé. Un coordinateur va le voir."),
    "bad_hash": lazy_gettext("Le sceau du ticket est faux. Un coordinateur va le voir."),
    "bad_signature": lazy_gettext("La signature du ticket est fausse. Un coordinateur va le voir."),
    "revoked_device": lazy_gettext("Cette tablette est retirée. Le ticket est gardé à part."),
    "wrong_register": lazy_gettext("Le ticket vient d'une autre caisse. Il est gardé à part."),
    "unknown_series": lazy_gettext("La série du ticket est inconnue. Il est gardé à part."),
    "number_reused": lazy_gettext("Ce numéro de ticket a déjà servi. Il est gardé à part."),
    "id_reused": lazy_gettext("Ce ticket existe déjà avec un autre contenu."),
    "does_not_add_up": lazy_gettext("Les sommes du ticket sont fausses. Il est gardé à part."),
    "unknown_item": lazy_gettext("Un article du ticket est inconnu. Il est gardé à part."),
    "wrong_structure": lazy_gettext("Un article vient d'une autre structure. Il est gardé à part."),
    "unknown_ticket": lazy_gettext("Le ticket à imprimer est inconnu."),
}

FLAGS = {
    "price_drift": lazy_gettext("Un prix a changé depuis."),
    "letter_drift": lazy_gettext("Le tarif de la carte a changé depuis."),
    "vat_drift": lazy_gettext("Un taux de TVA a changé depuis."),
    "unknown_card": lazy_gettext("La carte est inconnue."),
    "revoked_card": lazy_gettext("La carte était arrêtée."),
    "cap_exceeded": lazy_gettext("Le plafond de la carte est dépassé."),
    "stock_below_zero": lazy_gettext("Le stock passe sous zéro."),
    "number_gap": lazy_gettext("Il manque des numéros avant ce ticket."),
    "late_number": lazy_gettext("Ce ticket est arrivé après les suivants."),
    "chain_fork": lazy_gettext("Ce ticket ne suit pas le précédent."),
    "clock_skew": lazy_gettext("L'heure de la tablette est fausse."),
    "unknown_cashier": lazy_gettext("La personne en caisse est inconnue."),
    "no_printer": lazy_gettext("La caisse n'a pas d'imprimante."),
    "too_late_to_print": lazy_gettext("La demande de papier est arrivée trop tard."),
}


def quarantine_message(code: str) -> str:
    """Why an envelope was set aside, in a sentence."""
    return str(_QUARANTINE.get(code) or _("Le ticket est gardé à part."))


def flag_message(kind: str) -> str:
    """What a flag means, in a sentence."""
    return str(FLAGS.get(kind, kind))
