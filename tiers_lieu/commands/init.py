"""`tiers-lieu init`: make a hub, or bring one up to this version."""

import click

from tiers_lieu.commands.french import Command
from tiers_lieu.config import Settings


@click.command(cls=Command)
@click.option("--name", default=None, metavar="NOM", help="Nom du lieu, par exemple « Le Verger ».")
@click.option("--place", default=None, metavar="COMMUNE", help="Commune, par exemple « Lens ».")
@click.option(
    "--new-authority", is_flag=True, help="Refaire l'autorité : chaque tablette devra la reprendre."
)
def init(name: str | None, place: str | None, new_authority: bool) -> None:
    """Créer le lieu : dossier, base, clés, certificat. À refaire après chaque mise à jour.

    Rien n'est effacé : ce qui existe déjà est gardé.
    """
    settings = Settings.from_environment()
    make_hub(settings, name=name, place=place, new_authority=new_authority)
    click.echo(f"Le lieu est prêt dans {settings.instance}.")
    click.echo("Ensuite : « tiers-lieu account add », puis « tiers-lieu serve ».")


def make_hub(
    settings: Settings,
    *,
    name: str | None = None,
    place: str | None = None,
    new_authority: bool = False,
    found: bool = True,
) -> None:
    """Make or complete an instance: folders, tables at the newest revision, keys, certificate.

    The hub's own row too, unless `found` is false: the demo writes its own.
    """
    from tiers_lieu.kernel.keys import make_keys
    from tiers_lieu.serving import certificate, schema, writer
    from tiers_lieu.serving.application import application
    from tiers_lieu.structures.operations import found_hub

    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.media.mkdir(exist_ok=True, mode=0o700)
    with writer.alone_if_unsafe(settings):
        schema.upgrade(settings)
        make_keys(settings.keys)
        served = certificate.ensure(settings, new_authority=new_authority)
        if found:
            with application(settings):
                found_hub(name=name or "Tiers-Lieu", place=place or "")
    for missing in served.uncovered:
        click.echo(f"L'autorité ne couvre pas {missing}. Voir « tiers-lieu init --new-authority ».", err=True)
