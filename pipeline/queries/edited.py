"""What a change edited of a deal: its fields before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.deals.events import DEAL
from pipeline.deals.fields import EditableFields, fields_of
from pipeline.deals.needs import needs_known_at
from pipeline.deals.own_values import values_known
from pipeline.deals.projection import DEALS, DealState
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import Folded, known_at
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages.events import StageKind


@dataclass(frozen=True, slots=True)
class Edited:
    """A deal's fields before a change and after it.

    `entered` is the stage whose first day was corrected, unless it is that of a win. `moves_opening` and
    `moves_stages`: the deal's opening, or its stages, went to the same day.
    """

    before: EditableFields
    after: EditableFields
    moves_opening: bool = False
    moves_stages: bool = False
    entered: EntryMoved | None = None


@dataclass(frozen=True, slots=True)
class EntryMoved:
    """The deal entered a stage on another day than was said before; `is_loss`: it was lost then."""

    stage: StageLabel
    before: date
    after: date
    is_loss: bool


def edited(session: ReadSession, deal_no: int, change_no: int) -> Edited | None:
    """What that change edited of the deal; None where the deal was not there before or after it."""
    history = history_of(session, (DEAL, deal_no))
    mine = [each for each in history if each.change_no == change_no]
    if not mine:
        return None
    nos = (change_no - 1, mine[-1].no)
    folded = [known_at(DEALS, history, no) for no in nos]
    before, after = (each.state for each in folded)
    if not isinstance(before, DealState) or not isinstance(after, DealState):
        return None
    own = [values_known(session, each.part("value")) for each in folded]
    moved = _entries_moved(session, *folded)
    is_win = bool(moved) and moved[-1].stage.kind is StageKind.WON
    entered = moved[-1] if moved and not is_win else None
    moves_opening = before.opened_at != after.opened_at and len(moved) > 1
    return Edited(
        before=fields_of(session, before, needs_known_at(session, history, nos[0]), own[0]),
        after=fields_of(session, after, needs_known_at(session, history, nos[1]), own[1]),
        moves_opening=moves_opening,
        moves_stages=not moves_opening and len(moved) > 1,
        entered=entered,
    )


def _day(session: ReadSession, at: datetime) -> date:
    return settings.of_workspace(session).calendar.day(at)


def _entries_moved(session: ReadSession, before: Folded, after: Folded) -> list[EntryMoved]:
    """The stages that the deal entered on another day than before, in order; none where it entered others."""
    was, now = before.part("stay"), after.part("stay")
    if [row["stage_no"] for row in was] != [row["stage_no"] for row in now]:
        return []
    labels = stage_labels(session)
    found = [
        EntryMoved(label, *days, is_loss=label.kind is StageKind.LOST)
        for one, other in zip(was, now, strict=True)
        for label in [labels[one["stage_no"]]]
        for days in [tuple(_day(session, row["started_at"]) for row in (one, other))]
    ]
    return [each for each in found if each.before != each.after]
