"""What a flag found, in sentences for a coordinator. Never a name, never why a letter is what it is."""

from typing import Any

from flask_babel import gettext as _

from tiers_lieu.admin import blueprint
from tiers_lieu.kernel.money import euros
from tiers_lieu.sales.messages import flag_message, quarantine_message
from tiers_lieu.sales.models import Flag


@blueprint.app_template_filter("flag_words")
def flag_words(kind: str) -> str:
    """What a kind of flag means."""
    return flag_message(kind)


@blueprint.app_template_filter("flag_facts")
def flag_facts(flag: Flag) -> list[str]:
    """The figures of a flag, a sentence each; none when the kind says it all."""
    say = _FACTS.get(flag.kind)
    return say(flag.detail) if say and isinstance(flag.detail, dict) else []


def _price(detail: dict[str, Any]) -> list[str]:
    count = len(detail)
    return [_("Lignes à comparer : %(places)s.", places=_places(detail))] if count else []


def _places(detail: dict[str, Any]) -> str:
    return ", ".join(str(int(place) + 1) for place in detail if str(place).isdigit())


def _vat(detail: dict[str, Any]) -> list[str]:
    lines = {str(place): None for place in detail.get("lines", [])}
    return [_("Lignes à comparer : %(places)s.", places=_places(lines))] if lines else []


def _letter(detail: dict[str, Any]) -> list[str]:
    none = _("aucun")
    return [
        _(
            "Tarif du ticket : %(ticket)s. Attendu : %(expected)s.",
            ticket=detail.get("ticket") or none,
            expected=detail.get("expected") or none,
        )
    ]


def _cap(detail: dict[str, Any]) -> list[str]:
    return [_("Dépassement : %(sum)s.", sum=euros(int(detail.get("over_cents", 0))))]


def _stock(detail: dict[str, Any]) -> list[str]:
    return [_("Articles concernés : %(count)d. Comptez-les.", count=len(detail))]


def _clock(detail: dict[str, Any]) -> list[str]:
    return [_("Elle avance de %(minutes)d minutes.", minutes=int(detail.get("seconds", 0)) // 60)]


def _gap(detail: dict[str, Any]) -> list[str]:
    first, last = detail.get("from"), detail.get("to")
    if first is None or last is None:
        return []
    if first == last:
        return [_("Numéro manquant : %(number)s.", number=first)]
    return [_("Numéros manquants : de %(first)s à %(last)s.", first=first, last=last)]


_FACTS = {
    "price_drift": _price,
    "vat_drift": _vat,
    "letter_drift": _letter,
    "cap_exceeded": _cap,
    "stock_below_zero": _stock,
    "clock_skew": _clock,
    "number_gap": _gap,
}


@blueprint.app_template_filter("kept_words")
def kept_words(code: str) -> str:
    """Why an envelope was set aside."""
    return quarantine_message(code)
