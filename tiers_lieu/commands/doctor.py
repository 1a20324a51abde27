"""`tiers-lieu doctor`: is everything well, and what to do when it is not."""

import json
from dataclasses import asdict

import click

from tiers_lieu.commands.french import Command
from tiers_lieu.commands.hub import as_json
from tiers_lieu.config import Settings
from tiers_lieu.serving.checkup import examine


@click.command(cls=Command)
@as_json
def doctor(as_json: bool) -> int:
    """Examiner le lieu : réglages, base, clés, horloge, disque, imprimantes.

    Chaque ligne dit ce qui va, ou quoi faire. Le code de sortie est 1 s'il y a un problème.
    """
    findings = list(examine(Settings.from_environment()))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        for each in findings:
            click.echo(f"{'bien    ' if each.is_well else 'PROBLÈME'}  {each.name} : {each.found}")
            if each.advice:
                click.echo(f"          → {each.advice}")
    return 0 if all(each.is_well for each in findings) else 1
