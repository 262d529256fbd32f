"""What a customer needs, who was reached and when, the people of a customer, and what sets a customer apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # an older program may still write: it is let finish where it queues
        op.execute("LOCK TABLE line IN EXCLUSIVE MODE")
    op.add_column("line", sa.Column("contact_no", NUMBER, nullable=False, server_default=sa.text("0")))
    op.add_column("deal", sa.Column("last_out", MOMENT))
    op.add_column("deal", sa.Column("last_in", MOMENT))
    op.drop_index("ix_deal_board", table_name="deal")
    op.create_index(
        "ix_deal_board",
        "deal",
        [*"workspace_no pipeline_no stage_no currency amount stay_at state last_in last_out step_day".split()],
        postgresql_include=["deal_no"],
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.add_column("customer", sa.Column("business_id", NUMBER))
    op.add_column("customer", sa.Column("domain", NUMBER))
    _table(
        "touch",
        ("deal_no", "no"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("member_no", NUMBER),
        sa.Column("means", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("interest", sa.String(16)),
        sa.Column("contact_no", NUMBER),
        sa.Column("note", NUMBER),
    )
    with_contact = sa.text("contact_no IS NOT NULL")
    op.create_index(
        "ix_touch_of_contact",
        "touch",
        ["workspace_no", "contact_no"],
        postgresql_where=with_contact,
        sqlite_where=with_contact,
    )
    _table("need", ("deal_no", "need"))
    _table(
        "contact",
        ("contact_no",),
        sa.Column("customer_no", NUMBER, nullable=False),
        sa.Column("name", NUMBER, nullable=False),
        sa.Column("role", NUMBER),
        sa.Column("phone", NUMBER),
        sa.Column("email", NUMBER),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        sa.Column("last_no", NUMBER, nullable=False),
    )
    op.create_index("ix_contact_of_customer", "contact", ["workspace_no", "customer_no"])


def _table(name: str, key: tuple[str, ...], *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(column, NUMBER, autoincrement=False, nullable=False) for column in key),
        *columns,
        sa.PrimaryKeyConstraint("workspace_no", *key, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
