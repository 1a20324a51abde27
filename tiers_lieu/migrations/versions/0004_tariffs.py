"""Grids, letters, caps."""

import sqlalchemy as sa
from alembic import op

from tiers_lieu.kernel import db
from tiers_lieu.migrations.triggers import append_only

revision = "0004_tariffs"
down_revision = "0003_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cap_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_key", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("envelope_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("value_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_use")),
        sa.UniqueConstraint("envelope_id", name=op.f("uq_cap_use_envelope_id")),
    )
    op.create_index("ix_cap_use_household_key_used_on", "cap_use", ["household_key", "used_on"], unique=False)
    op.create_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_grid_valid_from")),
    )
    op.create_table(
        "grid_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("cap_cents", sa.Integer(), nullable=True),
        sa.Column("cap_basis", sa.String(length=6), nullable=False),
        sa.Column("cap_period", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_grid_letter_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_letter")),
        sa.UniqueConstraint("grid_id", "letter", name=op.f("uq_grid_letter_grid_id_letter")),
    )
    op.create_table(
        "letter_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_letter_grant_granted_by")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_letter_grant_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_grant")),
    )
    op.create_index(op.f("ix_letter_grant_household_id"), "letter_grant", ["household_id"], unique=False)
    append_only("cap_use")


def downgrade() -> None:
    op.drop_index(op.f("ix_letter_grant_household_id"), table_name="letter_grant")
    op.drop_table("letter_grant")
    op.drop_table("grid_letter")
    op.drop_table("grid")
    op.drop_index("ix_cap_use_household_key_used_on", table_name="cap_use")
    op.drop_table("cap_use")
