"""Slack's ids beside our numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.storage.schema import Moment

revision = "slack_0001"
down_revision = None
branch_labels = ("slack",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_member",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_slack_admin", sa.Boolean(), nullable=False),
        sa.Column("dm_channel_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "user_id", name=op.f("pk_slack_member")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_slack_member_of", "slack_member", ["workspace_no", "member_no"], unique=False)
    op.create_table(
        "slack_message",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("place_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("says", sa.String(length=32), nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stay", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("posted_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", name=op.f("pk_slack_message")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_slack_message_in_place", "slack_message", ["workspace_no", "place_no", "ts"], unique=False)
    op.create_index("ix_slack_message_of_deal", "slack_message", ["workspace_no", "deal_no", "says"], unique=False)
    op.create_index("ix_slack_message_to_member", "slack_message", ["workspace_no", "member_no", "ts"], unique=False)
    op.create_table(
        "slack_place",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "place_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "place_no", name=op.f("pk_slack_place")),
        sa.UniqueConstraint("workspace_no", "channel_id", name=op.f("uq_slack_place_workspace_no_channel_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slack_workspace",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("bot_id", sa.String(length=32), nullable=True),
        sa.Column("app_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.Column("installed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", name=op.f("pk_slack_workspace")),
        sa.UniqueConstraint("enterprise_id", "team_id", name=op.f("uq_slack_workspace_enterprise_id_team_id")),
    )
