"""What changed in a pipeline between the beginning of a day and now (`/deal since`), to the cent.

What was open then, with what every part added or took away, is what is open now. Only deals with events since are
looked at; how the day began is what was known at the end of the day before, as `/deal board` shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import require_pipeline, seen
from pipeline.deals.tables import deal
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.deals_then import MOVING_KINDS, end_of, first_after, folded, later_deals, of_deals, was_known
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.stages import Stages
from pipeline.storage.portions import portions
from pipeline.storage.schema import event

MOST_EVENTS = 30_000  # of the deals of the pipeline that changed since the day: what a second is enough for

_LATER = later_deals(MOVING_KINDS).distinct().limit(MOST_EVENTS + 1)
_KNOWN = (
    select(event)
    .where(of_deals(MOVING_KINDS), event.c.subject_no.in_(bindparam("nos", expanding=True)), was_known())
    .order_by(event.c.subject_no, event.c.no)
    .limit(MOST_EVENTS + 1)
)
_NOW = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("nos", expanding=True)))
_OPEN_NOW = (
    select(deal.c.currency, func.count().label("deals"), func.sum(deal.c.amount).label("sum"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value)
    .group_by(deal.c.stage_no, deal.c.currency)  # as the index of the board has them
)
_FIRST_RECORDED = (
    select(event.c.recorded_at).where(event.c.workspace_no == bindparam("w")).order_by(event.c.no).limit(1)
)
_FIRST_OPENED = select(func.min(deal.c.opened_at)).where(deal.c.workspace_no == bindparam("w"))


class SincePart(StrEnum):
    """What became of a deal, or came about it, since a day."""

    NEW = "new"
    BACK = "back"  # opened again, or come from another pipeline
    WON = "won"
    LOST = "lost"
    AMOUNT = "amount"
    OUT = "out"  # deleted, undone, or gone to another pipeline
    FORWARD = "forward"
    BACKWARD = "backward"
    SLIPPED = "slipped"  # expected in a later month than it was


COUNTS = {SincePart.NEW: 1, SincePart.BACK: 1, SincePart.WON: -1, SincePart.LOST: -1, SincePart.OUT: -1}
"""How many open deals there are more for each deal of a part; of the other parts none."""


@dataclass(frozen=True, slots=True)
class Change:
    """A deal in one part: how it was, how it is, and what it adds to the open sum, in minor units by currency."""

    part: SincePart
    deal_no: int
    then: DealState | None
    now: DealState | None
    adds: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Open:
    """How many deals are open, and what they are worth: one amount per currency."""

    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class DealsOfPart:
    """The changes of one part, and what they add to the open sum: one amount per currency, 0 left out."""

    part: SincePart
    changes: tuple[Change, ...]
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """A pipeline's open deals as a day began and now, and the parts between them, those without a deal left out."""

    pipeline_no: int
    day: date
    then: Open
    now: Open
    parts: tuple[DealsOfPart, ...]

    def part(self, part: SincePart) -> DealsOfPart | None:
        """One part; None where no deal is in it."""
        return next((each for each in self.parts if each.part is part), None)


class TooMuchChanged(Exception):
    """More changed since the day than can be read while a person waits."""


def first_day(session: ReadSession, day: date) -> date | None:
    """The first day of which anything is known, where that is later than `day`; else None.

    Of deals that came from a file the days in the file count.
    """
    w, calendar = {"w": session.by.workspace_no}, settings.of_workspace(session).calendar
    recorded = session.connection.scalar(_FIRST_RECORDED, w)
    if recorded is None or calendar.day(recorded) <= day:
        return None
    opened = session.connection.scalar(seen(session, _FIRST_OPENED), w)  # a look at every deal, for such days alone
    first = calendar.day(min(recorded, opened or recorded))
    return first if first > day else None


def since(session: ReadSession, day: date, pipeline_no: int | None = None) -> Since:
    """What changed in a pipeline since a day began, in the person's unless one is named.

    Raises NotAllowed, NoSuchPipeline, and TooMuchChanged.
    """
    require(session.connection, session.by, Act.SEE)
    stages = stages_.of_workspace(session)
    pipeline = require_pipeline(session, pipeline_no or stages_.persons_pipeline(session))
    found = [
        change
        for no, then, now in _changed(session, end_of(session, day - timedelta(days=1)), pipeline)
        for change in changes(no, then, now, pipeline, lambda stage_no: _position(stages, stage_no))
    ]
    rows = list(session.connection.execute(_OPEN_NOW, {"w": session.by.workspace_no, "pipeline": pipeline}))
    count = sum(int(row.deals) for row in rows)
    now = together({row.currency: int(row.sum)} for row in rows if row.sum is not None)
    added = sum(COUNTS.get(each.part, 0) for each in found)
    then = together([now, *({currency: -n for currency, n in each.adds.items()} for each in found)])

    def sums(minor: Mapping[str, int]) -> tuple[Money, ...]:
        there = [Money(n, currency) for currency, n in minor.items() if n]
        return tuple(home_currency_first(session, there, lambda each: each.currency))

    parts = [(part, tuple(each for each in found if each.part is part)) for part in SincePart]
    return Since(
        pipeline,
        day,
        Open(count - added, sums(then)),
        Open(count, sums(now)),
        tuple(DealsOfPart(part, those, sums(together(each.adds for each in those))) for part, those in parts if those),
    )


def changes(
    no: int, then: DealState | None, now: DealState | None, pipeline_no: int, position: Callable[[int], int]
) -> Iterator[Change]:
    """What became of one deal of a pipeline, given how it was and is; `position` orders the stages.

    What the parts add is what the deal adds to the open sum now, less what it added then.
    """
    was, is_there = _stands(then, pipeline_no), now is not None and now.pipeline_no == pipeline_no
    is_open = is_there and _stands(now, pipeline_no)
    is_closed = is_there and not is_open
    is_as_it_was = then is not None and now is not None and then.stay == now.stay
    worth_then, worth_now = _worth(then), _worth(now)

    def change(part: SincePart, adds: Mapping[str, int] | None = None) -> Change:
        return Change(part, no, then, now, adds or {})

    if was and not is_there:
        yield change(SincePart.OUT, _less(worth_then))
        return
    if not was and not (is_open or (is_closed and not is_as_it_was)):
        return
    if not was:
        yield change(SincePart.NEW if then is None else SincePart.BACK, worth_now)
    elif worth_then != worth_now:
        yield change(SincePart.AMOUNT, together([worth_now, _less(worth_then)]))
    if is_closed and now is not None:
        yield change(SincePart.WON if now.state is StageKind.WON else SincePart.LOST, _less(worth_now))
    elif was and then is not None and now is not None:
        yield from map(change, _steps(then, now, position))


def _steps(then: DealState, now: DealState, position: Callable[[int], int]) -> Iterator[SincePart]:
    """The parts of a deal that was open and is, which leave its worth as it is."""
    before, after = position(then.stage_no), position(now.stage_no)
    if before != after:
        yield SincePart.FORWARD if before < after else SincePart.BACKWARD
    if then.close_day is not None and now.close_day is not None and _month(then.close_day) < _month(now.close_day):
        yield SincePart.SLIPPED


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _stands(state: DealState | None, pipeline_no: int) -> bool:
    """Whether a deal is open in a pipeline."""
    return state is not None and state.pipeline_no == pipeline_no and state.state is StageKind.OPEN


def _worth(state: DealState | None) -> dict[str, int]:
    return {state.currency: state.amount} if state is not None and state.amount else {}


def _less(minor: Mapping[str, int]) -> dict[str, int]:
    return {currency: -n for currency, n in minor.items()}


def together(amounts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of each currency, in minor units; a sum of 0 is left out."""
    found: Counter[str] = Counter()
    for each in amounts:
        found.update(each)
    return {currency: n for currency, n in found.items() if n}


def _position(stages: Stages, stage_no: int) -> int:
    """The place of a stage, or of the one that followed it; 0 where its adding was undone."""
    return stages.by_no(stages.in_use(stage_no)).position if stages.find(stage_no) is not None else 0


def _changed(
    session: ReadSession, end: datetime, pipeline_no: int
) -> Iterator[tuple[int, DealState | None, DealState | None]]:
    """Each deal that may be of a pipeline and has events since, by its number: as it stood at a moment, and as it is.

    None is one that was not there, or is not.
    """
    values: dict[str, Any] = {"w": session.by.workspace_no, "end": end, "first": first_after(session, end)}
    nos = sorted(session.connection.scalars(_LATER, values | {"pipeline": pipeline_no}))
    if len(nos) > MOST_EVENTS:
        raise TooMuchChanged
    left = MOST_EVENTS
    for some in portions(nos):
        these = {**values, "nos": some}
        known = list(session.connection.execute(_KNOWN, these))
        left -= len(known)
        if left < 0:
            raise TooMuchChanged
        now = {row.deal_no: deal_from_row(row) for row in session.connection.execute(seen(session, _NOW), these)}
        then = _states(session, known)
        yield from ((no, then.get(no), now.get(no)) for no in some)


def _states(session: ReadSession, rows: Sequence[Any]) -> dict[int, DealState | None]:
    return {no: folded(session, list(of)) for no, of in groupby(rows, key=lambda row: row.subject_no)}
