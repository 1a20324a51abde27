"""Printers, agents, jobs."""

import sqlalchemy as sa
from alembic import op

from tiers_lieu.kernel import db
from tiers_lieu.migrations.triggers import append_only

revision = "0008_printing"
down_revision = "0007_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_agent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("revoked_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("seen_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_agent")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_print_agent_token_hash")),
    )
    op.create_table(
        "printer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("driver", sa.String(length=10), nullable=False),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("code_page", sa.Integer(), nullable=False),
        sa.Column("confirm", sa.String(length=12), nullable=False),
        sa.Column("drawer_pin", sa.Integer(), nullable=True),
        sa.Column("answers_status", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=True),
        sa.Column("paper", sa.String(length=4), nullable=True),
        sa.Column("cover", sa.String(length=6), nullable=True),
        sa.Column("drawer", sa.String(length=6), nullable=True),
        sa.Column("status_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("name", name=op.f("uq_printer_name")),
    )
    op.create_table(
        "print_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("dedupe_key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("printer_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("lease_until", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ack_level", sa.Integer(), nullable=True),
        sa.Column("bytes_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["print_agent.id"], name=op.f("fk_print_job_agent_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["printer.id"], name=op.f("fk_print_job_printer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_print_job_dedupe_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_print_job_public_id")),
    )
    op.create_index("ix_print_job_printer_id_state", "print_job", ["printer_id", "state"], unique=False)
    op.create_index(op.f("ix_print_job_subject_id"), "print_job", ["subject_id"], unique=False)
    op.create_table(
        "print_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["print_job.id"], name=op.f("fk_print_event_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_event")),
    )
    op.create_index(op.f("ix_print_event_job_id"), "print_event", ["job_id"], unique=False)
    op.create_table(
        "print_picture",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["print_job.id"], name=op.f("fk_print_picture_job_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_print_picture")),
    )
    append_only("print_event")


def downgrade() -> None:
    op.drop_table("print_picture")
    op.drop_index(op.f("ix_print_event_job_id"), table_name="print_event")
    op.drop_table("print_event")
    op.drop_index(op.f("ix_print_job_subject_id"), table_name="print_job")
    op.drop_index("ix_print_job_printer_id_state", table_name="print_job")
    op.drop_table("print_job")
    op.drop_table("printer")
    op.drop_table("print_agent")
