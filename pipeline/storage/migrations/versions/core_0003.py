"""The words of names, by which deals and customers are found; filled from the names that there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.finding import keeping  # how words are cut today: a later way of cutting fills the tables anew

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None

PAGE = 1_000  # deals or customers read at a time

WORKSPACES = sa.text("SELECT workspace_no FROM line ORDER BY workspace_no")
DEALS = sa.text(
    "SELECT d.deal_no AS no, d.state, c.text AS customer, n.text AS name FROM deal d "
    "JOIN customer k ON k.workspace_no = d.workspace_no AND k.customer_no = d.customer_no "
    "JOIN name c ON c.workspace_no = d.workspace_no AND c.no = k.name "
    "JOIN name n ON n.workspace_no = d.workspace_no AND n.no = d.name "
    "WHERE d.workspace_no = :w AND d.deal_no > :after ORDER BY d.deal_no LIMIT :page"
)
CUSTOMERS = sa.text(
    "SELECT k.customer_no AS no, n.text AS name FROM customer k "
    "JOIN name n ON n.workspace_no = k.workspace_no AND n.no = k.name "
    "WHERE k.workspace_no = :w AND k.customer_no > :after ORDER BY k.customer_no LIMIT :page"
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":  # an older program may still write: it is let finish where it queues
        op.execute("LOCK TABLE line IN EXCLUSIVE MODE")
    _create()
    for workspace_no in list(connection.scalars(WORKSPACES)):
        for rows in _paged(connection, DEALS, workspace_no):
            _keep(
                connection,
                workspace_no,
                deals={
                    key
                    for row in rows
                    for key in keeping.deal_keys(
                        row.no, row.customer or "", row.name or "", is_closed=row.state != "open"
                    )
                },
            )
        for rows in _paged(connection, CUSTOMERS, workspace_no):
            _keep(
                connection,
                workspace_no,
                customers={key for row in rows for key in keeping.customer_keys(row.no, row.name or "")},
            )


def _paged(connection: sa.Connection, statement: Any, workspace_no: int) -> Iterator[Sequence[Any]]:
    last = 0
    while rows := connection.execute(statement, {"w": workspace_no, "after": last, "page": PAGE}).all():
        yield rows
        last = rows[-1].no


def _keep(connection: sa.Connection, workspace_no: int, **keys: Any) -> None:
    keeping.replace_keys(connection, workspace_no, keeping.NameKeys(), keeping.NameKeys(**keys))


def _create() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    _table("word", _text("word"))
    _table("word_tail", _text("tail"), _text("word"))
    _table(
        "deal_word",
        _text("word"),
        sa.Column("closed", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("deal_no", number, autoincrement=False, nullable=False),
    )
    _table("customer_word", _text("word"), sa.Column("customer_no", number, autoincrement=False, nullable=False))


def _text(name: str) -> sa.Column[str]:
    """A text that PostgreSQL sorts by bytes, whatever the database's own order."""
    return sa.Column(name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("workspace_no", *(column.name for column in columns), name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
