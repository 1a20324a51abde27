"""Changing what an account may do, and closing it."""

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from tiers_lieu.access import queries
from tiers_lieu.access.audit import note_edit
from tiers_lieu.access.models import ROLES, Account, AccountRole
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal

KEEPS_THE_HOUSE = "administrator"


def change_account(
    *, account_public_id: str, roles: list[str], is_active: bool, by: int | None = None
) -> Account:
    """Set the roles of an account, open or close it; closing ends its logins, its PIN and its badge at once.

    Refuses to close one's own account, and to leave the hub without an administrator.
    """
    for role in roles:
        if role not in ROLES:
            raise Refusal("bad_role", _("Le rôle « %(role)s » n'existe pas.", role=role), field="roles")
    with atomic() as session:
        account = session.scalar(
            select(Account).where(Account.public_id == account_public_id).with_for_update()
        )
        if account is None:
            raise NotFound("no_account", _("Ce compte n'existe pas."))
        if account.id == by and not is_active:
            raise Refusal("own_account", _("Demandez à un autre de fermer votre compte."))
        before = queries.roles_of(session, account.id)
        session.execute(delete(AccountRole).where(AccountRole.account_id == account.id))
        session.add_all(AccountRole(account_id=account.id, role=role) for role in dict.fromkeys(roles))
        was_active, account.is_active = account.is_active, is_active
        if was_active and not is_active:
            account.login_version += 1
            account.pin_hash = account.badge_hash = None
        session.flush()
        kept = select(AccountRole.account_id).join(Account, Account.id == AccountRole.account_id)
        if KEEPS_THE_HOUSE in before and not session.scalar(
            kept.where(AccountRole.role == KEEPS_THE_HOUSE, Account.is_active).limit(1)
        ):
            raise Refusal("last_administrator", _("Gardez au moins un administrateur."), field="roles")
        note_edit(
            session,
            by=by,
            action="account.changed",
            subject_kind="account",
            subject_id=account.public_id,
            before={"roles": before, "is_active": was_active},
            after={"roles": list(roles), "is_active": is_active},
        )
    return account
