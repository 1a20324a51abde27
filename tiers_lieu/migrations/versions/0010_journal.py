"""The sealed journal."""

import sqlalchemy as sa
from alembic import op

from tiers_lieu.kernel import db
from tiers_lieu.migrations.triggers import append_only

revision = "0010_journal"
down_revision = "0009_sales"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_head",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_journal_head_register_id")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_journal_head_structure_id")
        ),
        sa.PrimaryKeyConstraint("register_id", "structure_id", "record_type", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("envelope_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("countersignature", sa.String(length=128), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_journal_entry_register_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_journal_entry_series_id")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_journal_entry_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("envelope_id", name=op.f("uq_journal_entry_envelope_id")),
        sa.UniqueConstraint(
            "register_id",
            "structure_id",
            "record_type",
            "sequence",
            name=op.f("uq_journal_entry_register_id_structure_id_record_type_sequence"),
        ),
        sa.UniqueConstraint(
            "series_id", "record_type", "number", name=op.f("uq_journal_entry_series_id_record_type_number")
        ),
    )
    append_only("journal_entry")


def downgrade() -> None:
    op.drop_table("journal_entry")
    op.drop_table("journal_head")
