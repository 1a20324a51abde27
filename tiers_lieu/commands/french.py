"""The command line in French: help pages, and mistakes told in one sentence."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

HEADINGS = {"Options": "Options", "Commands": "Commandes", "Arguments": "Arguments"}


class Formatter(click.HelpFormatter):
    """Click's help page, with French headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the first line of a help page."""
        super().write_usage(prog, args.replace("COMMAND [ARGS]", "COMMANDE [ARGUMENTS]"), "Emploi : ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)} :\n")


class Context(click.Context):
    """The context of all our commands."""

    formatter_class = Formatter


def _help_option(command: click.Command, context: click.Context) -> click.Option | None:
    option = click.Command.get_help_option(command, context)
    if option is not None:
        option.help = "Afficher cette aide."
    return option


class Command(click.Command):
    """A command that helps in French."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in French."""
        return _help_option(self, ctx)


class Group(click.Group):
    """A family of commands that helps in French."""

    context_class = Context
    command_class = Command
    group_class = type

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in French."""
        return _help_option(self, ctx)


class LazyGroup(Group):
    """A family whose commands are imported when they are asked for: `serve` carries no import of products."""

    def __init__(self, *args: Any, lazy: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order they are used."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb: `lazy` maps its name to `module:attribute`."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


def sentence(mistake: click.ClickException) -> str:
    """What was typed wrong, in one French sentence that says where help is."""
    context = mistake.ctx if isinstance(mistake, click.UsageError) else None
    help_line = f" Voir « {context.command_path} --help »." if context else ""
    return _what(mistake) + help_line


def _what(mistake: click.ClickException) -> str:
    if isinstance(mistake, click.MissingParameter):
        name = mistake.param.get_error_hint(mistake.ctx) if mistake.param and mistake.ctx else "une valeur"
        return f"Il manque {name}."
    if isinstance(mistake, click.NoSuchOption):
        return f"L'option {mistake.option_name} n'existe pas."
    if isinstance(mistake, click.exceptions.NoSuchCommand):
        return f"La commande « {mistake.command_name} » n'existe pas."
    if isinstance(mistake, click.BadParameter) and mistake.param is not None and mistake.ctx is not None:
        return f"{mistake.param.get_error_hint(mistake.ctx)} ne convient pas : {_wanted(mistake.param.type)}."
    return mistake.message


def _wanted(kind: click.ParamType[Any]) -> str:
    if isinstance(kind, click.Choice):
        return "choisissez parmi " + ", ".join(map(str, kind.choices))
    if isinstance(kind, click.types.IntParamType):
        return "il faut un nombre entier"
    if isinstance(kind, click.Path):
        return "ce fichier n'existe pas, ou ne peut pas être lu"
    return "vérifiez la valeur"
