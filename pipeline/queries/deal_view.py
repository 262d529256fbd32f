"""One deal as it is now, with all that is shown of it (`/deal show`, its card, its reminder)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, or_

from pipeline import errors
from pipeline.deals.care_steps import is_cared_for
from pipeline.deals.checkins import ToldCheckIn, told_of
from pipeline.deals.events import DEAL, LateBecause, LostKind, Noted, SaidBy, SourceKind
from pipeline.deals.needs import needs_of
from pipeline.deals.own_values import values_of
from pipeline.deals.problems import problems_of
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal
from pipeline.deals.touch_events import Means, Touched, TouchOutcome
from pipeline.deals.touches import tries_of
from pipeline.deals.turn import is_stuck, reacted_in_stay, stands_since
from pipeline.fields.values import OwnValue, OwnValues
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import Event, EventData
from pipeline.ledger.fold import in_force
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, MemberRights, require
from pipeline.queries import turns
from pipeline.queries.deal_lists import amount_of, deal_columns
from pipeline.queries.lateness import Lateness
from pipeline.queries.names import StageLabel, named_deals, names, stage_labels
from pipeline.queries.offers import OfferOut, out
from pipeline.queries.turns import TurnNow
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind

NOTES = 5  # how many notes are shown at once, the newest first


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a deal: its text, who wrote it (number and name), and when."""

    text: str
    member_no: int | None
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastTouch:
    """The newest touch of a deal: by which means, what came of it, and when it was."""

    means: Means
    outcome: TouchOutcome
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkedDeal:
    """A deal that this one continues, or with `is_later` one that continues this one."""

    deal_no: int
    name: str
    is_later: bool


@dataclass(frozen=True, slots=True)
class DealView:
    """A deal with the names that belong to its numbers."""

    deal_no: int
    customer: str
    name: str
    owner: int
    owner_name: str
    pipeline_no: int
    stage: StageLabel
    stages: tuple[StageLabel, ...]  # the pipeline's, in order
    next_stage: StageLabel | None
    state: StageKind
    amount: Money | None
    close_day: date | None
    source: str | None
    step: str | None
    step_no: int | None  # the number of the step's text; a changed step has another number
    step_day: date | None
    snoozed_until: date | None
    quiet_until: date | None
    promised_day: date | None
    lost_reason: str | None
    stay: int
    stay_at: datetime
    opened_at: datetime
    days: int  # business days that the deal stands still
    limit_days: int | None
    is_stuck: bool
    notes: tuple[Note, ...]
    last_no: int
    notes_start: int = 0  # how many notes are newer than the first one shown
    notes_total: int = 0
    source_kind: SourceKind | None = None
    lost_kind: LostKind | None = None
    returns: date | None = None  # the first day of the month in which to come back to a lost deal's customer
    step_at: int | None = None  # the minute of the owner's day
    said_by: SaidBy | None = None  # who says why it was lost
    reacted: bool = False  # the days count from the customer's last reaction, not from entering the stage
    last_touch: LastTouch | None = None
    turn: TurnNow | None = None  # None where the reader may not know it
    tries: int = 0  # touches without an answer since the customer's last reaction; only the owner is told
    needs: tuple[str, ...] = ()  # the oldest first
    offer: OfferOut | None = None  # the version of an offer that is out
    first_promised_day: date | None = None
    is_delivered: bool | None = None  # of a win; False: somebody was asked and did not know; None: not asked
    delivered_day: date | None = None
    late_because: LateBecause | None = None
    check_ins: tuple[ToldCheckIn, ...] = ()  # since the deal was won, the one told last at the end
    is_cared_for: bool = False  # it is won, and its step is about a problem that the customer told since
    also: str | None = None  # what else was promised with a win
    problems: tuple[str, ...] = ()  # all that were told of it, the oldest first
    linked: tuple[LinkedDeal, ...] = ()  # the deal that this one continues, and those that continue it
    source_option: int | None = None  # entries of the team's own, by their numbers
    lost_option: int | None = None
    own: OwnValues = field(default_factory=dict[int, OwnValue])  # in the team's own fields
    shows_lateness: bool = True  # the viewer may know how long it stands there, and what is overdue

    def as_anybody_sees_it(self) -> DealView:
        """The deal without what only its owner, their stand-in and the lead may see: lateness and silence."""
        return replace(
            self, is_stuck=False, snoozed_until=None, quiet_until=None, turn=None, tries=0, shows_lateness=False
        )


_CONTINUES = (deal.c.customer_no == bindparam("customer_no")) & (deal.c.follows == bindparam("deal_no"))  # by an index
_LINKED = (
    named_deals(deal.c.deal_no, deal.c.follows)
    .where(or_(deal.c.deal_no == bindparam("follows"), _CONTINUES))
    .order_by(deal.c.deal_no)
)
_DEAL = named_deals(*deal_columns()).where(deal.c.deal_no == bindparam("deal_no"))


def deal_view(session: ReadSession, deal_no: int, *, notes_from: int = 0) -> DealView:
    """The deal of a number, with its newest notes, or with those after the `notes_from` newest ones.

    Raises NoSuchDeal if the workspace has no such deal, and NotAllowed for who may not see deals.
    """
    who = require(session.connection, session.by, Act.SEE)
    row = session.connection.execute(seen(session, _DEAL), {"w": session.by.workspace_no, "deal_no": deal_no}).first()
    if row is None:
        raise errors.NoSuchDeal(number=deal_no)
    return _view(session, row, notes_from, who)


def _view(session: ReadSession, row: Any, notes_from: int, who: MemberRights) -> DealView:
    state = deal_from_row(row)
    stages, labels = stages_.of_workspace(session), stage_labels(session)
    calendar = settings.of_workspace(session).calendar
    history = history_of(session, (DEAL, state.deal_no))
    every = _notes(history)
    start = notes_from if notes_from < len(every) else 0
    notes = every[start : start + NOTES]
    known = names(
        session,
        members=[state.owner, *(each[1] for each in notes)],
        words=[state.source, state.step, state.lost_reason, state.also, *(each[0] for each in notes)],
    )
    following = stages.after(state.stage_no) if state.state is StageKind.OPEN else None
    return DealView(
        deal_no=state.deal_no,
        customer=row.customer or "",
        name=row.deal_name or "",
        owner=state.owner,
        owner_name=known.members.get(state.owner, ""),
        pipeline_no=state.pipeline_no,
        stage=labels[state.stage_no],
        stages=tuple(labels[each.stage_no] for each in stages.of(state.pipeline_no)),
        next_stage=labels[following.stage_no] if following else None,
        state=state.state,
        amount=amount_of(state),
        close_day=state.close_day,
        source=known.words.get(state.source or 0),
        step=known.words.get(state.step or 0),
        step_no=state.step,
        step_day=state.step_day,
        snoozed_until=state.snoozed_until if state.snoozed_stay == state.stay else None,
        quiet_until=state.quiet_until,
        promised_day=state.promised_day,
        lost_reason=known.words.get(state.lost_reason or 0),
        stay=state.stay,
        stay_at=state.stay_at,
        opened_at=state.opened_at,
        days=calendar.business_days(stands_since(state), session.now),
        limit_days=stages_.limit_of(session, state.stage_no),
        is_stuck=is_stuck(state, stages_.limit_of(session, state.stage_no), calendar, session.now),
        notes=tuple(Note(known.words.get(no, ""), who, known.members.get(who or 0, ""), at) for no, who, at in notes),
        last_no=state.last_no,
        notes_start=start,
        notes_total=len(every),
        source_kind=state.source_kind,
        lost_kind=state.lost_kind,
        source_option=state.source_option,
        lost_option=state.lost_option,
        returns=state.returns,
        step_at=state.step_at,
        said_by=state.said_by,
        reacted=reacted_in_stay(state),
        last_touch=_last_touch(history),
        **_of_parts(session, state, who),
        also=known.words.get(state.also or 0),
        **_of_delivery(session, state),
    )


def _of_parts(session: ReadSession, state: DealState, who: MemberRights) -> dict[str, Any]:
    """Whose turn it is, the tries, the needs, the linked deals and the offer that is out, by the fields of the view."""
    calendar, is_seen = (
        settings.of_workspace(session).calendar,
        Lateness(session).is_seen(state.owner, state.pipeline_no),
    )
    return {
        "turn": turns.turn_now(state, calendar, session.now) if is_seen else None,
        "tries": tries_of(session, state) if state.owner == who.member_no else 0,
        "needs": tuple(each.text for each in needs_of(session, state.deal_no)),
        "own": values_of(session, state.deal_no),
        "linked": _linked(session, state),
        "offer": out(session, state.deal_no) if state.state is StageKind.OPEN else None,
    }


def _linked(session: ReadSession, state: DealState) -> tuple[LinkedDeal, ...]:
    values = {
        "w": session.by.workspace_no,
        "deal_no": state.deal_no,
        "follows": state.follows or 0,
        "customer_no": state.customer_no,
    }
    rows = session.connection.execute(seen(session, _LINKED), values)
    return tuple(LinkedDeal(row.deal_no, row.deal_name or "", row.follows == state.deal_no) for row in rows)


def _of_delivery(session: ReadSession, state: DealState) -> dict[str, Any]:
    """What is known of a win's delivery beside the promised day, and after it, by the fields of the view."""
    names = ("first_promised_day", "is_delivered", "delivered_day", "late_because")
    known = {name: getattr(state, name) for name in names}
    if state.state is not StageKind.WON:
        return known
    check_ins = told_of(session, state) if state.delivered_day is not None else ()
    if not is_cared_for(session, state.deal_no):
        return {**known, "check_ins": check_ins}
    problems = problems_of(session, state.deal_no)
    return {**known, "check_ins": check_ins, "is_cared_for": True, "problems": problems}


def _last_touch(history: Sequence[Event]) -> LastTouch | None:
    """The newest touch that was not undone; of several of one moment the one told last."""
    holding = in_force(history)
    made = [(each.happened_at, each.no, each.data) for each in history if each.no in holding]
    touched = [(at, no, data) for at, no, data in made if isinstance(data, Touched)]
    at, _no, data = max(touched, key=lambda each: each[:2], default=(None, 0, None))
    return LastTouch(data.means, data.outcome, at) if at is not None and data is not None else None


def _notes(history: Sequence[Event]) -> list[tuple[int, int | None, datetime]]:
    """The notes that were not undone, those of touches too, the newest first: the text's number, the writer, when.

    A note that stands anew beside a win told later is still of the one who wrote it, then.
    """
    holding = in_force(history)
    kept: list[tuple[int, int | None, datetime]] = []
    noted = ((each, _text_of_note(each.data)) for each in history)
    notes = [(each, text) for each, text in noted if text is not None]
    written = {text: each for each, text in reversed(notes)}
    for each, text in reversed(notes):
        if each.no in holding:
            kept.append((text, written[text].member_no, written[text].happened_at))
    return kept


def _text_of_note(data: EventData) -> int | None:
    """The number of the text that an event keeps as a note."""
    return data.note if isinstance(data, Noted | Touched) else None
