"""The forecast: how many of today's open deals are won by each day asked for, for how much, and in what range."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from pipeline.forecast import chain
from pipeline.forecast.amounts import draw_new, growth, won_amounts
from pipeline.forecast.draws import Draws, draw
from pipeline.forecast.growth import grown
from pipeline.forecast.histories import History
from pipeline.forecast.model import Model, spans_until, stages_and_ages, weeks_between
from pipeline.forecast.moves import Floats
from pipeline.forecast.new_deals import learn_openings, new_wins, spread
from pipeline.forecast.record import Correction, Record, share_of_full
from pipeline.money import Money, total

#: The chance of an open deal is never 0 or 1. Chances are rounded to the decimals that are shown, so that a reader can
#: check the sums by hand.
_LEAST = 1e-6
_STEPS = 10_000
#: The part of the way that a later period moves towards what was won before, and the greatest factor of that.
_LEANING, _MOST_LEANING = 0.25, 2.0


@dataclass(frozen=True, slots=True)
class WonSoFar:
    """What is already won in a period: how many deals, and their sums, one per currency."""

    count: int = 0
    money: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Wins:
    """The expected number of wins, and the range that holds the number four times in five."""

    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Sum:
    """The expected sum in one currency, and the range that holds the sum four times in five."""

    expected: Money
    low: Money
    high: Money


@dataclass(frozen=True, slots=True)
class DealEstimate:
    """What one open deal adds to each period: its chance of being won in it, and that chance times the amount
    that is expected at the win.

    `last_no` is the number of the deal's newest event. `money` holds None where the deal has no amount.
    """

    deal_no: int
    last_no: int
    amount: Money | None
    chances: tuple[float, ...]
    money: tuple[Money | None, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """One period up to `end`. `wins` and `money` add what is already won to what open deals are expected to bring.

    `wins.expected` is `won.count` plus the chances of all parts. Each currency's `expected` is what is already won plus
    the money of all parts, exact to the minor unit.
    """

    end: datetime
    won: WonSoFar
    wins: Wins
    money: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class NewDeals:
    """What deals that are not opened yet are expected to bring in a period: wins, and one sum per currency."""

    wins: float = 0.0
    money: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """What a period is expected to bring in all, with new deals: a number of wins, and one sum per currency."""

    wins: Wins
    money: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast made at `at` by a model that learned from `closed` ended deals.

    `periods` and `parts` (the open deals) are in the order in which they were given. `new` is what deals not opened
    yet bring in each period. `drawn` and `new_drawn` are the possible futures of open deals and of new ones.
    """

    at: datetime
    closed: int
    periods: tuple[Period, ...]
    parts: tuple[DealEstimate, ...]
    new: tuple[NewDeals, ...]
    drawn: Draws = field(compare=False, repr=False)
    new_drawn: Draws = field(compare=False, repr=False)

    def total_of(self, period: int) -> Total:
        """The total of a period: what is won already, what open deals bring, and what new deals bring.

        Each currency's `expected` is the sum of those three, exact to the minor unit.
        """
        one, new = self.periods[period], self.new[period]
        drawn = self.draws_of(period)
        low, high = drawn.range()
        sums = total([*(each.expected for each in one.money), *new.money])
        ranges = {currency: drawn.range_in(currency) for currency in sums}
        money = tuple(
            Sum(sums[currency], Money(low_minor, currency), Money(high_minor, currency))
            for currency, (low_minor, high_minor) in sorted(ranges.items())
        )
        return Total(Wins(one.wins.expected + new.wins, low, high), money)

    def draws_of(self, period: int) -> Draws:
        """The draws of a period's total."""
        won = self.periods[period].won
        money = {currency: float(each.minor) for currency, each in total(won.money).items()}
        return self.drawn.of(period).and_those(self.new_drawn.of(period)).plus(won.count, money)

    @property
    def without_amount(self) -> int:
        """How many open deals have no amount. They count among the wins and add nothing to the money."""
        return sum(part.amount is None for part in self.parts)


def forecast(
    model: Model,
    open_deals: Sequence[History],
    ends: Sequence[datetime],
    won_already: Sequence[WonSoFar],
    *,
    workspace_no: int,
    before: WonSoFar | None = None,
) -> Forecast:
    """Forecast the periods that end at `ends`, in ascending order; each begins where the one before it ends.

    `won_already` says what was won in each period before now, `before` what was won in the period before the first. The
    same arguments give the same forecast, to the last digit. All forecasts of one day share their random draws, so a
    range changes within a day only when deals change.
    """
    mix = _mix(model, ends)
    hazards = _corrected_hazards(model, mix, open_deals, ends)
    new, spreads = _new_wins(model, mix, ends)
    if before is not None:
        _lean_on(before, hazards, new)
    factors = growth(model.won)
    parts = tuple(_part(deal, chances, factors) for deal, chances in zip(open_deals, _chances(hazards).T, strict=True))
    seed = (workspace_no, model.now.toordinal())
    drawn = draw(hazards, mix.corrections, [grown(part.amount, factors) for part in parts], seed)
    amounts = won_amounts(model.won, open_deals, model.now)
    new_drawn = draw_new(new, spreads, amounts, len(drawn.counts), np.random.default_rng((*seed, 1)))
    return Forecast(
        at=model.now,
        closed=model.closed,
        periods=tuple(_period(ends[n], won_already[n], parts, drawn, n) for n in range(len(ends))),
        parts=parts,
        new=tuple(NewDeals(float(wins), amounts.expected(float(wins))) for wins in new),
        drawn=drawn,
        new_drawn=new_drawn,
    )


@dataclass(frozen=True, slots=True)
class _Mix:
    """For each end: the correction of the full model, the bias of the simple one, and the full one's share (0 to 1)."""

    corrections: list[Correction]
    simple_bias: Floats
    share: Floats


def _mix(model: Model, ends: Sequence[datetime]) -> _Mix:
    weeks = [weeks_between(model.now, end) for end in ends]
    full = Record(model)
    corrections = [full.correction(each) for each in weeks]
    if model.simple is None:
        return _Mix(corrections, np.zeros(len(ends)), np.ones(len(ends)))
    simple = Record(model.simple)
    bias = np.array([simple.correction(each).bias for each in weeks])
    return _Mix(corrections, bias, np.array([share_of_full(full, simple, each) for each in weeks]))


def _new_wins(model: Model, mix: _Mix, ends: Sequence[datetime]) -> tuple[Floats, Floats]:
    """The wins of new deals expected in each period, and the spread of their logarithm."""
    openings = learn_openings(model.stays, len(model.stages_in_order))
    until = new_wins(model, openings, ends)
    if model.simple is not None:
        until = mix.share * until + (1.0 - mix.share) * new_wins(model.simple, openings, ends)
    spreads = np.array([spread(model, openings, end) for end in ends])
    return np.diff(np.maximum.accumulate(until), prepend=0.0), spreads


def _lean_on(before: WonSoFar, hazards: Floats, new: Floats) -> None:
    """Move each period after the first a part of the way, in logarithms, towards what was won before the first.

    A month's wins are much like another month's. The correction is spread over the chances of all deals, so that the
    total stays the sum of its parts.
    """
    chances = np.diff(-np.expm1(-hazards), axis=0, prepend=0.0).sum(axis=1)
    rises = np.diff(hazards, axis=0, prepend=0.0)
    for period in range(1, len(new)):
        foretold = float(chances[period] + new[period])
        factor = ((before.count + 1.0) / (foretold + 1.0)) ** _LEANING
        factor = min(_MOST_LEANING, max(1.0 / _MOST_LEANING, factor))
        rises[period] *= factor
        new[period] *= factor
    hazards[:] = np.cumsum(rises, axis=0)


def _corrected_hazards(model: Model, mix: _Mix, deals: Sequence[History], ends: Sequence[datetime]) -> Floats:
    """The cumulative hazards with their bias corrected; the chances of both models are mixed."""
    bias = np.exp([each.bias for each in mix.corrections]).reshape(-1, 1)
    table = _hazards(model, deals, ends) * bias
    if model.simple is not None and deals:
        other = _hazards(model.simple, deals, ends) * np.exp(mix.simple_bias).reshape(-1, 1)
        share = mix.share.reshape(-1, 1)
        mixed = share * -np.expm1(-table) + (1.0 - share) * -np.expm1(-other)
        table = -np.log1p(-np.minimum(mixed, 1.0 - _LEAST))
    return np.maximum.accumulate(table, axis=0)


def _hazards(model: Model, deals: Sequence[History], ends: Sequence[datetime]) -> Floats:
    """The cumulative hazard of each deal (columns) at each end (rows): −log(1 − chance of being won by then)."""
    table = np.zeros((len(ends), len(deals)))
    if not deals:
        return table
    hazards = model.fit.hazards
    stage, age = stages_and_ages(model, deals)
    spans = spans_until(model, ends)
    for row, end in enumerate(ends):
        if end > model.now:
            won = chain.win_chances(hazards, [span for until, span in spans if until <= end])[0]
            table[row] = -np.log1p(-np.clip(won[stage, age], _LEAST, 1.0 - _LEAST))
    return table


def _chances(hazards: Floats) -> Floats:
    """The chance of being won within each period and not before it: one row per period, one column per deal."""
    until = -np.expm1(-hazards)
    return np.diff(until, axis=0, prepend=0.0)


def _part(deal: History, chances: Floats, factors: Mapping[str, float]) -> DealEstimate:
    steps = [min(_STEPS - 1, round(float(chance) * _STEPS)) for chance in chances]
    amount = grown(deal.amount, factors)
    money = tuple(_times(amount, step) for step in steps)
    return DealEstimate(deal.deal_no, deal.last_no, deal.amount, tuple(step / _STEPS for step in steps), money)


def _times(amount: Money | None, steps: int) -> Money | None:
    """The amount times a chance of `steps` ten-thousandths, rounded half up to the minor unit."""
    return None if amount is None else Money((amount.minor * steps + _STEPS // 2) // _STEPS, amount.currency)


def _period(end: datetime, won: WonSoFar, parts: Sequence[DealEstimate], drawn: Draws, number: int) -> Period:
    expected = math.fsum(part.chances[number] for part in parts)
    low, high = drawn.wins(number)
    wins = Wins(won.count + expected, won.count + low, won.count + high)
    return Period(end, won, wins, tuple(_sums(won, parts, drawn, number)))


def _sums(won: WonSoFar, parts: Sequence[DealEstimate], drawn: Draws, number: int) -> Iterator[Sum]:
    """One sum per currency, in the alphabetical order of the currencies, with what is already won included."""
    already = total(won.money)
    expected = total(money for part in parts if (money := part.money[number]) is not None)
    for currency in sorted(already.keys() | expected.keys()):
        before = already.get(currency, Money(0, currency))
        mean = expected.get(currency, Money(0, currency))
        low, high = drawn.money(number, currency)
        yield Sum(before + mean, before + Money(low, currency), before + Money(high, currency))
