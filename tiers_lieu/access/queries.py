"""Reading accounts and what they may do."""

from collections.abc import Iterable

from sqlalchemy import func, select

from tiers_lieu.access.models import Account, AccountRole, AuditEntry, RolePermission
from tiers_lieu.kernel.db import Reader


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


def all_accounts(session: Reader) -> list[Account]:
    """Every account, those in service first, by name."""
    return list(session.scalars(select(Account).order_by(Account.is_active.desc(), Account.name, Account.id)))


def roles_by_account(session: Reader) -> dict[int, list[str]]:
    """The roles of every account."""
    found: dict[int, list[str]] = {}
    for account_id, role in session.execute(
        select(AccountRole.account_id, AccountRole.role).order_by(AccountRole.role)
    ):
        found.setdefault(account_id, []).append(role)
    return found


def names_of(session: Reader, account_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these accounts: who gave, who settled, who edited."""
    wanted = {account_id for account_id in account_ids if account_id is not None}
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())


def audit_entries(
    session: Reader, subject_kind: str | None = None, limit: int = 100, offset: int = 0
) -> tuple[list[AuditEntry], int]:
    """Edits of every kind or of one, the latest first; and how many there are in all."""
    query = select(AuditEntry)
    if subject_kind is not None:
        query = query.where(AuditEntry.subject_kind == subject_kind)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit).offset(offset))), total
