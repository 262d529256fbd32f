"""The snapshot of a forecast: the figures as posted, and the deals behind them, saved and loaded when opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from pipeline.forecast.figures import (
    CERTAIN,
    TOLD,
    Bridge,
    BridgePart,
    BridgeShare,
    DealShare,
    Figures,
    Month,
    MonthSum,
)
from pipeline.forecast.growth import grown
from pipeline.forecast.shares import stage_sums
from pipeline.ledger.session import Session
from pipeline.money import Money
from pipeline.people.settings import home_currency_first
from pipeline.storage.schema import receipt, statement, statement_change, statement_money, statement_period

METHOD = "chain-4"  # names the model of pipeline.forecast; it gets a new number when the figures would differ
MONTH = "month"  # the horizon of what is forecast for a month, as it is stored
QUARTER = "quarter"  # the horizon of the quarter's sum, which has no receipts of its own
MONDAY_KEYS = "monday:"  # what the key of a Monday post begins with
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
            compared_day=made.bridge.since if made.bridge is not None else None,
        )
    )
    _save_figures(connection, {**own, "horizon": MONTH}, made)
    if made.quarter is not None:
        _save_months(connection, {**own, "horizon": QUARTER}, [made.quarter], {})
    changes = [{**own, **_change_row(made.bridge, each)} for each in made.bridge.changes] if made.bridge else []
    if changes:
        connection.execute(insert(statement_change), changes)
    if ended is not None:
        _save_figures(connection, {**own, "horizon": ENDED}, ended)


def _save_figures(connection: Connection, own: dict[str, Any], made: Figures) -> None:
    """Save the months of a forecast, and the share of each deal; `own` has what all these rows have in common."""
    _save_months(connection, own, made.months, made.growth)
    receipts = [{**own, **_receipt_row(part)} for part in made.parts]
    if receipts:
        connection.execute(insert(receipt), receipts)


def _save_months(
    connection: Connection, own: dict[str, Any], months: Sequence[Month], growth: Mapping[str, float]
) -> None:
    connection.execute(insert(statement_period), [{**own, **_period_row(month)} for month in months])
    money = [
        {**own, **_money_row(month, each), "growth": growth.get(each.expected.currency, 1.0)}
        for month in months
        for each in month.money
    ]
    if money:
        connection.execute(insert(statement_money), money)


def _change_row(bridge: Bridge, each: BridgeShare) -> dict[str, Any]:
    return {
        "begins": bridge.month,
        "change": each.change.value,
        "deal_no": each.deal_no,
        "currency": each.sum.currency,
        "sum": each.sum.minor,
    }


def _period_row(month: Month) -> dict[str, Any]:
    return {
        "begins": month.first,
        "won_count": month.won_count,
        "wins": month.wins,
        "wins_low": month.wins_low,
        "wins_high": month.wins_high,
        "new_wins": month.new_wins,
    }


def _money_row(month: Month, each: MonthSum) -> dict[str, Any]:
    return {
        "begins": month.first,
        "currency": each.expected.currency,
        "won_sum": each.won.minor,
        "sum": each.expected.minor,
        "sum_low": each.low.minor,
        "sum_high": each.high.minor,
        "new_sum": each.to_come.minor,
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
        "close_day": part.close_day,
        "is_ours": part.is_ours,
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
_RECEIPTS_OF_MONTH = _RECEIPTS.where(receipt.c.begins == bindparam("begins"))
_CHANGES = (
    select(statement_change)
    .where(statement_change.c.workspace_no == bindparam("w"), statement_change.c.key == bindparam("key"))
    .where(statement_change.c.begins == bindparam("begins"))
    .order_by(statement_change.c.change, statement_change.c.deal_no, statement_change.c.currency)
)


def load(session: Session, key: str, horizon: str = MONTH) -> Figures | None:
    """Load the forecast that was posted under `key`, or None if there is none.

    With the horizon ENDED: what was won in the month before; without months where the post did not tell of it.
    """
    values = {"w": session.by.workspace_no, "key": key, "horizon": horizon}
    kept = session.connection.execute(_STATEMENT, values).first()
    if kept is None:
        return None
    months, growth = _months(session, values)
    parts = tuple(_part(row, growth) for row in session.connection.execute(_RECEIPTS, values))
    first = months[0].first if months else None
    of_quarter, _ = _months(session, {**values, "horizon": QUARTER}) if horizon == MONTH else ((), {})
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
        quarter=of_quarter[0] if of_quarter else None,
        growth=growth,
        bridge=_bridge(session, kept, first) if horizon == MONTH and first is not None else None,
    )


def _months(session: Session, values: Mapping[str, Any]) -> tuple[tuple[Month, ...], dict[str, float]]:
    """The months of one horizon of a post, and by which factor amounts grow to the win, by currency."""
    rows = list(session.connection.execute(_PERIODS, values))
    sums = home_currency_first(session, list(session.connection.execute(_MONEY, values)), lambda row: row.currency)
    months = tuple(_month(row, [each for each in sums if each.begins == row.begins]) for row in rows)
    return months, {row.currency: row.growth for row in sums if row.growth != 1.0}


def _bridge(session: Session, kept: Any, first: date) -> Bridge | None:
    if kept.compared_day is None:
        return None
    rows = session.connection.execute(_CHANGES, {"w": session.by.workspace_no, "key": kept.key, "begins": first})
    changes = (BridgeShare(BridgePart(row.change), row.deal_no, Money(row.sum, row.currency)) for row in rows)
    return Bridge(first, kept.compared_day, tuple(changes))


_LAST_MONDAY = (
    select(statement.c.key, statement.c.day)
    .join(
        statement_period,
        (statement_period.c.workspace_no == statement.c.workspace_no) & (statement_period.c.key == statement.c.key),
    )
    .where(statement.c.workspace_no == bindparam("w"), statement.c.pipeline_no == bindparam("pipeline"))
    .where(statement.c.method == METHOD, statement.c.key.startswith(MONDAY_KEYS), statement.c.day < bindparam("today"))
    .where(statement_period.c.horizon == MONTH, statement_period.c.begins == bindparam("begins"))
    .order_by(statement.c.made_at.desc())
    .limit(1)
)


def last_monday(
    session: Session, pipeline_no: int, today: date, first: date
) -> tuple[date, Month, tuple[DealShare, ...]] | None:
    """What the last Monday post before today forecast of a month: its day, the month, and the deals' shares in it.

    None where none told of the month, or a former method made it.
    """
    w = session.by.workspace_no
    found = session.connection.execute(
        _LAST_MONDAY, {"w": w, "pipeline": pipeline_no, "today": today, "begins": first}
    ).first()
    if found is None:
        return None
    values = {"w": w, "key": found.key, "horizon": MONTH}
    months, growth = _months(session, values)
    month = next(each for each in months if each.first == first)
    rows = session.connection.execute(_RECEIPTS_OF_MONTH, {**values, "begins": first})
    return found.day, month, tuple(_part(row, growth) for row in rows)


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
    quarter: Month | None = None


def headline(session: Session, pipeline_no: int) -> Headline | None:
    """Load the figures that were posted last of a pipeline; None before the first post."""
    w, connection = session.by.workspace_no, session.connection
    key = connection.execute(_NEWEST, {"w": w, "pipeline": pipeline_no}).scalar()
    if key is None:
        return None
    values = {"w": w, "key": key, "horizon": MONTH}
    kept = connection.execute(_STATEMENT, values).one()
    all_months, growth = _months(session, values)
    months = all_months[:TOLD]
    of_quarter, _ = _months(session, {**values, "horizon": QUARTER})
    deciding = tuple(
        _part(row, growth)
        for month in months
        for each in month.money
        for row in connection.execute(
            _FIRST_OPEN, {**values, "begins": month.first, "currency": each.expected.currency, "most": 2}
        )
    )
    return Headline(key, kept.day, months, deciding, of_quarter[0] if of_quarter else None)


def _month(row: Any, sums: Sequence[Any]) -> Month:
    money = tuple(
        MonthSum(
            Money(each.sum, each.currency),
            Money(each.sum_low, each.currency),
            Money(each.sum_high, each.currency),
            Money(each.won_sum, each.currency),
            Money(each.new_sum, each.currency),
        )
        for each in sums
    )
    return Month(row.begins, row.won_count, row.wins, row.wins_low, row.wins_high, money, row.new_wins)


def _part(row: Any, growth: Mapping[str, float]) -> DealShare:
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    at_win = grown(amount, growth) if row.chance < CERTAIN else None
    return DealShare(
        deal_no=row.deal_no,
        month=row.begins,
        stage_no=row.stage_no,
        last_no=row.last_no,
        chance=row.chance,
        amount=amount,
        currency=row.currency,
        expected=row.expected,
        at_win=at_win if at_win != amount else None,
        close_day=row.close_day,
        is_ours=row.is_ours,
    )
