"""The team's week (`/deal team`): what each person of a pipeline has open, and has won this month against the target.

It is for the pipeline's lead. It ranks nobody and counts no touches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, select

from pipeline.deals import targets
from pipeline.deals.tables import deal
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.months import following_month
from pipeline.people import settings
from pipeline.people.settings import home_currency_first
from pipeline.queries.board import IS_OURS
from pipeline.queries.names import member_names
from pipeline.stages.events import StageKind
from pipeline.storage.schema import Moment


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """A person's open deals, those of them that wait for us, and what they won this month; sums have one amount a
    currency.

    `without_step` counts the open deals that have no next step. `target` is what they are to win in the month,
    `target_count` how many deals.
    """

    member_no: int
    name: str
    count: int
    sums: tuple[Money, ...]
    ours: int
    ours_sums: tuple[Money, ...]
    without_step: int
    won_count: int
    won: tuple[Money, ...]
    target: Money | None = None
    target_count: int | None = None


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """The people of a pipeline who have an open deal, a win of the month or a target, in no order."""

    pipeline_no: int
    month: date
    people: tuple[PersonWeek, ...]
    won: tuple[Money, ...]
    won_count: int
    target: Money | None = None
    target_count: int | None = None


_OWNER = (deal.c.owner + literal_column("0")).label("owner")
"""The owner, so that SQLite does not walk all deals of the workspace in the order of their owners."""
_OPEN = (
    select(
        _OWNER,
        deal.c.currency,
        func.count().label("deals"),
        func.sum(deal.c.amount).label("sum"),
        func.sum(IS_OURS).label("ours"),
        func.sum(case((IS_OURS == 1, deal.c.amount))).label("ours_sum"),
        func.sum(case((deal.c.step_day.is_(None), 1), else_=0)).label("without_step"),
    )
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value)
    .group_by(deal.c.owner + literal_column("0"), deal.c.currency)
)
_WON = (
    select(_OWNER, deal.c.currency, func.count().label("deals"), func.sum(deal.c.amount).label("sum"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.WON.value)
    .where(deal.c.stay_at >= bindparam("since", type_=Moment()), deal.c.stay_at < bindparam("until", type_=Moment()))
    .group_by(deal.c.owner + literal_column("0"), deal.c.currency)
)


def team(session: ReadSession, pipeline_no: int | None = None) -> TeamWeek:
    """Return the week of the team of a pipeline, the first one that the actor leads unless one is named.

    Raises NoSuchPipeline, and OnlyLeadSees for anybody else than its lead.
    """
    pipeline = targets.led_pipeline(session, pipeline_no)
    month = targets.this_month(session)
    today = settings.of_workspace(session).calendar.day(session.now)
    values = {"w": session.by.workspace_no, "pipeline": pipeline, "today": today}
    opened = list(session.connection.execute(_OPEN, values))
    since, until = bounds_of(session, month)
    won = list(session.connection.execute(_WON, values | {"since": since, "until": until}))
    set_ = targets.of_month(session, pipeline, month)
    there = {row.owner for row in (*opened, *won)} | {no for no in set_ if no != targets.TEAM}
    called = member_names(session.connection, session.by.workspace_no, there)

    def person(no: int) -> PersonWeek:
        theirs, wins = _of(no, opened), _of(no, won)
        return PersonWeek(
            member_no=no,
            name=called.get(no, ""),
            count=_total(theirs, "deals"),
            sums=_sums(session, theirs, "sum"),
            ours=_total(theirs, "ours"),
            ours_sums=_sums(session, theirs, "ours_sum"),
            without_step=_total(theirs, "without_step"),
            won_count=_total(wins, "deals"),
            won=_sums(session, wins, "sum"),
            target=set_[no].amount if no in set_ else None,
            target_count=set_[no].count if no in set_ else None,
        )

    of_team = set_.get(targets.TEAM)
    people = tuple(person(no) for no in sorted(there))
    aim = (of_team.amount, of_team.count) if of_team is not None else (None, None)
    return TeamWeek(pipeline, month, people, _sums(session, won, "sum"), _total(won, "deals"), *aim)


def won_in_month(session: ReadSession, pipeline_no: int, month: date) -> tuple[tuple[Money, ...], int]:
    """Return what the team of a pipeline has won in a month, one amount per currency, and how many deals that were."""
    since, until = bounds_of(session, month)
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no, "since": since, "until": until}
    rows = list(session.connection.execute(_WON, values))
    return _sums(session, rows, "sum"), _total(rows, "deals")


def bounds_of(session: ReadSession, month: date) -> tuple[datetime, datetime]:
    """Return when a month begins in the workspace's zone, and when the next one does."""
    calendar, following = settings.of_workspace(session).calendar, following_month(month)
    return calendar.at(month, time(0)), calendar.at(following, time(0))


def _of(member_no: int, rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.owner == member_no]


def _total(rows: Iterable[Any], name: str) -> int:
    return sum(int(getattr(row, name) or 0) for row in rows)


def _sums(session: ReadSession, rows: Iterable[Any], name: str) -> tuple[Money, ...]:
    """The sums of these rows, one amount per currency, the workspace's first."""
    found: dict[str, int] = {}
    for row in rows:
        if getattr(row, name) is not None:
            found[row.currency] = found.get(row.currency, 0) + int(getattr(row, name))
    amounts = [Money(minor, currency) for currency, minor in found.items()]
    return tuple(home_currency_first(session, amounts, lambda each: each.currency))
