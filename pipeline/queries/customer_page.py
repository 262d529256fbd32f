"""One customer as it is now: its deals by stage, what was won before and lost why, its people, needs and promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, select

from pipeline.customer_errors import CustomerNotThere
from pipeline.customers.contact_list import Contact, contacts_of, survivor, texts_of
from pipeline.customers.customers import folded
from pipeline.customers.projection import customer_from_row
from pipeline.customers.tables import customer
from pipeline.deals.checkins import ToldCheckIn, told_in
from pipeline.deals.delivery_events import CheckIn
from pipeline.deals.events import LostKind
from pipeline.deals.sight import customers_seen, seen
from pipeline.deals.tables import check, deal, need, problem, touch
from pipeline.deals.touch_events import Means, TouchOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.deal_lists import Lines, deal_columns, lines
from pipeline.queries.deal_view import LastTouch
from pipeline.queries.names import StageLabel, named_deals, stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage import schema

PAGE = 10  # deals that are shown at once
NEEDS = 6  # what the customer needs, at most shown
PROMISES = 3
CHECK_INS = 3
PROBLEMS = 3
_PROMISED_LATELY = timedelta(days=14)  # a promised day is shown so long after it

_CUSTOMER = select(customer).where(customer.c.workspace_no == bindparam("w"), customer.c.customer_no == bindparam("no"))
_OF_CUSTOMER = (deal.c.workspace_no == bindparam("w"), deal.c.customer_no == bindparam("no"))
_FIGURES = (
    select(
        deal.c.state,
        deal.c.pipeline_no,
        deal.c.stage_no,
        deal.c.currency,
        deal.c.lost_kind,
        deal.c.lost_option,
        func.count().label("deals"),
        func.sum(deal.c.amount).label("sum"),
    )
    .where(*_OF_CUSTOMER)
    .group_by(deal.c.state, deal.c.pipeline_no, deal.c.stage_no, deal.c.currency, deal.c.lost_kind, deal.c.lost_option)
)
_IS_CLOSED = case((deal.c.state == StageKind.OPEN.value, 0), else_=1)
_DEALS = (
    named_deals(*deal_columns())
    .where(deal.c.customer_no == bindparam("no"))
    .order_by(_IS_CLOSED, deal.c.stay_at.desc(), deal.c.deal_no.desc())
    .limit(PAGE)
    .offset(bindparam("start"))
)
_TOUCH = (
    select(touch.c.at, touch.c.means, touch.c.outcome, touch.c.contact_no)
    .join(deal, (deal.c.workspace_no == touch.c.workspace_no) & (deal.c.deal_no == touch.c.deal_no))
    .where(touch.c.workspace_no == bindparam("w"), *_OF_CUSTOMER)
    .order_by(touch.c.at.desc(), touch.c.no.desc())
    .limit(1)
)
_NEEDS = (
    select(schema.words.c.text)
    .select_from(need)
    .join(deal, (deal.c.workspace_no == need.c.workspace_no) & (deal.c.deal_no == need.c.deal_no))
    .join(schema.words, (schema.words.c.workspace_no == need.c.workspace_no) & (schema.words.c.no == need.c.need))
    .where(need.c.workspace_no == bindparam("w"), schema.words.c.workspace_no == bindparam("w"), *_OF_CUSTOMER)
    .order_by(_IS_CLOSED, need.c.need.desc())
    .limit(3 * NEEDS)
)
_PROMISED = (
    select(deal.c.deal_no, deal.c.promised_day)
    .where(*_OF_CUSTOMER, deal.c.state == StageKind.WON.value, deal.c.promised_day >= bindparam("since"))
    .order_by(deal.c.promised_day, deal.c.deal_no)
    .limit(PROMISES)
)
_CHECK_INS = (
    select(deal.c.deal_no, check.c.after_days, check.c.result, check.c.words, check.c.at, schema.words.c.text)
    .select_from(check)
    .join(deal, (deal.c.workspace_no == check.c.workspace_no) & (deal.c.deal_no == check.c.deal_no))
    .outerjoin(
        schema.words, (schema.words.c.workspace_no == check.c.workspace_no) & (schema.words.c.no == check.c.words)
    )
    .where(check.c.workspace_no == bindparam("w"), *_OF_CUSTOMER, deal.c.state == StageKind.WON.value)
    .where(check.c.at >= deal.c.stay_at, check.c.result != CheckIn.OFF.value)
    .order_by(check.c.at.desc(), deal.c.deal_no.desc())
    .limit(CHECK_INS)
)
_ALSO = (
    select(deal.c.deal_no, schema.words.c.text)
    .join(schema.words, (schema.words.c.workspace_no == deal.c.workspace_no) & (schema.words.c.no == deal.c.also))
    .where(*_OF_CUSTOMER, schema.words.c.workspace_no == bindparam("w"))
    .order_by(deal.c.stay_at.desc(), deal.c.deal_no)
    .limit(PROMISES)
)


_PROBLEMS = (
    select(problem.c.deal_no, problem.c.at, schema.words.c.text)
    .select_from(problem)
    .join(deal, (deal.c.workspace_no == problem.c.workspace_no) & (deal.c.deal_no == problem.c.deal_no))
    .join(
        schema.words, (schema.words.c.workspace_no == problem.c.workspace_no) & (schema.words.c.no == problem.c.words)
    )
    .where(problem.c.workspace_no == bindparam("w"), schema.words.c.workspace_no == bindparam("w"), *_OF_CUSTOMER)
    .order_by(problem.c.no.desc())
    .limit(PROBLEMS)
)


@dataclass(frozen=True, slots=True)
class CustomerProblem:
    """A problem that was told of a deal: its words, and when."""

    deal_no: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many open deals of a customer are in a stage, and what they are worth, one amount per currency."""

    stage: StageLabel
    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A customer with what is known of it; a merged one is the one that it was merged into.

    `deals` has the open deals first, then the closed ones, the latest to move first.
    """

    customer_no: int
    name: str
    business_id: str
    domain: str
    stages: tuple[StageCount, ...]
    won: int
    won_sums: tuple[Money, ...]
    lost: tuple[tuple[LostKind | None, int], ...]
    contacts: tuple[Contact, ...]
    needs: tuple[str, ...]
    last: LastTouch | None  # the latest of all its deals
    last_with: str  # whom it was with, where that was told
    promised: tuple[tuple[int, date], ...]
    deals: Lines
    check_ins: tuple[tuple[int, ToldCheckIn], ...] = ()  # by their deals, the one told last first
    also: tuple[tuple[int, str], ...] = ()  # what else was promised with a win, by its number: the newest first
    problems: tuple[CustomerProblem, ...] = ()  # the newest first
    lost_own: tuple[tuple[LostKind, int, int], ...] = ()  # of the losses, those of own entries: kind, entry, how many

    @property
    def open_count(self) -> int:
        """How many open deals it has."""
        return sum(each.count for each in self.stages)


def customer_page(session: ReadSession, customer_no: int, start: int = 0) -> CustomerPage:
    """Return a customer's page, with its deals from `start` on. Raises CustomerNotThere, and NotAllowed."""
    require(session.connection, session.by, Act.SEE)
    values: dict[str, Any] = {"w": session.by.workspace_no, "no": survivor(session, customer_no)}
    row = session.connection.execute(_CUSTOMER, values).first()
    if row is None or not customers_seen(session, [row.customer_no]):
        raise CustomerNotThere
    state = customer_from_row(row)
    called = texts_of(session, [no for no in (state.name, state.business_id, state.domain) if no is not None])
    figures: Sequence[Any] = session.connection.execute(seen(session, _FIGURES), values).all()
    there = contacts_of(session, state.customer_no)
    last, who = _last(session, values, there)
    return CustomerPage(
        customer_no=state.customer_no,
        name=called.get(state.name, ""),
        business_id=called.get(state.business_id or 0, ""),
        domain=called.get(state.domain or 0, ""),
        stages=_stages(session, figures),
        won=_count(figures, StageKind.WON),
        won_sums=_sums(session, [each for each in figures if each.state == StageKind.WON.value]),
        lost=_lost(figures),
        contacts=tuple(each for each in there if not each.has_left),
        needs=_needs(session, values),
        last=last,
        last_with=who,
        promised=_promised(session, values),
        check_ins=tuple(
            (row.deal_no, told_in(row)) for row in session.connection.execute(seen(session, _CHECK_INS), values)
        ),
        deals=_deals(session, values, start, sum(int(each.deals) for each in figures)),
        also=_also(session, values),
        problems=_problems(session, values),
        lost_own=_lost_own(figures),
    )


def _stages(session: ReadSession, figures: Sequence[Any]) -> tuple[StageCount, ...]:
    """The open stages in which it has deals, pipeline by pipeline, in their order."""
    stages, labels = stages_.of_workspace(session), stage_labels(session)
    by_stage: dict[int, list[Any]] = {}
    for each in figures:
        if each.state == StageKind.OPEN.value:
            by_stage.setdefault(each.stage_no, []).append(each)
    order = [each.stage_no for pipeline_no in stages.pipelines for each in stages.open_of(pipeline_no)]
    return tuple(
        StageCount(labels[no], sum(int(each.deals) for each in by_stage[no]), _sums(session, by_stage[no]))
        for no in sorted(by_stage, key=lambda no: order.index(no) if no in order else len(order))
    )


def _count(figures: Sequence[Any], state: StageKind) -> int:
    return sum(int(each.deals) for each in figures if each.state == state.value)


def _sums(session: ReadSession, figures: Sequence[Any]) -> tuple[Money, ...]:
    """What these deals are worth, one amount per currency, the workspace's first."""
    sums: dict[str, int] = {}
    for each in figures:
        if each.sum is not None:
            sums[each.currency] = sums.get(each.currency, 0) + int(each.sum)
    amounts = [Money(minor, currency) for currency, minor in sums.items()]
    return tuple(home_currency_first(session, amounts, lambda amount: amount.currency))


def _lost(figures: Sequence[Any]) -> tuple[tuple[LostKind | None, int], ...]:
    """Why deals were lost, the most frequent kind first; None: it was not said."""
    counts: dict[LostKind | None, int] = {}
    for each in figures:
        if each.state == StageKind.LOST.value:
            kind = LostKind(each.lost_kind) if each.lost_kind else None
            counts[kind] = counts.get(kind, 0) + int(each.deals)
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0] or "")))


def _lost_own(figures: Sequence[Any]) -> tuple[tuple[LostKind, int, int], ...]:
    """How many deals were lost for each entry of the team's own, the most frequent one first."""
    counts: dict[tuple[str, int], int] = {}
    for each in figures:
        if each.state == StageKind.LOST.value and each.lost_option is not None:
            key = (each.lost_kind, each.lost_option)
            counts[key] = counts.get(key, 0) + int(each.deals)
    found = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return tuple((LostKind(kind), option_no, n) for (kind, option_no), n in found)


def _needs(session: ReadSession, values: dict[str, Any]) -> tuple[str, ...]:
    """What it needs, each once, that of open deals first."""
    texts = (text for text in session.connection.scalars(seen(session, _NEEDS), values) if text)
    return tuple({folded(text): text for text in texts}.values())[:NEEDS]


def _last(session: ReadSession, values: dict[str, Any], there: Sequence[Contact]) -> tuple[LastTouch | None, str]:
    """The latest touch, and the name of whom it was with."""
    row = session.connection.execute(seen(session, _TOUCH), values).first()
    if row is None:
        return None, ""
    who = next((each.name for each in there if each.contact_no == row.contact_no), "")
    return LastTouch(means=Means(row.means), outcome=TouchOutcome(row.outcome), at=row.at), who


def _promised(session: ReadSession, values: dict[str, Any]) -> tuple[tuple[int, date], ...]:
    since = settings.of_workspace(session).calendar.day(session.now) - _PROMISED_LATELY
    rows = session.connection.execute(seen(session, _PROMISED), values | {"since": since})
    return tuple((row.deal_no, row.promised_day) for row in rows)


def _also(session: ReadSession, values: dict[str, Any]) -> tuple[tuple[int, str], ...]:
    rows = session.connection.execute(seen(session, _ALSO), values)
    return tuple((row.deal_no, row.text) for row in rows if row.text)


def _problems(session: ReadSession, values: dict[str, Any]) -> tuple[CustomerProblem, ...]:
    rows = session.connection.execute(seen(session, _PROBLEMS), values)
    return tuple(CustomerProblem(row.deal_no, row.text, row.at) for row in rows if row.text)


def _deals(session: ReadSession, values: dict[str, Any], start: int, total: int) -> Lines:
    start = start if start < total else 0
    rows = list(session.connection.execute(seen(session, _DEALS), values | {"start": start}))
    return Lines(total, lines(session, rows), start)
