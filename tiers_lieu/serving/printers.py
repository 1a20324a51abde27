"""What the printers last said of themselves, for `doctor`: the agent speaks to them, the server remembers."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.config import Settings
from tiers_lieu.kernel import clock
from tiers_lieu.printing.models import Printer
from tiers_lieu.serving import schema

SILENCE = timedelta(minutes=5)


def last_words(settings: Settings) -> list[tuple[str, bool, str, str]]:
    """For each active printer: its name, whether it is well, what is known, what to do."""
    from tiers_lieu import load_models

    load_models()
    with schema.connection(settings.database_url) as connection, Session(connection) as session:
        printers = session.scalars(select(Printer).where(Printer.is_active).order_by(Printer.name)).all()
        return [(each.name, *_judge(each)) for each in printers]


def _judge(printer: Printer) -> tuple[bool, str, str]:
    if printer.status_at is None:
        return False, "jamais vue", "Lancez « tiers-lieu serve » ou l'agent à côté d'elle."
    if clock.now() - printer.status_at > SILENCE:
        return False, "pas de nouvelles depuis cinq minutes", "L'agent d'impression tourne-t-il ?"
    if printer.online is False:
        return False, "hors ligne", f"Allumez-la, et vérifiez l'adresse {printer.host}:{printer.port}."
    if printer.cover == "open":
        return False, "capot ouvert", "Fermez le capot."
    if printer.paper == "out":
        return False, "plus de papier", "Mettez un rouleau."
    return True, "bientôt plus de papier" if printer.paper == "low" else "prête", ""
