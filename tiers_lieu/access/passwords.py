"""Changing a password: one's own, or somebody's who lost theirs. Every other login of the account ends."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access import queries, tries
from tiers_lieu.access.audit import note_edit
from tiers_lieu.access.models import Account
from tiers_lieu.access.operations import PASSWORD_LENGTH, password_door
from tiers_lieu.access.secrets import fits, hash_password
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal

GIVES_TO_ALL = "accounts.edit"


def change_own_password(*, account_id: int, current: str, password: str) -> Account:
    """Choose a new password. Refuses a short one and a wrong current one, and pauses as the door does."""
    _check_length(password)
    with atomic() as session:
        account = session.get_one(Account, account_id)
        door, stored = password_door(account.email or ""), account.password_hash
        tries.check_password_pause(session, door)
    good = fits(stored, current)  # slow on purpose: outside any transaction
    hashed = hash_password(password) if good else ""
    with atomic() as session:
        if good:
            tries.forget_failures(session, door)
            account = session.get_one(Account, account_id, with_for_update=True)
            return _write(session, account, hashed, by=account_id)
        tries.count_failure(session, door)
    raise Refusal("wrong_password", _("Mot de passe actuel faux. Réessayez."), field="current")


def give_password(*, account_public_id: str, password: str, by: int) -> Account:
    """Give somebody a new password.

    Refuses one's own account, which asks for the current password; a closed one; one without an address; and
    an account that may do what the giver may not, unless the giver decides of everybody's roles anyway.
    """
    _check_length(password)
    hashed = hash_password(password)
    with atomic() as session:
        account = session.scalar(
            select(Account).where(Account.public_id == account_public_id).with_for_update()
        )
        if account is None:
            raise NotFound("no_account", _("Ce compte n'existe pas."))
        if account.id == by:
            raise Refusal("own_account", _("Changez le vôtre dans « Mon compte »."))
        if not account.is_active or account.email is None:
            raise Refusal("no_entry", _("Ce compte n'entre pas au bureau."))
        giver = queries.permissions_of(session, by)
        if GIVES_TO_ALL not in giver and not queries.permissions_of(session, account.id) <= giver:
            raise Refusal("more_rights", _("Demandez à l'administration : ce compte peut plus que vous."))
        tries.forget_failures(session, password_door(account.email))
        return _write(session, account, hashed, by=by)


def _check_length(password: str) -> None:
    if len(password) < PASSWORD_LENGTH:
        raise Refusal("short_password", _("Choisissez au moins 12 caractères."), field="password")


def _write(session: Session, account: Account, hashed: str, *, by: int) -> Account:
    account.password_hash = hashed
    account.login_version += 1
    note_edit(session, by=by, action="account.password", subject_kind="account", subject_id=account.public_id)
    return account
