"""Posting: a recurring post that is due is computed, and stated with its receipts in the commit that has it said."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from pipeline.ledger.events import Via
from pipeline.ledger.work import By, Ledger, Look, rules_no_of
from pipeline.messages import outbox
from pipeline.messages.notices import Says
from pipeline.messages.outbox import Lane, Saying
from pipeline.people import members, settings
from pipeline.queries import monday
from pipeline.schedule import posts
from pipeline.schedule.reminding import PATIENCE
from pipeline.storage.engine import Deadline
from pipeline.storage.schema import Moment, post

_NOW = bindparam("now", type_=Moment())
_POST = (
    select(post)
    .where(post.c.workspace_no == bindparam("w"), post.c.kind == bindparam("kind"))
    .where(post.c.pipeline_no == bindparam("pipeline"), post.c.next_at <= _NOW)
    .with_for_update(skip_locked=True)
)
_POST_LOOK = select(post).where(
    post.c.workspace_no == bindparam("w"), post.c.kind == bindparam("kind"), post.c.pipeline_no == bindparam("pipeline")
)


def make_good(ledger: Ledger, workspace_no: int, kind: str, pipeline_no: int, now: datetime) -> None:
    """Make the newest occasion that is due good, once: figures on the read engine, then all in one commit."""
    with ledger.storage.snapshot() as connection:
        by = By(workspace_no, None, Via.SYSTEM)
        look = Look(ledger, connection, by, rules_no_of(connection, workspace_no), now)
        now_set = settings.of_workspace(look)
        row = connection.execute(_POST_LOOK, {"w": workspace_no, "kind": kind, "pipeline": pipeline_no}).one()
        occasion = posts.latest(now_set.calendar, row.nominal, now, row.local_time)
        place = now_set.place(pipeline_no)
        is_useful = now - occasion.at <= posts.USEFUL
        made = monday.compute(look, pipeline_no, now) if is_useful and place is not None else None
        lead = members.lead(connection, workspace_no, pipeline_no)
    following = posts.on(now_set.calendar, occasion.nominal + timedelta(days=7), row.local_time)
    key = f"{kind}:{pipeline_no}:{occasion.nominal.isoformat()}"
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        values = {"w": workspace_no, "kind": kind, "pipeline": pipeline_no, "now": now}
        claimed = connection.execute(_POST, values).first()
        if claimed is None or claimed.nominal != row.nominal:
            return
        sayings: list[Saying] = []
        if made is not None:
            monday.state(connection, workspace_no, key, made)
            stated = {"statement": key, "pipeline": pipeline_no}
            sayings.append(Saying(key, Lane.POSTS, Says.MONDAY, now, stated, to_place=place))
        elif lead is not None and place is not None:
            sayings.append(Saying(key, Lane.POSTS, Says.SKIPPED, now, {"day": occasion.nominal}, to_member=lead))
        outbox.say(connection, workspace_no, sayings, now)
        connection.execute(
            update(post)
            .where(post.c.workspace_no == workspace_no, post.c.kind == kind, post.c.pipeline_no == pipeline_no)
            .values(next_at=following.at, nominal=following.nominal)
        )
