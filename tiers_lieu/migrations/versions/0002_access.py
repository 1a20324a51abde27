"""Accounts, roles, permissions, audit."""

import sqlalchemy as sa
from alembic import op

from tiers_lieu.kernel import db

revision = "0002_access"
down_revision = "0001_structures"
branch_labels = None
depends_on = None

# What each role may do when a hub begins. Rows: a hub may decide otherwise.
PERMISSIONS = {
    "cashier": ("account.own", "till.serve"),
    "volunteer": ("account.own",),
    "session_leader": ("account.own",),
    "social_referent": (
        "account.own",
        "admin.see",
        "people.see",
        "people.edit",
        "tariffs.see",
        "tariffs.grant",
    ),
    "coordinator": (
        "account.own",
        "admin.see",
        "till.serve",
        "sales.see",
        "people.see",
        "people.edit",
        "tariffs.see",
        "tariffs.grant",
        "tariffs.edit",
        "catalogue.see",
        "catalogue.edit",
        "registers.see",
        "registers.edit",
        "hub.edit",
        "printing.see",
        "printing.settle",
        "checks.see",
        "checks.settle",
        "accounts.see",
        "accounts.badge",
    ),
    "treasurer": (
        "account.own",
        "admin.see",
        "sales.see",
        "tariffs.see",
        "catalogue.see",
        "registers.see",
        "checks.see",
        "checks.settle",
        "audit.see",
    ),
    "administrator": (
        "account.own",
        "admin.see",
        "sales.see",
        "tariffs.see",
        "tariffs.edit",
        "catalogue.see",
        "catalogue.edit",
        "registers.see",
        "registers.edit",
        "hub.edit",
        "printing.see",
        "printing.edit",
        "printing.settle",
        "checks.see",
        "accounts.see",
        "accounts.edit",
        "accounts.badge",
        "audit.see",
    ),
    "auditor": (
        "account.own",
        "admin.see",
        "sales.see",
        "tariffs.see",
        "catalogue.see",
        "registers.see",
        "checks.see",
        "accounts.see",
        "audit.see",
    ),
}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("till_name", sa.String(length=24), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("badge_hash", sa.String(length=64), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("login_version", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("badge_hash", name=op.f("uq_account_badge_hash")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_public_id")),
    )
    op.create_table(
        "failed_tries",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_failed_tries")),
    )
    op.create_table(
        "role_permission",
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("permission", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_role_permission")),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    table = sa.table("role_permission", sa.column("role"), sa.column("permission"))
    rows = [{"role": role, "permission": each} for role, all_of in PERMISSIONS.items() for each in all_of]
    op.bulk_insert(table, rows)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("account_role")
    op.drop_table("role_permission")
    op.drop_table("failed_tries")
    op.drop_table("account")
