"""`tiers-lieu printer`: the printers the hub may speak to, and no other."""

import click
from sqlalchemy import select

from tiers_lieu.commands.french import Command, Group
from tiers_lieu.commands.hub import as_json, open_hub, show
from tiers_lieu.kernel.db import db
from tiers_lieu.printing.models import CONFIRMS, Printer
from tiers_lieu.printing.operations import add_printer


@click.group(cls=Group)
def printer() -> None:
    """Les imprimantes que le lieu peut utiliser."""


@printer.command(cls=Command)
@click.argument("name", metavar="NOM")
@click.option(
    "--host", default="", metavar="ADRESSE", help="Adresse sur le réseau, par exemple 192.168.1.50."
)
@click.option("--port", default=9100, metavar="PORT", help="Port de l'imprimante ; 9100 par défaut.")
@click.option("--virtual", is_flag=True, help="Sans papier : le ticket se voit dans le navigateur.")
@click.option("--columns", type=int, default=48, metavar="N", help="32, 42 ou 48 signes par ligne.")
@click.option("--code-page", type=int, default=16, metavar="N", help="Numéro de la table Windows-1252.")
@click.option(
    "--confirm", type=click.Choice(CONFIRMS), default="barrier", metavar="MOYEN", help=", ".join(CONFIRMS)
)
@click.option(
    "--drawer-pin", type=click.Choice(["2", "5"]), default=None, metavar="2|5", help="Tiroir-caisse."
)
def add(
    name: str,
    host: str,
    port: int,
    virtual: bool,
    columns: int,
    code_page: int,
    confirm: str,
    drawer_pin: str | None,
) -> None:
    """Ajouter une imprimante, en réseau (--host) ou virtuelle (--virtual)."""
    with open_hub():
        made = add_printer(
            name=name,
            driver="virtual" if virtual else "network",
            host=host,
            port=port,
            columns=columns,
            code_page=code_page,
            confirm=confirm,
            drawer_pin=int(drawer_pin) if drawer_pin else None,
        )
        click.echo(f"Imprimante ajoutée : {made.name}")


@printer.command("list", cls=Command)
@as_json
def list_(as_json: bool) -> None:
    """Montrer les imprimantes et ce qu'elles ont dit en dernier."""
    with open_hub():
        rows = [
            {
                "name": each.name,
                "driver": each.driver,
                "address": f"{each.host}:{each.port}" if each.host else None,
                "online": each.online,
                "paper": each.paper,
                "active": each.is_active,
            }
            for each in db.session.scalars(select(Printer).order_by(Printer.name))
        ]
    headings = {
        "name": "nom",
        "driver": "sorte",
        "address": "adresse",
        "online": "en ligne",
        "paper": "papier",
    }
    show(
        rows,
        headings,
        json_wanted=as_json,
        empty="Aucune imprimante. Ajoutez-en une : « tiers-lieu printer add ».",
    )
