"""Asks owners what is due of their deals beside stuck stages and steps.

That is an offer that is about to expire, a delivery, how the customer finds it, and a customer to come back to.

The rows of `deal_due` say at which deals to look, and when. Whatever is asked of a deal decides when to look again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from pipeline.calendars import Calendar
from pipeline.deals.checkins import told_of
from pipeline.deals.delivery_events import CheckIn
from pipeline.deals.offer_versions import out_of, versions_of
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.tables import deal, deal_due
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import occasions, outbox
from pipeline.messages.due_notices import OfferExpires
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import absence, members, settings
from pipeline.people.absence import Absence
from pipeline.people.members import Profile
from pipeline.schedule.offer_reminders import judge_offer
from pipeline.schedule.sale_messages import close_told, delivery_told_at, sale_message, told_at, win_told_at
from pipeline.schedule.sale_questions import NINE, NO_CHECK_INS, CheckIns, SaleQuestion, judge_sale
from pipeline.schedule.send_reminders import PATIENCE, Preview
from pipeline.stages.events import StageKind
from pipeline.storage.engine import Deadline
from pipeline.storage.schema import Moment

BATCH = 1000  # the most deals looked at in one transaction

_DUE = (
    select(deal_due.c.deal_no)
    .where(deal_due.c.workspace_no == bindparam("w"), deal_due.c.due_at <= bindparam("now", type_=Moment()))
    .order_by(deal_due.c.due_at, deal_due.c.deal_no)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_DEALS = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("nos", expanding=True)))
_LOOK_AGAIN = (
    update(deal_due)
    .where(deal_due.c.workspace_no == bindparam("w"), deal_due.c.deal_no == bindparam("no"))
    .values(due_at=bindparam("look_at", type_=Moment()))
)


@dataclass(slots=True)
class _Questions:
    """One run over a workspace's deals that are due, with the messages to send."""

    session: ReadSession
    now: datetime
    profiles: Mapping[int, Profile]
    away: Mapping[int, Absence]
    messages: list[OutboxMessage] = field(default_factory=list[OutboxMessage])


def ask(ledger: Ledger, workspace_no: int, now: datetime, *, keep: bool = True) -> None:
    """Decide about the workspace's deals that are due, and add what is asked to the outbox.

    Without `keep` nothing is written, and Preview is raised with the messages. Raises Busy.
    """
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        nos = list(connection.scalars(_DUE, {"w": workspace_no, "now": now}))
        session = ledger.session_on(connection, By(workspace_no, None, Via.SYSTEM), now)
        run = _Questions(session, now, members.profiles(connection, workspace_no), absence.absent_now(session))
        looks = _decide(run, nos)
        if not keep:
            raise Preview(run.messages)
        if looks:
            connection.execute(_LOOK_AGAIN, looks)
        outbox.add(connection, workspace_no, run.messages, now)


def _decide(run: _Questions, nos: Sequence[int]) -> list[dict[str, Any]]:
    """Collect what is asked, and when to look at each deal again."""
    w = run.session.by.workspace_no
    found = run.session.connection.execute(_DEALS, {"w": w, "nos": list(nos)})
    deals = {row.deal_no: deal_from_row(row) for row in found}
    return [{"w": w, "no": no, "look_at": _look_at(run, deals[no]) if no in deals else None} for no in nos]


def _look_at(run: _Questions, state: DealState) -> datetime | None:
    """Ask what is due of a deal; when to look at it again."""
    looks = (_about_offer(run, state), _about_sale(run, state))
    return min((each for each in looks if each is not None), default=None)


def _about_sale(run: _Questions, state: DealState) -> datetime | None:
    """Ask about the delivery of a won deal, how its customer finds it, or to come back; when to look at it again."""
    if state.state is StageKind.OPEN:
        return None
    session, first = run.session, close_told(run.session, state)
    calendar, person = settings.of_workspace(session).calendar, _recipient(run, state)
    zone = person.zone if person is not None else calendar.zone
    checks = _check_ins(session, state)
    verdict = judge_sale(state, calendar, zone, run.now, checks, told_at=win_told_at(state, first))
    if verdict.due is None or verdict.since is None:
        return verdict.look_at
    if person is None:  # look again tomorrow: somebody may lead by then, or the owner be back
        return calendar.after(run.now, 1)
    if verdict.due is SaleQuestion.CHECK_IN:
        theirs, delivery_told = Calendar(calendar.country, zone), delivery_told_at(session, state.deal_no)
        today = theirs.day(run.now)
        if delivery_told is not None and delivery_told > verdict.since and theirs.day(delivery_told) == today:
            return theirs.at(theirs.day_after(today, 1), NINE)  # told only today: not asked in the next minute
        run.messages.append(sale_message(state, first, verdict, person.member_no, run.now))
        return verdict.look_at
    told = told_at(session, state.deal_no)
    if told is None or told <= verdict.since:  # whoever told it later knows
        run.messages.append(sale_message(state, first, verdict, person.member_no, run.now))
    return verdict.look_at


def _check_ins(session: ReadSession, state: DealState) -> CheckIns:
    """The check-ins of the workspace, and what was told of them of a delivered deal."""
    days = settings.of_workspace(session).check_in_days
    if not days or state.delivered_day is None:
        return NO_CHECK_INS
    told = told_of(session, state)
    is_off = any(each.result is CheckIn.OFF for each in told)
    return CheckIns(days, frozenset(each.after_days for each in told), is_off)


def _about_offer(run: _Questions, state: DealState) -> datetime | None:
    """Ask about the offer of a deal, where it is time; when to look at the deal again."""
    if state.state is not StageKind.OPEN:
        return None
    session = run.session
    calendar, out = settings.of_workspace(session).calendar, out_of(versions_of(session, state.deal_no))
    person = _recipient(run, state)
    zone = person.zone if person is not None else calendar.zone
    verdict = judge_offer(state, out, calendar, zone, run.now)
    if not verdict.is_due or out is None:
        return verdict.look_at
    if person is None:  # look again tomorrow: somebody may lead by then, or the owner be back
        return calendar.after(run.now, 1)
    notice = OfferExpires(deal=state.deal_no, offer=out.key.offer_no, version=out.key.version, day=out.valid_until)
    key = occasions.offer_key(state.deal_no, out.key.offer_no, out.key.version, out.valid_until)
    run.messages.append(OutboxMessage(key, Lane.POSTS, notice, run.now, to_member=person.member_no))
    return None


def _recipient(run: _Questions, state: DealState) -> Profile | None:
    """The deal's owner while their account is active, else the pipeline's lead; who stands in for them; else None."""
    active = absence.here_in(run.session, run.profiles, state.pipeline_no)
    lead = members.lead(run.session.connection, run.session.by.workspace_no, state.pipeline_no)
    no = absence.told_for(state.owner, lead, active, run.away)
    return run.profiles.get(no) if no is not None else None
