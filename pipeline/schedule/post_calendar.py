"""When recurring posts are due, by the workspace's local time; after a holiday, on the next business morning.

The post of each Monday is for that day; the post at the end of a month is for the first day of the next one. Where both
would come on one morning, the Monday post tells of the month as well, and the other one is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, bindparam, insert, select

from pipeline.calendars import Calendar
from pipeline.months import following_month, month_before
from pipeline.storage.schema import post

MONDAY = "monday"
MONTH = "month"  # on the first business day of a month
NO_WEEKDAY = -1  # what is stored of a post that comes on no fixed day of the week
EIGHT = time(8)
USEFUL_FOR = timedelta(hours=40)  # a missed Monday post is sent until Tuesday night; after that it is skipped
_WEEK = timedelta(days=7)

_THERE = select(post.c.kind).where(
    post.c.workspace_no == bindparam("w"),
    post.c.kind == bindparam("kind"),
    post.c.pipeline_no == bindparam("pipeline"),
)


@dataclass(frozen=True, slots=True)
class PostDay:
    """The day that a post is for, and the moment at which it is due: later, if that day is no business day."""

    nominal: date
    at: datetime


def first(calendar: Calendar, now: datetime, kind: str = MONDAY) -> PostDay:
    """The next occasion after now of a post of this kind."""
    today = calendar.day(now)
    occasion = on(calendar, today.replace(day=1) if kind == MONTH else today - timedelta(days=today.weekday()))
    while occasion.at <= now or is_left_out(calendar, kind, occasion):
        occasion = on(calendar, _next(kind, occasion.nominal))
    return occasion


def on(calendar: Calendar, nominal: date, clock_time: time = EIGHT) -> PostDay:
    """The occasion of a post that is for the day `nominal`."""
    return PostDay(nominal, calendar.at(calendar.on_or_after(nominal), clock_time))


def latest(calendar: Calendar, nominal: date, now: datetime, clock_time: time = EIGHT, kind: str = MONDAY) -> PostDay:
    """The newest of the occasions since `nominal` that is due; that of `nominal` itself if none is due yet."""
    occasion = on(calendar, nominal, clock_time)
    while (later := following(calendar, occasion, clock_time, kind)).at <= now:
        occasion = later
    return occasion


def following(calendar: Calendar, occasion: PostDay, clock_time: time = EIGHT, kind: str = MONDAY) -> PostDay:
    """The occasion after this one; of a month's post, the next that no Monday post takes the place of."""
    later = on(calendar, _next(kind, occasion.nominal), clock_time)
    while is_left_out(calendar, kind, later):
        later = on(calendar, _next(kind, later.nominal), clock_time)
    return later


def _next(kind: str, nominal: date) -> date:
    """The next day that a post of this kind is for."""
    return following_month(nominal) if kind == MONTH else nominal + _WEEK


def is_left_out(calendar: Calendar, kind: str, occasion: PostDay) -> bool:
    """Whether a month's post is left out, since the Monday post comes on the same morning and tells of the month."""
    day = calendar.on_or_after(occasion.nominal)
    return kind == MONTH and calendar.on_or_after(day - timedelta(days=day.weekday())) == day


def month_ended(calendar: Calendar, kind: str, occasion: PostDay) -> date | None:
    """The first day of the month that a post tells the end of; None for a Monday post in the middle of a month."""
    day = calendar.on_or_after(occasion.nominal)
    if kind != MONTH and day != calendar.on_or_after(day.replace(day=1)):
        return None
    return month_before(day)


def month_before_first_post(calendar: Calendar, kind: str, occasion: PostDay) -> date | None:
    """The first day of the month of whose result a post tells: that of the month before, in the first one of a month.

    None for a later Monday post of a month.
    """
    day = calendar.on_or_after(occasion.nominal)
    earlier = calendar.on_or_after(occasion.nominal - _WEEK)
    if kind != MONTH and (earlier.year, earlier.month) == (day.year, day.month):
        return None
    return month_before(day)


def start_posts(connection: Connection, workspace_no: int, pipeline_no: int, calendar: Calendar, now: datetime) -> None:
    """Add the posts that a pipeline lacks, each from its next occasion on."""
    for kind in (MONDAY, MONTH):
        values = {"w": workspace_no, "kind": kind, "pipeline": pipeline_no}
        if connection.execute(_THERE, values).first() is not None:
            continue
        occasion = first(calendar, now, kind)
        connection.execute(
            insert(post).values(
                workspace_no=workspace_no,
                kind=kind,
                pipeline_no=pipeline_no,
                weekday=0 if kind == MONDAY else NO_WEEKDAY,
                local_time=EIGHT,
                next_at=occasion.at,
                nominal=occasion.nominal,
            )
        )
