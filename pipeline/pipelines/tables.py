"""The tables of pipelines and their targets."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, SmallInteger, String

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

pipeline = tenant_table(  # what was set of a pipeline; the first one has no row until something is
    "pipeline",
    workspace_key(),
    number("pipeline_no"),
    Column("name", Count),
    Column("position", SmallInteger, nullable=False),
    Column("currency", String(3)),  # of an amount typed without one; null: the workspace's
    Column("offer_stage", Count),  # where a deal goes when an offer is sent; 0: nowhere; null: the default stage
    Column("sellers", String(32)),  # everybody, channel, group:<place number>; null: everybody
    Column("is_retired", Boolean, nullable=False),
    Column("last_no", Count, nullable=False),
)

target = tenant_table(  # what is to be won in a month; member_no 0 is the team
    "target",
    workspace_key(),
    number("pipeline_no"),
    Column("month", Date, primary_key=True),
    number("member_no"),
    Column("amount", BigInteger),
    Column("count", Integer),
    Column("currency", String(3), nullable=False),
)
