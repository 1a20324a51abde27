"""`tiers-lieu account`: who works here."""

import click
from sqlalchemy import select

from tiers_lieu.access.models import ROLES, Account, AccountRole
from tiers_lieu.access.operations import add_account, assign_badge, assign_pin
from tiers_lieu.commands.french import Command, Group
from tiers_lieu.commands.hub import as_json, open_hub, show, terminal_qr
from tiers_lieu.kernel.db import db


@click.group(cls=Group)
def account() -> None:
    """Les comptes : qui travaille ici, et ce que chacun peut faire."""


@account.command(cls=Command)
@click.argument("name", metavar="NOM")
@click.option("--email", metavar="ADRESSE", help="Adresse de connexion ; sans elle, la caisse seulement.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    metavar="RÔLE",
    help=f"Parmi {', '.join(ROLES)}.",
)
@click.option("--password", metavar="MOT", help="Mot de passe ; sans lui, il est demandé.")
@click.option("--pin", is_flag=True, help="Donner un code de caisse.")
@click.option("--badge", is_flag=True, help="Donner un badge et en montrer le QR.")
def add(
    name: str, email: str | None, roles: tuple[str, ...], password: str | None, pin: bool, badge: bool
) -> None:
    """Ajouter quelqu'un. Le code et le badge ne sont montrés qu'une fois."""
    if email and password is None:
        password = click.prompt("Mot de passe, 12 caractères ou plus", hide_input=True)
    with open_hub():
        made = add_account(name=name, roles=list(roles), email=email, password=password)
        click.echo(f"Compte ajouté : {made.name}")
        if pin:
            click.echo(f"Code de caisse : {assign_pin(account_public_id=made.public_id)}")
        if badge:
            text = f"TLB1.{assign_badge(account_public_id=made.public_id)}"  # what the till reads as a badge
            click.echo(f"Badge : {text}\n{terminal_qr(text)}")


@account.command("list", cls=Command)
@as_json
def list_(as_json: bool) -> None:
    """Montrer les comptes."""
    with open_hub():
        roles: dict[int, list[str]] = {}
        for row in db.session.scalars(select(AccountRole).order_by(AccountRole.role)):
            roles.setdefault(row.account_id, []).append(row.role)
        rows = [
            {
                "id": each.public_id,
                "name": each.name,
                "roles": roles.get(each.id, []),
                "active": each.is_active,
            }
            for each in db.session.scalars(select(Account).order_by(Account.name))
        ]
    headings = {"name": "nom", "roles": "rôles", "active": "actif"}
    show(
        rows, headings, json_wanted=as_json, empty="Aucun compte. Ajoutez-en un : « tiers-lieu account add »."
    )
