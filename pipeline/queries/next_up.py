"""What a person does next (`/deal next`, the morning message, Home): each deal with its reason, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, case, or_, select

from pipeline.deals.care_steps import IS_CARED_FOR
from pipeline.deals.names import CUSTOMER, NAME, with_names
from pipeline.deals.offer_events import OfferState
from pipeline.deals.offer_versions import BUSINESS_DAYS_BEFORE
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import hidden_from
from pipeline.deals.tables import deal, deal_watch, offer
from pipeline.deals.to_do import NextReason, ToDo, in_order, reason_of
from pipeline.deals.turn import stands_since
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.absence import own_calendar, stood_in_for
from pipeline.people.access import Act, require
from pipeline.queries.deal_lists import amount_of
from pipeline.queries.names import StageLabel, names, stage_labels
from pipeline.stages.events import StageKind
from pipeline.storage.prepared import Read, ReadIn
from pipeline.storage.schema import Moment

MOST = 1000  # deals that are ordered; of a person with more, those with a step come first, then the most valuable
LIMIT = 20  # how many are read with their names; the others are only counted


@dataclass(frozen=True, slots=True)
class NextDeal:
    """A deal that is to be looked at, and why.

    `step` is the text of the next step and `step_no` its number; `minute` is one of the owner's day, None without an
    hour. `replied_at` is when the customer last turned to us or was reached; `was_reached` says that it was us who
    turned to them. `days` are the business days for which it stands still in its stage.
    """

    deal_no: int
    customer: str
    name: str
    amount: Money | None
    stage: StageLabel
    stay: int
    reason: NextReason
    days: int
    step: str = ""
    step_no: int | None = None
    step_day: date | None = None
    minute: int | None = None
    close_day: date | None = None
    offer_until: date | None = None  # the last day of the offer that is out, where that is near or gone
    replied_at: datetime | None = None
    was_reached: bool = False
    is_stood_in: bool = False  # the deal is of somebody for whom the reader stands in


@dataclass(frozen=True, slots=True)
class Coming:
    """The first day after today on which something is to be done, and the deal."""

    day: date
    deal_no: int
    customer: str
    name: str


@dataclass(frozen=True, slots=True)
class NextUp:
    """What is to be done on `day`: of `total` deals those from `start` on, LIMIT at most.

    `coming` is what comes next where nothing is to be done.
    """

    day: date
    total: int
    deals: tuple[NextDeal, ...]
    start: int = 0
    coming: Coming | None = None


_TODAY = bindparam("today", type_=Date())
_WATCH = (
    (deal_watch.c.workspace_no == deal.c.workspace_no)
    & (deal_watch.c.deal_no == deal.c.deal_no)
    & (deal_watch.c.stay == deal.c.stay)
    & (deal_watch.c.stuck_at <= bindparam("now", type_=Moment()))
)
_OFFER = (  # at most one version is out at a time
    (offer.c.workspace_no == deal.c.workspace_no)
    & (offer.c.deal_no == deal.c.deal_no)
    & (offer.c.state == OfferState.SENT.value)
    & (offer.c.valid_until <= bindparam("soon", type_=Date()))
)
_IS_OPEN = deal.c.state == StageKind.OPEN.value
_IS_WON = and_(deal.c.state == StageKind.WON.value, deal.c.delivered_day.is_(None))  # what is still to be delivered
_IS_NOT_LOST = or_(_IS_OPEN, deal.c.state == StageKind.WON.value)
_MAY_BE_NEXT = or_(  # wider than `reason_of`, which decides
    and_(
        _IS_OPEN,
        or_(
            deal.c.step_day <= _TODAY,
            deal.c.last_in.is_not(None),
            deal.c.close_day < _TODAY,
            deal_watch.c.deal_no.is_not(None),
            offer.c.deal_no.is_not(None),
        ),
    ),
    and_(_IS_WON, deal.c.promised_day == _TODAY),
    and_(IS_CARED_FOR, deal.c.step_day <= _TODAY),
)
_OF_OWNERS = ReadIn(
    lambda lists: (
        select(
            deal,
            deal_watch.c.stuck_at,
            IS_CARED_FOR.label("is_cared_for"),
            offer.c.valid_until.label("offer_until"),
        )
        .select_from(deal.outerjoin(deal_watch, _WATCH).outerjoin(offer, _OFFER))
        .where(deal.c.workspace_no == bindparam("w"), deal.c.owner.in_(lists["owners"]))
        .where(_IS_NOT_LOST, _MAY_BE_NEXT)
        .order_by(deal.c.step_day.is_(None), deal.c.step_day.desc(), deal.c.amount.is_(None), deal.c.amount.desc())
        .limit(MOST)
    )
)
_NAMES = ReadIn(
    lambda lists: (
        select(deal.c.deal_no, CUSTOMER, NAME)
        .select_from(with_names(deal))
        .where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(lists["nos"]))
    )
)
_COMING_DAY = case((_IS_WON, deal.c.promised_day), else_=deal.c.step_day)
_COMING = Read(
    select(deal.c.deal_no, deal.c.pipeline_no, _COMING_DAY.label("day"), CUSTOMER, NAME)
    .select_from(with_names(deal))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.owner == bindparam("owner"))
    .where(or_(_IS_OPEN, _IS_WON), _COMING_DAY > _TODAY)
    .order_by(_COMING_DAY, deal.c.step_at.is_(None), deal.c.step_at, deal.c.deal_no)
    .limit(1)
)


def next_up(session: ReadSession, *, start: int = 0, day: date | None = None) -> NextUp:
    """Return what the reader does next with their deals and with those of whom they stand in for, from `start` on.

    It is of `day`, of today in the reader's own zone without one. Raises NotAllowed for who may not see deals.
    """
    who = require(session.connection, session.by, Act.SEE).member_no
    calendar = own_calendar(session, who)
    today = day or calendar.day(session.now)
    owners = [who, *stood_in_for(session, who)]
    values: dict[str, Any] = {"w": session.by.workspace_no, "today": today}
    soon = calendar.day_after(today, BUSINESS_DAYS_BEFORE)
    asked = _OF_OWNERS(session.connection, {**values, "now": session.now, "soon": soon}, {"owners": owners})
    rows = [row for row in asked if row.pipeline_no not in hidden_from(session)]
    until = {row.deal_no: row.offer_until for row in rows}
    judged = [(state, _reason(state, today, row)) for state, row in ((deal_from_row(row), row) for row in rows)]
    todos = [ToDo(state, reason) for state, reason in judged if reason is not None]
    ordered = in_order(todos, settings.of_workspace(session).currency)
    start = start if start < len(ordered) else 0
    shown = _shown(session, ordered[start : start + LIMIT], who, until)
    coming = None if ordered else _coming(session, {**values, "owner": who})
    return NextUp(today, len(ordered), shown, start, coming)


def _reason(state: DealState, today: date, row: Any) -> NextReason | None:
    return reason_of(
        state,
        today,
        is_stuck=row.stuck_at is not None,
        is_cared_for=bool(row.is_cared_for),
        offer_expires=row.offer_until is not None,
    )


def _shown(
    session: ReadSession, todos: Sequence[ToDo], reader: int, until: Mapping[int, date | None]
) -> tuple[NextDeal, ...]:
    """These deals with their names and the texts of their steps."""
    nos = {"nos": [each.deal.deal_no for each in todos]}
    called = {row.deal_no: row for row in _NAMES(session.connection, {"w": session.by.workspace_no}, nos)}
    texts = names(session, words=[each.deal.step for each in todos]).words
    labels, calendar = stage_labels(session), settings.of_workspace(session).calendar
    return tuple(
        NextDeal(
            deal_no=state.deal_no,
            customer=called[state.deal_no].customer or "",
            name=called[state.deal_no].deal_name or "",
            amount=amount_of(state),
            stage=labels[state.stage_no],
            stay=state.stay,
            reason=each.reason,
            days=calendar.business_days(stands_since(state), session.now),
            step=texts.get(state.step or 0, ""),
            step_no=state.step,
            step_day=state.step_day,
            minute=state.step_at,
            close_day=state.close_day,
            offer_until=until.get(state.deal_no),
            replied_at=state.last_in,
            was_reached=state.last_in == state.last_out,
            is_stood_in=state.owner != reader,
        )
        for each in todos
        for state in [each.deal]
    )


def _coming(session: ReadSession, values: dict[str, Any]) -> Coming | None:
    row = _COMING.first(session.connection, values)
    if row is None or row.pipeline_no in hidden_from(session):
        return None
    return Coming(row.day, row.deal_no, row.customer or "", row.deal_name or "")
