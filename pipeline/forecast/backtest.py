"""Replays a file of stage histories Monday by Monday: each forecast is made of what was known then, then compared.

There are five horizons. `1w`, `4w` and `13w` ask how many of the deals open at the origin are won within that time, and
for how much. `month` and `next_month` ask for the totals of calendar months: what is won so far, what open deals bring,
and what deals not opened yet bring. Beside each forecast stand two that need no model: *stage percentages*, which give
each stage a fixed chance and know no time, and *last period again*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np

from pipeline.forecast import scores
from pipeline.forecast.estimate import Forecast, WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome
from pipeline.forecast.model import Model, learn, stages_and_ages
from pipeline.forecast.moves import Bools, Floats
from pipeline.forecast.stage_file import CURRENCY, EnteredStage, StageFile
from pipeline.money import Money
from pipeline.months import first_of_month

WEEKS = {"1w": 1, "4w": 4, "13w": 13}
MONTHS = ("month", "next_month")
HORIZONS = (*WEEKS, *MONTHS)
MEASURES = ("wins", "money")
#: The weeks of history before the first origin.
WARMUP = 6
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Prediction:
    """A forecast of one number, and what came: None while its time has not come.

    Money is in major units. `low` to `high` holds the number four times in five. `crps` is None while `actual` is.
    """

    origin: datetime
    horizon: str
    measure: str
    mean: float
    low: float
    high: float
    crps: float | None
    actual: float | None
    percentages: float
    last_again: float


@dataclass(frozen=True, slots=True)
class DealChances:
    """The chances of the open deals of one origin to be won within a horizon, and which were."""

    origin: datetime
    horizon: str
    model: Floats
    percentages: Floats
    happened: Bools


@dataclass(frozen=True, slots=True)
class Replayed:
    """All that was forecast at one origin; `chances` has no entry for a horizon whose time has not come."""

    predictions: tuple[Prediction, ...]
    chances: tuple[DealChances, ...]


def origins(file: StageFile, first: datetime | None, last: datetime | None, warmup: int = WARMUP) -> list[datetime]:
    """The Mondays at 00:00 UTC from `warmup` weeks after the first row to the first one after the last row.

    `first` leaves out earlier Mondays, `last` later ones.
    """
    begins = (file.begins + timedelta(weeks=warmup)).astimezone(UTC)
    monday = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    monday += timedelta(days=-monday.weekday() % 7)
    ends = min(file.ends + timedelta(weeks=1), last or datetime.max.replace(tzinfo=UTC))
    found: list[datetime] = []
    while monday <= ends:
        if first is None or monday >= first:
            found.append(monday)
        monday += timedelta(weeks=1)
    return found


def replay(file: StageFile, mondays: Sequence[datetime], last: datetime | None = None) -> Iterator[Replayed]:
    """Forecast at each Monday. What came after `last`, or after the last row, is not known and is not compared."""
    wins = _Wins(file)
    trusted = min(file.ends, last) if last else file.ends
    for monday in mondays:
        yield _at(file, wins, monday, trusted)


class _Wins:
    """The wins of a file: their moments, when their deals were opened, and their money in minor units."""

    def __init__(self, file: StageFile) -> None:
        last: list[tuple[int, EnteredStage]] = [
            (no, entries[-1]) for no, entries in enumerate(file.deals) if entries[-1].stage == Outcome.WON.value
        ]
        self.of_deal = dict(last)
        self._at = np.array([entry.at.timestamp() for _, entry in last])
        self._opened = np.array([file.deals[no][0].at.timestamp() for no, _ in last])
        self._minor = np.array([entry.amount.minor if entry.amount else 0 for _, entry in last], dtype=np.float64)

    def between(self, start: datetime, end: datetime, opened_before: datetime | None = None) -> tuple[float, float]:
        """How many wins from `start` until before `end`, and for how many minor units."""
        mine = (self._at >= start.timestamp()) & (self._at < end.timestamp())
        if opened_before is not None:
            mine &= self._opened < opened_before.timestamp()
        return float(mine.sum()), float(self._minor[mine].sum())

    def which(self, deals: Sequence[History], start: datetime, end: datetime) -> Bools:
        """Which of the deals are won from `start` until before `end`."""
        won = (self.of_deal.get(each.deal_no) for each in deals)
        return np.array([entry is not None and start <= entry.at < end for entry in won], dtype=np.bool_)


def _at(file: StageFile, wins: _Wins, monday: datetime, trusted: datetime) -> Replayed:
    known = file.known_before(monday)
    model = learn(known.histories, monday, known.stages_in_order)
    deals = [each for each in known.histories if each.is_open and each.steps]
    one = _Origin(wins, monday, trusted, model, deals)
    return Replayed(tuple(one.predictions()), tuple(one.chances))


class _Origin:
    """The forecasts of one Monday."""

    def __init__(
        self, wins: _Wins, monday: datetime, trusted: datetime, model: Model, deals: Sequence[History]
    ) -> None:
        self._wins, self._monday, self._trusted = wins, monday, trusted
        self._model, self._deals = model, deals
        self._months = month_starts(monday)
        self._minor = np.array([each.amount.minor if each.amount else 0 for each in deals], dtype=np.float64)
        self._percentages = _percentages(model, deals)
        self.chances: list[DealChances] = []

    def predictions(self) -> Iterator[Prediction]:
        """The predictions of all horizons; `chances` is filled meanwhile."""
        ends = [self._monday + timedelta(weeks=weeks) for weeks in WEEKS.values()]
        made = forecast(self._model, self._deals, ends, [WonSoFar()] * len(ends), workspace_no=1)
        for n, horizon in enumerate(WEEKS):
            yield from self._weeks(horizon, ends[n], made, n)
        so_far = self._wins.between(self._months[1], self._monday)
        won = (WonSoFar(int(so_far[0]), (Money(int(so_far[1]), CURRENCY),)), WonSoFar())
        before = WonSoFar(int(self._wins.between(*self._months[:2])[0]))
        made = forecast(self._model, self._deals, self._months[2:], won, workspace_no=1, before=before)
        for n, horizon in enumerate(MONTHS):
            yield from self._month(horizon, made, n)

    def _weeks(self, horizon: str, end: datetime, made: Forecast, n: int) -> Iterator[Prediction]:
        start = self._monday
        actual = self._wins.between(start, end, opened_before=start)
        self._note_chances(horizon, end, np.array([sum(part.chances[: n + 1]) for part in made.parts]))
        counts = made.drawn.counts[:, : n + 1].sum(axis=1)
        sums = made.drawn.minor(CURRENCY)[:, : n + 1].sum(axis=1)
        expected = (
            sum(part.chances[k] for part in made.parts for k in range(n + 1)),
            float(sum(money.minor for part in made.parts for k in range(n + 1) if (money := part.money[k]))),
        )
        before = start - (end - start)
        again = self._wins.between(before, start, opened_before=before)
        percentages = (float(self._percentages.sum()), float(self._percentages @ self._minor))
        yield from self._both(horizon, end, expected, (counts, sums), actual, percentages, again)

    def _month(self, horizon: str, made: Forecast, n: int) -> Iterator[Prediction]:
        before, *starts = self._months
        actual = self._wins.between(starts[n], starts[n + 1])
        self._note_chances(horizon, starts[n + 1], np.array([part.chances[n] for part in made.parts]), starts[n])
        total = made.total_of(n)
        minor = {each.expected.currency: each.expected.minor for each in total.money}
        drawn = made.draws_of(n)
        again = self._wins.between(before, starts[0])
        so_far = self._wins.between(starts[0], self._monday) if n == 0 else (0.0, 0.0)
        percentages = (
            so_far[0] + float(self._percentages.sum()),
            so_far[1] + float(self._percentages @ self._minor),
        )
        expected = (total.wins.expected, float(minor.get(CURRENCY, 0)))
        yield from self._both(
            horizon, starts[n + 1], expected, (drawn.counts, drawn.minor(CURRENCY)), actual, percentages, again
        )

    def _note_chances(self, horizon: str, end: datetime, chances: Floats, start: datetime | None = None) -> None:
        if end <= self._trusted and self._deals:
            happened = self._wins.which(self._deals, max(self._monday, start or self._monday), end)
            self.chances.append(DealChances(self._monday, horizon, chances, self._percentages, happened))

    def _both(
        self,
        horizon: str,
        end: datetime,
        expected: tuple[float, float],
        drawn: tuple[Floats, Floats],
        actual: tuple[float, float],
        percentages: tuple[float, float],
        again: tuple[float, float],
    ) -> Iterator[Prediction]:
        for at, measure in enumerate(MEASURES):
            unit = 100.0 if measure == "money" else 1.0
            low, high = np.quantile(drawn[at], (_LOW, _HIGH), method="inverted_cdf")
            came = actual[at] / unit if end <= self._trusted else None
            yield Prediction(
                self._monday,
                horizon,
                measure,
                expected[at] / unit,
                float(low) / unit,
                float(high) / unit,
                None if came is None else scores.crps(drawn[at] / unit, came),
                came,
                percentages[at] / unit,
                again[at] / unit,
            )


def month_starts(moment: datetime) -> list[datetime]:
    """The first moments, in UTC, of the month before, of this month, of the next and of the one after."""
    firsts = (first_of_month(moment, ahead) for ahead in (-1, 0, 1, 2))
    return [datetime.combine(first, time(0), moment.tzinfo) for first in firsts]


def _percentages(model: Model, deals: Sequence[History]) -> Floats:
    """A fixed chance per stage, as sales software ships it: from 10 % in the first stage to 90 % in the last."""
    count = len(model.stages_in_order)
    table = np.linspace(0.1, 0.9, count) if count > 1 else np.array([0.5])
    return table[stages_and_ages(model, deals)[0]] if deals else np.zeros(0)
