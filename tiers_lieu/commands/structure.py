"""`tiers-lieu structure`: the legal bodies that sell here."""

import click

from tiers_lieu.commands.french import Command, Group
from tiers_lieu.commands.hub import as_json, open_hub, show
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.structures import queries
from tiers_lieu.structures.models import KINDS, VAT_REGIMES
from tiers_lieu.structures.operations import add_structure


@click.group(cls=Group)
def structure() -> None:
    """Les structures : associations, coopératives, communes qui vendent ici."""


@structure.command(cls=Command)
@click.argument("name", metavar="NOM")
@click.option(
    "--kind", type=click.Choice(KINDS), default="association", metavar="SORTE", help=", ".join(KINDS)
)
@click.option(
    "--vat-regime",
    type=click.Choice(VAT_REGIMES),
    required=True,
    metavar="RÉGIME",
    help=", ".join(VAT_REGIMES),
)
@click.option("--address", default="", metavar="ADRESSE", help="Adresse du reçu ; « \\n » sépare les lignes.")
@click.option("--siret", default=None, metavar="SIRET", help="14 chiffres.")
@click.option("--rna", default=None, metavar="RNA", help="Numéro d'association, W et 9 chiffres.")
def add(name: str, kind: str, vat_regime: str, address: str, siret: str | None, rna: str | None) -> None:
    """Ajouter une structure et son régime de TVA."""
    with open_hub():
        zone = queries.the_hub(db.session()).zone
        made = add_structure(
            name=name,
            kind=kind,
            vat_regime=vat_regime,
            valid_from=clock.today(zone),
            address=address.replace("\\n", "\n"),
            siret=siret,
            rna=rna,
        )
        click.echo(f"Structure ajoutée : {made.name}")


@structure.command("list", cls=Command)
@as_json
def list_(as_json: bool) -> None:
    """Montrer les structures."""
    with open_hub():
        rows = [
            {"id": each.public_id, "name": each.name, "kind": each.kind, "siret": each.siret}
            for each in queries.all_structures(db.session())
        ]
    headings = {"name": "nom", "kind": "sorte", "siret": "SIRET"}
    show(
        rows,
        headings,
        json_wanted=as_json,
        empty="Aucune structure. Ajoutez-en une : « tiers-lieu structure add ».",
    )
