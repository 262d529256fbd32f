"""The table of customers."""

from __future__ import annotations

from sqlalchemy import Column

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

customer = tenant_table(
    "customer",
    workspace_key(),
    number("customer_no"),
    Column("name", Count, nullable=False),
    Column("last_no", Count, nullable=False),
)
