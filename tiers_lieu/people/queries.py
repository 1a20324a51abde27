"""Reading households, their members and cards."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tiers_lieu.kernel.db import Reader
from tiers_lieu.kernel.text import fold
from tiers_lieu.people.models import Card, Household, Member


@dataclass(frozen=True)
class HouseholdLine:
    """A household as a list shows it."""

    household: Household
    names: str
    persons: int
    card_number: str | None


def household_lines(session: Reader, search: str = "", limit: int = 200) -> list[HouseholdLine]:
    """Households of which a member's name holds every word of `search`, or of that card number; newest first."""
    wanted = select(Household).order_by(Household.id.desc()).limit(limit)
    words = fold(search).split()
    if words:
        named = select(Member.household_id).where(
            *(Member.folded_name.contains(word, autoescape=True) for word in words)
        )
        numbered = select(Card.household_id).where(Card.number == search.strip())
        wanted = wanted.where(Household.id.in_(named) | Household.id.in_(numbered))
    households = list(session.scalars(wanted))
    ids = [h.id for h in households]
    members: dict[int, list[Member]] = {}
    for member in session.scalars(select(Member).where(Member.household_id.in_(ids)).order_by(Member.id)):
        members.setdefault(member.household_id, []).append(member)
    cards = dict(
        session.execute(
            select(Card.household_id, func.max(Card.number))
            .where(Card.household_id.in_(ids), Card.revoked_at.is_(None))
            .group_by(Card.household_id)
        ).all()
    )
    return [
        HouseholdLine(
            household=h,
            names=", ".join(f"{m.first_name} {m.last_name}" for m in members.get(h.id, [])),
            persons=len(members.get(h.id, [])),
            card_number=cards.get(h.id),
        )
        for h in households
    ]


def household(session: Reader, public_id: str) -> Household | None:
    """The household of a public id."""
    return session.scalar(select(Household).where(Household.public_id == public_id))


def members(session: Reader, household_id: int) -> list[Member]:
    """The people of a household, in the order they were written."""
    return list(
        session.scalars(select(Member).where(Member.household_id == household_id).order_by(Member.id))
    )


def cards(session: Reader, household_id: int) -> list[Card]:
    """The cards of a household, newest first."""
    return list(
        session.scalars(select(Card).where(Card.household_id == household_id).order_by(Card.id.desc()))
    )


def member(session: Reader, household_id: int, member_id: int) -> Member | None:
    """One person, if this household's."""
    return session.scalar(select(Member).where(Member.id == member_id, Member.household_id == household_id))


def open_card(session: Reader, household_id: int) -> Card | None:
    """The card a household buys with now, if it has one."""
    return session.scalar(
        select(Card)
        .where(Card.household_id == household_id, Card.revoked_at.is_(None))
        .order_by(Card.id.desc())
        .limit(1)
    )


def card(session: Reader, public_id: str) -> Card | None:
    """The card of a public id."""
    return session.scalar(select(Card).where(Card.public_id == public_id))


def household_of(session: Reader, card: Card) -> Household:
    """Whose card it is."""
    return session.get_one(Household, card.household_id)
