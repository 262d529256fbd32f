"""When recurring posts are due, by the workspace's local time; after a holiday, on the next business morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, insert, select

from pipeline.calendars import Calendar
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage.schema import post

MONDAY = "monday"
EIGHT = time(8)
USEFUL_FOR = timedelta(hours=40)  # a missed Monday post is sent until Tuesday night; after that it is skipped

_THERE = select(post.c.kind).where(
    post.c.workspace_no == bindparam("w"), post.c.kind == MONDAY, post.c.pipeline_no == bindparam("pipeline")
)


@dataclass(frozen=True, slots=True)
class PostDay:
    """The day that a post is for, and the moment at which it is due: later, if that day is no business day."""

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
    """The occasion of a post that is for the day `nominal`."""
    return PostDay(nominal, calendar.at(calendar.on_or_after(nominal), clock_time))


def latest(calendar: Calendar, nominal: date, now: datetime, clock_time: time = EIGHT) -> PostDay:
    """The newest of the weekly occasions since `nominal` that is due; that of `nominal` itself if none is due yet."""
    occasion = on(calendar, nominal, clock_time)
    while (following := on(calendar, occasion.nominal + timedelta(days=7), clock_time)).at <= now:
        occasion = following
    return occasion


def start_monday_post(work: UnitOfWork, pipeline_no: int, calendar: Calendar) -> None:
    """Add the Monday post of a pipeline, from the next occasion on, unless the pipeline has it already."""
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
