"""Decides whether a win is told in the channel: once for a deal, from the size that the team set or that it learned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, bindparam, or_, select

from pipeline.deals.projection import DealState
from pipeline.deals.tables import deal
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages import occasions
from pipeline.messages.delivery_notices import WinAnnounced
from pipeline.messages.outbox import Lane, OutboxMessage, State
from pipeline.money import Money
from pipeline.people import settings
from pipeline.stages.events import StageKind
from pipeline.storage.schema import outbox

OLDEST = 5  # business days after which a win is no news
ENOUGH_WINS = 20  # with fewer every win is told
TOP = 80  # the percentile of the team's won amounts from which on a win is told
MOST_WINS = 1000  # of the newest, by which the team's size is learned

_AMOUNTS = (
    select(deal.c.amount)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.WON.value, deal.c.currency == bindparam("currency"))
    .where(deal.c.amount > 0, deal.c.deal_no != bindparam("no"))
    .order_by(deal.c.stay_at.desc(), deal.c.deal_no)
    .limit(MOST_WINS)
)
_TOLD = select(outbox.c.state).where(
    outbox.c.workspace_no == bindparam("w"),
    or_(
        outbox.c.key == bindparam("first"),
        and_(outbox.c.key > bindparam("after_first"), outbox.c.key < bindparam("before_next")),
    ),
)


def announce_win(work: UnitOfWork, won: DealState, day: date) -> None:
    """Let the channel of the deal's pipeline be told of a win on `day`, where it is large enough and still news."""
    current = settings.of_workspace(work)
    place, today = current.place(won.pipeline_no), current.calendar.day(work.now)
    if place is None or won.amount is None or not is_news(current.calendar.business_days_between(day, today)):
        return
    amount = Money(won.amount, won.currency)
    least = least_told(current.wins_from, won.currency, _others(work, won))
    if amount.minor < least or (key := _key(work, won)) is None:
        return
    told = WinAnnounced(deal=won.deal_no, stay=won.stay)
    work.say(OutboxMessage(key, Lane.POSTS, told, work.now, to_place=place))


def is_news(business_days: int) -> bool:
    """Whether a win of so many business days ago is still told."""
    return business_days <= OLDEST


def least_told(wish: Money | None, currency: str, others: Sequence[int]) -> int:
    """From how many minor units of a currency on a win is told: pure.

    That is what the team set for this currency, else the 80th percentile of its other wins, once there are 20.
    """
    if wish is not None and wish.currency == currency:
        return wish.minor
    if len(others) < ENOUGH_WINS:
        return 0
    rank = -(-TOP * len(others) // 100)
    return sorted(others)[rank - 1]


def _others(work: UnitOfWork, won: DealState) -> list[int]:
    """The amounts of the team's other wins in this currency, in minor units."""
    values = {"w": work.by.workspace_no, "pipeline": won.pipeline_no, "currency": won.currency, "no": won.deal_no}
    return list(work.connection.scalars(_AMOUNTS, values))


def _key(work: UnitOfWork, won: DealState) -> str | None:
    """The key of the announcement; None where the deal was announced before. One that was never sent does not count."""
    first = occasions.win_key(won.deal_no)
    values = {"w": work.by.workspace_no, "first": first, "after_first": f"{first}:", "before_next": f"{first};"}
    states = list(work.connection.scalars(_TOLD, values))
    if any(state != State.DROPPED.value for state in states):
        return None
    return occasions.win_key(won.deal_no, won.stay) if states else first
