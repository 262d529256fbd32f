"""The tick: turns what is due by now into rows of the outbox. Its cost grows with what is due, not with all deals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection, bindparam, exists, func, select

from pipeline import errors
from pipeline.deals.tables import deal_due, deal_watch
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import inbox, old_messages
from pipeline.messages.outbox import OutboxMessage
from pipeline.people import settings
from pipeline.schedule.ask_about_deals import ask
from pipeline.schedule.post_calendar import MONDAY, MONTH, start_posts
from pipeline.schedule.publish_posts import prepare, publish
from pipeline.schedule.send_reminders import PATIENCE, Preview, remind
from pipeline.storage.engine import Deadline
from pipeline.storage.schema import Moment, post
from pipeline.storage.schema import outbox as outbox_table

log = structlog.get_logger()

# These questions are about all workspaces at once.
_NOW = bindparam("now", type_=Moment())
_WORKSPACES_DUE = select(deal_watch.c.workspace_no).where(deal_watch.c.due_at <= _NOW).distinct().limit(1000)
_WORKSPACES_ASKED = select(deal_due.c.workspace_no).where(deal_due.c.due_at <= _NOW).distinct().limit(1000)
_POSTS_DUE = select(post).where(post.c.next_at <= _NOW).order_by(post.c.next_at).limit(1000)
_month_post = post.alias("month_post")
_WITHOUT_MONTH_POST = (
    select(post.c.workspace_no, post.c.pipeline_no)
    .where(post.c.kind == MONDAY)
    .where(
        ~exists().where(
            _month_post.c.workspace_no == post.c.workspace_no,
            _month_post.c.kind == MONTH,
            _month_post.c.pipeline_no == post.c.pipeline_no,
        )
    )
    .limit(1000)
)
_NEXT_LOOK = select(func.min(deal_watch.c.due_at)).where(deal_watch.c.due_at > _NOW)
_NEXT_QUESTION = select(func.min(deal_due.c.due_at)).where(deal_due.c.due_at > _NOW)
_NEXT_POST = select(func.min(post.c.next_at)).where(post.c.next_at > _NOW)
_NEXT_MESSAGE = select(func.min(outbox_table.c.due_at)).where(
    outbox_table.c.due_at > _NOW, outbox_table.c.state == "waiting"
)


def tick(ledger: Ledger) -> None:
    """Put the reminders and posts that are due by the ledger's clock into the outbox, and delete rows that are too old.

    Raises Busy if the database did not take all of it; the next tick does the rest.
    """
    now = ledger.clock.now()
    workspaces, asked, due = _due(ledger, now)
    busy: list[errors.Busy] = []
    for workspace_no, pipeline_no in _without_month_post(ledger):
        _isolated(busy, workspace_no, MONTH, lambda w, of=pipeline_no: _start_posts(ledger, w, of, now))
    for workspace_no in workspaces:
        _isolated(busy, workspace_no, "reminders", lambda w: remind(ledger, w, now))
    for workspace_no in asked:
        _isolated(busy, workspace_no, "questions", lambda w: ask(ledger, w, now))
    for workspace_no, kind, pipeline_no in due:
        _isolated(busy, workspace_no, kind, lambda w, of=(kind, pipeline_no): publish(ledger, w, *of, now))
    if busy:
        ledger.on_commit()
        raise busy[0]
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        inbox.delete_old(connection, now)
        old_messages.delete_old(connection, now)
    ledger.on_commit()


def preview(ledger: Ledger) -> list[tuple[int, OutboxMessage]]:
    """The messages that a tick would send now by the ledger's clock, each with its workspace. Nothing is written."""
    now = ledger.clock.now()
    workspaces, asked, due = _due(ledger, now)
    found: list[tuple[int, OutboxMessage]] = []
    for workspace_no, make in [*((w, remind) for w in workspaces), *((w, ask) for w in asked)]:
        try:
            make(ledger, workspace_no, now, keep=False)
        except Preview as foreseen:
            found.extend((workspace_no, each) for each in foreseen.messages)
    for workspace_no, kind, pipeline_no in due:
        found.extend((workspace_no, each) for each in prepare(ledger, workspace_no, kind, pipeline_no, now).messages)
    return found


def _due(ledger: Ledger, now: datetime) -> tuple[list[int], list[int], list[tuple[int, str, int]]]:
    """The workspaces with deals to look at, those with deals to ask about, and the posts: workspace, kind, pipeline."""
    with ledger.storage.read() as connection:
        workspaces = list(connection.scalars(_WORKSPACES_DUE, {"now": now}))
        posts_due = connection.execute(_POSTS_DUE, {"now": now})
        asked = list(connection.scalars(_WORKSPACES_ASKED, {"now": now}))
        return workspaces, asked, [(row.workspace_no, row.kind, row.pipeline_no) for row in posts_due]


def _without_month_post(ledger: Ledger) -> list[tuple[int, int]]:
    """The pipelines that were set up before there were posts at the end of a month: workspace and pipeline."""
    with ledger.storage.read() as connection:
        return [(row.workspace_no, row.pipeline_no) for row in connection.execute(_WITHOUT_MONTH_POST)]


def _start_posts(ledger: Ledger, workspace_no: int, pipeline_no: int, now: datetime) -> None:
    """Add the posts that a pipeline lacks."""
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        session = ledger.session_on(connection, By(workspace_no, None, Via.SYSTEM), now)
        start_posts(connection, workspace_no, pipeline_no, settings.of_workspace(session).calendar, now)


def _isolated(busy: list[errors.Busy], workspace_no: int, what: str, do: Callable[[int], None]) -> None:
    """Do one workspace's part without letting its failure stop the others: log a mistake, collect a Busy."""
    try:
        do(workspace_no)
    except errors.Busy as refused:
        busy.append(refused)
    except Exception:
        log.exception("tick_failed", workspace=workspace_no, what=what)


def next_due(connection: Connection, after: datetime) -> datetime | None:
    """The next moment after `after` at which a tick or the sender has something to do; None if there is none."""
    moments: list[datetime] = []
    for question in (_NEXT_LOOK, _NEXT_QUESTION, _NEXT_POST, _NEXT_MESSAGE):
        moment = connection.scalar(question, {"now": after})
        if moment is not None:
            moments.append(moment)
    return min(moments, default=None)
