"""Sends reminders: decides about the deals that are due to be looked at, and puts reminders into the outbox.

A reminder that was asked for is sent on its day. Of stuck deals a person gets a few a day, the most valuable first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.tables import deal, deal_watch
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import occasions, outbox
from pipeline.messages.due_notices import MoreStuck, StuckReminder, WishedReminder
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.occasions import MOST_IN_A_STAY
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import absence, members, settings
from pipeline.people.absence import Absence
from pipeline.people.members import Profile
from pipeline.people.settings import EIGHT_O_CLOCK, ReminderSettings
from pipeline.queries.deal_lists import amount_of
from pipeline.queries.while_away import due_since
from pipeline.schedule import reminders
from pipeline.schedule.reminders import Candidate, SentReminders, Verdict
from pipeline.schedule.send_step_reminders import remind_of_steps
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
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
_UPDATE_WATCH = (
    update(deal_watch)
    .where(deal_watch.c.workspace_no == bindparam("w"), deal_watch.c.deal_no == bindparam("no"))
    .values({name: bindparam(f"new_{name}") for name in ("due_at", "stay", "stuck_at", "said", "said_at")})
)
_SENT_TODAY = (
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
class _Run:
    """One run over a workspace's due deals: those with a reminder due, the messages to send and the rows to update.

    `step_looks` has by deal when its step is to be looked at next.
    """

    session: ReadSession
    now: datetime
    verdicts: dict[int, tuple[DealState, Verdict, SentReminders]] = field(
        default_factory=dict[int, tuple[DealState, Verdict, SentReminders]]
    )
    profiles: dict[int, Profile] = field(default_factory=dict[int, Profile])
    messages: list[OutboxMessage] = field(default_factory=list[OutboxMessage])
    updates: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    step_looks: Mapping[int, datetime] = field(default_factory=dict[int, datetime])
    away: Mapping[int, Absence] = field(default_factory=dict[int, Absence])  # who is away now, by member number


class Preview(Exception):
    """The messages that would be sent; raising it rolls the transaction back."""

    def __init__(self, messages: list[OutboxMessage]) -> None:
        super().__init__()
        self.messages = messages


def remind(ledger: Ledger, workspace_no: int, now: datetime, *, keep: bool = True) -> None:
    """Decide about the workspace's due deals, and add the reminders to the outbox.

    Without `keep` nothing is written, and Preview is raised with the messages. Raises Busy.
    """
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        watches = list(connection.execute(_WATCHES_DUE, {"w": workspace_no, "now": now}))
        session = ledger.session_on(connection, By(workspace_no, None, Via.SYSTEM), now)
        run = _Run(session, now, profiles=members.profiles(connection, workspace_no))
        run.away = absence.absent_now(session)
        _decide(run, watches)
        _choose(run)
        if not keep:
            raise Preview(run.messages)
        if run.updates:
            connection.execute(_UPDATE_WATCH, run.updates)
        outbox.add(connection, workspace_no, run.messages, now)


def _decide(run: _Run, watches: Sequence[Any]) -> None:
    session = run.session
    calendar = settings.of_workspace(session).calendar
    nos = [row.deal_no for row in watches]
    found = session.connection.execute(_DEALS, {"w": session.by.workspace_no, "nos": nos})
    deals = {row.deal_no: deal_from_row(row) for row in found}
    _remind_of_steps(run, list(deals.values()))
    for row in watches:
        state = deals.get(row.deal_no)
        if state is None:
            _record_look(run, row.deal_no, None, Verdict(None, None), SentReminders())
            continue
        sent = SentReminders(row.stay, row.said, row.said_at)
        limit = stages_.limit_of(session, state.stage_no)
        verdict = reminders.judge(state, limit, sent, calendar, run.now)
        if verdict.is_due:
            run.verdicts[state.deal_no] = (state, verdict, sent)
        else:
            _record_look(run, state.deal_no, state, verdict, sent)


def _remind_of_steps(run: _Run, deals: Sequence[DealState]) -> None:
    """Say what is due of the deals' next steps, to whom a reminder of each deal goes."""
    planned = [each for each in deals if each.step is not None and each.state is StageKind.OPEN]
    owed = [(each, run.profiles[no]) for each in planned if (no := _recipient(run, each)) is not None]
    waiting = [(each, run.profiles[each.owner]) for each in planned if _waits(run, each)]
    made = remind_of_steps(run.session, owed, run.now)
    run.messages.extend(made.messages)
    run.step_looks = {**made.looks, **remind_of_steps(run.session, waiting, run.now).looks}


def _waits(run: _Run, state: DealState) -> bool:
    """Whether reminders of a deal wait for its owner, who is away while nobody stands in."""
    return state.owner in run.away and state.owner in run.profiles and _recipient(run, state) is None


def _choose(run: _Run) -> None:
    """For each person, send the most valuable reminders now, and put the others off until the next working morning."""
    session = run.session
    calendar = settings.of_workspace(session).calendar
    waiting: dict[int, list[Candidate]] = defaultdict(list)
    recipients = {no: _recipient(run, state) for no, (state, *_) in run.verdicts.items()}
    w, told = session.by.workspace_no, [no for no in recipients.values() if no is not None]
    wishes = settings.reminders_of(session.connection, w, told)
    for state, verdict, sent in run.verdicts.values():
        recipient = recipients[state.deal_no]
        if recipient is None:  # look again each morning: somebody may lead by then, or the owner be back
            morning = reminders.next_morning(calendar, calendar.zone, calendar.day(run.now), EIGHT_O_CLOCK)
            _record_look(run, state.deal_no, state, Verdict(verdict.stuck_at, morning), sent)
            continue
        zone, at = run.profiles[recipient].zone, wishes[recipient].at
        send_at = reminders.sendable_at(verdict, calendar, zone, run.now, at)
        if send_at > run.now:
            _record_look(run, state.deal_no, state, Verdict(verdict.stuck_at, send_at), sent)
            continue
        nth = (sent.said if sent.stay == state.stay else 0) + 1
        waiting[recipient].append(Candidate(state.deal_no, state.stay, nth, amount_of(state), verdict.requested))
    if not waiting:
        return
    sent_today = _sent_today(run, list(waiting))
    reminded = _ever_reminded(run, list(waiting))
    for member_no, candidates in waiting.items():
        is_first = member_no not in reminded
        _add_reminders(run, member_no, candidates, sent_today.get(member_no, 0), wishes[member_no], is_first=is_first)


def _recipient(run: _Run, state: DealState) -> int | None:
    """The deal's owner while their account is active, else the pipeline's lead; who stands in for them; else None."""
    active = absence.here_in(run.session, run.profiles, state.pipeline_no)
    lead = members.lead(run.session.connection, run.session.by.workspace_no, state.pipeline_no)
    return absence.told_for(state.owner, lead, active, run.away)


def _add_reminders(
    run: _Run,
    member_no: int,
    candidates: list[Candidate],
    said_today: int,
    wishes: ReminderSettings,
    *,
    is_first: bool,
) -> None:
    listed = _listed_today(run, member_no, candidates)
    for each in listed:
        _record_sent(run, each)
    candidates = [each for each in candidates if each not in listed]
    chosen = reminders.choose(candidates, said_today, settings.of_workspace(run.session).currency, wishes.most)
    first = next((each for each in chosen.said if each.requested is None), None) if is_first else None
    for place, each in enumerate(reversed(chosen.said), start=1):
        run.messages.append(_reminder(run, member_no, each, place, is_first=each is first))
        _record_sent(run, each)
    if not chosen.postponed:
        return
    calendar = settings.of_workspace(run.session).calendar
    zone = run.profiles[member_no].zone
    today = calendar.day(run.now)
    morning = reminders.next_morning(calendar, zone, today, wishes.at)
    for each in chosen.postponed:
        state, verdict, sent = run.verdicts[each.deal_no]
        _record_look(run, each.deal_no, state, Verdict(verdict.stuck_at, morning), sent)
    if not wishes.most:  # who wants no reminders is told of no others either
        return
    run.messages.append(
        OutboxMessage(
            key=f"rest:{member_no}:{today.isoformat()}",
            lane=Lane.POSTS,
            notice=MoreStuck(len(chosen.postponed)),
            due_at=run.now,
            to_member=member_no,
        )
    )


def _listed_today(run: _Run, member_no: int, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that the list of the first morning back names: of these no reminder of their own comes today."""
    it = absence.back_today(run.session, member_no)
    if it is None:
        return []
    states = {each.deal_no: run.verdicts[each.deal_no][0] for each in candidates}
    named = due_since(run.session, it, [each for each in states.values() if each.owner == member_no])
    return [each for each in candidates if each.deal_no in {due.deal.deal_no for due in named}]


def _reminder(run: _Run, member_no: int, candidate: Candidate, place: int, *, is_first: bool) -> OutboxMessage:
    """The message of a reminder that is due now.

    `place` counts from the last reminder: each is due a microsecond before the next, so they arrive in order and before
    the message that says how many more there are.
    """
    notice: Notice
    if candidate.requested is not None:
        key = occasions.wished_key(candidate.deal_no, candidate.stay, candidate.requested)
        notice = WishedReminder(deal=candidate.deal_no, stay=candidate.stay, day=candidate.requested)
    else:
        key = occasions.stuck_key(candidate.deal_no, candidate.stay, candidate.nth)
        notice = StuckReminder(
            deal=candidate.deal_no,
            stay=candidate.stay,
            nth=candidate.nth,
            is_first=is_first,
            tells_lead=_tells_lead(run, candidate),
        )
    due_at = run.now - timedelta(microseconds=place)
    return OutboxMessage(key, Lane.POSTS, notice, due_at, to_member=member_no)


def _tells_lead(run: _Run, candidate: Candidate) -> bool | None:
    """Whether a reminder says that the lead sees on Monday that nobody answered: the last, where that is switched on.

    It is not said of a deal that the pipeline's only lead owns.
    """
    if candidate.nth < MOST_IN_A_STAY or not settings.of_workspace(run.session).tells_unanswered:
        return None
    state = run.verdicts[candidate.deal_no][0]
    leads = members.leads(run.session.connection, run.session.by.workspace_no, state.pipeline_no)
    return True if set(leads) - {state.owner} else None


def _record_sent(run: _Run, candidate: Candidate) -> None:
    """Note that this reminder is sent now, and when to look at the deal again."""
    state = run.verdicts[candidate.deal_no][0]
    sent = SentReminders(state.stay, candidate.nth if candidate.requested is None else candidate.nth - 1, run.now)
    limit = stages_.limit_of(run.session, state.stage_no)
    calendar = settings.of_workspace(run.session).calendar
    _record_look(run, candidate.deal_no, state, reminders.judge(state, limit, sent, calendar, run.now), sent)


def _record_look(run: _Run, deal_no: int, state: DealState | None, verdict: Verdict, sent: SentReminders) -> None:
    same = state is not None and sent.stay == state.stay
    looks = [each for each in (verdict.look_at, run.step_looks.get(deal_no)) if each is not None]
    run.updates.append(
        {
            "w": run.session.by.workspace_no,
            "no": deal_no,
            "new_due_at": min(looks, default=None),
            "new_stay": state.stay if state is not None else None,
            "new_stuck_at": verdict.stuck_at,
            "new_said": sent.said if same else 0,
            "new_said_at": sent.said_at if same else None,
        }
    )


def _sent_today(run: _Run, nos: list[int]) -> dict[int, int]:
    calendar = settings.of_workspace(run.session).calendar
    since = calendar.at(calendar.day(run.now), time(0))
    values = {"w": run.session.by.workspace_no, "nos": nos, "since": since}
    return {row.to_member: row.deals for row in run.session.connection.execute(_SENT_TODAY, values)}


def _ever_reminded(run: _Run, nos: list[int]) -> set[int]:
    values = {"w": run.session.by.workspace_no, "nos": nos}
    return {no for no in run.session.connection.scalars(_EVER_REMINDED, values) if no is not None}
