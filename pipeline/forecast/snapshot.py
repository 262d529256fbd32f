"""The snapshot of a forecast: the figures as posted, and the deals behind them, saved and loaded when opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from pipeline.forecast.report import CERTAIN, DealShare, Figures, Month, MonthSum, stage_sums
from pipeline.ledger.session import Session
from pipeline.money import Money
from pipeline.people.settings import home_currency_first
from pipeline.storage.schema import receipt, statement, statement_money, statement_period

METHOD = "chain-3"  # names the model of pipeline.forecast; it gets a new number when the figures would differ
MONTH = "month"  # the horizon of what is forecast for a month, as it is stored
ENDED = "ended"  # the horizon of what was won in the month that ended before the post


def save(connection: Connection, workspace_no: int, key: str, made: Figures, ended: Figures | None = None) -> None:
    """Save a forecast as it is posted, under the key of its post: its figures, and the share of each deal in them.

    `ended` has what was won in the month before, where the post tells of that as well.
    """
    own = {"workspace_no": workspace_no, "key": key}
    connection.execute(
        insert(statement).values(
            **own,
            pipeline_no=made.pipeline_no,
            made_at=made.made_at,
            known_no=made.known_no,
            day=made.day,
            closed=made.closed,
            method=METHOD,
        )
    )
    _save_figures(connection, {**own, "horizon": MONTH}, made)
    if ended is not None:
        _save_figures(connection, {**own, "horizon": ENDED}, ended)


def _save_figures(connection: Connection, own: dict[str, Any], made: Figures) -> None:
    """Save the months of a forecast, and the share of each deal; `own` has what all these rows have in common."""
    connection.execute(insert(statement_period), [{**own, **_period_row(month)} for month in made.months])
    money = [{**own, **_money_row(month, each)} for month in made.months for each in month.money]
    if money:
        connection.execute(insert(statement_money), money)
    receipts = [{**own, **_receipt_row(part)} for part in made.parts]
    if receipts:
        connection.execute(insert(receipt), receipts)


def _period_row(month: Month) -> dict[str, Any]:
    return {
        "begins": month.first,
        "won_count": month.won_count,
        "wins": month.wins,
        "wins_low": month.wins_low,
        "wins_high": month.wins_high,
    }


def _money_row(month: Month, each: MonthSum) -> dict[str, Any]:
    return {
        "begins": month.first,
        "currency": each.expected.currency,
        "won_sum": each.won.minor,
        "sum": each.expected.minor,
        "sum_low": each.low.minor,
        "sum_high": each.high.minor,
    }


def _receipt_row(part: DealShare) -> dict[str, Any]:
    return {
        "begins": part.month,
        "deal_no": part.deal_no,
        "stage_no": part.stage_no,
        "last_no": part.last_no,
        "chance": part.chance,
        "amount": part.amount.minor if part.amount is not None else None,
        "currency": part.currency,
        "expected": part.expected,
    }


_STATEMENT = select(statement).where(statement.c.workspace_no == bindparam("w"), statement.c.key == bindparam("key"))
_PERIODS = (
    select(statement_period)
    .where(statement_period.c.workspace_no == bindparam("w"), statement_period.c.key == bindparam("key"))
    .where(statement_period.c.horizon == bindparam("horizon"))
    .order_by(statement_period.c.begins)
)
_MONEY = (
    select(statement_money)
    .where(statement_money.c.workspace_no == bindparam("w"), statement_money.c.key == bindparam("key"))
    .where(statement_money.c.horizon == bindparam("horizon"))
    .order_by(statement_money.c.begins, statement_money.c.currency)
)
_RECEIPTS = (
    select(receipt)
    .where(receipt.c.workspace_no == bindparam("w"), receipt.c.key == bindparam("key"))
    .where(receipt.c.horizon == bindparam("horizon"))
    .order_by(receipt.c.begins, receipt.c.deal_no)
)


def load(session: Session, key: str, horizon: str = MONTH) -> Figures | None:
    """Load the forecast that was posted under `key`, or None if there is none.

    With the horizon ENDED: what was won in the month before; without months where the post did not tell of it.
    """
    values = {"w": session.by.workspace_no, "key": key, "horizon": horizon}
    kept = session.connection.execute(_STATEMENT, values).first()
    if kept is None:
        return None
    rows = list(session.connection.execute(_PERIODS, values))
    sums = home_currency_first(session, list(session.connection.execute(_MONEY, values)), lambda row: row.currency)
    parts = tuple(_part(row) for row in session.connection.execute(_RECEIPTS, values))
    months = tuple(_month(row, [each for each in sums if each.begins == row.begins]) for row in rows)
    first = months[0].first if months else None
    return Figures(
        pipeline_no=kept.pipeline_no,
        day=kept.day,
        made_at=kept.made_at,
        known_no=kept.known_no,
        closed=kept.closed,
        months=months,
        stages=stage_sums(session, kept.pipeline_no, parts),
        without_amount=sum(part.amount is None for part in parts if part.month == first and not part.is_won),
        parts=parts,
    )


_NEWEST = (
    select(statement.c.key)
    .where(statement.c.workspace_no == bindparam("w"), statement.c.pipeline_no == bindparam("pipeline"))
    .order_by(statement.c.made_at.desc())
    .limit(1)
)
_FIRST_OPEN = (
    select(receipt)
    .where(receipt.c.workspace_no == bindparam("w"), receipt.c.key == bindparam("key"), receipt.c.horizon == MONTH)
    .where(receipt.c.begins == bindparam("begins"), receipt.c.currency == bindparam("currency"))
    .where(receipt.c.chance < CERTAIN, receipt.c.amount.is_not(None))
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of a posted forecast without the deals behind them; `key` is that of the post.

    `deciding` has the open deals with an amount of each month, two of each currency at most: enough to know whether
    one deal alone decides.
    """

    key: str
    day: date
    months: tuple[Month, ...]
    deciding: tuple[DealShare, ...]


def headline(session: Session, pipeline_no: int) -> Headline | None:
    """Load the figures that were posted last of a pipeline; None before the first post."""
    w, connection = session.by.workspace_no, session.connection
    key = connection.execute(_NEWEST, {"w": w, "pipeline": pipeline_no}).scalar()
    if key is None:
        return None
    values = {"w": w, "key": key, "horizon": MONTH}
    kept = connection.execute(_STATEMENT, values).one()
    sums = home_currency_first(session, list(connection.execute(_MONEY, values)), lambda row: row.currency)
    months = tuple(
        _month(row, [each for each in sums if each.begins == row.begins])
        for row in connection.execute(_PERIODS, values)
    )
    deciding = tuple(
        _part(row)
        for each in sums
        for row in connection.execute(
            _FIRST_OPEN, {**values, "begins": each.begins, "currency": each.currency, "most": 2}
        )
    )
    return Headline(key, kept.day, months, deciding)


def _month(row: Any, sums: Sequence[Any]) -> Month:
    money = tuple(
        MonthSum(
            Money(each.sum, each.currency),
            Money(each.sum_low, each.currency),
            Money(each.sum_high, each.currency),
            Money(each.won_sum, each.currency),
        )
        for each in sums
    )
    return Month(row.begins, row.won_count, row.wins, row.wins_low, row.wins_high, money)


def _part(row: Any) -> DealShare:
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    return DealShare(row.deal_no, row.begins, row.stage_no, row.last_no, row.chance, amount, row.currency, row.expected)
