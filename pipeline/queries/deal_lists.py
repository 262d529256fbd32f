"""Lists of deals as one viewer sees them: the viewer's own (`/deal mine`) and the stuck ones (`/deal stuck`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, or_, select

from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal, deal_watch
from pipeline.deals.turn import is_stuck, reacted_in_stay, stands_since
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.absence import stood_in_for
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.lateness import Lateness
from pipeline.queries.names import StageLabel, member_names, named_deals, stage_labels
from pipeline.queries.turns import TurnNow, turn_now
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage.schema import Moment

LIMIT = 20  # how many deals one list shows; the others are only counted


@dataclass(frozen=True, slots=True)
class DealLine:
    """One deal in a list. `step` is the number of the next step's text, `owner` a member number.

    `shows_lateness`: the viewer may know how long it has been in its stage, and what is overdue.
    """

    deal_no: int
    customer: str
    name: str
    stage: StageLabel
    amount: Money | None
    days: int  # business days that the deal stands still
    is_stuck: bool
    step: int | None
    step_day: date | None
    owner: int
    owner_name: str
    stay: int
    state: StageKind
    reacted: bool = False  # the days count from the customer's last reaction, not from entering the stage
    turn: TurnNow | None = None  # None where the deal is not the viewer's own
    shows_lateness: bool = True

    @property
    def is_open(self) -> bool:
        """Whether the deal is neither won nor lost."""
        return self.state is StageKind.OPEN


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of a list: of its `total` deals those from `start` on, LIMIT at most.

    `of_all` says that the list is of the whole team and not of the viewer alone. `sums` is what all deals of the list
    are worth, one amount per currency; it is empty in lists that do not show it.
    `is_cut` says that there are more than `total`: so many were found, and no more were looked for.
    """

    total: int
    lines: tuple[DealLine, ...]
    start: int = 0
    of_all: bool = False
    sums: tuple[Money, ...] = ()
    is_cut: bool = False


def amount_of(deal: DealState) -> Money | None:
    """The deal's amount as money, or None if it has none."""
    return Money(deal.amount, deal.currency) if deal.amount is not None else None


def line_maker(session: ReadSession) -> Callable[[Any, dict[int, str]], DealLine]:
    """A function that makes a line from a row of `named_deals` and the owners' names by member number."""
    labels = stage_labels(session)
    calendar, lateness = settings.of_workspace(session).calendar, Lateness(session)

    def make(row: Any, owners: dict[int, str]) -> DealLine:
        state = deal_from_row(row)
        return DealLine(
            deal_no=state.deal_no,
            customer=row.customer or "",
            name=row.deal_name or "",
            stage=labels[state.stage_no],
            amount=amount_of(state),
            days=calendar.business_days(stands_since(state), session.now),
            is_stuck=is_stuck(state, stages_.limit_of(session, state.stage_no), calendar, session.now),
            step=state.step,
            step_day=state.step_day,
            owner=state.owner,
            owner_name=owners.get(state.owner, ""),
            stay=state.stay,
            state=state.state,
            reacted=reacted_in_stay(state),
            turn=turn_now(state, calendar, session.now) if state.owner == session.by.member_no else None,
            shows_lateness=lateness.is_seen(state.owner, state.pipeline_no),
        )

    return make


def lines(session: ReadSession, rows: list[Any]) -> tuple[DealLine, ...]:
    """The lines of these rows of `named_deals`, in their order."""
    owners = member_names(session.connection, session.by.workspace_no, {row.owner for row in rows})
    make = line_maker(session)
    return tuple(make(row, owners) for row in rows)


def deal_columns() -> list[Any]:
    """The columns of a deal to ask `named_deals` for: all but the ones that it adds itself."""
    return [column for column in deal.c if column.name not in ("deal_no", "name")] + [deal.c.name]


# The most valuable first, one currency after the other, as their amounts do not compare; the workspace's comes first.
BY_WORTH = (
    deal.c.amount.is_(None),
    deal.c.currency != bindparam("home"),
    deal.c.currency,
    deal.c.amount.desc(),
    deal.c.deal_no,
)
_OPEN_DEALS = named_deals(*deal_columns()).where(deal.c.state == StageKind.OPEN.value)
_OF_OWNER = (
    named_deals(*deal_columns())
    .where(deal.c.state == bindparam("state"), deal.c.owner == bindparam("owner"))
    .limit(LIMIT)
    .offset(bindparam("start"))
)
_OPEN_OF_OWNER = _OF_OWNER.order_by(deal.c.stage_no.desc(), *BY_WORTH)
_CLOSED_OF_OWNER = _OF_OWNER.order_by(deal.c.stay_at.desc(), deal.c.deal_no.desc())
_SUMS_OF_OWNER = (
    select(deal.c.currency, func.count().label("deals"), func.sum(deal.c.amount).label("sum"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.owner == bindparam("owner"))
    .where(deal.c.state == bindparam("state"))
    .group_by(deal.c.currency)
)
_ANY_OF_OWNER = (
    select(deal.c.deal_no).where(deal.c.workspace_no == bindparam("w"), deal.c.owner == bindparam("owner")).limit(1)
)
IS_WATCHED_STUCK = and_(
    deal_watch.c.workspace_no == deal.c.workspace_no,
    deal_watch.c.deal_no == deal.c.deal_no,
    deal_watch.c.stay == deal.c.stay,
    deal_watch.c.stuck_at <= bindparam("now", type_=Moment()),
    or_(deal.c.last_in.is_(None), deal.c.last_in < deal_watch.c.stuck_at),
    or_(deal.c.step_day.is_(None), deal.c.step_day < bindparam("today", type_=Date())),
)
"""The deal is stuck at `now`, on the day `today`. A reaction or a step of this minute counts before the tick saw it."""
_STUCK = _OPEN_DEALS.join(deal_watch, IS_WATCHED_STUCK).order_by(*BY_WORTH).limit(LIMIT).offset(bindparam("start"))
_COUNT_STUCK = (
    select(func.count())
    .select_from(deal.join(deal_watch, IS_WATCHED_STUCK))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.state == StageKind.OPEN.value)
)


def mine(session: ReadSession, *, owner: int | None = None, state: StageKind = StageKind.OPEN, start: int = 0) -> Lines:
    """The open deals of a member from `start` on, the viewer's own without one, and what all of them are worth.

    Those in the latest stage come first, and of those the most valuable. With another `state` they are the closed ones,
    the newest first.
    """
    who = require(session.connection, session.by, Act.SEE)
    values: dict[str, Any] = {"w": session.by.workspace_no, "owner": owner or who.member_no, "state": state.value}
    counted = list(session.connection.execute(seen(session, _SUMS_OF_OWNER), values))
    sums = [Money(int(row.sum), row.currency) for row in counted if row.sum is not None]
    values |= {"start": start, "home": settings.of_workspace(session).currency}
    rows = _OPEN_OF_OWNER if state is StageKind.OPEN else _CLOSED_OF_OWNER
    return Lines(
        total=sum(row.deals for row in counted),
        lines=lines(session, list(session.connection.execute(seen(session, rows), values))),
        start=start,
        sums=tuple(home_currency_first(session, sums, lambda each: each.currency)),
    )


def has_had_deals(session: ReadSession) -> bool:
    """Whether the viewer owns a deal, open or closed."""
    values = {"w": session.by.workspace_no, "owner": session.by.member_no}
    return session.connection.execute(_ANY_OF_OWNER, values).first() is not None


def stuck_now(session: ReadSession) -> dict[str, Any]:
    """The values of IS_WATCHED_STUCK at the session's moment."""
    return {"now": session.now, "today": settings.of_workspace(session).calendar.day(session.now)}


def stuck(session: ReadSession, *, owner: int | None = None, start: int = 0) -> Lines:
    """The stuck deals from `start` on, the most valuable first.

    A lead gets those of the pipelines that they lead, of one `owner` where that is given. Anybody else gets their own
    and those of whom they stand in for: lateness is nobody else's.
    """
    who = require(session.connection, session.by, Act.SEE)
    of_all = owner is None and bool(who.leads)
    values = {"w": session.by.workspace_no} | stuck_now(session)
    rows, count = _STUCK, _COUNT_STUCK
    if not of_all:
        rows, count = _STUCK_OF, _COUNT_STUCK_OF
        is_one = owner is not None and bool(who.leads)
        values["owners"] = [owner] if is_one else [who.member_no, *stood_in_for(session, who.member_no)]
    if who.leads and not who.leads >= set(stages_.of_workspace(session).pipelines):
        led = or_(deal.c.pipeline_no.in_(sorted(who.leads)), deal.c.owner == who.member_no)
        rows, count = rows.where(led), count.where(led)
    total = session.connection.execute(seen(session, count), values).scalar_one()
    values |= {"start": start, "home": settings.of_workspace(session).currency}
    return Lines(total, lines(session, list(session.connection.execute(seen(session, rows), values))), start, of_all)


_IS_OF_OWNERS = deal.c.owner.in_(bindparam("owners", expanding=True))
_STUCK_OF = _STUCK.where(_IS_OF_OWNERS)
_COUNT_STUCK_OF = _COUNT_STUCK.where(_IS_OF_OWNERS)
