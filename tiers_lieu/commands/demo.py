"""`tiers-lieu demo`: a hub to look at, filled once and kept."""

import subprocess
import sys
from pathlib import Path

import click

from tiers_lieu.commands.french import Command
from tiers_lieu.commands.serve import run
from tiers_lieu.config import Settings


@click.command(cls=Command)
@click.option(
    "--real-data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DOSSIER",
    help="Charger aussi de vraies listes : produits, prix, noms.",
)
@click.option("--load-only", is_flag=True, help="Remplir le lieu, sans l'ouvrir.")
def demo(real_data: Path | None, load_only: bool) -> int:
    """Ouvrir un lieu de démonstration. Il est rempli la première fois, puis gardé."""
    settings = Settings.from_environment()
    if load_only:
        from tiers_lieu.commands.demonstration import load

        click.echo(load(settings, real_data=real_data))
        return 0
    # In a process of its own, so that what loading needs is not kept in memory while serving.
    command = [sys.executable, "-m", "tiers_lieu.cli", "demo", "--load-only"]
    command += ["--real-data", str(real_data)] if real_data else []
    loaded = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if loaded.returncode != 0:
        return loaded.returncode
    return run(settings, with_agent=True, once_ready=loaded.stdout.rstrip())
