"""The tables of deals: as they are now, their stays, touches and needs, and when the tick looks at each again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, SmallInteger, String, Text, text

from pipeline.storage.schema import Count, Moment, number, tenant_table, workspace_key

deal = tenant_table(
    "deal",
    workspace_key(),
    number("deal_no"),
    Column("customer_no", Count, nullable=False),
    Column("name", Count, nullable=False),
    Column("owner", Count, nullable=False),
    Column("pipeline_no", Count, nullable=False),
    Column("stage_no", Count, nullable=False),
    Column("state", String(8), nullable=False),  # open, won, lost: the kind of the deal's stage
    Column("stay", Count, nullable=False),
    Column("stay_at", Moment, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("amount", BigInteger),
    Column("currency", String(3), nullable=False),
    Column("close_day", Date),
    Column("source", Count),
    Column("step", Count),
    Column("step_day", Date),
    Column("snoozed_until", Date),
    Column("snoozed_stay", Count),
    Column("quiet_until", Date),
    Column("promised_day", Date),
    Column("lost_reason", Count),
    Column("last_no", Count, nullable=False),
    Column("source_kind", String(16)),
    Column("source_option", Count),
    Column("follows", Count),  # the deal that this one continues
    Column("step_at", SmallInteger),  # the minute of the owner's day
    Column("first_promised_day", Date),
    Column("lost_kind", String(16)),
    Column("lost_option", Count),
    Column("also_kind", String(16)),
    Column("said_by", String(16)),
    Column("returns", Date),  # the first day of the month in which to come back to the customer
    Column("last_out", Moment),  # when we last turned to the customer
    Column("last_in", Moment),  # when the customer last turned to us, or was reached
    Column("is_delivered", Boolean),  # of a win; false: somebody was asked and did not know; null: not asked
    Column("delivered_day", Date),
    Column("late_because", String(16)),  # because of whom the promised day moved
    Column("also", Count),  # what else was promised
)
OPEN = text("state = 'open'")
Index(  # the board's sums per stage and currency, without touching the table
    "ix_deal_board",
    deal.c.workspace_no,
    deal.c.pipeline_no,
    deal.c.stage_no,
    deal.c.currency,
    deal.c.amount,
    deal.c.stay_at,
    deal.c.state,  # always "open" in this index, but without it SQLite would look at the table
    deal.c.last_in,  # these three are for whose turn it is, and since when the oldest deal stands still
    deal.c.last_out,
    deal.c.step_day,
    deal.c.owner,  # for the team's week, a line a person
    postgresql_include=["deal_no"],
    postgresql_where=OPEN,
    sqlite_where=OPEN,
)
WON = text("state = 'won'")
Index(  # what was won in a month, by whom, without touching the table
    "ix_deal_won",
    deal.c.workspace_no,
    deal.c.pipeline_no,
    deal.c.stay_at,
    deal.c.owner,
    deal.c.currency,
    deal.c.amount,
    deal.c.state,
    postgresql_where=WON,
    sqlite_where=WON,
)
Index("ix_deal_of_owner", deal.c.workspace_no, deal.c.owner, deal.c.state)
Index("ix_deal_of_customer", deal.c.workspace_no, deal.c.customer_no)

stay = tenant_table(  # a deal's time in a stage; its number is that of the event with which the deal entered
    "stay",
    workspace_key(),
    number("deal_no"),
    number("no"),
    Column("stage_no", Count, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_no", Count),
)

touch = tenant_table(  # each time we were in touch with the customer, or tried to; by the number of its event
    "touch",
    workspace_key(),
    number("deal_no"),
    number("no"),
    Column("at", Moment, nullable=False),
    Column("member_no", Count),
    Column("means", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("interest", String(16)),
    Column("contact_no", Count),
    Column("note", Count),
)
_WITH_CONTACT = text("contact_no IS NOT NULL")
Index(
    "ix_touch_of_contact",
    touch.c.workspace_no,
    touch.c.contact_no,
    postgresql_where=_WITH_CONTACT,
    sqlite_where=_WITH_CONTACT,
)

need = tenant_table(  # what the customer needs, by the number of its text
    "need",
    workspace_key(),
    number("deal_no"),
    number("need"),
)

offer = tenant_table(  # a version of an offer
    "offer",
    workspace_key(),
    number("deal_no"),
    number("offer_no"),
    number("version"),
    Column("no", Count, nullable=False),  # the event with which it was sent
    Column("sent_at", Moment, nullable=False),
    Column("member_no", Count),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("delivery_day", Date),
    Column("delivery", Count),
    Column("term_days", SmallInteger),
    Column("valid_until", Date, nullable=False),
    Column("terms", Count),
    Column("link", Count),
    Column("answers", Text, nullable=False),  # the needs that it answers, as a JSON list of numbers
    Column("state", String(16), nullable=False),
    Column("answered_at", Moment),
)
Index("ix_offer_of_number", offer.c.workspace_no, offer.c.offer_no)

check = tenant_table(  # what a customer said some days after delivery
    "checkin",
    workspace_key(),
    number("deal_no"),
    number("after_days"),
    Column("result", String(16), nullable=False),
    Column("words", Count),
    Column("at", Moment, nullable=False),
)

problem = tenant_table(  # a customer's problem with what they bought, by the number of its event
    "problem",
    workspace_key(),
    number("deal_no"),
    number("no"),
    Column("words", Count, nullable=False),
    Column("at", Moment, nullable=False),
    Column("member_no", Count),
)

value = tenant_table(  # what a deal has in a field of the workspace's own
    "value",
    workspace_key(),
    number("deal_no"),
    number("field_no"),
    Column("number", BigInteger),
    Column("day", Date),
    Column("option_no", Count),
    Column("words", Count),
)
Index("ix_value_of_field", value.c.workspace_no, value.c.field_no, value.c.option_no)

deal_due = tenant_table(  # when the tick looks at what is to be asked of a deal: its offers, delivery and return
    "deal_due",
    workspace_key(),
    number("deal_no"),
    Column("due_at", Moment),
)
Index("ix_deal_due", deal_due.c.due_at, deal_due.c.workspace_no)

deal_watch = tenant_table(  # when a deal becomes stuck, by today's settings and calendar; recomputed by the tick
    "deal_watch",
    workspace_key(),
    number("deal_no"),
    Column("due_at", Moment),  # when the tick looks at the deal again; null: never
    Column("stay", Count),
    Column("stuck_at", Moment),
    Column("said", SmallInteger, nullable=False, server_default=text("0")),  # reminders sent in this stay
    Column("said_at", Moment),
)
Index("ix_deal_watch_due", deal_watch.c.due_at, deal_watch.c.workspace_no)
Index(
    "ix_deal_watch_stuck",
    deal_watch.c.workspace_no,
    deal_watch.c.stuck_at,
    postgresql_where=text("stuck_at IS NOT NULL"),
    sqlite_where=text("stuck_at IS NOT NULL"),
)
