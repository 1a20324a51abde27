"""`tiers-lieu serve`: run a hub."""

import click

from tiers_lieu.commands.french import Command
from tiers_lieu.config import Settings


@click.command(cls=Command)
@click.option("--no-agent", is_flag=True, help="Sans agent d'impression : il tourne sur une autre machine.")
def serve(no_agent: bool) -> int:
    """Ouvrir le lieu : pages, caisse, travaux, impression, en HTTPS. Ctrl-C l'arrête."""
    return run(Settings.from_environment(), with_agent=not no_agent)


def run(settings: Settings, *, with_agent: bool, once_ready: str = "") -> int:
    """Check that the hub can be served, let its own agent in, then serve until a signal.

    `once_ready` is what more is said when it answers.
    """
    from tiers_lieu.serving import prepare, supervisor

    prepare.in_a_process_of_its_own()
    return supervisor.serve(settings, with_agent=with_agent, once_ready=once_ready)
