"""Changing the catalogue. A price or a share is never overwritten: a new dated row follows the old one."""

from dataclasses import dataclass, field
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.catalogue import queries
from tiers_lieu.catalogue.models import MEASURES, Item, ItemCode, ItemPrice, ItemShare
from tiers_lieu.catalogue.rules import ean13_is_valid, normal_code
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.kernel.text import fold

MOST_CENTS = 1_000_000


@dataclass(frozen=True)
class ItemFacts:
    """What a coordinator says of an item. `unit_cents` None: the price is typed at the till."""

    name: str
    structure_id: int
    category_id: int
    measure: str
    unit: str
    vat_class: str
    unit_cents: int | None
    activity: str = "epicerie"
    codes: tuple[str, ...] = ()
    shares: dict[str, int] = field(default_factory=dict)
    picture: str | None = None
    colour: str | None = None
    tile: int | None = None
    is_active: bool = True


def check_facts(facts: ItemFacts) -> None:
    """Refuse an item without a name, with an impossible price, or with a code that fails its check digit."""
    if not facts.name.strip():
        raise Refusal("name_missing", _("Écrivez le nom de l'article."), field="name")
    if facts.measure not in MEASURES:
        raise Refusal("bad_measure", _("Choisissez à la pièce ou au poids."), field="measure")
    if facts.unit_cents is not None and not 0 <= facts.unit_cents <= MOST_CENTS:
        raise Refusal("bad_price", _("Un prix va de 0 à 10 000 €."), field="price")
    for code in facts.codes:
        if not ean13_is_valid(code):
            raise Refusal(
                "bad_code",
                _("Code-barres faux : %(code)s. Vérifiez les 13 chiffres.", code=code),
                field="codes",
            )
    if any(not 0 <= share <= 10_000 for share in facts.shares.values()):
        raise Refusal("bad_share", _("Une part va de 0 à 100 %."), field="shares")


def add_item(*, facts: ItemFacts, by: int | None = None) -> Item:
    """Add an item with its codes, price and shares. Refuses a code that another item has."""
    check_facts(facts)
    with atomic() as session:
        item = write_item(session, facts)
        note_edit(
            session,
            by=by,
            action="item.added",
            subject_kind="item",
            subject_id=item.public_id,
            after={"name": item.name, "unit_cents": facts.unit_cents},
        )
    return item


def write_item(session: Session, facts: ItemFacts) -> Item:
    """Write a checked item in the caller's transaction."""
    item = Item(
        structure_id=facts.structure_id,
        category_id=facts.category_id,
        activity=facts.activity,
        name=facts.name.strip()[:80],
        folded_name=fold(facts.name)[:80],
        measure=facts.measure,
        unit=facts.unit,
        vat_class=facts.vat_class,
        picture=facts.picture,
        colour=facts.colour,
        tile=facts.tile,
        is_active=facts.is_active,
    )
    session.add(item)
    session.flush()
    _write_codes(session, item, facts.codes)
    session.add(ItemPrice(item_id=item.id, unit_cents=facts.unit_cents, valid_from=clock.now()))
    session.add_all(
        ItemShare(item_id=item.id, letter=letter, share_bp=share, valid_from=clock.now().date())
        for letter, share in facts.shares.items()
    )
    return item


def _write_codes(session: Session, item: Item, codes: tuple[str, ...]) -> None:
    wanted = {normal_code(code) for code in codes}
    taken = session.scalar(
        select(ItemCode.code).where(ItemCode.code.in_(wanted), ItemCode.item_id != item.id).limit(1)
    )
    if taken:
        raise Refusal("code_used", _("Le code %(code)s est déjà pris.", code=taken), field="codes")
    for old in session.scalars(select(ItemCode).where(ItemCode.item_id == item.id)):
        if old.code in wanted:
            wanted.discard(old.code)
        else:
            session.delete(old)
    session.add_all(ItemCode(code=code, item_id=item.id) for code in sorted(wanted))


def change_item(*, item_public_id: str, facts: ItemFacts, by: int | None = None) -> Item:
    """Change an item. A new price or share counts from now; what was sold keeps what it cost."""
    check_facts(facts)
    now = clock.now()
    with atomic() as session:
        item = session.scalar(select(Item).where(Item.public_id == item_public_id).with_for_update())
        if item is None:
            raise NotFound("no_item", _("Cet article n'existe pas."))
        price = queries.prices_at(session, now, [item.id]).get(item.id)
        shares = queries.shares_of(session, item.id, now.date())
        before: dict[str, object] = {
            "name": item.name,
            "unit_cents": price,
            "shares": dict(shares),
            "is_active": item.is_active,
        }
        item.name, item.folded_name = facts.name.strip()[:80], fold(facts.name)[:80]
        item.category_id, item.measure, item.unit = facts.category_id, facts.measure, facts.unit
        item.vat_class, item.tile, item.is_active = facts.vat_class, facts.tile, facts.is_active
        _write_codes(session, item, facts.codes)
        if price != facts.unit_cents:
            session.add(ItemPrice(item_id=item.id, unit_cents=facts.unit_cents, valid_from=now))
        for letter in shares.keys() | facts.shares.keys():
            if shares.get(letter) != facts.shares.get(letter):
                _write_share(session, item.id, letter, facts.shares.get(letter), now.date())
        after: dict[str, object] = {
            "name": item.name,
            "unit_cents": facts.unit_cents,
            "shares": dict(facts.shares),
            "is_active": item.is_active,
        }
        note_edit(
            session,
            by=by,
            action="item.changed",
            subject_kind="item",
            subject_id=item.public_id,
            before=before,
            after=after,
        )
    return item


def _write_share(session: Session, item_id: int, letter: str, share_bp: int | None, on: date) -> None:
    """A share from today on; a second change on one day replaces the first."""
    row = session.scalar(
        select(ItemShare).where(
            ItemShare.item_id == item_id, ItemShare.letter == letter, ItemShare.valid_from == on
        )
    )
    if row is None:
        session.add(ItemShare(item_id=item_id, letter=letter, share_bp=share_bp, valid_from=on))
    else:
        row.share_bp = share_bp
