"""The table of options."""

from __future__ import annotations

from sqlalchemy import Column, String

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

option = tenant_table(  # entries that a workspace added to lists
    "option",
    workspace_key(),
    number("option_no"),
    Column("list_name", String(32), nullable=False),  # source, lost, field.<number>
    Column("counts_as", String(16)),  # the code of the list as which it is counted
    Column("name_fi", Count),
    Column("name_en", Count),
    Column("last_no", Count, nullable=False),
)
