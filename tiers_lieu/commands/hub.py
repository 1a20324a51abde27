"""What the verbs share: the hub they work on, and the ways they speak."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask

from tiers_lieu.config import Settings
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.serving import schema, writer
from tiers_lieu.serving.application import application
from tiers_lieu.structures.models import Structure
from tiers_lieu.structures.queries import all_structures

as_json = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@contextmanager
def open_hub() -> Iterator[Flask]:
    """The hub of the environment's settings, with the application's context.

    Refuses a hub that `init` has not made, or whose tables are older than the code.
    """
    settings = Settings.from_environment()
    check_schema(settings)
    with writer.alone_if_unsafe(settings), application(settings) as app:
        yield app


def check_schema(settings: Settings) -> None:
    """Refuse a database that is not the one this code was written for."""
    found = schema.revision(settings)
    if found.current is None:
        raise Refusal("not_initialised", "Ce lieu n'existe pas encore. Lancez « tiers-lieu init ».")
    if not found.is_head:
        raise Refusal("old_schema", "La base date d'une autre version. Lancez « tiers-lieu init ».")


def chosen_structure(name: str | None) -> Structure:
    """The structure of this name; without one, the only one there is. Refuses to guess."""
    known = all_structures(db.session())
    found = [each for each in known if name is None or each.name == name]
    if len(found) == 1:
        return found[0]
    if not known:
        raise Refusal("no_structure", "Ajoutez d'abord une structure : « tiers-lieu structure add ».")
    raise Refusal(
        "which_structure", f"Choisissez --structure parmi : {', '.join(each.name for each in known)}."
    )


def show(
    rows: Sequence[Mapping[str, Any]], headings: Mapping[str, str], *, json_wanted: bool, empty: str
) -> None:
    """List rows: as JSON for programs; for people, in columns, the keys of `headings` under its words."""
    if json_wanted:
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(empty)
        return
    table = [list(headings.values()), *([_word(row[key]) for key in headings] for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(headings))]
    for line in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _word(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def terminal_qr(text: str) -> str:
    """A QR code drawn with half blocks: dark on light whatever the terminal's colours, margin included."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(border=2, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    if len(matrix) % 2:
        matrix.append([False] * len(matrix[0]))
    lines = []
    for upper, lower in zip(matrix[::2], matrix[1::2], strict=True):
        # Light is drawn, dark is left: a black terminal then shows the usual dark on light.
        lines.append("".join(_HALF[not top, not bottom] for top, bottom in zip(upper, lower, strict=True)))
    return "\n".join(f"\x1b[97;40m{line}\x1b[0m" for line in lines)


_HALF = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def progress(label: str) -> Callable[[int, int], None]:
    """A counter on the error stream, for work that is long: call it with what is done and the whole."""

    def tell(done: int, whole: int) -> None:
        if sys.stderr.isatty() or done == whole:
            click.echo(f"\r{label} : {done} sur {whole}", err=True, nl=done == whole)

    return tell
