"""Making the demo hub: filled once, kept, begun again when the filling was cut short; and what it says."""

from pathlib import Path

import click
from sqlalchemy import select

from tiers_lieu.commands import real_lists
from tiers_lieu.commands.hub import terminal_qr
from tiers_lieu.commands.init import make_hub
from tiers_lieu.config import Settings
from tiers_lieu.demo import DemoLogins
from tiers_lieu.demo import load as load_demo
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.sales.registers import issue_pairing_code
from tiers_lieu.serving import writer
from tiers_lieu.serving.application import application
from tiers_lieu.structures.models import Hub
from tiers_lieu.structures.queries import all_structures


def load(settings: Settings, *, real_data: Path | None) -> str:
    """Make the hub, fill it when it is empty, and return what to open and how to log in."""
    _begin_again(settings)
    make_hub(settings, found=False)
    loading = _loading(settings)
    with writer.alone_if_unsafe(settings), application(settings):
        if db.session.scalar(select(Hub.id).limit(1)) is None:
            loading.touch()
            click.echo("Le lieu de démonstration se remplit…", err=True)
            logins = load_demo(settings.instance)
            if real_data is not None:
                real_lists.load(real_data, structure_id=all_structures(db.session())[0].id)
            loading.unlink()
        else:
            logins = load_demo(settings.instance)
        return _greeting(settings, logins)


def _loading(settings: Settings) -> Path:
    return settings.instance / "demo.loading"


def _begin_again(settings: Settings) -> None:
    """Throw away a demo that was cut short while it was filled; nobody has used it."""
    if not _loading(settings).exists():
        return
    if not settings.is_sqlite:
        raise Refusal(
            "half_loaded", "La base est à moitié remplie. Videz-la, effacez demo.loading, recommencez."
        )
    for file in settings.instance.glob(settings.sqlite_file.name + "*"):
        file.unlink()


def _greeting(settings: Settings, logins: DemoLogins) -> str:
    """The demo's logins, and a new code for the tablet each time."""
    if not logins.register:
        return "Ce lieu n'est pas celui de la démonstration : ses comptes sont les vôtres."
    link = f"{settings.url}/caisse/#appairer={issue_pairing_code(register_public_id=logins.register)}"
    lines = [
        f"Pages : {settings.url}/",
        f"  coordination {logins.coordinator}, administration {logins.administrator}",
        f"  mot de passe {logins.password}",
        f"Caisse : {link} (code de 15 minutes)",
        f"  {logins.cashier}, code {logins.pin}, badge {logins.badge}",
        *(f"  carte {name} : {text}" for name, text in logins.cards.items()),
        terminal_qr(link),
    ]
    return "\n".join(lines)
