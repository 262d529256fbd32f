"""The course of a forecast's first month: what was won up to each day, and what its end is expected to bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from pipeline.deals.tables import deal
from pipeline.forecast.figures import Figures, MonthSum
from pipeline.ledger.session import Session
from pipeline.money import Money
from pipeline.people import settings
from pipeline.storage.portions import portions

DECIDING = 2  # open deals with a sum, from which on a range is told
_CLOSED = select(deal.c.deal_no, deal.c.stay_at).where(
    deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("deals", expanding=True))
)


@dataclass(frozen=True, slots=True)
class MonthCourse:
    """The course of a month in one currency, as was known on the day `now`.

    `won` has the sum won by the end of each day that has a win; `end` is the forecast of the month.
    """

    first: date
    now: date
    won: tuple[tuple[date, Money], ...]
    end: MonthSum
    target: Money | None


def of_first_month(session: Session, figures: Figures, target: Money | None) -> MonthCourse | None:
    """Return the course of the forecast's first month, in the currency that the forecast names first.

    None where fewer than two open deals have a sum in it and no deals are to come, or no more is likely to come: a
    range would say too much then. A target in another currency is left out.
    """
    month = next(iter(figures.months), None)
    end = month.money[0] if month is not None and month.money else None
    if month is None or end is None or end.high.minor <= end.won.minor:
        return None
    currency = end.expected.currency
    open_ones = sum(part.amount is not None and part.currency == currency for part in figures.open_in(month))
    if open_ones < DECIDING and not end.to_come.minor:
        return None
    parts = [part for part in figures.won_in(month) if part.currency == currency and part.amount is not None]
    days = _days(session, [part.deal_no for part in parts])
    dated = [(days.get(part.deal_no, figures.day), part.expected) for part in parts]
    return MonthCourse(
        first=month.first,
        now=max(figures.day, month.first),
        won=_added_up([(min(max(day, month.first), figures.day), sum_) for day, sum_ in dated], currency),
        end=end,
        target=target if target is not None and target.currency == currency else None,
    )


def _days(session: Session, deals: Sequence[int]) -> dict[int, date]:
    """The day on which each of these deals came to the stage that it is in."""
    calendar = settings.of_workspace(session).calendar
    w, connection = session.by.workspace_no, session.connection
    rows = (row for some in portions(deals) for row in connection.execute(_CLOSED, {"w": w, "deals": some}))
    return {row.deal_no: calendar.day(row.stay_at) for row in rows}


def _added_up(dated: Sequence[tuple[date, int]], currency: str) -> tuple[tuple[date, Money], ...]:
    sums: dict[date, int] = {}
    total = 0
    for day, minor in sorted(dated):
        total += minor
        sums[day] = total
    return tuple((day, Money(minor, currency)) for day, minor in sums.items())
