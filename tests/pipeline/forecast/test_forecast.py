"""What a forecast promises: parts that add up, chances that are chances, and nothing from the future."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from pipeline.forecast.estimate import Forecast, WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import learn
from pipeline.money import Money, total

MONDAY = datetime(2026, 6, 15, 5, tzinfo=UTC)
ENDS = (datetime(2026, 6, 30, 21, tzinfo=UTC), datetime(2026, 7, 31, 21, tzinfo=UTC))
STAGES = (1, 2, 3)
NOTHING_WON = (WonSoFar(), WonSoFar())


def days(count: float) -> timedelta:
    return timedelta(days=count)


def deal(no: int, *entered: float, amount: Money | None = None) -> History:
    """An open deal that entered stage 1, 2, … so many days before the Monday."""
    steps = tuple(Step(MONDAY - days(ago), stage) for stage, ago in enumerate(entered, 1))
    return History(no, steps, amount=amount, last_no=no * 10)


def past(count: int) -> list[History]:
    """Deals opened one a day until now: three weeks in three stages, every second one won, the others lost."""
    deals: list[History] = []
    for no in range(count):
        opened = MONDAY - days(count - no)
        steps = tuple(Step(opened + days(7 * stage), stage + 1) for stage in range(3))
        ended = opened + days(21 + no % 5)
        outcome = Outcome.WON if no % 2 else Outcome.LOST
        if ended > MONDAY:
            deals.append(History(no, tuple(step for step in steps if step.at <= MONDAY)))
        else:
            deals.append(History(no, steps, ended, outcome))
    return deals


def of(histories: list[History], deals: list[History], won: tuple[WonSoFar, ...] = NOTHING_WON) -> Forecast:
    return forecast(learn(histories, MONDAY, STAGES), deals, ENDS, won, workspace_no=1)


def test_parts_add_up_to_the_cent_in_each_currency() -> None:
    amounts = [Money(1_250_050, "EUR"), Money(999, "SEK"), None, Money(1, "EUR"), Money(7_777_777, "SEK")]
    deals = [deal(no, 30 - no, 12, amount=amount) for no, amount in enumerate(amounts)]
    already = WonSoFar(2, (Money(500_000, "EUR"), Money(3, "USD")))
    made = of(past(200), deals, (already, WonSoFar()))
    for number, period in enumerate(made.periods):
        chances = [part.chances[number] for part in made.parts]
        assert period.wins.expected == period.won.count + math.fsum(chances)
        parts = [money for part in made.parts if (money := part.money[number])]
        sums = {each.expected.currency: each.expected for each in period.money}
        assert sums == total([*period.won.money, *parts])
        assert all(each.low <= each.high for each in period.money)
        assert period.wins.low <= period.wins.expected <= period.wins.high
    assert made.without_amount == 1
    assert [part.last_no for part in made.parts] == [0, 10, 20, 30, 40]


def test_the_same_question_gets_the_same_answer() -> None:
    deals = [deal(no, 20 + no, 5, amount=Money(100_000 * no, "EUR")) for no in range(1, 30)]
    assert of(past(150), deals) == of(past(150), deals)


def test_a_chance_as_it_is_shown_times_the_amount_is_the_money_shown() -> None:
    made = of(past(200), [deal(no, 30 - no, 12, amount=Money(4_294_203 + 977 * no, "EUR")) for no in range(20)])
    for part in made.parts:
        for chance, money in zip(part.chances, part.money, strict=True):
            percent = Decimal(f"{chance * 100:.2f}")
            assert Decimal(str(chance)) * 100 == percent
            assert part.amount is not None
            by_hand = (part.amount.major * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert money is not None
            assert money.major == by_hand


def test_a_deal_won_this_month_is_not_counted_in_the_next() -> None:
    made = of(past(400), [deal(1, 60, 40, 1)])
    first, second = made.parts[0].chances
    assert first > 0
    assert second > 0
    assert first + second < 1


def test_chances_grow_with_the_horizon_and_stay_chances() -> None:
    model = learn(past(400), MONDAY, STAGES)
    deals = [deal(1, 3), deal(2, 9, 2), deal(3, 25, 14, 7), deal(4, 190), deal(5, 900, 800)]
    ends = [MONDAY + days(count) for count in (0.5, 1, 6.9, 7, 7.1, 15.6, 30, 46.6, 63)]
    made = forecast(model, deals, ends, [WonSoFar()] * len(ends), workspace_no=1)
    for part in made.parts:
        assert sum(part.chances) > 0
        assert all(chance >= 0 for chance in part.chances)
        assert sum(part.chances) < 1


def test_no_open_deal_is_certain_however_sure_the_model_is() -> None:
    model = learn(past(400), MONDAY, STAGES)
    hazards = np.zeros_like(model.fit.hazards.out)
    hazards[..., 0] = 40.0
    sure = replace(model, simple=None, fit=replace(model.fit, hazards=replace(model.fit.hazards, out=hazards)))
    made = forecast(sure, [deal(1, 15, 8, 1, amount=Money(1_000_000, "EUR"))], ENDS, NOTHING_WON, workspace_no=1)
    assert made.parts[0].chances == (0.9999, 0.0)
    assert made.parts[0].money == (Money(999_900, "EUR"), Money(0, "EUR"))


def test_nothing_after_now_is_used() -> None:
    known = past(200)
    later = [
        replace(
            each,
            steps=(*each.steps, Step(MONDAY + days(1), 3)),
            ended_at=MONDAY + days(2),
            outcome=Outcome.WON,
        )
        if each.is_open
        else each
        for each in known
    ]
    unborn = [History(1000 + no, (Step(MONDAY + days(no + 1), 1),)) for no in range(50)]
    deals = [deal(1, 20, 10, 3, amount=Money(100, "EUR"))]
    assert of(known, deals) == of(later + unborn, deals)


def test_without_history_the_stated_assumption_speaks_and_says_so() -> None:
    made = of([], [deal(1, 1), deal(2, 9, 1), deal(3, 20, 9, 1)])
    first, second, third = (sum(part.chances) for part in made.parts)
    assert made.closed == 0
    assert first < second < third
    weeks = (ENDS[1] - MONDAY) / days(7)
    assert third == pytest.approx(0.5 * (1 - 0.8**weeks), rel=0.1)


def test_deals_older_than_anything_seen_fade() -> None:
    made = of(past(400), [deal(1, 60, 30, 2), deal(2, 150, 120, 90), deal(3, 400, 380, 360)])
    fresh, old, ancient = (sum(part.chances) for part in made.parts)
    assert ancient <= old < fresh / 3


def test_no_open_deals_and_no_time_left_give_what_is_won() -> None:
    already = WonSoFar(3, (Money(900, "EUR"),))
    nothing = of(past(50), [], (already, WonSoFar()))
    assert (nothing.periods[0].wins.expected, nothing.periods[0].wins.low, nothing.periods[0].wins.high) == (3, 3, 3)
    assert nothing.periods[0].money[0].expected == Money(900, "EUR")
    over = forecast(learn(past(50), MONDAY, STAGES), [deal(1, 3)], (MONDAY,), (already,), workspace_no=1)
    assert over.parts[0].chances == (0.0,)
    assert over.periods[0].wins.high == 3
