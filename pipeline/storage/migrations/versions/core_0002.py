"""A deal's stays lie side by side, without an index of their own; the board needs no look at every deal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.storage.schema import Moment

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None

COLUMNS = "workspace_no, deal_no, no, stage_no, started_at, ended_at, ended_no"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    if op.get_bind().dialect.name == "postgresql":  # an older program may still write: it is let finish where it queues
        op.execute("LOCK TABLE line IN EXCLUSIVE MODE")
        op.execute("LOCK TABLE deal, deal_watch, stay IN ACCESS EXCLUSIVE MODE")
    op.drop_index("ix_stay_of_deal", table_name="stay")
    op.create_table(
        "stay_by_deal",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deal_no", number, autoincrement=False, nullable=False),
        sa.Column("no", number, autoincrement=False, nullable=False),
        sa.Column("stage_no", number, nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_no", number, nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "deal_no", "no", name=op.f("pk_stay_by_deal")),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO stay_by_deal ({COLUMNS}) SELECT {COLUMNS} FROM stay")
    op.drop_table("stay")
    op.rename_table("stay_by_deal", "stay")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE stay RENAME CONSTRAINT pk_stay_by_deal TO pk_stay")
    op.drop_index("ix_deal_board", table_name="deal")
    op.create_index(
        "ix_deal_board",
        "deal",
        ["workspace_no", "pipeline_no", "stage_no", "currency", "amount", "stay_at", "state"],
        postgresql_include=["deal_no"],
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_deal_watch_stuck",
        "deal_watch",
        ["workspace_no", "stuck_at"],
        postgresql_where=sa.text("stuck_at IS NOT NULL"),
        sqlite_where=sa.text("stuck_at IS NOT NULL"),
    )
