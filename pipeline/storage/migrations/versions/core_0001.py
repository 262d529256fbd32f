"""The core's first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.storage.schema import Moment

revision = "core_0001"
down_revision = None
branch_labels = ("core",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("wanted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shown", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.String(length=64), nullable=True),
        sa.Column("claimed_until", sa.Float(), nullable=True),
        sa.Column("retry_at", sa.Float(), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "deal_no", name=op.f("pk_card")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_card_due",
        "card",
        ["workspace_no", "deal_no"],
        unique=False,
        postgresql_where=sa.text("due"),
        sqlite_where=sa.text("due"),
    )
    op.create_table(
        "customer",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "customer_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "customer_no", name=op.f("pk_customer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deal",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("customer_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pipeline_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("stay", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stay_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("close_day", sa.Date(), nullable=True),
        sa.Column("source", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step_day", sa.Date(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snoozed_stay", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quiet_until", sa.Date(), nullable=True),
        sa.Column("promised_day", sa.Date(), nullable=True),
        sa.Column("lost_reason", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("last_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "deal_no", name=op.f("pk_deal")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_deal_board",
        "deal",
        ["workspace_no", "pipeline_no", "stage_no", "currency"],
        unique=False,
        postgresql_include=["amount", "stay_at", "deal_no"],
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_deal_of_customer", "deal", ["workspace_no", "customer_no"], unique=False)
    op.create_index("ix_deal_of_owner", "deal", ["workspace_no", "owner", "state"], unique=False)
    op.create_table(
        "deal_watch",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("stay", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stuck_at", Moment(), nullable=True),
        sa.Column("said", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("said_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "deal_no", name=op.f("pk_deal_watch")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_deal_watch_due", "deal_watch", ["due_at", "workspace_no"], unique=False)
    op.create_table(
        "event",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("change_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("via", sa.String(length=16), nullable=False),
        sa.Column("voids", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.CheckConstraint("change_no <= no", name=op.f("ck_event_change_starts_before")),
        sa.CheckConstraint("happened_at <= recorded_at", name=op.f("ck_event_happened_before_recorded")),
        sa.CheckConstraint("voids < no", name=op.f("ck_event_voids_earlier")),
        sa.PrimaryKeyConstraint("workspace_no", "no", name=op.f("pk_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_event_of_batch",
        "event",
        ["workspace_no", "batch_no", "no"],
        unique=False,
        postgresql_where=sa.text("batch_no IS NOT NULL"),
        sqlite_where=sa.text("batch_no IS NOT NULL"),
    )
    op.create_index(
        "uq_event_workspace_no_voids",
        "event",
        ["workspace_no", "voids"],
        unique=True,
        postgresql_where=sa.text("voids IS NOT NULL"),
        sqlite_where=sa.text("voids IS NOT NULL"),
    )
    op.create_index("ix_event_of_member", "event", ["workspace_no", "member_no", "no"], unique=False)
    op.create_index("ix_event_of_subject", "event", ["workspace_no", "subject", "subject_no", "no"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", name=op.f("pk_inbox")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_old", "inbox", ["at"], unique=False)
    op.create_table(
        "line",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pipeline_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rules_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", name=op.f("pk_line")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seller", sa.Boolean(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("leads", sa.String(length=256), nullable=False),
        sa.Column("last_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "member_no", name=op.f("pk_member")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=True),
        sa.Column("erased_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "no", name=op.f("pk_name")),
        comment="names that lists show: customers, deals, stages",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_about", "name", ["workspace_no", "about", "about_no"], unique=False)
    op.create_index(
        "ix_name_folded",
        "name",
        ["workspace_no", "folded"],
        unique=False,
        postgresql_where=sa.text("folded IS NOT NULL"),
        sqlite_where=sa.text("folded IS NOT NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("event_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("to_member", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("to_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("says", sa.String(length=32), nullable=False),
        sa.Column("says_values", sa.Text(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("claimed_by", sa.String(length=64), nullable=True),
        sa.Column("claimed_until", sa.Float(), nullable=True),
        sa.Column("retry_at", sa.Float(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("said_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", name=op.f("pk_outbox")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["lane", "due_at", "workspace_no"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
    )
    op.create_index("ix_outbox_old", "outbox", ["settled_at"], unique=False)
    op.create_table(
        "pace",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", name=op.f("pk_pace")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "post",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "pipeline_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("nominal", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "kind", "pipeline_no", name=op.f("pk_post")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_post_due", "post", ["next_at", "workspace_no"], unique=False)
    op.create_table(
        "profile",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "member_no", name=op.f("pk_profile")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("horizon", sa.String(length=8), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("stage_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", "horizon", "begins", "deal_no", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setting",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "member_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("last_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "member_no", "name", name=op.f("pk_setting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stage",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "stage_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("pipeline_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("label_key", sa.String(length=32), nullable=True),
        sa.Column("name", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("limit_days", sa.SmallInteger(), nullable=True),
        sa.Column("requires", sa.String(length=64), nullable=False),
        sa.Column("retired_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("last_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "stage_no", name=op.f("pk_stage")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("pipeline_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("known_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", name=op.f("pk_statement")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement_money",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("horizon", sa.String(length=8), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("won_sum", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("sum_low", sa.BigInteger(), nullable=False),
        sa.Column("sum_high", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_no", "key", "horizon", "begins", "currency", name=op.f("pk_statement_money")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement_period",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("horizon", sa.String(length=8), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("won_count", sa.Integer(), nullable=False),
        sa.Column("wins", sa.Float(), nullable=False),
        sa.Column("wins_low", sa.Float(), nullable=False),
        sa.Column("wins_high", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_no", "key", "horizon", "begins", name=op.f("pk_statement_period")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stay",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("deal_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "no", name=op.f("pk_stay")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_stay_of_deal", "stay", ["workspace_no", "deal_no", "no"], unique=False)
    op.create_table(
        "words",
        sa.Column("workspace_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("erased_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("workspace_no", "no", name=op.f("pk_words")),
        comment="longer typed text: reasons, notes, steps, sources",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_words_about", "words", ["workspace_no", "about", "about_no"], unique=False)
