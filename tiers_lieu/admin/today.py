"""À faire aujourd'hui: what waits for a coordinator, each line leading to the page that settles it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.here import may
from tiers_lieu.admin.here import today as civil_today
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.printing import queries as printing
from tiers_lieu.printing.words import printer_state
from tiers_lieu.sales import check_queries
from tiers_lieu.sales import queries as sales

TABLET_SILENCE = timedelta(hours=2)
_PRINTER_WORDS = {
    "paper_low": lazy_gettext("Préparez un rouleau neuf."),
    "paper_out": lazy_gettext("Changez le rouleau : les tickets sortiront."),
    "cover_open": lazy_gettext("Fermez le capot : les tickets sortiront."),
    "offline": lazy_gettext("Vérifiez qu'elle est allumée et branchée."),
    "unknown": lazy_gettext("Vérifiez que l'agent d'impression tourne."),
}


@dataclass(frozen=True)
class Task:
    """One branch of the tree: a sentence, a pill, and the page that settles it."""

    picture: str
    colour: str
    title: str
    detail: Any
    level: str  # bad, warn, info
    pill: str
    address: str
    button: str


@blueprint.get("/")
@needs("admin.see")
def today() -> str:
    """The first page after the login."""
    day = civil_today()
    totals = sales.day_totals(db.session, day) if may("sales.see") else None
    return render_template("admin/today.html", tasks=list(_tasks()), totals=totals, day=day, now=clock.now())


def _tasks() -> Iterator[Task]:
    """What waits, the gravest first, for the pages this account may open."""
    if may("checks.see"):
        yield from _checks()
    if may("printing.see"):
        yield from _prints()
    if may("registers.see"):
        yield from _tablets()


def _checks() -> Iterator[Task]:
    flags, kept = check_queries.waiting_counts(db.session)
    if kept:
        yield Task(
            picture="ticket",
            colour="pink",
            title=ngettext("%(num)d ticket gardé à part", "%(num)d tickets gardés à part", kept),
            detail=_("Quelqu'un a payé. Regardez ce qui ne va pas."),
            level="bad",
            pill=_("à vérifier"),
            address=url_for("admin.checks") + "#a-part",
            button=_("Voir les tickets"),
        )
    if flags:
        yield Task(
            picture="paper",
            colour="lime",
            title=ngettext("%(num)d remarque sur les ventes", "%(num)d remarques sur les ventes", flags),
            detail=_("Les ventes sont enregistrées. Rien n'est bloqué."),
            level="warn",
            pill=_("à lire"),
            address=url_for("admin.checks") + "#remarques",
            button=_("Lire les remarques"),
        )


def _prints() -> Iterator[Task]:
    unsure = [row for row in printing.waiting_rows(db.session) if row.job.state == "unconfirmed"]
    if unsure:
        yield Task(
            picture="printer",
            colour="yellow",
            title=ngettext("%(num)d ticket est-il sorti ?", "%(num)d tickets sont-ils sortis ?", len(unsure)),
            detail=_("L'imprimante n'a pas répondu. Dites-le pour elle."),
            level="warn",
            pill=_("à dire"),
            address=url_for("admin.printing") + "#attente",
            button=_("Répondre"),
        )
    for printer in printing.printers(db.session, only_active=True):
        said = printer_state(printer)
        if said.state != "ready":
            yield Task(
                picture="printer",
                colour="blue",
                title=_("Imprimante %(name)s\u00a0: %(words)s", name=printer.name, words=said.words),
                detail=_PRINTER_WORDS.get(said.state) or _("Les tickets attendent, aucun n'est perdu."),
                level="warn" if said.state == "paper_low" else "bad",
                pill=_("à regarder"),
                address=url_for("admin.printing"),
                button=_("Voir l'imprimante"),
            )


def _tablets() -> Iterator[Task]:
    limit = clock.now() - TABLET_SILENCE
    for row in sales.register_rows(db.session):
        address = url_for("admin.registers_one", register=row.register.public_id)
        if not row.register.is_active:
            continue
        if row.device is None:
            yield Task(
                picture="tablet",
                colour="violet",
                title=_("%(register)s n'a pas de tablette", register=row.register.name),
                detail=_("Appairez une tablette pour vendre à cette caisse."),
                level="info",
                pill=_("à préparer"),
                address=address,
                button=_("Appairer une tablette"),
            )
        elif (row.device.seen_at or row.device.paired_at) < limit:
            yield Task(
                picture="tablet",
                colour="blue",
                title=_("%(register)s n'envoie plus rien", register=row.register.name),
                detail=_("Allumez la tablette : elle garde peut-être des ventes."),
                level="bad",
                pill=_("à vérifier"),
                address=address,
                button=_("Voir la tablette"),
            )
