"""`tiers-lieu agent`: the print agent of another machine than the server's."""

import os
import sys

import click

from tiers_lieu.commands.french import Command, Group
from tiers_lieu.commands.hub import as_json, open_hub, show
from tiers_lieu.kernel import clock


@click.group(cls=Group, invoke_without_command=True)
@click.option(
    "--server", metavar="ADRESSE", help="Adresse du lieu, par exemple https://tiers-lieu.local:8443."
)
@click.option("--token-file", type=click.Path(dir_okay=False), metavar="FICHIER", help="Fichier du jeton.")
@click.option("--ca-file", type=click.Path(dir_okay=False), metavar="FICHIER", help="Autorité du lieu (PEM).")
@click.option("--name", default=None, metavar="NOM", help="Nom de cette machine.")
@click.pass_context
def agent(
    context: click.Context, server: str | None, token_file: str | None, ca_file: str | None, name: str | None
) -> None:
    """Faire imprimer : cette machine demande son travail au lieu et parle aux imprimantes.

    Le jeton vient de « tiers-lieu agent add », l'autorité de la page du lieu en HTTP.
    """
    if context.invoked_subcommand is not None:
        return
    if not server or not token_file:
        raise click.UsageError("Il manque --server ou --token-file.", ctx=context)
    arguments = ["--server", server, "--token-file", token_file, "--name", name or os.uname().nodename]
    if ca_file:
        arguments += ["--ca-file", ca_file]
    os.execv(sys.executable, [sys.executable, "-m", "pos.agent", *arguments])  # noqa: S606 -- it becomes the agent


@agent.command("list", cls=Command)
@as_json
def list_(as_json: bool) -> None:
    """Montrer les machines qui font imprimer."""
    from sqlalchemy import select

    from tiers_lieu.kernel.db import db
    from tiers_lieu.printing.models import PrintAgent

    with open_hub():
        rows = [
            {
                "name": each.name,
                "seen_at": clock.stamp(each.seen_at) if each.seen_at else None,
                "revoked": each.revoked_at is not None,
            }
            for each in db.session.scalars(select(PrintAgent).order_by(PrintAgent.name))
        ]
    headings = {"name": "nom", "seen_at": "vue à", "revoked": "arrêtée"}
    show(rows, headings, json_wanted=as_json, empty="Aucune. Voir « tiers-lieu agent add ».")


@agent.command(cls=Command)
@click.argument("name", metavar="NOM")
def add(name: str) -> None:
    """Donner un jeton à une machine. Il n'est montré qu'une fois."""
    from tiers_lieu.printing.operations import add_agent

    with open_hub():
        click.echo(add_agent(name=name))
    click.echo("Gardez ce jeton dans un fichier lisible par l'agent seul.", err=True)
