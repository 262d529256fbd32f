"""Pipelines, targets, options and fields of the workspace's own, what deals have in these, and who is in a pipeline."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # an older program may still write: it is let finish where it queues
        op.execute("LOCK TABLE line IN EXCLUSIVE MODE")
    for counter in ("option_no", "field_no"):
        op.add_column("line", sa.Column(counter, NUMBER, nullable=False, server_default=sa.text("0")))
    op.add_column("member", sa.Column("sees", sa.Text()))
    with op.batch_alter_table("stage", table_kwargs={"sqlite_with_rowid": False}) as stage:
        stage.alter_column("requires", type_=sa.Text(), existing_type=sa.String(64), existing_nullable=False)
    _table(
        "pipeline",
        (_key("pipeline_no"),),
        sa.Column("name", NUMBER),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("currency", sa.String(3)),
        sa.Column("offer_stage", NUMBER),
        sa.Column("sellers", sa.String(32)),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("last_no", NUMBER, nullable=False),
    )
    _table(
        "target",
        (_key("pipeline_no"), sa.Column("month", sa.Date(), nullable=False), _key("member_no")),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("count", sa.Integer()),
        sa.Column("currency", sa.String(3), nullable=False),
    )
    _own()
    _indexes()
    _table("pipeline_member", (_key("member_no"), _key("pipeline_no")))


def _indexes() -> None:
    """The team's week asks for open deals by owner, and for what was won in a month."""
    op.drop_index("ix_deal_board", table_name="deal")
    op.create_index(
        "ix_deal_board",
        "deal",
        [*"workspace_no pipeline_no stage_no currency amount stay_at state last_in last_out step_day owner".split()],
        postgresql_include=["deal_no"],
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_deal_won",
        "deal",
        [*"workspace_no pipeline_no stay_at owner currency amount state".split()],
        postgresql_where=sa.text("state = 'won'"),
        sqlite_where=sa.text("state = 'won'"),
    )


def _own() -> None:
    """Options and fields, and the values of deals."""
    _table(
        "option",
        (_key("option_no"),),
        sa.Column("list_name", sa.String(32), nullable=False),
        sa.Column("counts_as", sa.String(16)),
        sa.Column("name_fi", NUMBER),
        sa.Column("name_en", NUMBER),
        sa.Column("last_no", NUMBER, nullable=False),
    )
    _table(
        "field",
        (_key("field_no"),),
        sa.Column("type", sa.String(8), nullable=False),
        sa.Column("decimals", sa.SmallInteger()),
        sa.Column("name", NUMBER, nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("last_no", NUMBER, nullable=False),
    )
    _table(
        "value",
        (_key("deal_no"), _key("field_no")),
        sa.Column("number", sa.BigInteger()),
        sa.Column("day", sa.Date()),
        sa.Column("option_no", NUMBER),
        sa.Column("words", NUMBER),
    )
    op.create_index("ix_value_of_field", "value", ["workspace_no", "field_no", "option_no"])


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, NUMBER, autoincrement=False, nullable=False)


def _table(name: str, key: tuple[sa.Column[Any], ...], *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        *key,
        *columns,
        sa.PrimaryKeyConstraint("workspace_no", *(each.name for each in key), name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
