"""`tiers-lieu`: the command line. One file a verb, in `commands/`."""

import sys
from collections.abc import Sequence

import click

from tiers_lieu.commands import french
from tiers_lieu.kernel.errors import Refusal

VERBS = {
    "init": "tiers_lieu.commands.init:init",
    "demo": "tiers_lieu.commands.demo:demo",
    "serve": "tiers_lieu.commands.serve:serve",
    "doctor": "tiers_lieu.commands.doctor:doctor",
    "account": "tiers_lieu.commands.account:account",
    "structure": "tiers_lieu.commands.structure:structure",
    "register": "tiers_lieu.commands.register:register",
    "printer": "tiers_lieu.commands.printer:printer",
    "agent": "tiers_lieu.commands.agent:agent",
    "import": "tiers_lieu.commands.importing:import_",
}


@click.group(cls=french.LazyGroup, lazy=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
def tiers_lieu() -> None:
    """Tiers-Lieu, le logiciel d'un lieu de solidarité.

    Première fois : init, account add, structure add, register add, puis serve. Pour voir : demo.
    Les réglages sont des variables d'environnement ; le README en donne la liste.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 for a refusal, 2 for a mistake in the command."""
    try:
        status = tiers_lieu.main(arguments, prog_name="tiers-lieu", standalone_mode=False)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        return 1
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.ctx.get_help() if asked.ctx else "", err=True)
        return 2
    except click.ClickException as mistake:
        click.echo(french.sentence(mistake), err=True)
        return 2
    except click.Abort:
        click.echo("Interrompu. Rien de plus n'est fait.", err=True)
        return 130
    except ValueError as problem:
        if not str(problem).startswith(("TIERS_LIEU_", "PORT")):
            raise
        click.echo(str(problem), err=True)  # a setting that cannot be read names itself
        return 2
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    sys.exit(main())
