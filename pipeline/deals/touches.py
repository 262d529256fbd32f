"""Touches of a deal (`/deal touch`): each time we were in touch with the customer, or tried to.

Whoever sees a deal may add one. Where nobody answered, the next try becomes the deal's step.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, func, select

from pipeline import errors, touch_errors
from pipeline.calendars import Calendar, zone_named
from pipeline.customer_errors import ContactGone
from pipeline.customers.contact_list import contact_of_no
from pipeline.deals import steps
from pipeline.deals.access import DealAccess, deal_access, require_adding
from pipeline.deals.deal import typed
from pipeline.deals.events import DEAL, StepEnd, StepSet
from pipeline.deals.projection import DealState
from pipeline.deals.step_times import minute_of
from pipeline.deals.tables import touch
from pipeline.deals.touch_events import Interest, Means, Touched, TouchOutcome
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import NextStepSet
from pipeline.messages.touch_notices import TouchLogged
from pipeline.months import months_later
from pipeline.people import absence, members, settings
from pipeline.people.access import Act, may
from pipeline.stages.events import StageKind
from pipeline.storage import schema

LONGEST_AGO = timedelta(days=30)
NOTE_LIMIT = 500  # characters
TRY_AGAIN_AFTER = 2  # business days after which somebody who did not answer is tried again
ASK_AFTER = 6  # tries without an answer, after which it is asked whether to go on
MONTHS_LATER = 3  # how far the step lies that is offered then
NOON, MORNING, AFTERNOON = time(12), time(9), time(14)

_TRIES = select(func.count()).where(
    touch.c.workspace_no == bindparam("w"),
    touch.c.deal_no == bindparam("deal"),
    touch.c.outcome == TouchOutcome.NO_ANSWER.value,
)
_TRIES_SINCE = _TRIES.where(touch.c.at > bindparam("since", type_=touch.c.at.type))


@dataclass(frozen=True, slots=True)
class NextTry:
    """A step that is set together with a touch. Without a day it is to try again, two business days on.

    `meant_day` is a day that the person was asked about and gives again.
    """

    text: str
    day: date | None = None
    at: int | None = None
    meant_day: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A touch as a person tells it. `day` is None for today; `contact_no` is the person of the customer.

    `step` is what was told of what comes next. `retry` are the words of the step that is set where nobody answered and
    nothing was told of it; "" for none. `times` is how often the customer was tried in this way.
    `retries` are the words of any step that only says to try again: it is done when the customer was reached.
    """

    means: Means
    outcome: TouchOutcome
    interest: Interest | None = None
    contact_no: int | None = None
    day: date | None = None
    note: str = ""
    step: NextTry | None = None
    retry: str = ""
    times: int = 1
    retries: Collection[str] = ()


def log(ledger: Ledger, by: By, deal_no: int, told: Told, *, is_shared: bool = False) -> CommitOutcome:
    """Keep a touch of a deal, open or closed, and set the step that follows from it.

    `is_shared`: others read the answer. Raises NoSuchDeal, Stranger, TouchAhead, TouchLongAgo, ContactGone, TooLong;
    and, where a step was told, what `steps.set_step` raises.
    """

    return ledger.commit(by, lambda work: _log(work, deal_no, told, is_shared=is_shared))


def _log(work: UnitOfWork, deal_no: int, told: Told, *, is_shared: bool) -> TouchLogged:
    access = deal_access(work, deal_no, Act.SEE)
    deal, calendar = require_adding(access), settings.of_workspace(work).calendar
    at, note = happened_at(deal, told.day, work.now, calendar), _kept(told.note)
    _check_contact(work, deal, told.contact_no)
    tries = _tries(work, deal, at, told.times) if told.outcome is TouchOutcome.NO_ANSWER else None
    is_asked = tries is not None and tries // ASK_AFTER > max(0, tries - told.times) // ASK_AFTER
    step = _step_to_set(work, access, told, is_asked=is_asked)
    said = _set(work, deal_no, step) if step is not None else None
    text = work.text(schema.words, DEAL, deal_no, note) if note else None
    head = work.head_of((DEAL, deal_no)) if said is not None else deal
    for nth in range(told.times):
        _, head = work.append(_event(told, text if nth == 0 else None), deal_no, head, happened_at=at)
    if step is None and _is_retry_over(work, access, told, at):
        work.append(StepSet(step=None, step_day=None, ended=StepEnd.DONE), deal_no, head)
    asks = is_asked and step is None and told.step is None
    return TouchLogged(
        deal=deal_no,
        stay=deal.stay,
        change=work.change_no,
        means=told.means.value,
        outcome=told.outcome.value,
        interest=told.interest.value if told.interest is not None else None,
        on=told.day if told.day != calendar.day(work.now) else None,
        note=text,
        step=said.step if said is not None else None,
        day=said.day if said is not None else None,
        at=said.at if said is not None else None,
        tries=None if is_shared else tries,
        asks=asks and not is_shared and takes_step(work, access),
    )


def _check_contact(work: UnitOfWork, deal: DealState, contact_no: int | None) -> None:
    """Refuse a contact that is gone, or is another customer's by now."""
    if contact_no is not None:
        contact = contact_of_no(work, contact_no)
        if contact is None or contact.customer_no != deal.customer_no:
            raise ContactGone


def _event(told: Told, note: int | None) -> Touched:
    return Touched(
        means=told.means, outcome=told.outcome, interest=told.interest, contact_no=told.contact_no, note=note
    )


def _set(work: UnitOfWork, deal_no: int, step: NextTry) -> NextStepSet:
    day = step.day or _next_day(work)
    return steps.set_step(work, deal_no, text=step.text, day=day, at=step.at, meant_day=step.meant_day)


def happened_at(deal: DealState, day: date | None, now: datetime, calendar: Calendar) -> datetime:
    """When a touch of a day happened: now, or at noon of an earlier day. Raises TouchAhead or TouchLongAgo."""
    today = calendar.day(now)
    if day is None or day == today:
        return now
    if day > today:
        raise touch_errors.TouchAhead(deal=deal.deal_no, day=day)
    if today - day > LONGEST_AGO:
        raise touch_errors.TouchLongAgo(deal=deal.deal_no, day=day)
    return calendar.at(day, NOON)


def takes_step(session: Session, access: DealAccess) -> bool:
    """Whether this person may set the deal's step, and the deal is open."""
    deal = access.deal
    if deal.state is not StageKind.OPEN:
        return False
    who = absence.with_stand_ins(session, access.rights)
    return may(who, Act.CHANGE, owner=deal.owner, pipeline_no=deal.pipeline_no)


def another_time(moment: time) -> time:
    """The time of day for the next try: in the afternoon after a try in the morning, and the other way round."""
    return AFTERNOON if moment < NOON else MORNING


def _kept(note: str) -> str:
    kept = typed(note)
    if len(kept) > NOTE_LIMIT:
        raise errors.TooLong(limit=NOTE_LIMIT)
    return kept


def tries_of(session: Session, deal: DealState) -> int:
    """Return how many touches of a deal had no answer since the customer's last reaction."""
    values = {"w": session.by.workspace_no, "deal": deal.deal_no, "since": deal.last_in}
    statement = _TRIES if deal.last_in is None else _TRIES_SINCE
    return session.connection.execute(statement, values).scalar_one()


def _tries(work: UnitOfWork, deal: DealState, at: datetime, times: int) -> int:
    """How often the customer was tried since they last reacted, with these tries."""
    return tries_of(work, deal) + (times if deal.last_in is None or at > deal.last_in else 0)


def _step_to_set(work: UnitOfWork, access: DealAccess, told: Told, *, is_asked: bool) -> NextTry | None:
    """The step that was told, or the next try; none where it is asked, or where a step lies ahead already."""
    if told.step is not None:
        return told.step if told.step.day is not None else _next_try(work, access.deal, told.step.text, told)
    if not told.retry or told.outcome is not TouchOutcome.NO_ANSWER or not takes_step(work, access):
        return None
    today, planned = settings.of_workspace(work).calendar.day(work.now), access.deal.step_day
    if is_asked or (planned is not None and planned > today):
        return None
    return _next_try(work, access.deal, told.retry, told)


def _is_retry_over(work: UnitOfWork, access: DealAccess, told: Told, at: datetime) -> bool:
    """Whether the deal's step only says to try again, and the customer was reached or reacted after the last try."""
    deal = access.deal
    if told.outcome not in (TouchOutcome.REACHED, TouchOutcome.THEY_CONTACTED) or deal.step is None:
        return False
    if deal.last_out is not None and at < deal.last_out:
        return False
    return takes_step(work, access) and steps.text_of(work, deal.step) in told.retries


def _next_try(work: UnitOfWork, deal: DealState, text: str, told: Told) -> NextTry:
    """To try again two business days on; a call at another time of day than now."""
    day = _next_day(work)
    if told.means is not Means.CALL:
        return NextTry(text, day, meant_day=day)
    owner = members.profile_of(work.connection, work.by.workspace_no, deal.owner)
    zone = owner.zone if owner is not None else settings.of_workspace(work).zone
    tried = work.now.astimezone(zone_named(zone)).time() if told.day is None else MORNING
    return NextTry(text, day, minute_of(another_time(tried)), meant_day=day)


def _next_day(work: UnitOfWork) -> date:
    calendar = settings.of_workspace(work).calendar
    return calendar.day_after(calendar.day(work.now), TRY_AGAIN_AFTER)


def keep_trying(ledger: Ledger, by: By, deal_no: int, text: str) -> CommitOutcome:
    """Answer the question after many tries: the step is to try again, two business days on. Raises as `steps.step`."""

    def decide(work: UnitOfWork) -> NextStepSet:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        return _set(work, deal_no, _next_try(work, deal, text, Told(Means.CALL, TouchOutcome.NO_ANSWER)))

    return ledger.commit(by, decide)


def step_much_later(ledger: Ledger, by: By, deal_no: int, text: str) -> CommitOutcome:
    """Answer that question with a step in three months. Raises as `steps.step`."""

    def decide(work: UnitOfWork) -> NextStepSet:
        calendar = settings.of_workspace(work).calendar
        day = calendar.on_or_after(months_later(calendar.day(work.now), MONTHS_LATER))
        return _set(work, deal_no, NextTry(text, day, meant_day=day))

    return ledger.commit(by, decide)
