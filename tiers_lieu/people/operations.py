"""Changing households, members and cards."""

import secrets
import uuid
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.kernel.ids import new_token, token_hash
from tiers_lieu.kernel.text import fold
from tiers_lieu.people import queries
from tiers_lieu.people.models import FOLDED_LENGTH, Card, Household, Member


@dataclass(frozen=True)
class NewMember:
    """A person to write down. `birth_year` may be unknown."""

    first_name: str
    last_name: str
    birth_year: int | None = None


@dataclass(frozen=True)
class IssuedCard:
    """A card just made. `text` is what its QR holds; it is shown once and kept nowhere."""

    public_id: str
    number: str
    text: str


def _household(session: Session, public_id: str) -> Household:
    found = queries.household(session, public_id)
    if found is None:
        raise NotFound("no_household", _("Ce foyer n'existe pas."))
    return found


def _check(member: NewMember) -> None:
    if not member.first_name.strip() or not member.last_name.strip():
        raise Refusal("name_missing", _("Écrivez le prénom et le nom."), field="first_name")
    if member.birth_year is not None and not 1900 <= member.birth_year <= clock.now().year:
        raise Refusal(
            "bad_birth_year", _("Écrivez l'année de naissance en quatre chiffres."), field="birth_year"
        )


def add_household(*, members: list[NewMember], by: int | None = None) -> Household:
    """Write down a household of at least one person."""
    if not members:
        raise Refusal("name_missing", _("Écrivez au moins une personne."), field="first_name")
    for member in members:
        _check(member)
    with atomic() as session:
        household = Household(journal_key=str(uuid.uuid4()), created_at=clock.now())
        session.add(household)
        session.flush()
        session.add_all(_row(household.id, member) for member in members)
        note_edit(
            session,
            by=by,
            action="household.added",
            subject_kind="household",
            subject_id=household.public_id,
            after={"persons": len(members)},
        )
    return household


def _row(household_id: int, member: NewMember) -> Member:
    return Member(
        household_id=household_id,
        first_name=member.first_name.strip(),
        last_name=member.last_name.strip(),
        folded_name=_folded(member),
        birth_year=member.birth_year,
    )


def _folded(member: NewMember) -> str:
    return fold(f"{member.first_name} {member.last_name}")[:FOLDED_LENGTH]


def add_member(*, household_public_id: str, member: NewMember, by: int | None = None) -> Member:
    """Add a person to a household."""
    _check(member)
    with atomic() as session:
        household = _household(session, household_public_id)
        row = _row(household.id, member)
        session.add(row)
        session.flush()
        note_edit(
            session,
            by=by,
            action="member.added",
            subject_kind="household",
            subject_id=household.public_id,
            after={"member": row.id},
        )
    return row


def change_member(
    *, household_public_id: str, member_id: int, member: NewMember, by: int | None = None
) -> Member:
    """Correct the name or the year of birth of a person of this household."""
    _check(member)
    with atomic() as session:
        household = _household(session, household_public_id)
        row = session.get(Member, member_id, with_for_update=True)
        if row is None or row.household_id != household.id:
            raise NotFound("no_member", _("Cette personne n'existe pas."))
        row.first_name, row.last_name = member.first_name.strip(), member.last_name.strip()
        row.folded_name, row.birth_year = _folded(member), member.birth_year
        note_edit(
            session,
            by=by,
            action="member.changed",
            subject_kind="household",
            subject_id=household.public_id,
            after={"member": row.id},
        )
    return row


def issue_card(*, household_public_id: str, by: int | None = None) -> IssuedCard:
    """Make a card for a household. Its older cards stop working: a lost card must not buy."""
    token = new_token()
    with atomic() as session:
        household = _household(session, household_public_id)
        for old in session.scalars(
            select(Card).where(Card.household_id == household.id, Card.revoked_at.is_(None)).with_for_update()
        ):
            old.revoked_at = clock.now()
        card = Card(
            household_id=household.id,
            number=_free_number(session),
            token_hash=token_hash(token),
            issued_at=clock.now(),
        )
        session.add(card)
        session.flush()
        note_edit(
            session,
            by=by,
            action="card.issued",
            subject_kind="household",
            subject_id=household.public_id,
            after={"card": card.number},
        )
    return IssuedCard(public_id=card.public_id, number=card.number, text=f"TLC1.{token}")


def _free_number(session: Session) -> str:
    """A number to say aloud: four figures, five when the fours run short. Says nothing of when it was made."""
    for digits in (4, 4, 4, 4, 5, 5, 6, 7, 8):
        number = str(secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1))
        if session.scalar(select(Card.id).where(Card.number == number)) is None:
            return number
    raise Refusal("no_free_number", _("Aucun numéro de carte libre. Appelez l'administrateur."))


def revoke_card(*, card_public_id: str, by: int | None = None) -> Card:
    """Stop a card. A second call changes nothing."""
    with atomic() as session:
        card = session.scalar(select(Card).where(Card.public_id == card_public_id).with_for_update())
        if card is None:
            raise NotFound("no_card", _("Cette carte n'existe pas."))
        if card.revoked_at is None:
            card.revoked_at = clock.now()
            note_edit(
                session,
                by=by,
                action="card.revoked",
                subject_kind="card",
                subject_id=card.public_id,
                after={"card": card.number},
            )
    return card
