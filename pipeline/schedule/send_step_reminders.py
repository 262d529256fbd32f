"""Makes the messages about next steps that are due: one before a step's hour, one with the steps of a morning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from pipeline.calendars import Calendar
from pipeline.deals.events import DEAL, StepSet
from pipeline.deals.projection import DealState
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import occasions
from pipeline.messages.due_notices import StepSoon, TodaysSteps
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import settings
from pipeline.people.members import Profile
from pipeline.schedule.step_reminders import Occasion, StepVerdict, judge_step
from pipeline.storage import schema

_LAST_SET = (
    select(schema.event.c.subject_no, func.max(schema.event.c.recorded_at).label("set_at"))
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == DEAL)
    .where(schema.event.c.subject_no.in_(bindparam("nos", expanding=True)), schema.event.c.kind == StepSet.kind)
    .group_by(schema.event.c.subject_no)
)
BEFORE_OTHERS = timedelta(milliseconds=1)  # the morning's steps come before the stuck deals of the same minute


@dataclass(frozen=True, slots=True)
class StepReminders:
    """The messages about steps that are due now, and by deal when its step is to be looked at next."""

    messages: tuple[OutboxMessage, ...]
    looks: Mapping[int, datetime]


def remind_of_steps(session: ReadSession, owed: Sequence[tuple[DealState, Profile]], now: datetime) -> StepReminders:
    """Decide about the steps of these deals, each with the person who is reminded of it.

    A step that was set when its occasion had come already is not said for it: whoever set it knows.
    """
    calendar = settings.of_workspace(session).calendar
    judged = [(deal, person, judge_step(deal, calendar, person.zone, now)) for deal, person in owed]
    looks = {deal.deal_no: verdict.look_at for deal, _person, verdict in judged if verdict.look_at is not None}
    due = [each for each in judged if each[2].due is not None]
    set_at = _set_at(session, [deal.deal_no for deal, *_ in due])
    messages: dict[str, OutboxMessage] = {}
    for deal, person, verdict in due:
        if verdict.since is not None and set_at.get(deal.deal_no, verdict.since) <= verdict.since:
            message = _message(deal, person, verdict, Calendar(calendar.country, person.zone), now)
            messages[message.key] = message
    return StepReminders(tuple(messages.values()), looks)


def _message(deal: DealState, person: Profile, verdict: StepVerdict, theirs: Calendar, now: datetime) -> OutboxMessage:
    if verdict.due is Occasion.SOON:
        notice = StepSoon(deal=deal.deal_no, step=deal.step or 0)
        key = occasions.soon_key(deal.deal_no, deal.step or 0)
        return OutboxMessage(key, Lane.POSTS, notice, now - BEFORE_OTHERS, to_member=person.member_no)
    day = theirs.day(now)
    key = occasions.morning_key(person.member_no, day)
    return OutboxMessage(key, Lane.POSTS, TodaysSteps(day), now - BEFORE_OTHERS, to_member=person.member_no)


def _set_at(session: ReadSession, nos: list[int]) -> dict[int, datetime]:
    """When the newest step of each of these deals was set."""
    if not nos:
        return {}
    found = session.connection.execute(_LAST_SET, {"w": session.by.workspace_no, "nos": nos})
    return {row.subject_no: row.set_at for row in found}
