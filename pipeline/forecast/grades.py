"""Grades of past forecasts: what each Monday post expected of its month, beside what came when the month was over.

Two methods that need no model stand beside it: *last month again*, and *stage percentages*, which give each stage a
fixed chance and know no time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline.forecast import scores, snapshot
from pipeline.forecast.figures import CERTAIN
from pipeline.forecast.shares import won_between
from pipeline.ledger.session import Session
from pipeline.months import following_month, month_before
from pipeline.people import settings
from pipeline.people.settings import home_currency_first
from pipeline.stages import stages
from pipeline.storage.schema import receipt, statement, statement_money, statement_period

MOST = 26  # the newest forecasts that are graded: half a year of Mondays
FEWEST = 5  # with fewer than this, a record says nothing yet
LEAST_SHARE, LARGEST_SHARE = 0.1, 0.9  # the chance of the first and of the last stage by stage percentages


@dataclass(frozen=True, slots=True)
class Grade:
    """A forecast of a month as posted on `day`, and what `came`: in minor units, or a number of wins.

    `low` to `high` is the range that was posted. `last_again` and `percentages` are what the two methods without a
    model would have said on that day; the latter is None where it was not asked for.
    """

    day: date
    month: date
    expected: float
    low: float
    high: float
    came: float
    last_again: float
    percentages: float | None

    @property
    def has_held(self) -> bool:
        """Whether what came lies in the range."""
        return self.low <= self.came <= self.high


@dataclass(frozen=True)
class TrackRecord:
    """The grades of a pipeline's Monday forecasts in one currency, the oldest first; of wins where `currency` is None.

    How far a method was off is its WAPE: the sum of its absolute errors against the sum of what came. It is None where
    nothing came.
    """

    currency: str | None
    grades: tuple[Grade, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough forecasts for a record to say anything."""
        return len(self.grades) >= FEWEST

    @property
    def held(self) -> int:
        """How many ranges held what came."""
        return sum(each.has_held for each in self.grades)

    @cached_property
    def off(self) -> float | None:
        """How far the forecasts were off."""
        return self._off([each.expected for each in self.grades])

    @cached_property
    def last_again_off(self) -> float | None:
        """How far *last month again* would have been off."""
        return self._off([each.last_again for each in self.grades])

    @cached_property
    def percentages_off(self) -> float | None:
        """How far *stage percentages* would have been off; None also where that was not asked for."""
        said = [each.percentages for each in self.grades if each.percentages is not None]
        return self._off(said) if len(said) == len(self.grades) else None

    @property
    def firsts(self) -> tuple[Grade, ...]:
        """The first forecast of each month."""
        of_month = {each.month: each for each in reversed(self.grades)}
        return tuple(of_month[month] for month in sorted(of_month))

    def _off(self, said: Sequence[float]) -> float | None:
        came = [each.came for each in self.grades]
        return scores.off_by(said, came) if any(came) else None


_STATED = (
    select(
        statement.c.key,
        statement.c.day,
        statement_period.c.begins,
        statement_period.c.won_count,
        statement_period.c.wins,
        statement_period.c.wins_low,
        statement_period.c.wins_high,
    )
    .join(
        statement_period,
        (statement_period.c.workspace_no == statement.c.workspace_no) & (statement_period.c.key == statement.c.key),
    )
    .where(statement.c.workspace_no == bindparam("w"), statement.c.pipeline_no == bindparam("pipeline"))
    .where(statement.c.key.startswith(snapshot.MONDAY_KEYS), statement_period.c.horizon == snapshot.MONTH)
    .where(statement_period.c.begins <= statement.c.day, statement.c.day < bindparam("before"))
    .order_by(statement.c.day.desc())
    .limit(bindparam("most"))
)
_MONEY = (
    select(statement_money)
    .where(statement_money.c.workspace_no == bindparam("w"), statement_money.c.horizon == snapshot.MONTH)
    .where(statement_money.c.key.in_(bindparam("keys", expanding=True)))
)
_OPEN = (
    select(
        receipt.c.key,
        receipt.c.stage_no,
        receipt.c.currency,
        func.count().label("deals"),
        func.coalesce(func.sum(receipt.c.amount), 0).label("amount"),
    )
    .where(receipt.c.workspace_no == bindparam("w"), receipt.c.horizon == snapshot.MONTH)
    .where(receipt.c.key.in_(bindparam("keys", expanding=True)), receipt.c.chance < CERTAIN)
    .join(
        statement,
        (statement.c.workspace_no == receipt.c.workspace_no) & (statement.c.key == receipt.c.key),
    )
    .where(receipt.c.begins <= statement.c.day)
    .group_by(receipt.c.key, receipt.c.stage_no, receipt.c.currency)
)


def track_records(
    session: Session, pipeline_no: int, today: date, *, with_percentages: bool = True
) -> tuple[TrackRecord, ...]:
    """Return the records of a pipeline's Monday posts before today whose month is over, one per currency, then of wins.

    What came is what is known now. The home currency comes first; a currency without grades is left out. What *stage
    percentages* said takes all open deals of half a year of posts: a caller in a hurry does without.
    """
    w, this_month = session.by.workspace_no, today.replace(day=1)
    stated = list(
        session.connection.execute(_STATED, {"w": w, "pipeline": pipeline_no, "before": this_month, "most": MOST})
    )[::-1]
    if not stated:
        return ()
    keys = {"w": w, "keys": [row.key for row in stated]}
    known = _known(session, pipeline_no, stated[0].begins, this_month, with_percentages=with_percentages)
    for row in session.connection.execute(_OPEN, keys) if with_percentages else ():
        known.add_open(row)
    money = {(row.key, row.begins, row.currency): row for row in session.connection.execute(_MONEY, keys)}
    currencies = home_currency_first(session, sorted({currency for _, _, currency in money}), lambda each: each)
    records = [
        TrackRecord(
            currency,
            tuple(
                known.grade(row, currency, (row_of.sum, row_of.sum_low, row_of.sum_high), row_of.won_sum)
                for row in stated
                if (row_of := money.get((row.key, row.begins, currency))) is not None
            ),
        )
        for currency in currencies
    ]
    wins = tuple(known.grade(row, None, (row.wins, row.wins_low, row.wins_high), row.won_count) for row in stated)
    return (*(each for each in records if each.grades), TrackRecord(None, wins))


@dataclass(frozen=True, slots=True)
class _Known:
    """What came in each month, and what stage percentages said of the open deals at each forecast.

    Both are by currency, in minor units; under None they are numbers of wins.
    """

    came: Mapping[tuple[date, str | None], float]
    chances: Mapping[int, float]
    from_open: defaultdict[tuple[str, str | None], float]
    with_percentages: bool

    def add_open(self, row: Any) -> None:
        """Count the open deals of one stage at one forecast, in one currency."""
        chance = self.chances.get(row.stage_no, 0.5)
        self.from_open[row.key, row.currency] += chance * int(row.amount)
        self.from_open[row.key, None] += chance * row.deals

    def grade(self, row: Any, currency: str | None, said: tuple[float, float, float], won: float) -> Grade:
        """Return the grade of what one forecast said of its month: the expected value and its range."""
        expected, low, high = said
        return Grade(
            day=row.day,
            month=row.begins,
            expected=expected,
            low=low,
            high=high,
            came=self.came.get((row.begins, currency), 0),
            last_again=self.came.get((month_before(row.begins), currency), 0),
            percentages=won + self.from_open.get((row.key, currency), 0.0) if self.with_percentages else None,
        )


def _known(session: Session, pipeline_no: int, since: date, until: date, *, with_percentages: bool) -> _Known:
    starts = [month_before(since)]
    while starts[-1] < until:
        starts.append(following_month(starts[-1]))
    calendar = settings.of_workspace(session).calendar
    came: defaultdict[tuple[date, str | None], float] = defaultdict(float)
    for part in won_between(session, pipeline_no, [calendar.at(day, time(0)) for day in starts], starts):
        came[part.month, None] += 1
        came[part.month, part.currency] += part.expected
    return _Known(came, _stage_percentages(session, pipeline_no), defaultdict(float), with_percentages)


def _stage_percentages(session: Session, pipeline_no: int) -> dict[int, float]:
    """A fixed chance per stage, as sales software ships it."""
    order = [each.stage_no for each in stages.of_workspace(session).open_of(pipeline_no)]
    step = (LARGEST_SHARE - LEAST_SHARE) / (len(order) - 1) if len(order) > 1 else 0.0
    return {stage_no: LEAST_SHARE + step * place for place, stage_no in enumerate(order)}
