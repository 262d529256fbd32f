"""What can be put right: sources and reasons by kind, merged customers, absences; and the chain of events begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    if op.get_bind().dialect.name == "postgresql":  # an older program may still write: it is let finish where it queues
        op.execute("LOCK TABLE line IN EXCLUSIVE MODE")
    op.add_column("line", sa.Column("digest", sa.String(64)))
    op.add_column("line", sa.Column("chained_after", number, nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE line SET chained_after = event_no")
    op.add_column("deal", sa.Column("source_kind", sa.String(16)))
    op.add_column("deal", sa.Column("source_option", number))
    op.add_column("deal", sa.Column("follows", number))
    op.add_column("deal", sa.Column("step_at", sa.SmallInteger()))
    op.add_column("deal", sa.Column("first_promised_day", sa.Date()))
    op.add_column("deal", sa.Column("lost_kind", sa.String(16)))
    op.add_column("deal", sa.Column("lost_option", number))
    op.add_column("deal", sa.Column("also_kind", sa.String(16)))
    op.add_column("deal", sa.Column("said_by", sa.String(16)))
    op.add_column("deal", sa.Column("returns", sa.Date()))
    op.execute("UPDATE deal SET first_promised_day = promised_day")
    op.add_column("customer", sa.Column("merged_into", number))
    is_merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_customer_merged",
        "customer",
        ["workspace_no", "merged_into"],
        postgresql_where=is_merged,
        sqlite_where=is_merged,
    )
    op.create_table(
        "absence",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_no", number, autoincrement=False, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stand_in", number),
        sa.PrimaryKeyConstraint("workspace_no", "member_no", "from_day", name=op.f("pk_absence")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_absence_stand_in", "absence", ["workspace_no", "stand_in", "until"])
