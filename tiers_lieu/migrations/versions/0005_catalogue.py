"""Categories, items, codes, prices, shares, VAT."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from tiers_lieu.kernel import db

revision = "0005_catalogue"
down_revision = "0004_tariffs"
branch_labels = None
depends_on = None

# The classes of goods the law makes, in metropolitan France since 2014: CGI 278-0 bis A 1°, 279 m and n, 278.
LAW = date(2014, 1, 1)
VAT_CLASSES = (
    ("food", "Alimentation, 5,5 %", 550),
    ("immediate", "À consommer tout de suite, 10 %", 1000),
    ("standard", "Autres, 20 %", 2000),
)


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("picture", sa.String(length=24), nullable=False),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("name", name=op.f("uq_category_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_category_public_id")),
    )
    rates = op.create_table(
        "vat_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vat_class", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vat_rate")),
        sa.UniqueConstraint("vat_class", "valid_from", name=op.f("uq_vat_rate_vat_class_valid_from")),
    )
    keys = ("vat_class", "label", "rate_bp")
    op.bulk_insert(rates, [dict(zip(keys, row, strict=True)) | {"valid_from": LAW} for row in VAT_CLASSES])
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded_name", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("vat_class", sa.String(length=20), nullable=False),
        sa.Column("picture", sa.String(length=24), nullable=True),
        sa.Column("colour", sa.String(length=12), nullable=True),
        sa.Column("tile", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_item_category_id")),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_item_structure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_item_public_id")),
    )
    op.create_index(op.f("ix_item_category_id"), "item", ["category_id"], unique=False)
    op.create_index(op.f("ix_item_folded_name"), "item", ["folded_name"], unique=False)
    op.create_table(
        "item_code",
        sa.Column("code", sa.String(length=14), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_code_item_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_item_code")),
    )
    op.create_index(op.f("ix_item_code_item_id"), "item_code", ["item_id"], unique=False)
    op.create_table(
        "item_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_cents", sa.Integer(), nullable=True),
        sa.Column("valid_from", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_price_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_price")),
        sa.UniqueConstraint("item_id", "valid_from", name=op.f("uq_item_price_item_id_valid_from")),
    )
    op.create_table(
        "item_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_share_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_share")),
        sa.UniqueConstraint(
            "item_id", "letter", "valid_from", name=op.f("uq_item_share_item_id_letter_valid_from")
        ),
    )
    op.create_index("ix_item_share_item_id", "item_share", ["item_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_item_share_item_id", table_name="item_share")
    op.drop_table("item_share")
    op.drop_table("item_price")
    op.drop_index(op.f("ix_item_code_item_id"), table_name="item_code")
    op.drop_table("item_code")
    op.drop_index(op.f("ix_item_folded_name"), table_name="item")
    op.drop_index(op.f("ix_item_category_id"), table_name="item")
    op.drop_table("item")
    op.drop_table("vat_rate")
    op.drop_table("category")
