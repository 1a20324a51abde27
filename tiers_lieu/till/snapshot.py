"""The snapshot a tablet sells from: the catalogue and letters; the cards are beside (till/cards.py)."""

from datetime import date, datetime

from sqlalchemy import func, select

from tiers_lieu.access import queries as access
from tiers_lieu.access.models import AuditEntry
from tiers_lieu.catalogue import queries as catalogue
from tiers_lieu.catalogue.models import Category, Item, ItemPrice, VatRate
from tiers_lieu.journal.operations import last_of_series
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import Reader
from tiers_lieu.sales.models import Device, Register, Series
from tiers_lieu.structures import queries as structures
from tiers_lieu.structures.models import Structure, StructureVat
from tiers_lieu.tariffs import queries as tariffs
from tiers_lieu.till import cards, shapes
from tiers_lieu.till.cards import newest_of

NOT_SHOWN = ("household", "card", "envelope", "print_job", "printer")


def version(session: Reader, device: Device, register: Register) -> str:
    """A digest that changes whenever the snapshot may have: cheap, since every tablet asks each ten seconds.

    Every edit leaves an audit entry; dated rows are told by their newest row, and by the day. What the snapshot
    does not show (households and cards, envelopes, prints) leaves it as it is.
    """
    edited = session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.subject_kind.not_in(NOT_SHOWN)))
    marks = (Category, VatRate, StructureVat, ItemPrice)
    return newest_of(session, marks, device.public_id, register.name, str(edited))


def build(session: Reader, device: Device, register: Register) -> shapes.Snapshot:
    """The snapshot of a register now."""
    now = clock.now()
    made_from = version(session, device, register)
    hub = structures.the_hub(session)
    day = clock.civil_date(now, hub.zone)
    structure = session.get_one(Structure, register.structure_id)
    regime = structures.vat_regime(session, structure.id, day)
    return shapes.Snapshot(
        version=made_from,
        made_at=clock.stamp(now),
        hub=shapes.HubFacts(hub.name, hub.zone),
        register=shapes.RegisterFacts(register.public_id, register.code, register.name),
        structure=shapes.StructureFacts(structure.public_id, structure.name, regime),  # type: ignore[arg-type]
        series=_series(session, device, structure),
        cashiers=[
            shapes.CashierFacts(a.public_id, a.till_name, a.badge_hash) for a in access.cashiers(session)
        ],
        letters=[shapes.LetterFacts(t.letter, t.share_bp) for t in tariffs.letters(session, day).values()],
        cards_version=cards.version(session),
        cards=cards.listed(session),
        categories=[
            shapes.CategoryFacts(c.public_id, c.name, c.picture, c.colour)
            for c in catalogue.categories(session)
        ],
        items=_items(session, structure.id, now, day, regime),
    )


def _series(session: Reader, device: Device, structure: Structure) -> list[shapes.SeriesFacts]:
    found = []
    for series in session.scalars(select(Series).where(Series.device_id == device.id).order_by(Series.id)):
        ticket, paper = (
            last_of_series(session.connection(), series.id, kind) for kind in ("ticket", "paper")
        )
        found.append(
            shapes.SeriesFacts(
                series.code,
                structure.public_id,
                shapes.NextNumbers(ticket=ticket[0] + 1, paper=paper[0] + 1),
                shapes.LastHashes(ticket=ticket[1], paper=paper[1]),
            )
        )
    return found


def _items(
    session: Reader, structure_id: int, now: datetime, day: date, regime: str
) -> list[shapes.ItemEntry]:
    categories = {c.id: c for c in catalogue.categories(session)}
    prices = catalogue.prices_at(session, now)
    shares = catalogue.shares_on(session, day)
    codes = catalogue.codes_of(session)
    rates = catalogue.vat_rates(session, day) if regime == "liable" else {}
    items = session.scalars(
        select(Item)
        .where(Item.structure_id == structure_id, Item.is_active)
        .order_by(Item.tile.is_(None), Item.tile, Item.folded_name, Item.id)
    )
    return [
        shapes.ItemEntry(
            id=item.public_id,
            name=item.name,
            category=categories[item.category_id].public_id,
            activity=item.activity,
            measure=item.measure,  # type: ignore[arg-type]
            unit=item.unit,
            price_cents=prices.get(item.id),
            vat_bp=rates.get(item.vat_class),
            shares=shares.get(item.id, {}),
            codes=codes.get(item.id, []),
            picture=item.picture or categories[item.category_id].picture,
            colour=item.colour or categories[item.category_id].colour,
            tile=item.tile,
        )
        for item in items
    ]
