"""The tables that belong to no subject, each with its purpose (the ledger, messages, posts), and how tables are made.

The tables of a subject are in its room (`deals/tables.py`, …). Every key begins with `workspace_no`: it separates the
tenants, clusters their rows (`WITHOUT ROWID` on SQLite) and can distribute a sharded PostgreSQL. No foreign key points
at a projection, because undo and rebuild remove its rows. Moments are in UTC. Money is integer minor units beside an
ISO 4217 code. Typed text is in `name` and `words` only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_WRITTEN = len("2026-06-15 05:00:00.000000")


def _written(value: datetime | None) -> str | None:
    """A moment as SQLite stores it: in UTC, ISO 8601 with a space, to the microsecond, without a zone."""
    return None if value is None else _utc(value).isoformat(" ", "microseconds")[:_WRITTEN]


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _read(value: str | None) -> datetime | None:
    """A moment as SQLite stores it, read."""
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


class Moment(TypeDecorator[datetime]):
    """A column type for a moment in UTC, to the microsecond. A datetime without a zone raises an error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """Write SQLite's text faster than SQLAlchemy does, because a change writes a dozen moments."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """Read SQLite's text faster than SQLAlchemy does, because an undo reads thousands of moments."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        return None if value is None else _utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def tenant_table(name: str, *parts: Any) -> Table:
    """A table whose key is led by the workspace."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


def workspace_key() -> Column[int]:
    """The first column of the key of every table with a tenant's rows."""
    return Column("workspace_no", Integer, primary_key=True, autoincrement=False)


def number(name: str) -> Column[int]:
    """A column of the key that holds a number."""
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)


Count = BigInteger().with_variant(Integer, "sqlite")

# --- the ledger -----------------------------------------------------------------------------------------------------

line = tenant_table(  # one row per workspace that its writers lock in turn: its counters, and the newest moment
    "line",
    workspace_key(),
    Column("event_no", Count, nullable=False),
    Column("deal_no", Count, nullable=False),
    Column("customer_no", Count, nullable=False),
    Column("member_no", Count, nullable=False),
    Column("pipeline_no", Count, nullable=False),
    Column("stage_no", Count, nullable=False),
    Column("words_no", Count, nullable=False),
    Column("batch_no", Count, nullable=False),
    Column("place_no", Count, nullable=False),
    Column("rules_no", Count, nullable=False),  # the newest event about stages or settings; caches are keyed by it
    Column("recorded_at", Moment, nullable=False),
    Column("contact_no", Count, nullable=False, server_default=text("0")),
    Column("offer_no", Count, nullable=False, server_default=text("0")),
    Column("option_no", Count, nullable=False, server_default=text("0")),
    Column("field_no", Count, nullable=False, server_default=text("0")),
    Column("digest", String(64)),  # of all events after `chained_after`: see pipeline/ledger/chain.py; null: none
    Column("chained_after", Count, nullable=False, server_default=text("0")),  # the newest event before the chain began
)

event = tenant_table(  # what happened; rows are appended and never changed
    "event",
    workspace_key(),
    number("no"),
    Column("change_no", Count, nullable=False),
    Column("batch_no", Count),
    Column("subject", String(16), nullable=False),
    Column("subject_no", Count, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("version", SmallInteger, nullable=False),
    Column("happened_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("member_no", Count),  # who did it; null: the system
    Column("via", String(16), nullable=False),
    Column("voids", Count),
    Column("data", Text, nullable=False),  # the event's fields as JSON: numbers, never typed text
    CheckConstraint("happened_at <= recorded_at", name="happened_before_recorded"),
    CheckConstraint("voids < no", name="voids_earlier"),
    CheckConstraint("change_no <= no", name="change_starts_before"),
)
Index("ix_event_of_subject", event.c.workspace_no, event.c.subject, event.c.subject_no, event.c.no)
Index("ix_event_of_member", event.c.workspace_no, event.c.member_no, event.c.no)
Index(  # partial, as is the next one, because few events belong to a batch and few are voids
    "ix_event_of_batch",
    event.c.workspace_no,
    event.c.batch_no,
    event.c.no,
    postgresql_where=text("batch_no IS NOT NULL"),
    sqlite_where=text("batch_no IS NOT NULL"),
)
Index(
    "uq_event_workspace_no_voids",
    event.c.workspace_no,
    event.c.voids,
    unique=True,
    postgresql_where=text("voids IS NOT NULL"),
    sqlite_where=text("voids IS NOT NULL"),
)


def _text_table(name: str, *more: Column[Any], reason: str) -> Table:
    return Table(
        name,
        metadata,
        workspace_key(),
        number("no"),
        Column("about", String(16), nullable=False),
        Column("about_no", Count, nullable=False),
        Column("text", Text),
        *more,
        Column("erased_no", Count),
        sqlite_with_rowid=False,
        comment=reason,
    )


name = _text_table(
    "name",
    Column("folded", Text),  # a customer's name in one letter case, to find it by; erased with the text
    reason="names that lists show: customers, deals, stages",
)
words = _text_table("words", reason="longer typed text: reasons, notes, steps, sources")
Index("ix_name_about", name.c.workspace_no, name.c.about, name.c.about_no)
Index(
    "ix_name_folded",
    name.c.workspace_no,
    name.c.folded,
    postgresql_where=text("folded IS NOT NULL"),
    sqlite_where=text("folded IS NOT NULL"),
)
Index("ix_words_about", words.c.workspace_no, words.c.about, words.c.about_no)

# --- messages -------------------------------------------------------------------------------------------------------

inbox = tenant_table(  # deliveries that had an effect, each with its answer; kept 7 days, those of imports for ever
    "inbox",
    workspace_key(),
    Column("key", String(160), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_inbox_old", inbox.c.at)

outbox = tenant_table(  # messages to send; the key names the occasion, so that nothing is sent twice
    "outbox",
    workspace_key(),
    Column("key", String(160), primary_key=True),
    Column("lane", SmallInteger, nullable=False),  # 0 answers, 1 posts and reminders
    Column("event_no", Count),
    Column("state", String(8), nullable=False),  # waiting, claimed, sent, unsure, parked, dropped
    Column("due_at", Moment, nullable=False),
    Column("to_member", Count),
    Column("to_place", Count),
    Column("address", Text),  # where the answer goes, in a form that only the face reads; blanked when settled
    Column("says", String(32), nullable=False),
    Column("says_values", Text, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("claimed_by", String(64)),
    Column("claimed_until", Float),  # in real time, seconds since the epoch: a lease does not follow a moved clock
    Column("retry_at", Float),  # in real time, seconds since the epoch
    Column("reason", String(64)),
    Column("settled_at", Moment),
    Column("said_at", Moment, nullable=False),
)
Index(
    "ix_outbox_due",
    outbox.c.lane,
    outbox.c.due_at,
    outbox.c.workspace_no,
    postgresql_where=text("state IN ('waiting', 'claimed')"),
    sqlite_where=text("state IN ('waiting', 'claimed')"),
)
Index("ix_outbox_old", outbox.c.settled_at)

card = tenant_table(  # a deal's one message in its channel: due while shown < wanted, so it ends with the latest state
    "card",
    workspace_key(),
    number("deal_no"),
    Column("wanted", Count, nullable=False),
    Column("shown", Count, nullable=False),
    Column("due", Boolean, nullable=False),
    Column("claimed_by", String(64)),
    Column("claimed_until", Float),
    Column("retry_at", Float),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("reason", String(64)),
)
Index("ix_card_due", card.c.workspace_no, card.c.deal_no, postgresql_where=text("due"), sqlite_where=text("due"))

pace = tenant_table(  # when the next call to a channel or of a method may begin, in real time; all processes share it
    "pace",
    workspace_key(),
    Column("key", String(96), primary_key=True),
    Column("next_at", Float, nullable=False),
)

# --- time -----------------------------------------------------------------------------------------------------------

post = tenant_table(  # the recurring posts of each pipeline, each with when it is due next
    "post",
    workspace_key(),
    Column("kind", String(16), primary_key=True),
    number("pipeline_no"),
    Column("weekday", SmallInteger, nullable=False),  # 0 Monday
    Column("local_time", Time, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("nominal", Date, nullable=False),  # the day that the post is for, also when a holiday moves it
)
Index("ix_post_due", post.c.next_at, post.c.workspace_no)

statement = tenant_table(  # a forecast as it was posted: the newest event that it knew, and how it was made
    "statement",
    workspace_key(),
    Column("key", String(96), primary_key=True),
    Column("pipeline_no", Count, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("known_no", Count, nullable=False),
    Column("day", Date, nullable=False),
    Column("closed", Integer, nullable=False),  # how many ended deals it learned from
    Column("method", String(32), nullable=False),  # the model that made it, so that only like forecasts are compared
    Column("compared_day", Date),  # the day of the forecast with which its changes compare it
)


def _horizon() -> tuple[Column[Any], Column[Any]]:
    """The columns that say what a figure is about: a kind of horizon ("month", "quarter", "ended"), its first day."""
    return Column("horizon", String(8), primary_key=True), Column("begins", Date, primary_key=True)


statement_period = tenant_table(  # the wins that a forecast stated for each horizon
    "statement_period",
    workspace_key(),
    Column("key", String(96), primary_key=True),
    *_horizon(),
    Column("won_count", Integer, nullable=False),
    Column("wins", Float, nullable=False),
    Column("wins_low", Float, nullable=False),
    Column("wins_high", Float, nullable=False),
    Column("new_wins", Float, nullable=False, server_default=text("0")),  # of deals that were not opened yet
)

statement_money = tenant_table(  # the sums that a forecast stated for each horizon and currency
    "statement_money",
    workspace_key(),
    Column("key", String(96), primary_key=True),
    *_horizon(),
    Column("currency", String(3), primary_key=True),
    Column("won_sum", BigInteger, nullable=False),
    Column("sum", BigInteger, nullable=False),
    Column("sum_low", BigInteger, nullable=False),
    Column("sum_high", BigInteger, nullable=False),
    Column("new_sum", BigInteger, nullable=False, server_default=text("0")),  # what new deals were to bring
    Column("growth", Float, nullable=False, server_default=text("1")),  # by which open amounts grow to the win
)

receipt = tenant_table(  # what each deal adds to a stated forecast, for each horizon
    "receipt",
    workspace_key(),
    Column("key", String(96), primary_key=True),
    *_horizon(),
    number("deal_no"),
    Column("stage_no", Count, nullable=False),
    Column("last_no", Count, nullable=False),
    Column("chance", Float, nullable=False),
    Column("amount", BigInteger),
    Column("currency", String(3), nullable=False),
    Column("expected", BigInteger, nullable=False),  # its part of the sum in minor units; the parts add up exactly
    Column("close_day", Date),  # when it was expected to close
    Column("is_ours", Boolean),  # whether it was our turn
)

statement_change = tenant_table(  # why a month's stated sum differs from what was stated a week before
    "statement_change",
    workspace_key(),
    Column("key", String(96), primary_key=True),
    Column("begins", Date, primary_key=True),
    Column("change", String(12), primary_key=True),
    number("deal_no"),  # 0: deals that were not opened yet
    Column("currency", String(3), primary_key=True),
    Column("sum", BigInteger, nullable=False),  # what it adds, in minor units; they add up exactly
)
