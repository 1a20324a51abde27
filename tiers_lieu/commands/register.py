"""`tiers-lieu register`: the tills, and the codes that pair a tablet with one."""

import click
from flask import Flask
from sqlalchemy import select

from tiers_lieu.commands.french import Command, Group
from tiers_lieu.commands.hub import as_json, chosen_structure, open_hub, show, terminal_qr
from tiers_lieu.config import Settings
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotFound
from tiers_lieu.printing.models import Printer
from tiers_lieu.sales.models import Register
from tiers_lieu.sales.registers import add_register, issue_pairing_code


@click.group(cls=Group)
def register() -> None:
    """Les caisses, et les tablettes qui les tiennent."""


@register.command(cls=Command)
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NOM")
@click.option(
    "--structure", default=None, metavar="NOM", help="Structure qui vend ; utile s'il y en a plusieurs."
)
@click.option("--printer", default=None, metavar="NOM", help="Imprimante des tickets de cette caisse.")
def add(code: str, name: str, structure: str | None, printer: str | None) -> None:
    """Ajouter une caisse, et montrer le code d'une tablette. Exemple : register add C1 « Caisse 1 »."""
    with open_hub() as app:
        made = add_register(
            code=code, name=name, structure_id=chosen_structure(structure).id, printer_id=_printer_id(printer)
        )
        click.echo(f"Caisse ajoutée : {made.code}")
        show_pairing(app, made)


@register.command(cls=Command)
@click.argument("code", metavar="CODE")
def pair(code: str) -> None:
    """Montrer un nouveau code pour la tablette d'une caisse. L'ancienne tablette s'arrête quand il sert."""
    with open_hub() as app:
        found = db.session.scalar(select(Register).where(Register.code == code.strip().upper()))
        if found is None:
            raise NotFound(
                "no_register", f"La caisse {code} n'existe pas. Voir « tiers-lieu register list »."
            )
        show_pairing(app, found)


@register.command("list", cls=Command)
@as_json
def list_(as_json: bool) -> None:
    """Montrer les caisses."""
    with open_hub():
        rows = [
            {"id": each.public_id, "code": each.code, "name": each.name, "active": each.is_active}
            for each in db.session.scalars(select(Register).order_by(Register.code))
        ]
    headings = {"code": "code", "name": "nom", "active": "active"}
    show(
        rows,
        headings,
        json_wanted=as_json,
        empty="Aucune caisse. Ajoutez-en une : « tiers-lieu register add ».",
    )


def show_pairing(app: Flask, found: Register) -> None:
    """Write a new pairing code, the address to open and its QR, in the terminal."""
    settings: Settings = app.extensions["settings"]
    code = issue_pairing_code(register_public_id=found.public_id)
    link = f"{settings.url}/caisse/#appairer={code}"
    click.echo(f"Code de la tablette : {code} (15 minutes, une seule fois)")
    click.echo(f"Avec la tablette, ouvrez ou scannez : {link}")
    click.echo(terminal_qr(link))


def _printer_id(name: str | None) -> int | None:
    if name is None:
        return None
    found = db.session.scalar(select(Printer.id).where(Printer.name == name))
    if found is None:
        raise NotFound(
            "no_printer", f"L'imprimante « {name} » n'existe pas. Voir « tiers-lieu printer list »."
        )
    return found
