"""The cards a tablet knows: card → letter → what is left of the cap. Never whose, never why."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from tiers_lieu.kernel import clock
from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.db import Reader
from tiers_lieu.people.models import Card, Household
from tiers_lieu.structures import queries as structures
from tiers_lieu.tariffs import queries as tariffs
from tiers_lieu.tariffs.models import CapUse, Grid, LetterGrant
from tiers_lieu.tariffs.rules import cap_left
from tiers_lieu.till import shapes

REVOKED_ARE_LISTED = timedelta(days=90)


def version(session: Reader) -> str:
    """A digest that changes whenever a card, a letter, a grid or a cap may have, and with the day."""
    stopped = session.scalar(select(func.count(Card.revoked_at)))
    return newest_of(session, (Card, LetterGrant, Grid, CapUse), str(stopped))


def newest_of(session: Reader, marks: Iterable[Any], *more: str) -> str:
    """A digest of the newest row of each table, of the day, and of what else is given."""
    newest = session.execute(select(*(select(func.max(m.id)).scalar_subquery() for m in marks))).one()
    day = clock.civil_date(clock.now(), structures.the_hub(session).zone)
    return digest(canonical([*more, day.isoformat(), *newest]))[:32]


def listed(session: Reader) -> list[shapes.CardFacts]:
    """Every card that buys, and those stopped within ninety days, with what is left of its cap today."""
    now = clock.now()
    day = clock.civil_date(now, structures.the_hub(session).zone)
    letters = tariffs.letters(session, day)
    granted = tariffs.granted_letters(session, day)
    used = {letter: tariffs.used(session, terms, day) for letter, terms in letters.items()}
    found = []
    rows = session.execute(
        select(Card, Household.journal_key)
        .join(Household, Household.id == Card.household_id)
        .where(Card.revoked_at.is_(None) | (Card.revoked_at > now - REVOKED_ARE_LISTED))
        .order_by(Card.id)
    )
    for card, journal_key in rows:
        letter = granted.get(card.household_id)
        terms = letters.get(letter) if letter else None
        left = cap_left(terms.cap_cents, used[terms.letter].get(journal_key, 0)) if terms else None
        found.append(
            shapes.CardFacts(
                id=card.public_id,
                token=card.token_hash,
                number=card.number,
                letter=terms.letter if terms else None,
                cap_left_cents=left,
                revoked=card.revoked_at is not None,
            )
        )
    return found
