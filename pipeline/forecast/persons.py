"""The part of a pipeline's forecast that is one person's: what they have won, and what their open deals bring.

Deals that are not opened yet are nobody's, so they are not in it. Its range is of the luck of each deal alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import bindparam, select

from pipeline.deals.tables import deal
from pipeline.deals.targets import led_pipeline
from pipeline.forecast import report
from pipeline.forecast.figures import DealShare, Figures, Month, MonthSum
from pipeline.forecast.moves import Floats
from pipeline.forecast.shares import stage_sums
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people.settings import home_currency_first

DRAWS, FEWEST_DRAWS, CELLS = 2_000, 200, 2_000_000  # possible futures, and the most futures × deals
LOW, HIGH = 0.1, 0.9

_OWNED = select(deal.c.deal_no).where(
    deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"), deal.c.owner == bindparam("who")
)


def figures(session: ReadSession, member_no: int, pipeline_no: int | None = None) -> Figures:
    """The forecast of one person's deals, for themselves and for the lead of the pipeline.

    Raises NotAllowed, NoSuchPipeline, and OnlyLeadSees for anybody else.
    """
    if member_no != session.by.member_no:
        pipeline_no = led_pipeline(session, pipeline_no)
    made = report.figures(session, pipeline_no)
    values = {"w": session.by.workspace_no, "pipeline": made.pipeline_no, "who": member_no}
    owned = set(session.connection.scalars(_OWNED, values))
    parts = tuple(part for part in made.parts if part.deal_no in owned)
    months = tuple(_month(session, made, month, parts, member_no) for month in made.months)
    first = months[0].first
    return replace(
        made,
        months=months,
        parts=parts,
        stages=stage_sums(session, made.pipeline_no, parts),
        without_amount=sum(part.amount is None for part in parts if part.month == first and not part.is_won),
        quarter=None,
        bridge=None,
    )


def _month(session: ReadSession, made: Figures, month: Month, parts: Sequence[DealShare], member_no: int) -> Month:
    mine = [part for part in parts if part.month == month.first]
    still_open = [part for part in mine if not part.is_won]
    happens = _futures(still_open, (session.by.workspace_no, made.day.toordinal(), member_no, month.first.month))
    won_count = len(mine) - len(still_open)
    low, high = _range(happens.sum(axis=1))
    currencies = home_currency_first(session, sorted({part.currency for part in mine}), lambda each: each)
    return Month(
        first=month.first,
        won_count=won_count,
        wins=won_count + sum(part.chance for part in still_open),
        wins_low=won_count + low,
        wins_high=won_count + high,
        money=tuple(_sum(mine, still_open, happens, currency) for currency in currencies),
    )


def _sum(mine: Sequence[DealShare], still_open: Sequence[DealShare], happens: Floats, currency: str) -> MonthSum:
    won = sum(part.expected for part in mine if part.is_won and part.currency == currency)
    expected = sum(part.expected for part in mine if part.currency == currency)
    worth = [part.counted.minor if part.counted is not None and part.currency == currency else 0 for part in still_open]
    low, high = _range(happens @ np.array(worth, dtype=np.float64))
    sums = [Money(round(each), currency) for each in (won + low, expected, won + high, won)]
    return MonthSum(sums[1], *report.rounded_range(*sums), sums[3])


def _futures(parts: Sequence[DealShare], seed: tuple[int, ...]) -> Floats:
    """Possible futures (rows) of these deals (columns): 1 where a deal is won."""
    count = max(FEWEST_DRAWS, min(DRAWS, CELLS // max(1, len(parts))))
    chances = np.array([part.chance for part in parts], dtype=np.float64)
    return (np.random.default_rng(seed).random((count, len(parts))) < chances).astype(np.float64)


def _range(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, (LOW, HIGH), method="inverted_cdf")
    return float(low), float(high)
