"""Recurring posts as rows: due by the workspace's wall clock, on a holiday the next working morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, insert, select

from pipeline.calendars import Calendar
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage.schema import post

MONDAY = "monday"
EIGHT = time(8)
USEFUL = timedelta(hours=40)  # a Monday's forecast is made good until Tuesday night; later it is skipped, and said

_THERE = select(post.c.kind).where(
    post.c.workspace_no == bindparam("w"), post.c.kind == MONDAY, post.c.pipeline_no == bindparam("pipeline")
)


@dataclass(frozen=True, slots=True)
class PostDay:
    """The day a post is for, and the moment it is due: the next working morning where that day is a holiday."""

    nominal: date
    at: datetime


def first(calendar: Calendar, now: datetime) -> PostDay:
    """The next Monday's occasion after now."""
    today = calendar.day(now)
    nominal = today - timedelta(days=today.weekday())
    while (occasion := on(calendar, nominal)).at <= now:
        nominal += timedelta(days=7)
    return occasion


def on(calendar: Calendar, nominal: date, clock_time: time = EIGHT) -> PostDay:
    """The occasion of one nominal day."""
    return PostDay(nominal, calendar.at(calendar.on_or_after(nominal), clock_time))


def latest(calendar: Calendar, nominal: date, now: datetime, clock_time: time = EIGHT) -> PostDay:
    """The newest occasion that is due, of all those missed since `nominal`."""
    occasion = on(calendar, nominal, clock_time)
    while (following := on(calendar, occasion.nominal + timedelta(days=7), clock_time)).at <= now:
        occasion = following
    return occasion


def begin(work: UnitOfWork, pipeline_no: int, calendar: Calendar) -> None:
    """Let the Monday post of a pipeline come from now on, once, by this calendar."""
    values = {"w": work.by.workspace_no, "pipeline": pipeline_no}
    if work.connection.execute(_THERE, values).first() is not None:
        return
    occasion = first(calendar, work.now)
    work.connection.execute(
        insert(post).values(
            workspace_no=work.by.workspace_no,
            kind=MONDAY,
            pipeline_no=pipeline_no,
            weekday=0,
            local_time=EIGHT,
            next_at=occasion.at,
            nominal=occasion.nominal,
        )
    )
