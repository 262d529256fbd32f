"""The board of a day gone by (`/deal board 1.5.`): how the deals stood at its end, as far as it was known then.

A deal that has not changed since stands as it does now. What was recorded later is left out of the others, also what
was said of that day later on; of what was imported the moments in the file count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import require_pipeline
from pipeline.deals.tables import deal
from pipeline.deals.turn import Turn, is_stuck, stands_since, whose_turn
from pipeline.ledger.read_session import ReadSession
from pipeline.money import total
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.board import Board, Column
from pipeline.queries.deal_lists import amount_of
from pipeline.queries.deals_then import SHOWN_KINDS, end_of, first_after, folded, later_deals, of_deals, was_known
from pipeline.queries.names import stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage.schema import event

MOST_EVENTS = 30_000  # read for one board: about 5,000 deals, which take a second

_UNCHANGED = (
    select(deal)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value, deal.c.last_no < bindparam("first"))
)
_KNOWN_EVENTS = (
    select(event)
    .where(of_deals(SHOWN_KINDS), event.c.subject_no.in_(later_deals()), was_known())
    .order_by(event.c.subject_no, event.c.no)
)


def can_show(session: ReadSession, day: date, pipeline_no: int | None = None) -> bool:
    """Whether the board of that day can be worked out while a person waits: of the person's pipeline, or of that one.

    Raises NoSuchPipeline.
    """
    pipeline = require_pipeline(session, pipeline_no or stages_.persons_pipeline(session))
    found = select(func.count()).select_from(_KNOWN_EVENTS.limit(MOST_EVENTS + 1).subquery())
    values = _values(session, end_of(session, day), pipeline)
    return session.connection.execute(found, values).scalar_one() <= MOST_EVENTS


def board_on(session: ReadSession, day: date, pipeline_no: int | None = None) -> Board:
    """The board of a pipeline at the end of a day, of the person's unless one is named, in the stages of today.

    Raises NotAllowed for who may not see deals.
    """
    require(session.connection, session.by, Act.SEE)
    stages, labels = stages_.of_workspace(session), stage_labels(session)
    pipeline = require_pipeline(session, pipeline_no or stages_.persons_pipeline(session))
    end = end_of(session, day)
    by_stage: dict[int, list[DealState]] = {}
    for state in _open_deals(session, pipeline, end):
        there = stages.find(state.stage_no) is not None  # else the stage's adding was undone
        stage_no = stages.in_use(state.stage_no) if there else stages.first(pipeline).stage_no
        by_stage.setdefault(stage_no, []).append(state)

    calendar = settings.of_workspace(session).calendar

    def column(stage_no: int) -> Column:
        here, limit = by_stage.get(stage_no, []), stages.by_no(stage_no).limit_days
        amounts = [amount for each in here if (amount := amount_of(each)) is not None]
        sums = list(total(amounts).values())
        return Column(
            stage=labels[stage_no],
            count=len(here),
            sums=tuple(home_currency_first(session, sums, lambda each: each.currency)),
            without_amount=len(here) - len(amounts),
            oldest_days=calendar.business_days(min(map(stands_since, here)), end) if here else 0,
            stuck=sum(is_stuck(each, limit, calendar, end) for each in here),
            ours=sum(whose_turn(each, day) is Turn.OURS for each in here),
        )

    columns = tuple(column(each.stage_no) for each in stages.open_of(pipeline))
    return Board(pipeline, columns, len({each.customer_no for here in by_stage.values() for each in here}))


def _values(session: ReadSession, end: datetime, pipeline_no: int) -> dict[str, Any]:
    return {"w": session.by.workspace_no, "end": end, "first": first_after(session, end), "pipeline": pipeline_no}


def _open_deals(session: ReadSession, pipeline_no: int, end: datetime) -> Iterator[DealState]:
    values = _values(session, end, pipeline_no)
    for row in session.connection.execute(_UNCHANGED, values):
        yield deal_from_row(row)
    for _, rows in groupby(session.connection.execute(_KNOWN_EVENTS, values), key=lambda row: row.subject_no):
        state = folded(session, list(rows))
        if state is not None and state.pipeline_no == pipeline_no and state.state is StageKind.OPEN:
            yield state
