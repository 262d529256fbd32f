"""On Mondays, where the team switched it on: tells a lead which last reminders nobody answered, each stay once.

Only deals whose owner was told so in that reminder are named. A lead's own deals are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, exists, select

from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.tables import deal, deal_watch
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import outbox
from pipeline.messages.due_notices import StuckReminder, UnansweredReminders
from pipeline.messages.occasions import MOST_IN_A_STAY, stuck_key, unanswered_key
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members, settings
from pipeline.schedule.post_calendar import PostDay
from pipeline.schedule.reminders import MIDNIGHT, clock_at, quiet_until
from pipeline.stages.events import StageKind
from pipeline.storage.schema import Moment, event

_WEEK = timedelta(days=7)

_REMINDED_LAST = (
    select(deal)
    .join(deal_watch, (deal_watch.c.workspace_no == deal.c.workspace_no) & (deal_watch.c.deal_no == deal.c.deal_no))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value, deal_watch.c.stuck_at.is_not(None))
    .where(deal_watch.c.stay == deal.c.stay, deal_watch.c.said >= MOST_IN_A_STAY)
    .where(deal_watch.c.said_at >= bindparam("since", type_=Moment()))
    .where(deal_watch.c.said_at < bindparam("until", type_=Moment()))
    .where(  # whatever was done with the deal since is an answer
        ~exists().where(
            event.c.workspace_no == deal.c.workspace_no,
            event.c.subject == DEAL,
            event.c.subject_no == deal.c.deal_no,
            event.c.recorded_at > deal_watch.c.said_at,
        )
    )
    .order_by(deal.c.deal_no)
)


def unanswered_reminders(
    session: ReadSession, pipeline_no: int, from_monday: date, occasion: PostDay
) -> tuple[OutboxMessage, ...]:
    """The messages to the leads of a pipeline that go with the Monday post of `occasion`; none where it is off.

    They name the deals whose last reminder was sent in the weeks before that day, from the week before `from_monday`
    on, which is the oldest Monday that had no post yet.
    """
    current = settings.of_workspace(session)
    if not current.tells_unanswered:
        return ()
    calendar = current.calendar
    since = calendar.at(calendar.on_or_after(from_monday - _WEEK), MIDNIGHT)
    until = calendar.at(calendar.day(occasion.at), MIDNIGHT)
    deals = [each for each in _reminded_last(session, pipeline_no, (since, until)) if _is_unanswered(session, each)]
    return tuple(_to_lead(session, pipeline_no, occasion, deals))


def _reminded_last(session: ReadSession, pipeline_no: int, between: tuple[datetime, datetime]) -> list[DealState]:
    """The stuck deals whose last reminder of this stay was sent in that time, and of which nothing was told since."""
    since, until = between
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no, "since": since, "until": until}
    return [deal_from_row(row) for row in session.connection.execute(_REMINDED_LAST, values)]


def _is_unanswered(session: ReadSession, state: DealState) -> bool:
    """Whether nothing silences the deal's reminders now, and the last one said that the lead sees this."""
    quiet = quiet_until(state, settings.of_workspace(session).calendar)
    if quiet is not None and quiet > session.now:
        return False
    key = stuck_key(state.deal_no, state.stay, MOST_IN_A_STAY)
    said = outbox.notice_of(session.connection, session.by.workspace_no, key)
    return isinstance(said, StuckReminder) and bool(said.tells_lead)


def _to_lead(
    session: ReadSession, pipeline_no: int, occasion: PostDay, deals: Sequence[DealState]
) -> Iterator[OutboxMessage]:
    connection, w = session.connection, session.by.workspace_no
    profiles, calendar = members.profiles(connection, w), settings.of_workspace(session).calendar
    leads = [no for no in members.leads(connection, w, pipeline_no) if no in profiles and profiles[no].active]
    wishes = settings.reminders_of(connection, w, leads)
    for no in leads:
        theirs = tuple(each.deal_no for each in deals if each.owner != no)
        if theirs:
            yield OutboxMessage(
                unanswered_key(pipeline_no, no, occasion.nominal),
                Lane.POSTS,
                UnansweredReminders(theirs),
                calendar.next_working_moment(session.now, profiles[no].zone, clock_at(wishes[no].at)),
                to_member=no,
            )
