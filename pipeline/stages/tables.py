"""The table of stages."""

from __future__ import annotations

from sqlalchemy import Column, SmallInteger, String, Text

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

stage = tenant_table(
    "stage",
    workspace_key(),
    number("stage_no"),
    Column("pipeline_no", Count, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("kind", String(8), nullable=False),  # open, won, lost: the program looks at this, never at a label
    Column("label_key", String(32)),  # the catalogue key of a default label, until the stage is renamed
    Column("name", Count),
    Column("limit_days", SmallInteger),  # a deal is stuck here after more business days than this; null: never
    Column("requires", Text, nullable=False),  # tokens of requirements, separated by spaces
    Column("retired_for", Count),  # the stage that replaces it, once it is retired
    Column("last_no", Count, nullable=False),
)
