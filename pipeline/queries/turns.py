"""Whose turn it is with a deal, and how often we tried: as far as the reader may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.deals.tables import touch
from pipeline.deals.touch_events import TouchOutcome
from pipeline.deals.turn import Turn, waits_since, whose_turn
from pipeline.ledger.read_session import ReadSession
from pipeline.stages.events import StageKind
from pipeline.storage.schema import Moment


@dataclass(frozen=True, slots=True)
class TurnNow:
    """Whose turn it is now, and since when; `since` is None where no word of the other side began it."""

    turn: Turn
    since: datetime | None


_OF_DEAL = (touch.c.workspace_no == bindparam("w"), touch.c.deal_no == bindparam("deal_no"))
_TRIES = select(func.count()).where(*_OF_DEAL, touch.c.outcome == TouchOutcome.NO_ANSWER.value)
_TRIES_SINCE = _TRIES.where(touch.c.at > bindparam("since", type_=Moment()))


def turn_now(deal: DealState, calendar: Calendar, now: datetime) -> TurnNow | None:
    """Return whose turn it is with an open deal; None for one that is closed."""
    if deal.state is not StageKind.OPEN:
        return None
    turn = whose_turn(deal, calendar.day(now))
    return TurnNow(turn, waits_since(deal, turn))


def tries(session: ReadSession, deal: DealState) -> int:
    """Return how many touches had no answer since the customer's last reaction."""
    values = {"w": session.by.workspace_no, "deal_no": deal.deal_no, "since": deal.last_in}
    return session.connection.execute(_TRIES if deal.last_in is None else _TRIES_SINCE, values).scalar_one()
