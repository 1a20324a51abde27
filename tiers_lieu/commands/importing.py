"""`tiers-lieu import products`: a list of products, looked at first, written when asked."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from tiers_lieu.catalogue.importing import (
    Preview,
    apply_import,
    preview,
    price_lists_beside,
    read_list,
)
from tiers_lieu.commands.french import Command, Group
from tiers_lieu.commands.hub import as_json, chosen_structure, open_hub, progress
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.money import euros

SHOWN = 20


@click.group("import", cls=Group)
def import_() -> None:
    """Faire entrer des listes."""


@import_.command(cls=Command)
@click.argument("file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "apply", is_flag=True, help="Écrire ; sans cela, rien ne change.")
@click.option("--leave-out-bad-rows", is_flag=True, help="Écrire les bonnes lignes, sans les fausses.")
@click.option("--structure", default=None, metavar="NOM", help="Structure qui vend ces articles.")
@as_json
def products(file: Path, apply: bool, leave_out_bad_rows: bool, structure: str | None, as_json: bool) -> int:
    """Importer des articles d'un CSV (ean13, nom, marque, famille, prix).

    Les prix viennent aussi des CSV du même dossier qui ont « ean » et « prix_eur ». Chaque ligne fausse est
    dite avec sa raison. Tout s'écrit, ou rien ; recommencer ne change rien.
    """
    with open_hub():
        good, bad = read_list(file.read_bytes(), price_lists_beside(file))
        if apply:
            tell = progress("Articles")
            plan = apply_import(
                good=good,
                bad=bad,
                structure_id=chosen_structure(structure).id,
                leave_out_bad_rows=leave_out_bad_rows,
                progress=lambda done: tell(done, len(good)),
            )
        else:
            plan = preview(db.session(), good, bad)
    say(plan, written=apply, json_wanted=as_json)
    return 0 if apply or not bad else 1


def say(plan: Preview, *, written: bool, json_wanted: bool) -> None:
    """Tell what an import does, or did: counts, then the changes and the bad rows."""
    if json_wanted:
        click.echo(
            json.dumps(
                {
                    "written": written,
                    "new": len(plan.new),
                    "without_price": plan.without_price,
                    "changed": len(plan.changed),
                    "same": plan.same,
                    "bad": [asdict(each) for each in plan.bad],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    click.echo(f"{len(plan.new)} nouveaux, dont {plan.without_price} avec « prix à saisir ».")
    click.echo(f"{len(plan.changed)} changés, {plan.same} déjà là, {len(plan.bad)} lignes fausses.")
    for change in plan.changed[:SHOWN]:
        before = "sans prix" if change.cents_before is None else euros(change.cents_before)
        after = "" if change.row.unit_cents is None else f", {euros(change.row.unit_cents)}"
        click.echo(f"  ligne {change.row.line} : {change.name_before} ({before}) → {change.row.name}{after}")
    for bad in plan.bad:
        click.echo(f"  ligne {bad.line}, {bad.code or 'sans code'} : {bad.reason}")
    if written:
        click.echo("C'est écrit.")
    else:
        click.echo(
            "Rien n'est écrit. Pour écrire : --apply, et --leave-out-bad-rows s'il y a des lignes fausses."
        )
