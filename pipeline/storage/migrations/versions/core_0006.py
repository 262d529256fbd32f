"""Offers and their versions, deliveries, check-ins, problems, and when the tick asks about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DUE = (  # wins whose delivery may be asked about, and losses to come back to: the next tick looks at them
    "INSERT INTO deal_due (workspace_no, deal_no, due_at) SELECT d.workspace_no, d.deal_no, l.recorded_at FROM deal d "
    "JOIN line l ON l.workspace_no = d.workspace_no WHERE d.promised_day IS NOT NULL OR d.returns IS NOT NULL"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # an older program may still write: it is let finish where it queues
        op.execute("LOCK TABLE line IN EXCLUSIVE MODE")
    op.add_column("line", sa.Column("offer_no", NUMBER, nullable=False, server_default=sa.text("0")))
    op.add_column("deal", sa.Column("is_delivered", sa.Boolean()))
    op.add_column("deal", sa.Column("delivered_day", sa.Date()))
    op.add_column("deal", sa.Column("late_because", sa.String(16)))
    op.add_column("deal", sa.Column("also", NUMBER))
    _offers()
    _table(
        "checkin",
        ("deal_no", "after_days"),
        sa.Column("result", sa.String(16), nullable=False),
        sa.Column("words", NUMBER),
        sa.Column("at", MOMENT, nullable=False),
    )
    _table(
        "problem",
        ("deal_no", "no"),
        sa.Column("words", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("member_no", NUMBER),
    )
    _table("deal_due", ("deal_no",), sa.Column("due_at", MOMENT))
    op.create_index("ix_deal_due", "deal_due", ["due_at", "workspace_no"])
    op.execute(DUE)


def _offers() -> None:
    _table(
        "offer",
        ("deal_no", "offer_no", "version"),
        sa.Column("no", NUMBER, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("member_no", NUMBER),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("delivery_day", sa.Date()),
        sa.Column("delivery", NUMBER),
        sa.Column("term_days", sa.SmallInteger()),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("terms", NUMBER),
        sa.Column("link", NUMBER),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answered_at", MOMENT),
    )
    op.create_index("ix_offer_of_number", "offer", ["workspace_no", "offer_no"])


def _table(name: str, key: tuple[str, ...], *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(column, NUMBER, autoincrement=False, nullable=False) for column in key),
        *columns,
        sa.PrimaryKeyConstraint("workspace_no", *key, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
