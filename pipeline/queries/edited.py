"""What a change edited of a deal: its fields before and after."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.deals.events import DEAL, Moved
from pipeline.deals.fields import EditableFields, fields_of
from pipeline.deals.projection import DEALS, DealState
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import known_at
from pipeline.ledger.read_session import ReadSession


@dataclass(frozen=True, slots=True)
class Edited:
    """A deal's fields before a change and after it.

    `moves_opening` and `moves_stages`: the deal's opening, or its stages, went to the day of the win.
    """

    before: EditableFields
    after: EditableFields
    moves_opening: bool = False
    moves_stages: bool = False


def edited(session: ReadSession, deal_no: int, change_no: int) -> Edited | None:
    """What that change edited of the deal; None where the deal was not there before or after it."""
    history = history_of(session, (DEAL, deal_no))
    mine = [each for each in history if each.change_no == change_no]
    if not mine:
        return None
    before, after = (known_at(DEALS, history, no).state for no in (change_no - 1, mine[-1].no))
    if not isinstance(before, DealState) or not isinstance(after, DealState):
        return None
    moves_opening = before.opened_at != after.opened_at
    return Edited(
        before=fields_of(session, before),
        after=fields_of(session, after),
        moves_opening=moves_opening,
        moves_stages=not moves_opening and any(isinstance(each.data, Moved) for each in mine),
    )
