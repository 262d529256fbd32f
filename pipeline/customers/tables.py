"""The table of customers."""

from __future__ import annotations

from sqlalchemy import Column, Index, text

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

customer = tenant_table(
    "customer",
    workspace_key(),
    number("customer_no"),
    Column("name", Count, nullable=False),
    Column("last_no", Count, nullable=False),
    Column("merged_into", Count),  # the customer that it turned out to be
)
_MERGED = text("merged_into IS NOT NULL")
Index(
    "ix_customer_merged",
    customer.c.workspace_no,
    customer.c.merged_into,
    postgresql_where=_MERGED,
    sqlite_where=_MERGED,
)
