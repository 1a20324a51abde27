"""Levels and movements."""

import sqlalchemy as sa
from alembic import op

from tiers_lieu.kernel import db
from tiers_lieu.migrations.triggers import append_only

revision = "0006_stock"
down_revision = "0005_catalogue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stock_level",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stock_level_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_stock_level")),
    )
    op.create_table(
        "stock_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("envelope_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("moved_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stock_movement_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
    )
    op.create_index(op.f("ix_stock_movement_envelope_id"), "stock_movement", ["envelope_id"], unique=False)
    op.create_index(op.f("ix_stock_movement_item_id"), "stock_movement", ["item_id"], unique=False)
    append_only("stock_movement")


def downgrade() -> None:
    op.drop_index(op.f("ix_stock_movement_item_id"), table_name="stock_movement")
    op.drop_index(op.f("ix_stock_movement_envelope_id"), table_name="stock_movement")
    op.drop_table("stock_movement")
    op.drop_table("stock_level")
