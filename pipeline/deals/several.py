"""One act for several deals (`/deal select`): handed over, a step, a snooze, lost, a note. All of them, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pipeline import errors
from pipeline.deals import assign, close, notes, snooze, steps
from pipeline.deals.deal import Expected, Given
from pipeline.deals.projection import DealState
from pipeline.deals.requirements import for_one_of_several
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealLost, DealMoved, DealSnoozed, NextStepSet, SeveralChanged, SeveralGiven
from pipeline.refused import Refused
from pipeline.several_errors import NoneToSelect, SeveralRefused

Told = TypeVar("Told")
MOST = 50  # deals that one act may be done to


@dataclass(frozen=True, slots=True)
class Selected:
    """A deal that was ticked, and the stay in which it was shown."""

    deal_no: int
    stay: int


_OF_ONE_DEAL = (errors.NotAllowed, errors.NoSuchDeal, errors.DealClosed, errors.OwnsAlready, errors.StaleButton)
"""What forbids the act for one deal alone; any other refusal is about what was given, and is raised as it is."""


def hand_over(ledger: Ledger, by: By, deals: Sequence[Selected], *, to: int, note: str | None = None) -> CommitOutcome:
    """Hand these deals over; the new owner and the old ones are told once each. Raises as `assign`."""

    def decide(work: UnitOfWork) -> SeveralChanged:
        before = _each(deals, lambda one: assign.hand_over(work, one.deal_no, to, note))
        _tell(work, before, to)
        return _done(work, "assign", deals, owner=to)

    return ledger.commit(by, decide)


def _tell(work: UnitOfWork, before: Sequence[DealState], to: int) -> None:
    told = SeveralGiven(
        change=work.change_no,
        deals=tuple(each.deal_no for each in before),
        who=work.by.member_no,
        owner=to,
        note=assign.first_note(work),
    )
    assign.tell(work, to, told)
    of_owner: dict[int, list[int]] = defaultdict(list)
    for each in before:
        of_owner[each.owner].append(each.deal_no)
    for owner, nos in of_owner.items():
        theirs = SeveralGiven(change=told.change, deals=tuple(nos), who=told.who, owner=to)
        assign.tell(work, owner, theirs)


def step(
    ledger: Ledger, by: By, deals: Sequence[Selected], *, text: str, day: date, at: int | None = None
) -> CommitOutcome:
    """Set the same next step for these deals; one that was there is replaced. `at` is the minute of the owner's day.

    The day was chosen for all of them, so none is asked about. Raises as `steps.step`.
    """

    def decide(work: UnitOfWork) -> SeveralChanged:
        def one(each: Selected) -> NextStepSet:
            return steps.set_step(work, each.deal_no, text=text, day=day, at=at, meant_day=day)

        told = _each(deals, one)
        return _done(work, "step", deals, day=day, at=at, words=told[0].step)

    return ledger.commit(by, decide)


def snooze_until(ledger: Ledger, by: By, deals: Sequence[Selected], *, until: date | None = None) -> CommitOutcome:
    """No reminder of these deals before that day. Raises as `snooze`."""

    def decide(work: UnitOfWork) -> SeveralChanged:
        def one(each: Selected) -> DealSnoozed:
            return snooze.set_snooze(work, each.deal_no, until=until, expected=Expected(each.stay))

        told = _each(deals, one)
        return _done(work, "snooze", deals, day=told[0].day)

    return ledger.commit(by, decide)


def lose(ledger: Ledger, by: By, deals: Sequence[Selected], *, given: Given) -> CommitOutcome:
    """Lose these deals for the same reason; each keeps the values in own fields that it has. Raises as `close.lost`."""

    def lose_one(work: UnitOfWork, one: Selected) -> DealMoved:
        return close.lose(work, one.deal_no, for_one_of_several(work, one.deal_no, given), Expected(one.stay))

    def decide(work: UnitOfWork) -> SeveralChanged:
        told = _each(deals, lambda one: lose_one(work, one))
        done, first = _done(work, "lost", deals), told[0]
        if not isinstance(first, DealLost):
            return done
        return replace(
            done, words=first.reason, lost_kind=first.lost_kind, lost_option=first.lost_option, returns=first.returns
        )

    return ledger.commit(by, decide)


def note(ledger: Ledger, by: By, deals: Sequence[Selected], *, text: str) -> CommitOutcome:
    """Keep the same note on each of these deals. Raises as `notes.keep`."""

    def decide(work: UnitOfWork) -> SeveralChanged:
        told = _each(deals, lambda one: notes.add(work, one.deal_no, text))
        return _done(work, "note", deals, words=told[0].note)

    return ledger.commit(by, decide)


def _each(deals: Sequence[Selected], act: Callable[[Selected], Told]) -> list[Told]:
    """What the act told of each deal. Raises SeveralRefused with all deals that it cannot be done to."""
    told: list[Told] = []
    refused: list[tuple[int, str]] = []
    for each in deals[:MOST]:
        try:
            told.append(act(each))
        except _OF_ONE_DEAL as reason:
            refused.append((each.deal_no, _key(reason)))
    if refused:
        raise SeveralRefused(deals=tuple(no for no, _key in refused), why=tuple(key for _no, key in refused))
    if not told:
        raise NoneToSelect
    return told


def _key(reason: Refused) -> str:
    return errors.StaleButton.key if isinstance(reason, errors.StaleButton) else reason.key


def _done(
    work: UnitOfWork,
    act: str,
    deals: Sequence[Selected],
    *,
    owner: int | None = None,
    day: date | None = None,
    at: int | None = None,
    words: int | None = None,
) -> SeveralChanged:
    nos = tuple(each.deal_no for each in deals)
    change = work.change_no if work.has_effect else None
    return SeveralChanged(change=change, act=act, deals=nos, owner=owner, day=day, at=at, words=words)
