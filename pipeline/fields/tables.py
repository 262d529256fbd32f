"""The table of fields."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, SmallInteger, String

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

field = tenant_table(  # what a workspace keeps of its deals beside what every deal has
    "field",
    workspace_key(),
    number("field_no"),
    Column("type", String(8), nullable=False),  # text, number, day, choice
    Column("decimals", SmallInteger),
    Column("name", Count, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("is_retired", Boolean, nullable=False),
    Column("last_no", Count, nullable=False),
)
