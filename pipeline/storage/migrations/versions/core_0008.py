"""What a posted forecast expects of new deals, how a deal stood, and why a sum differs from last Monday's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("statement", sa.Column("compared_day", sa.Date()))
    op.add_column("statement_period", sa.Column("new_wins", sa.Float(), nullable=False, server_default=sa.text("0")))
    op.add_column("statement_money", sa.Column("new_sum", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column("statement_money", sa.Column("growth", sa.Float(), nullable=False, server_default=sa.text("1")))
    op.add_column("receipt", sa.Column("close_day", sa.Date()))
    op.add_column("receipt", sa.Column("is_ours", sa.Boolean()))
    op.create_table(
        "statement_change",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(96), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("change", sa.String(12), nullable=False),
        sa.Column("deal_no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_no", "key", "begins", "change", "deal_no", "currency", name=op.f("pk_statement_change")
        ),
        sqlite_with_rowid=False,
    )
