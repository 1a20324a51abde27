"""Households and cards: one card buys, its number says nothing, its token is nowhere."""

import pytest
from flask import Flask
from sqlalchemy import select

from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.kernel.ids import new_id, token_hash
from tiers_lieu.people import operations as people
from tiers_lieu.people.models import Card, Household, Member
from tiers_lieu.people.operations import NewMember

pytestmark = pytest.mark.usefixtures("context")


def test_a_new_card_stops_the_one_before(context: Flask) -> None:
    household = people.add_household(members=[NewMember("Amina", "Benali")])
    first, second = (people.issue_card(household_public_id=household.public_id) for _ in range(2))
    cards = db.session.scalars(select(Card).order_by(Card.id)).all()
    assert [card.revoked_at is None for card in cards] == [False, True]
    assert [card.token_hash for card in cards] == [
        token_hash(c.text.removeprefix("TLC1.")) for c in (first, second)
    ]
    assert first.number != second.number and first.text.startswith("TLC1.") and len(first.text) == 37


def test_a_card_is_stopped_once(context: Flask) -> None:
    household = people.add_household(members=[NewMember("Amina", "Benali")])
    card = people.issue_card(household_public_id=household.public_id)
    stopped = people.revoke_card(card_public_id=card.public_id).revoked_at
    assert people.revoke_card(card_public_id=card.public_id).revoked_at == stopped


@pytest.mark.parametrize(
    "members",
    [
        [],
        [NewMember("", "Benali")],
        [NewMember("Amina", " ")],
        [NewMember("A", "B", 1899)],
        [NewMember("A", "B", 9999)],
    ],
)
def test_a_household_that_says_too_little_is_refused_whole(members: list[NewMember]) -> None:
    with pytest.raises(Refusal):
        people.add_household(members=members)
    assert db.session.scalars(select(Household)).all() == []


def test_nobody_is_changed_through_another_household() -> None:
    amina = people.add_household(members=[NewMember("Amina", "Benali")])
    driss = people.add_household(members=[NewMember("Driss", "Inconnu")])
    hers = db.session.scalars(select(Member).where(Member.household_id == amina.id)).one().id
    with pytest.raises(NotFound):
        people.change_member(household_public_id=driss.public_id, member_id=hers, member=NewMember("X", "Y"))
    with pytest.raises(NotFound):
        people.issue_card(household_public_id=new_id())
    db.session.rollback()
    assert db.session.get_one(Member, hers).first_name == "Amina"
