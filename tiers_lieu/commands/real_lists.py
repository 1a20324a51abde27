"""The real lists of `REAL_DATA`, for a demo of true size: products with their prices, and names."""

import csv
from itertools import islice
from pathlib import Path

from tiers_lieu.catalogue.importing import apply_import, price_lists_beside, read_list
from tiers_lieu.commands.hub import progress
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.people.operations import NewMember, add_household

HOUSEHOLDS = 60


def load(folder: Path, *, structure_id: int) -> None:
    """Import the products of a folder, and households made of its first and last names."""
    products = folder / "products_fr.csv"
    if not products.is_file():
        raise Refusal("no_lists", f"{folder} n'a pas de products_fr.csv. Donnez le dossier des listes.")
    good, bad = read_list(products.read_bytes(), price_lists_beside(products))
    tell = progress("Articles")
    apply_import(
        good=good,
        bad=bad,
        structure_id=structure_id,
        leave_out_bad_rows=True,
        progress=lambda done: tell(done, len(good)),
    )
    tell = progress("Foyers")
    for done, member in enumerate(_people(folder), 1):
        add_household(members=[member])
        tell(done, HOUSEHOLDS)


def _people(folder: Path) -> list[NewMember]:
    """Fictitious people: each name comes from a list, the pairs from their order in it."""
    first, last = (_column(folder / f"{name}.csv") for name in ("first_names", "last_names"))
    return [NewMember(one, other) for one, other in islice(zip(first, last, strict=False), HOUSEHOLDS)]


def _column(file: Path) -> list[str]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        next(rows, None)
        return [row[0].strip() for row in rows if row and row[0].strip()]
