"""Who may do what: accounts, roles, permissions as rows, failed tries, and the audit of edits."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tiers_lieu.kernel.db import Base, UtcDateTime, personal
from tiers_lieu.kernel.ids import new_id

ROLES = (
    "cashier",
    "volunteer",
    "session_leader",
    "social_referent",
    "coordinator",
    "treasurer",
    "administrator",
    "auditor",
)


class Account(Base):
    """Somebody who works here. A cashier may have no password: a badge or an assigned PIN is enough."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), unique=True, default=new_id)
    email: Mapped[str | None] = mapped_column(
        String(254), unique=True, info=personal("to log in", "until two years after the last login")
    )
    name: Mapped[str] = mapped_column(
        String(80), info=personal("to know who works here", "until two years after the last login")
    )
    till_name: Mapped[str] = mapped_column(
        String(24), info=personal("the name chosen for the till and receipts", "as long as the account")
    )
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    badge_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    login_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccountRole(Base):
    """A role an account holds."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class RolePermission(Base):
    """What a role may do. Rows, so that a hub can decide otherwise."""

    __tablename__ = "role_permission"

    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    permission: Mapped[str] = mapped_column(String(40), primary_key=True)


class FailedTries(Base):
    """How often a secret was given wrongly since the last success. `subject` is a kind and a hash, never a name."""

    __tablename__ = "failed_tries"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """One edit: who, when, what, before and after."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, object] | None] = mapped_column(
        JSON, info=personal("to see and undo an edit", "two years")
    )
    after: Mapped[dict[str, object] | None] = mapped_column(
        JSON, info=personal("to see and undo an edit", "two years")
    )
