"""Twenty thousand items in a demonstration hub, written by Core: names that look like names, codes, prices, tiles."""

import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from tiers_lieu.catalogue.models import Category, Item, ItemCode, ItemPrice
from tiers_lieu.demo.catalogue import demo_code
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.ids import new_id
from tiers_lieu.kernel.text import fold

FIRST_NUMBER = 1000  # the codes below are the demonstration's
TILES = 60
GOODS = (
    "Pâtes",
    "Riz",
    "Farine",
    "Sucre",
    "Café",
    "Thé",
    "Huile",
    "Vinaigre",
    "Moutarde",
    "Confiture",
    "Miel",
    "Biscuits",
)
KINDS = (
    "complètes",
    "bio",
    "blanches",
    "dorées",
    "fines",
    "extra",
    "douces",
    "nature",
    "épicées",
    "fumées",
    "allégées",
)
SIZES = ("250 g", "500 g", "1 kg", "50 cl", "1 l", "par 4", "par 6", "par 12")


@dataclass(frozen=True)
class Goods:
    """An item as the till's hands know it: its public id, and what its barcode says."""

    id: str
    code: str


def add_items(count: int) -> list[Goods]:
    """Add items sold by the piece to the first structure. The first `TILES` have tiles, all on the third shelf."""
    choose = random.Random(7)
    now = clock.now()
    with atomic() as session:
        shelves = session.scalars(select(Category.id).order_by(Category.position)).all()
        items: list[dict[str, Any]] = []
        codes: list[dict[str, Any]] = []
        prices: list[dict[str, Any]] = []
        first_id = 10_000
        for place in range(count):
            name = f"{choose.choice(GOODS)} {choose.choice(KINDS)}, {choose.choice(SIZES)}, n° {place}"
            code = demo_code(FIRST_NUMBER + place)
            items.append(
                {
                    "id": first_id + place,
                    "public_id": new_id(),
                    "structure_id": 1,
                    "category_id": shelves[2] if place < TILES else choose.choice(shelves),
                    "activity": "epicerie",
                    "name": name,
                    "folded_name": fold(name),
                    "measure": "piece",
                    "unit": "pièce",
                    "vat_class": "food",
                    "picture": None,
                    "colour": None,
                    "tile": 10 + place if place < TILES else None,
                    "is_active": True,
                }
            )
            codes.append({"code": code, "item_id": first_id + place})
            cents = choose.randint(50, 900)
            prices.append({"item_id": first_id + place, "unit_cents": cents, "valid_from": now})
        session.execute(insert(Item), items)
        session.execute(insert(ItemCode), codes)
        session.execute(insert(ItemPrice), prices)
    return [Goods(item["public_id"], code["code"]) for item, code in zip(items, codes, strict=True)]
