"""The tables of people: members, what the chat says of them, and settings."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, String, Text

from pipeline.storage.schema import Count, number, tenant_table, workspace_key

member = tenant_table(
    "member",
    workspace_key(),
    number("member_no"),
    Column("seller", Boolean, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("leads", String(256), nullable=False),  # space-separated pipeline numbers
    Column("last_no", Count, nullable=False),
    Column("sees", Text),  # what was said of single pipelines: 2:reads 3:nothing; null: nothing was
)

absence = tenant_table(  # when a member is away, and who stands in for them
    "absence",
    workspace_key(),
    number("member_no"),
    Column("from_day", Date, primary_key=True),
    Column("until", Date, nullable=False),
    Column("stand_in", Count),
)
Index("ix_absence_stand_in", absence.c.workspace_no, absence.c.stand_in, absence.c.until)

profile = tenant_table(  # what Slack says of a person: written by the directory, blanked by erasure, never folded
    "profile",
    workspace_key(),
    number("member_no"),
    Column("name", String(120)),
    Column("zone", String(64), nullable=False),
    Column("locale", String(16)),
    Column("active", Boolean, nullable=False),
)

pipeline_member = tenant_table(  # who is in a pipeline's channel or group: written by the directory, never folded
    "pipeline_member",
    workspace_key(),
    number("member_no"),
    number("pipeline_no"),
)

setting = tenant_table(  # member_no 0 has the settings of the workspace
    "setting",
    workspace_key(),
    number("member_no"),
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),  # JSON: a short word, a number or a list of numbers
    Column("last_no", Count, nullable=False),
)
