"""What printers and jobs are doing, in honest French words."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from tiers_lieu.kernel import clock
from tiers_lieu.printing.models import Printer, PrintJob

SILENCE = timedelta(seconds=45)


@dataclass(frozen=True)
class Said:
    """A state for machines and its words for people."""

    state: str
    words: str


def printer_state(printer: Printer | None) -> Said:
    """What a printer can do now, from what it last said. Silence is not « prête »."""
    if printer is None:
        return Said("none", _("aucune"))
    if printer.status_at is None or clock.now() - printer.status_at > SILENCE:
        return Said("unknown", _("sans nouvelles"))
    if printer.online is False and printer.cover != "open" and printer.paper != "out":
        return Said("offline", _("injoignable"))
    if printer.cover == "open":
        return Said("cover_open", _("capot ouvert"))
    if printer.paper == "out":
        return Said("paper_out", _("sans papier"))
    if printer.paper == "low":
        return Said("paper_low", _("bientôt sans papier"))
    return Said("ready", _("prête")) if printer.online else Said("unknown", _("état inconnu"))


def drawer_state(printer: Printer | None) -> Said:
    """Whether the drawer is open, where it says so."""
    if printer is None or printer.drawer_pin is None:
        return Said("none", _("aucun"))
    if printer.drawer is None or printer.status_at is None or clock.now() - printer.status_at > SILENCE:
        return Said("unknown", _("état inconnu"))
    return Said("open", _("ouvert")) if printer.drawer == "open" else Said("closed", _("fermé"))


def job_state(job: PrintJob | None) -> Said:
    """How far a print is. « imprimé » only when the printer itself answered after the cut."""
    if job is None:
        return Said("none", _("Pas de papier demandé."))
    if job.state == "queued" and job.cause:
        return Said("waiting", _waiting(job.cause))
    words = {
        "queued": _("Le ticket attend l'imprimante."),
        "leased": _("Le ticket s'imprime."),
        "sending": _("Le ticket s'imprime."),
        "unconfirmed": _("Le ticket est-il sorti ? L'imprimante n'a pas répondu."),
        "expired": _("Trop tard : le ticket n'est pas imprimé."),
        "failed": _("Le ticket n'est pas sorti. Demandez-le encore."),
        "cancelled": _("L'impression est annulée."),
    }
    if job.state == "confirmed":
        printed = (job.ack_level or 0) >= 2 or job.cause == "person"
        return Said("confirmed", _("Le ticket est imprimé.") if printed else _("Le ticket est envoyé."))
    return Said("sending" if job.state == "leased" else job.state, words[job.state])


def _waiting(cause: str) -> str:
    words: dict[str, str] = {
        "paper_out": _("Plus de papier. Changez le rouleau, il sortira."),
        "cover_open": _("Capot ouvert. Fermez-le, le ticket sortira."),
        "offline": _("Imprimante injoignable. Vérifiez qu'elle est allumée."),
    }
    return words.get(cause) or str(_("L'imprimante attend. Vérifiez-la, le ticket sortira."))
