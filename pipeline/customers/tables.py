"""The tables of customers, and of the people there."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, text

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

customer = tenant_table(
    "customer",
    workspace_key(),
    number("customer_no"),
    Column("name", Count, nullable=False),
    Column("last_no", Count, nullable=False),
    Column("merged_into", Count),  # the customer that it turned out to be
    Column("business_id", Count),
    Column("domain", Count),
)
_MERGED = text("merged_into IS NOT NULL")
Index(
    "ix_customer_merged",
    customer.c.workspace_no,
    customer.c.merged_into,
    postgresql_where=_MERGED,
    sqlite_where=_MERGED,
)

contact = tenant_table(  # a person of a customer
    "contact",
    workspace_key(),
    number("contact_no"),
    Column("customer_no", Count, nullable=False),
    Column("name", Count, nullable=False),
    Column("role", Count),
    Column("phone", Count),
    Column("email", Count),
    Column("has_left", Boolean, nullable=False),  # no longer there to reach
    Column("last_no", Count, nullable=False),
)
Index("ix_contact_of_customer", contact.c.workspace_no, contact.c.customer_no)
