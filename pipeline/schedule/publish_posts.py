"""Publishes recurring posts that are due: one commit saves the forecast and puts its post into the outbox.

With a Monday post go what is due by then to single people: spring cleanings, and to a lead the unanswered reminders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from pipeline.forecast import month_end, report, snapshot
from pipeline.forecast.figures import Figures
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import outbox
from pipeline.messages.due_notices import MondayPost, MonthPost, PostSkipped
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members, settings
from pipeline.people.access import who_can
from pipeline.people.events import Role
from pipeline.pipelines import pipelines
from pipeline.schedule import post_calendar
from pipeline.schedule.post_calendar import MONTH, PostDay
from pipeline.schedule.send_reminders import PATIENCE
from pipeline.schedule.spring_cleaning import cleanings_due
from pipeline.schedule.unanswered import unanswered_reminders
from pipeline.storage.engine import Deadline
from pipeline.storage.schema import Moment, post

_NOW = bindparam("now", type_=Moment())
_POST_CLAIM = (
    select(post)
    .where(post.c.workspace_no == bindparam("w"), post.c.kind == bindparam("kind"))
    .where(post.c.pipeline_no == bindparam("pipeline"), post.c.next_at <= _NOW)
    .with_for_update(skip_locked=True)
)
_POST_READ = select(post).where(
    post.c.workspace_no == bindparam("w"), post.c.kind == bindparam("kind"), post.c.pipeline_no == bindparam("pipeline")
)


@dataclass(frozen=True, slots=True)
class DuePost:
    """A post that is due, computed before the commit that publishes it.

    `figures` is None when it is too late for the post to be useful. `rules_no` is the version of the settings by which
    it was prepared: if that has changed at the commit, the post is not published. `ended` has what was won in the month
    that ended, where the post tells of that.
    """

    row: Any
    rules_no: int
    occasion: PostDay
    following: PostDay
    key: str
    figures: Figures | None
    ended: Figures | None
    messages: tuple[OutboxMessage, ...]


def prepare(ledger: Ledger, workspace_no: int, kind: str, pipeline_no: int, now: datetime) -> DuePost:
    """Compute the newest occasion that is due, in a reading transaction.

    There are no messages if the workspace's calendar has moved the occasion to a later time, or if no channel is set.
    """
    with ledger.storage.read() as connection:
        session = ledger.session_on(connection, By(workspace_no, None, Via.SYSTEM), now)
        calendar = settings.of_workspace(session).calendar
        row = connection.execute(_POST_READ, {"w": workspace_no, "kind": kind, "pipeline": pipeline_no}).one()
        occasion = post_calendar.latest(calendar, row.nominal, now, row.local_time, kind)
        key = f"{kind}:{pipeline_no}:{occasion.nominal.isoformat()}"
        if occasion.at > now:
            return DuePost(row, session.rules_no, occasion, occasion, key, None, None, ())
        following = post_calendar.following(calendar, occasion, row.local_time, kind)
        made, ended, messages = _made(session, row, occasion, key)
    return DuePost(row, session.rules_no, occasion, following, key, made, ended, messages)


_Made = tuple[Figures | None, Figures | None, tuple[OutboxMessage, ...]]


def _made(session: ReadSession, row: Any, occasion: PostDay, key: str) -> _Made:
    """The figures of a post that is due, and what is said with it: the post, or that it comes too late."""
    current, now, kind = settings.of_workspace(session), session.now, row.kind
    place = current.place(row.pipeline_no)
    is_archived = pipelines.of_workspace(session).by_no(row.pipeline_no).is_retired
    if place is None or is_archived or post_calendar.is_left_out(current.calendar, kind, occasion):
        return None, None, ()
    if now - occasion.at > post_calendar.USEFUL_FOR:
        return None, None, _skipped(session, row.pipeline_no, kind, occasion, key)
    made = report.compute(session, row.pipeline_no, now)
    month = post_calendar.month_before_first_post(current.calendar, kind, occasion)
    ended = month_end.compute(session, made, month) if month is not None else None
    if kind == MONTH:
        stated = MonthPost(statement=key, pipeline=row.pipeline_no)
        return made, ended, (OutboxMessage(key, Lane.POSTS, stated, now, to_place=place),)
    monday = OutboxMessage(key, Lane.POSTS, MondayPost(statement=key, pipeline=row.pipeline_no), now, to_place=place)
    unanswered = unanswered_reminders(session, row.pipeline_no, row.nominal, occasion)
    return made, ended, (monday, *cleanings_due(session), *unanswered)


def _skipped(
    session: ReadSession, pipeline_no: int, kind: str, occasion: PostDay, key: str
) -> tuple[OutboxMessage, ...]:
    """What says that a post comes too late: the forecast of a Monday, the end of a month, or the two of one post."""
    told = _whom_to_tell(session.connection, session.by.workspace_no, pipeline_no)
    if told is None:
        return ()
    month = post_calendar.month_ended(settings.of_workspace(session).calendar, kind, occasion)
    skipped = [] if kind == MONTH else [(key, PostSkipped(occasion.nominal))]
    if month is not None:
        skipped.append((key if kind == MONTH else f"{key}:month", PostSkipped(occasion.nominal, month=month)))
    return tuple(OutboxMessage(of, Lane.POSTS, each, session.now, to_member=told) for of, each in skipped)


def _whom_to_tell(connection: Connection, workspace_no: int, pipeline_no: int) -> int | None:
    """Who is told that a post was skipped: the lead while their account is active, else an admin; None if nobody is."""
    lead = members.lead(connection, workspace_no, pipeline_no)
    profile = members.profile_of(connection, workspace_no, lead) if lead is not None else None
    if lead is not None and (profile is None or profile.active):
        return lead
    return who_can(connection, workspace_no, Role.ADMIN)


def _rules_no(ledger: Ledger, connection: Connection, workspace_no: int) -> int:
    return ledger.session_on(connection, By(workspace_no, None, Via.SYSTEM), ledger.clock.now()).rules_no


def publish(ledger: Ledger, workspace_no: int, kind: str, pipeline_no: int, now: datetime) -> None:
    """Publish the newest occasion that is due, once: save its forecast and add its message to the outbox in one commit.

    Nothing happens if another process has published it or the settings have changed meanwhile. Raises Busy.
    """
    due = prepare(ledger, workspace_no, kind, pipeline_no, now)
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        values = {"w": workspace_no, "kind": kind, "pipeline": pipeline_no, "now": now}
        claimed = connection.execute(_POST_CLAIM, values).first()
        rules_no = _rules_no(ledger, connection, workspace_no)
        if claimed is None or (claimed.nominal, rules_no) != (due.row.nominal, due.rules_no):
            return
        if due.figures is not None:
            snapshot.save(connection, workspace_no, due.key, due.figures, due.ended)
        outbox.add(connection, workspace_no, due.messages, now)
        connection.execute(
            update(post)
            .where(post.c.workspace_no == workspace_no, post.c.kind == kind, post.c.pipeline_no == pipeline_no)
            .values(next_at=due.following.at, nominal=due.following.nominal)
        )
