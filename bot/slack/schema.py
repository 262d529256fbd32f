"""Tables that map Slack's ids to our numbers.

Slack's ids can change (Enterprise Grid, moved workspaces); ours do not.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from pipeline.storage.schema import Count, Moment, metadata, number, workspace_key

MIGRATIONS = Path(__file__).parent / "migrations" / "versions"
"""The folder of this room's migrations, which run together with the core's."""

slack_workspace = Table(  # one installation, of a team or a whole enterprise
    "slack_workspace",
    metadata,
    Column("workspace_no", Integer, primary_key=True, autoincrement=False),
    Column("enterprise_id", String(32), nullable=False),  # empty without an enterprise
    Column("team_id", String(32), nullable=False),  # empty for an installation of a whole enterprise
    Column("bot_user_id", String(32), nullable=False),
    Column("bot_id", String(32)),
    Column("app_id", String(32)),
    Column("name", String(120)),
    # of the local Slack, whose installations never share a database with real ones
    Column("is_local", Boolean, nullable=False),
    Column("installed_at", Moment, nullable=False),
    UniqueConstraint("enterprise_id", "team_id"),
)

slack_member = Table(
    "slack_member",
    metadata,
    workspace_key(),
    Column("user_id", String(32), primary_key=True),
    Column("member_no", Count),  # null: a known person who cannot use Putki (a guest, a bot, an outsider)
    Column("is_slack_admin", Boolean, nullable=False),
    Column("dm_channel_id", String(32)),
    Column("is_guest", Boolean),  # null: not known yet
    sqlite_with_rowid=False,
)
Index("ix_slack_member_of", slack_member.c.workspace_no, slack_member.c.member_no)

slack_place = Table(  # a channel
    "slack_place",
    metadata,
    workspace_key(),
    number("place_no"),
    Column("channel_id", String(32), nullable=False),
    Column("barred", String(32)),  # the code why nothing may be posted there; null: posting is allowed
    UniqueConstraint("workspace_no", "channel_id"),
    sqlite_with_rowid=False,
)

slack_message = Table(  # the location of a message; `key` is its outbox key, or `card:<deal>:<event>`
    "slack_message",
    metadata,
    workspace_key(),
    Column("key", String(160), primary_key=True),
    Column("place_no", Count),  # a message has a place or a member
    Column("member_no", Count),
    Column("ts", String(32), nullable=False),
    Column("says", String(32), nullable=False),
    Column("deal_no", Count),
    Column("stay", Count),
    Column("posted_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_slack_message_in_place", slack_message.c.workspace_no, slack_message.c.place_no, slack_message.c.ts)
Index("ix_slack_message_to_member", slack_message.c.workspace_no, slack_message.c.member_no, slack_message.c.ts)
Index("ix_slack_message_of_deal", slack_message.c.workspace_no, slack_message.c.deal_no, slack_message.c.says)
