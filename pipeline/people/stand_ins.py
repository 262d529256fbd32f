"""Who stands in hears of an undo that ends that, changes its days, or brings it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.ledger.events import Event, Key
from pipeline.ledger.fold import in_force
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.absence_notices import StandInEnded, StandsIn
from pipeline.people.absence import own_calendar, tell
from pipeline.people.events import MEMBER, AwayEnded, AwaySet


@dataclass(frozen=True, slots=True)
class _SetAbsence:
    """An absence, and the change that set it."""

    from_day: date
    until: date
    stand_in: int | None
    change: int


def tell_of_undo(work: UnitOfWork, histories: Mapping[Key, Sequence[Event]]) -> None:
    """Tell those who stand in no longer, and those who do again, after this change voided some of these events."""
    for key, before in histories.items():
        if key[0] == MEMBER:
            now = [*before, *(each for each in work.events if each.key == key)]
            _tell(work, key[1], _absences(before), _absences(now))


def _absences(events: Sequence[Event]) -> dict[date, _SetAbsence]:
    """The absences that these events of a member come to, by their first day."""
    holding, found = in_force(events), dict[date, _SetAbsence]()
    for each in events:
        if each.no not in holding:
            continue
        match each.data:
            case AwaySet(from_day=first, until=until, stand_in=stand_in):
                found[first] = _SetAbsence(first, until, stand_in, each.change_no)
            case AwayEnded(from_day=first, last_day=last) if first in found:
                it = found.pop(first)
                if last is not None:
                    found[first] = _SetAbsence(first, last, it.stand_in, it.change)
            case _:
                pass
    return found


def _tell(work: UnitOfWork, who: int, before: Mapping[date, _SetAbsence], now: Mapping[date, _SetAbsence]) -> None:
    today = own_calendar(work, who).day(work.now)
    for first in sorted({*before, *now}):
        old, new = before.get(first), now.get(first)
        stood_in = old.stand_in if old is not None and old.until >= today else None
        stands_in = new.stand_in if new is not None and new.until >= today else None
        if old is not None and stood_in is not None and stood_in != stands_in:
            tell(work, stood_in, StandInEnded(who=who, from_day=first, until=old.until))
        if (
            new is not None
            and stands_in is not None
            and (stands_in != stood_in or old is None or old.until != new.until)
        ):
            tell(work, stands_in, StandsIn(who=who, from_day=first, until=new.until, change=new.change))
