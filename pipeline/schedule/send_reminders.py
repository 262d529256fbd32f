"""Sends reminders: decides about the deals that are due to be looked at, and puts reminders into the outbox.

A reminder that was asked for is sent on its day. Of stuck deals a person gets a few a day, the most valuable first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.tables import deal, deal_watch
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, ReadSession
from pipeline.messages import outbox
from pipeline.messages.notices import NoticeKind, Value
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members, settings
from pipeline.people.members import Profile
from pipeline.queries.deal_lists import amount_of
from pipeline.schedule import reminders
from pipeline.schedule.reminders import Candidate, Verdict, Watched
from pipeline.stages import stages as stages_
from pipeline.storage.engine import Deadline
from pipeline.storage.schema import Moment
from pipeline.storage.schema import outbox as outbox_table

BATCH = 1000  # the most deals looked at in one transaction
PATIENCE = 30.0  # seconds that the reminders of one workspace may take

_NOW = bindparam("now", type_=Moment())
_WATCHES_DUE = (
    select(deal_watch)
    .where(deal_watch.c.workspace_no == bindparam("w"), deal_watch.c.due_at <= _NOW)
    .order_by(deal_watch.c.due_at, deal_watch.c.deal_no)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_DEALS = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("nos", expanding=True)))
_WATCHED = (
    update(deal_watch)
    .where(deal_watch.c.workspace_no == bindparam("w"), deal_watch.c.deal_no == bindparam("no"))
    .values({name: bindparam(f"new_{name}") for name in ("due_at", "stay", "stuck_at", "said", "said_at")})
)
_SAID_TODAY = (
    select(outbox_table.c.to_member, func.count().label("deals"))
    .where(outbox_table.c.workspace_no == bindparam("w"), outbox_table.c.says == NoticeKind.STUCK.value)
    .where(outbox_table.c.to_member.in_(bindparam("nos", expanding=True)))
    .where(outbox_table.c.said_at >= bindparam("since", type_=Moment()))
    .group_by(outbox_table.c.to_member)
)
_EVER_REMINDED = (
    select(outbox_table.c.to_member)
    .where(outbox_table.c.workspace_no == bindparam("w"), outbox_table.c.says == NoticeKind.STUCK.value)
    .where(outbox_table.c.to_member.in_(bindparam("nos", expanding=True)))
    .distinct()
)


@dataclass(slots=True)
class _Turn:
    """One run over a workspace's due deals: those with a reminder due, the messages to send and the rows to update."""

    session: ReadSession
    now: datetime
    verdicts: dict[int, tuple[DealState, Verdict, Watched]] = field(
        default_factory=dict[int, tuple[DealState, Verdict, Watched]]
    )
    profiles: dict[int, Profile] = field(default_factory=dict[int, Profile])
    messages: list[OutboxMessage] = field(default_factory=list[OutboxMessage])
    updates: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


class Foreseen(Exception):
    """The messages that would be sent; raising it rolls the transaction back."""

    def __init__(self, messages: list[OutboxMessage]) -> None:
        super().__init__()
        self.messages = messages


def remind(ledger: Ledger, workspace_no: int, now: datetime, *, keep: bool = True) -> None:
    """Decide about the workspace's due deals, and add the reminders to the outbox.

    Without `keep` nothing is written, and Foreseen is raised with the messages. Raises Busy.
    """
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        watches = list(connection.execute(_WATCHES_DUE, {"w": workspace_no, "now": now}))
        session = ReadSession(ledger, By(workspace_no, None, Via.SYSTEM), now, lambda: connection)
        turn = _Turn(session, now, profiles=members.profiles(connection, workspace_no))
        _judge(turn, watches)
        _choose(turn)
        if not keep:
            raise Foreseen(turn.messages)
        if turn.updates:
            connection.execute(_WATCHED, turn.updates)
        outbox.say(connection, workspace_no, turn.messages, now)


def _judge(turn: _Turn, watches: Sequence[Any]) -> None:
    session = turn.session
    stages, calendar = stages_.of_workspace(session), settings.of_workspace(session).calendar
    nos = [row.deal_no for row in watches]
    found = session.connection.execute(_DEALS, {"w": session.by.workspace_no, "nos": nos})
    deals = {row.deal_no: deal_from_row(row) for row in found}
    for row in watches:
        state = deals.get(row.deal_no)
        if state is None:
            _watch(turn, row.deal_no, None, Verdict(None, None), Watched())
            continue
        watched = Watched(row.stay, row.said, row.said_at)
        limit = stages.by_no(state.stage_no).limit_days
        verdict = reminders.judge(state, limit, watched, calendar, turn.now)
        if verdict.is_due:
            turn.verdicts[state.deal_no] = (state, verdict, watched)
        else:
            _watch(turn, state.deal_no, state, verdict, watched)


def _choose(turn: _Turn) -> None:
    """For each person, send the most valuable reminders now, and put the others off until the next working morning."""
    session = turn.session
    calendar = settings.of_workspace(session).calendar
    waiting: dict[int, list[Candidate]] = defaultdict(list)
    for state, verdict, watched in turn.verdicts.values():
        recipient = _recipient(turn, state)
        if recipient is None:  # look again each morning: somebody may lead by then, or the owner be back
            morning = reminders.next_morning(calendar, calendar.zone, calendar.day(turn.now))
            _watch(turn, state.deal_no, state, Verdict(verdict.stuck_at, morning), watched)
            continue
        civil = reminders.civil_moment(verdict, calendar, turn.profiles[recipient].zone, turn.now)
        if civil > turn.now:
            _watch(turn, state.deal_no, state, Verdict(verdict.stuck_at, civil), watched)
            continue
        nth = (watched.said if watched.stay == state.stay else 0) + 1
        waiting[recipient].append(Candidate(state.deal_no, state.stay, nth, amount_of(state), verdict.asked))
    if not waiting:
        return
    said = _said_today(turn, list(waiting))
    reminded = _ever_reminded(turn, list(waiting))
    for member_no, candidates in waiting.items():
        _say(turn, member_no, candidates, said.get(member_no, 0), is_first=member_no not in reminded)


def _recipient(turn: _Turn, state: DealState) -> int | None:
    """The deal's owner while their account is active, else the pipeline's lead, else None."""
    owner = turn.profiles.get(state.owner)
    if owner is not None and owner.active:
        return state.owner
    lead = members.lead(turn.session.connection, turn.session.by.workspace_no, state.pipeline_no)
    profile = turn.profiles.get(lead) if lead is not None else None
    return lead if profile is not None and profile.active else None


def _say(turn: _Turn, member_no: int, candidates: list[Candidate], said_today: int, *, is_first: bool) -> None:
    chosen = reminders.choose(candidates, said_today, settings.of_workspace(turn.session).currency)
    first = next((each for each in chosen.said if each.asked is None), None) if is_first else None
    for place, each in enumerate(reversed(chosen.said), start=1):
        turn.messages.append(_saying(turn, member_no, each, place, is_first=each is first))
        _watch_said(turn, each)
    if not chosen.rest:
        return
    calendar = settings.of_workspace(turn.session).calendar
    zone = turn.profiles[member_no].zone
    today = calendar.day(turn.now)
    morning = reminders.next_morning(calendar, zone, today)
    for each in chosen.rest:
        state, verdict, watched = turn.verdicts[each.deal_no]
        _watch(turn, each.deal_no, state, Verdict(verdict.stuck_at, morning), watched)
    turn.messages.append(
        OutboxMessage(
            key=f"rest:{member_no}:{today.isoformat()}",
            lane=Lane.POSTS,
            kind=NoticeKind.MORE_STUCK,
            due_at=turn.now,
            to_member=member_no,
            values={"n": len(chosen.rest)},
        )
    )


def _saying(turn: _Turn, member_no: int, it: Candidate, place: int, *, is_first: bool) -> OutboxMessage:
    """The message of a reminder that is due now.

    `place` counts from the last reminder: each is due a microsecond before the next, so they arrive in order and before
    the message that says how many more there are.
    """
    values: dict[str, Value] = {"deal": it.deal_no, "stay": it.stay}
    if it.asked is not None:
        key, says = f"reminder:{it.deal_no}:{it.stay}:{it.asked.isoformat()}", NoticeKind.REMINDER
        values |= {"day": it.asked}
    else:
        key, says = f"stuck:{it.deal_no}:{it.stay}:{it.nth}", NoticeKind.STUCK
        values |= {"nth": it.nth, "first": is_first}
    due_at = turn.now - timedelta(microseconds=place)
    return OutboxMessage(key, Lane.POSTS, says, due_at, values, to_member=member_no)


def _watch_said(turn: _Turn, it: Candidate) -> None:
    """Note that this reminder is sent now, and when to look at the deal again."""
    state = turn.verdicts[it.deal_no][0]
    watched = Watched(state.stay, it.nth if it.asked is None else it.nth - 1, turn.now)
    limit = stages_.of_workspace(turn.session).by_no(state.stage_no).limit_days
    calendar = settings.of_workspace(turn.session).calendar
    _watch(turn, it.deal_no, state, reminders.judge(state, limit, watched, calendar, turn.now), watched)


def _watch(turn: _Turn, deal_no: int, state: DealState | None, verdict: Verdict, watched: Watched) -> None:
    same = state is not None and watched.stay == state.stay
    turn.updates.append(
        {
            "w": turn.session.by.workspace_no,
            "no": deal_no,
            "new_due_at": verdict.look_at,
            "new_stay": state.stay if state is not None else None,
            "new_stuck_at": verdict.stuck_at,
            "new_said": watched.said if same else 0,
            "new_said_at": watched.said_at if same else None,
        }
    )


def _said_today(turn: _Turn, nos: list[int]) -> dict[int, int]:
    calendar = settings.of_workspace(turn.session).calendar
    since = calendar.at(calendar.day(turn.now), time(0))
    values = {"w": turn.session.by.workspace_no, "nos": nos, "since": since}
    return {row.to_member: row.deals for row in turn.session.connection.execute(_SAID_TODAY, values)}


def _ever_reminded(turn: _Turn, nos: list[int]) -> set[int]:
    values = {"w": turn.session.by.workspace_no, "nos": nos}
    return {no for no in turn.session.connection.scalars(_EVER_REMINDED, values) if no is not None}
