"""The day of a win, told later (`/deal won`), and the day on which a deal entered a stage, corrected (`/deal edit`).

What the deal did before, and later than that day, moves back to it.

Events are never changed. Those that stand in the way are appended anew with the earlier moment, and the old ones are
voided, all in one change, so that one undo takes everything back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline import errors
from pipeline.calendars import Calendar
from pipeline.deals.change import a_deal
from pipeline.deals.events import DEAL, STAGE_FIELDS, Lost, Moved, Opened, Seen, Snoozed, Won
from pipeline.deals.projection import DealState, opens_stay
from pipeline.deals.rehoming_events import Rehomed, Transferred
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import Event, EventData
from pipeline.ledger.fold import in_force
from pipeline.ledger.unit_of_work import UnitOfWork

LONGEST_AGO = timedelta(days=90)
NOON = time(12)  # a day has no time of day; noon is that day in every zone nearby


@dataclass(frozen=True, slots=True)
class Backdating:
    """What makes room for a win on an earlier day: its moment, and the events that are put in place of others.

    `redone` are the deal's events in force that have to happen at `at`, in order; when its opening is among them, they
    are all of its events. Of `later`, by their numbers, the stages keep their own moments.
    """

    at: datetime
    redone: tuple[Event, ...] = ()
    later: frozenset[int] = frozenset()

    @property
    def moves_opening(self) -> bool:
        """Whether the deal was opened later than that day."""
        return any(isinstance(each.data, Opened) for each in self.redone)

    @property
    def moves_stages(self) -> bool:
        """Whether a stage was entered later than that day."""
        return any(opens_stay(each.data) and not isinstance(each.data, Opened) for each in self.redone)


@dataclass(frozen=True, slots=True)
class Backdated:
    """The deal with its events brought back, and what is still to be voided: the old events, by their newest links."""

    deal: DealState
    backdating: Backdating
    old: tuple[Event, ...] = ()
    history: tuple[Event, ...] = ()

    def void_old(self, work: UnitOfWork) -> None:
        """Take the old events out of force. A change begins with what it appends, so this comes last."""
        for each in self.old:
            work.void(each, self.history)


def check_won_on(deal_no: int, day: date, today: date) -> None:
    """Refuse a win on a day to come (WonAhead), or more than 90 days ago (WonLongAgo)."""
    if day > today:
        raise errors.WonAhead(deal=deal_no, day=day)
    if today - day > LONGEST_AGO:
        raise errors.WonLongAgo(deal=deal_no, day=day)


def plan(events: Sequence[Event], day: date, calendar: Calendar) -> Backdating:
    """Decide what has to move for a win on `day`: pure, given all events of the deal.

    The win happens at noon, or right when the deal entered its stage if it did so later on that day.
    """
    holding = in_force(events)
    mine = [each for each in events if each.no in holding and each.voids is None]
    kept = [each for each in mine if opens_stay(each.data) and calendar.day(each.happened_at) <= day]
    late = [each for each in mine if opens_stay(each.data) and calendar.day(each.happened_at) > day]
    at = max([calendar.at(day, NOON), *(each.happened_at for each in kept)])
    if not kept:
        return Backdating(at, tuple(mine))
    again = {each.no for each in late}
    return Backdating(at, tuple(each for each in mine if each.no in again or _is_rehomed_since(each, again)))


def _is_rehomed_since(event: Event, again: Collection[int]) -> bool:
    """Whether the deal was taken out of a stage that was retired or split, in a stay that begins anew."""
    return isinstance(event.data, Rehomed) and event.no > min(again, default=event.no)


def bring_back(work: UnitOfWork, deal: DealState, day: date, calendar: Calendar) -> Backdated:
    """Append anew what has to move for a win on `day`; the win itself comes next, and then `void_old`."""
    history = history_of(work, (DEAL, deal.deal_no))
    return _append_anew(work, deal, plan(history, day, calendar), history)


def plan_correction(events: Sequence[Event], won_no: int, day: date, calendar: Calendar, now: datetime) -> Backdating:
    """Decide what has to be appended anew so that the win of event `won_no` happened on `day`: pure.

    With the win go the stages that were entered later than that day, and what was said of the win since.
    """
    holding = in_force(events)
    others = plan([each for each in events if each.no != won_no], day, calendar)
    won_and_since = [
        each
        for each in events
        if each.no in holding
        and each.voids is None
        and (each.no == won_no or (each.no > won_no and each.data.sets() & STAGE_FIELDS))
    ]
    redone = {each.no: each for each in (*others.redone, *won_and_since)}
    return Backdating(min(others.at, now), tuple(redone[no] for no in sorted(redone)))


def correct_win(work: UnitOfWork, deal: DealState, day: date, calendar: Calendar) -> Backdated:
    """Append the win of a won deal anew on another day, with what has to move; `void_old` comes last in the change."""
    history = history_of(work, (DEAL, deal.deal_no))
    return _append_anew(work, deal, plan_correction(history, deal.stay, day, calendar, work.now), history)


def newest_entry(events: Sequence[Event], stage_no: int) -> Event | None:
    """The event by which the deal entered that stage the last time; None where it was never in it."""
    return next((each for each in reversed(_entries(events)) if getattr(each.data, "stage_no", None) == stage_no), None)


def next_entry(events: Sequence[Event], entered: Event) -> Event | None:
    """The event by which the deal entered the stage after that one; None where it is still in it."""
    return next((each for each in _entries(events) if each.no > entered.no), None)


def _entries(events: Sequence[Event]) -> list[Event]:
    """The events in force by which the deal entered its stages, in order."""
    holding = in_force(events)
    return [each for each in events if each.no in holding and each.voids is None and opens_stay(each.data)]


def plan_entry(events: Sequence[Event], entered: Event, day: date, calendar: Calendar, now: datetime) -> Backdating:
    """Decide what has to be appended anew so that the deal entered a stage, by event `entered`, on `day`: pure.

    With it go the stages before it that were entered later than that day. Those after it keep their own days, of which
    the first is no earlier than `day`.
    """
    entries = _entries(events)
    before, since = ([each for each in entries if each.no < entered.no], [e for e in entries if e.no > entered.no])
    late = [each for each in before if calendar.day(each.happened_at) > day]
    latest = since[0].happened_at if since else now
    at = min(latest, max([calendar.at(day, NOON), *(each.happened_at for each in before if each not in late)]))
    again = {each.no for each in (*late, entered, *since)}
    if before == late:  # the opening is among them
        again |= in_force(events)
    said = [each for each in events if each.no in in_force(events) and each.voids is None]
    redone = [
        each for each in said if each.no in again or _hangs_on(each, entered, again) or _is_rehomed_since(each, again)
    ]
    return Backdating(at, tuple(redone), frozenset(each.no for each in since))


def _hangs_on(event: Event, entered: Event, again: Collection[int]) -> bool:
    """Whether an event names one of the stays that begin anew, or was said of the stage since."""
    if isinstance(event.data, Snoozed | Seen):
        return event.data.stay in again
    return event.no > entered.no and bool(event.data.sets() & STAGE_FIELDS)


def correct_entry(work: UnitOfWork, deal: DealState, entered: Event, day: date, calendar: Calendar) -> Backdated:
    """Append what has to move so that the deal entered a stage on another day; `void_old` comes last in the change."""
    history = history_of(work, (DEAL, deal.deal_no))
    return _append_anew(work, deal, plan_entry(history, entered, day, calendar, work.now), history)


def _append_anew(work: UnitOfWork, deal: DealState, found: Backdating, history: Sequence[Event]) -> Backdated:
    stays: dict[int, int] = {}
    for old in found.redone:
        is_moved = opens_stay(old.data) and old.no not in found.later
        at = found.at if is_moved else max(found.at, old.happened_at)
        event, state = work.append(_with_stays(old.data, stays), deal.deal_no, deal, happened_at=at)
        stays[old.no] = event.no
        deal = a_deal(state)
    return Backdated(deal, found, tuple(_newest_links(found.redone, history)), tuple(history))


def _with_stays(data: EventData, stays: Mapping[int, int]) -> EventData:
    """The data with the numbers of stays that were opened anew."""
    match data:
        case Moved(from_stay=stay) | Won(from_stay=stay) | Lost(from_stay=stay) | Transferred(from_stay=stay):
            return data.model_copy(update={"from_stay": stays.get(stay, stay)})
        case Snoozed(stay=stay) | Seen(stay=stay):
            return data.model_copy(update={"stay": stays.get(stay, stay)})
        case _:
            return data


def _newest_links(events: Iterable[Event], history: Iterable[Event]) -> Iterable[Event]:
    """Of each event the end of its chain of voids: what has to be voided to take the event out of force."""
    voided_by = {each.voids: each for each in history if each.voids is not None}
    for link in events:
        while link.no in voided_by:
            link = voided_by[link.no]
        yield link
