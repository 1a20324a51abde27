"""Reading accounts and what they may do."""

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tiers_lieu.access.models import Account, AccountRole, RolePermission

Reader = Session | scoped_session[Session]


def permissions_of(session: Reader, account_id: int) -> frozenset[str]:
    """Every permission of every role an account holds."""
    return frozenset(
        session.scalars(
            select(RolePermission.permission)
            .join(AccountRole, AccountRole.role == RolePermission.role)
            .where(AccountRole.account_id == account_id)
        )
    )


def roles_of(session: Reader, account_id: int) -> list[str]:
    """The roles of an account, in the order of the alphabet."""
    return list(
        session.scalars(
            select(AccountRole.role).where(AccountRole.account_id == account_id).order_by(AccountRole.role)
        )
    )


def cashiers(session: Reader) -> list[Account]:
    """The active accounts that may serve at the till, by name."""
    return list(
        session.scalars(
            select(Account)
            .where(
                Account.is_active,
                Account.id.in_(
                    select(AccountRole.account_id)
                    .join(RolePermission, RolePermission.role == AccountRole.role)
                    .where(RolePermission.permission == "till.serve")
                ),
            )
            .order_by(Account.till_name, Account.id)
        )
    )


def by_public_id(session: Reader, public_id: str) -> Account | None:
    """The account of a public id."""
    return session.scalar(select(Account).where(Account.public_id == public_id))
