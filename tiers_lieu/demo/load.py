"""Loading the demonstration, through the same operations as anybody. A hub that has people is left alone."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from tiers_lieu.access import operations as access
from tiers_lieu.catalogue import operations as catalogue
from tiers_lieu.catalogue.models import Item
from tiers_lieu.catalogue.shelves import add_shelf
from tiers_lieu.demo.catalogue import CATEGORIES, HOUSEHOLDS, ITEMS, demo_code
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.people import operations as people
from tiers_lieu.people.operations import NewMember
from tiers_lieu.printing import operations as printing
from tiers_lieu.sales import registers
from tiers_lieu.stock import operations as stock
from tiers_lieu.structures import operations as structures
from tiers_lieu.structures.models import Hub
from tiers_lieu.tariffs import operations as tariffs
from tiers_lieu.tariffs.operations import LetterTerms

PASSWORD = "pommes-et-poires"  # noqa: S105 -- said aloud by `make demo`, for a hub of made-up people
LAW = date(2014, 1, 1)
FOOTER = """Un souci ? Gardez ce ticket et
venez nous voir sous 30 jours.
Merci. Jeudi, soupe ouverte à tout le monde."""


@dataclass(frozen=True)
class DemoLogins:
    """What a newcomer needs to try everything: addresses are the caller's."""

    coordinator: str
    administrator: str
    password: str
    cashier: str
    pin: str
    badge: str
    cards: dict[str, str]
    register: str


def load(folder: Path, say: Callable[[str], None] = lambda _words: None) -> DemoLogins:
    """Fill an empty hub and return its logins; on a second call return the first's, from `folder`."""
    file = folder / "demo.json"
    if db.session.scalar(select(func.count()).select_from(Hub)):
        facts = json.loads(file.read_text()) if file.exists() else {}
        return DemoLogins(**facts) if facts else DemoLogins("", "", "", "", "", "", {}, "")
    today = clock.today("Europe/Paris")
    structures.found_hub(
        name="Tiers-Lieu",
        place="Villetaneuse",
        receipt_footer=FOOTER,
    )
    structure = structures.add_structure(
        name="Épicerie solidaire",
        kind="association",
        vat_regime="liable",
        valid_from=LAW,
        address="Place du marché\n93430 Villetaneuse, France",
        siret="00000000000000",
        rna="W930000000",
    )
    say("Articles")
    _goods(structure.id)
    tariffs.add_grid(
        name="Grille de départ",
        valid_from=today.replace(month=1, day=1),
        letters=[
            LetterTerms("A", 10_000),
            LetterTerms("B", 2_000, cap_cents=15_000),
            LetterTerms("C", 5_000, cap_cents=11_500),
        ],
    )
    say("Foyers")
    cards = _households(today)
    say("Caisse et comptes")
    printer = printing.add_printer(name="Comptoir", driver="virtual", confirm="process_id", drawer_pin=2)
    register = registers.add_register(
        code="C1", name="Caisse 1", structure_id=structure.id, printer_id=printer.id
    )
    access.add_account(
        name="Chloé Martin", email="chloe@tiers-lieu.test", password=PASSWORD, roles=["coordinator"]
    )
    access.add_account(
        name="Alex Petit", email="alex@tiers-lieu.test", password=PASSWORD, roles=["administrator"]
    )
    bruno = access.add_account(name="Bruno Leroy", roles=["cashier", "volunteer"])
    logins = DemoLogins(
        coordinator="chloe@tiers-lieu.test",
        administrator="alex@tiers-lieu.test",
        password=PASSWORD,
        cashier="Bruno",
        pin=access.assign_pin(account_public_id=bruno.public_id),
        badge=f"TLB1.{access.assign_badge(account_public_id=bruno.public_id)}",
        cards=cards,
        register=register.public_id,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(logins), ensure_ascii=False, indent=1))
    file.chmod(0o600)
    return logins


def _goods(structure_id: int) -> None:
    shelves = [add_shelf(name=name, picture=picture, colour=colour) for name, picture, colour in CATEGORIES]
    tiles = [0] * len(CATEGORIES)
    for number, (shelf, name, measure, unit, cents, picture, colour, share) in enumerate(ITEMS, 1):
        item = catalogue.add_item(
            facts=catalogue.ItemFacts(
                name=name,
                structure_id=structure_id,
                category_id=shelves[shelf].id,
                measure=measure,
                unit=unit,
                vat_class="standard" if shelf == 4 else "food",
                unit_cents=cents,
                codes=(demo_code(number),) if measure == "piece" else (),
                shares={"B": share} if share is not None else {},
                picture=picture,
                colour=colour,
                tile=tiles[shelf],
            )
        )
        tiles[shelf] += 1
        stock.count_stock(item_id=item.id, quantity=40_000)


def _households(today: date) -> dict[str, str]:
    cards: dict[str, str] = {}
    for first, second, letter, reason in HOUSEHOLDS:
        household = people.add_household(members=[NewMember(*person) for person in (first, second) if person])
        tariffs.grant_letter(household_id=household.id, letter=letter, reason=reason, valid_from=today)
        cards[first[0]] = people.issue_card(household_public_id=household.public_id).text
    return cards


def count_items() -> int:
    """How many items the hub sells."""
    return db.session.scalar(select(func.count()).select_from(Item)) or 0
