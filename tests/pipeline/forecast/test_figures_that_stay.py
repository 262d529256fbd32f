"""The same history gives the same figures: whoever changes one of them here changes the forecast, and says so.

A table is told by its sum and by its sum weighted with the place of each cell, so that no cell can change unseen.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from numpy.typing import ArrayLike

from pipeline.forecast import chain, level, moves, rhythm
from pipeline.forecast.draws import draw
from pipeline.forecast.estimate import Forecast, WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import Model, learn, spans_until, stages_and_ages
from pipeline.forecast.moves import AGES, ENTRY_AGES, Floats
from pipeline.forecast.record import Correction, correction
from pipeline.money import Money
from tests.pipeline.forecast.simulate import BEGINS, Kind, team

NEARLY = 1e-8  # sums in another order differ less
STAGES = (1, 2, 3)
MONDAY = BEGINS + timedelta(weeks=65)
NOW = MONDAY + timedelta(days=3, hours=9)
ENDS = (NOW + timedelta(days=12.5), NOW + timedelta(days=43.5))


def told(table: ArrayLike) -> tuple[float, float]:
    """A table in two figures."""
    cells = np.asarray(table, dtype=np.float64).ravel()
    return float(cells.sum()), float(cells @ np.arange(1, len(cells) + 1))


def cycle(*shape: int, modulo: int, least: float = 0.0) -> Floats:
    """A table of figures that go round, none like its neighbours."""
    return least + (np.arange(np.prod(shape)) * 7 % modulo).reshape(shape).astype(np.float64)


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """A team's 65 weeks; one deal of them went back a stage, another through a stage that is no more."""
    deals = team(Kind.SEASONAL, 1, weeks=66, deals_a_week=8.0)

    def at(days: float) -> datetime:
        return NOW - timedelta(days=days)

    back = History(901, (Step(at(60), 1), Step(at(50), 2), Step(at(40), 1), Step(at(38), 3)), at(9), Outcome.WON)
    through = History(902, (Step(at(45), 1), Step(at(30), 9), Step(at(20), 2)), amount=Money(1_234_567, "SEK"))
    return [*deals, back, through]


@pytest.fixture(scope="module")
def model(histories: list[History]) -> Model:
    return learn(histories, NOW, STAGES)


@pytest.fixture(scope="module")
def made(model: Model, histories: list[History]) -> Forecast:
    open_deals = [each for each in histories if each.is_open]
    won = (WonSoFar(2, (Money(500_000, "EUR"),)), WonSoFar())
    return forecast(model, open_deals, ENDS, won, workspace_no=1)


def test_weekly_moves_stay(histories: list[History]) -> None:
    counted = moves.count(moves.stays(histories, NOW, STAGES), len(STAGES))
    tables = (counted.dates, counted.is_whole, counted.at_risk, counted.won, counted.lost, counted.moved)
    assert [told(table) for table in (*tables, counted.entered)] == [
        (-29799, -2563015),
        (65, 4225),
        (3029, 111704996),
        (266, 9973008),
        (681, 25165517),
        (785, 88399590),
        (785, 1061347),
    ]


def test_wins_of_the_deals_open_on_a_date_stay(histories: list[History]) -> None:
    seen = moves.stays(histories, NOW, STAGES)
    assert seen.first_close == pytest.approx(-450.940674232)
    assert moves.wins_of_open(seen, np.arange(-200.0, 0.0, 20.0), 3).tolist() == [5, 3, 6, 7, 10, 6, 5, 2, 7, 4]


def test_chances_learned_from_a_table_stay() -> None:
    at_risk = np.repeat(cycle(2, 3, AGES, 1, modulo=11), 5, axis=-1)
    at_risk[..., 0] *= 1.25  # as where wins have a rhythm
    at_risk[:, :, 160:] = 0
    ways = np.array([0.05, 0.08, 0.01, 0.07, 0.02])
    seen = chain.Exposure(at_risk, at_risk * ways, cycle(2, 3, ENTRY_AGES, modulo=5))
    learned = chain.chances(seen)
    hazards = chain.hazards(learned)
    assert [told(table) for table in (learned.out, learned.entered, hazards.out, hazards.entered)] == [
        pytest.approx(each, rel=NEARLY)
        for each in [
            (267.64393469, 786242.965484),
            (6.0, 129.066279855),
            (303.692647933, 892032.702731),
            (6.0, 129.066279855),
        ]
    ]
    assert learned.out[0, 1, 30] == pytest.approx(
        [0.0474195990873, 0.081683313585, 0.00948303340694, 0.0663812338486, 0.0247851131434], rel=NEARLY
    )


def test_chances_of_several_weeks_stay() -> None:
    out = np.tile(np.array([0.05, 0.08, 0.01, 0.07, 0.02]), (2, 3, AGES, 1)) / cycle(2, 3, AGES, 1, modulo=5, least=1.0)
    entered = cycle(2, 3, ENTRY_AGES, modulo=5, least=1.0)
    hazards = chain.hazards(chain.Chances(out, entered / entered.sum(axis=-1, keepdims=True)))
    by_age = cycle(2, AGES, modulo=3, least=0.5)
    spans = [
        chain.Span(0.4, False, by_age, np.ones((2, AGES))),
        chain.Span(0.6, True, by_age, by_age / 2),
        chain.Span(1.0, True, np.ones((2, AGES)), by_age),
    ]
    assert told(chain.win_chances(hazards, spans)) == pytest.approx((65.2507599793, 38486.1061248), rel=NEARLY)


def test_the_level_stays() -> None:
    won, foretold = cycle(30, modulo=13, least=2.0), cycle(30, modulo=9, least=4.0)
    beliefs = level.beliefs(won, foretold, foretold)
    assert len(beliefs) == 31
    expected = [told(belief.expected(6)) for belief in beliefs[::10]]
    spread = [belief.spread(weeks) for belief in beliefs[::10] for weeks in (0.3, 1.0, 2.5, 8.0)]
    assert expected == [
        pytest.approx(each, rel=NEARLY, abs=1e-12)
        for each in [
            (0, 0),
            (0.198110187633, 0.564747623237),
            (-0.345132217368, -1.02621408576),
            (-0.201399686683, -0.601490024677),
        ]
    ]
    assert spread == pytest.approx(
        [
            0.242717244461,
            0.242717244461,
            0.211400082811,
            0.184030484117,
            0.229887724176,
            0.229887724176,
            0.186541741064,
            0.157781459201,
            0.256533802768,
            0.256533802768,
            0.198958786438,
            0.161964700021,
            0.267138520384,
            0.267138520384,
            0.195674718854,
            0.146990702134,
        ],
        rel=NEARLY,
    )


def test_the_rhythm_stays() -> None:
    weeks = 70
    begins = [BEGINS + timedelta(weeks=no) for no in range(weeks)]
    seasons = [rhythm.season(at, at + timedelta(days=7)) for at in begins]
    busy = np.array([[span.kinds for span in seasons]]) @ np.array([0.6, 0.7, 0.8, 1.0, 1.7, 2.6])
    expected = cycle(2, weeks, 2, modulo=5, least=9.0)
    seen = expected * np.stack([busy, busy**0.5], axis=-1) + cycle(2, weeks, 2, modulo=3)
    over = np.ones((2, weeks), dtype=np.bool_)
    over[0, 40:] = False
    learned = rhythm.learn(rhythm.Counts(seen, seen**1.1), rhythm.Counts(expected, expected[::-1]), over, seasons)
    assert [told(table) for table in (learned.won, learned.lost)] == [
        pytest.approx(each, rel=NEARLY) for each in [(2565.92309955, 3266241.30047), (2591.04527037, 3325804.3549)]
    ]
    assert learned.won[1, :, :, [10, 60]].ravel() == pytest.approx(
        [
            0.675103760773,
            0.748517652526,
            0.851536145232,
            0.94413610693,
            1.73079942214,
            1.91901452152,
            0.789581876215,
            0.875444645404,
            0.897692914773,
            0.995312176139,
            1.41488787993,
            1.56874930345,
        ],
        rel=NEARLY,
    )


def test_the_draws_stay_as_they_are() -> None:
    hazards = np.array([[0.1, 0.5, 0.02, 2.0], [0.3, 0.5, 0.4, 2.5]])
    amounts = [Money(100_000, "EUR"), None, Money(7_700, "SEK"), Money(50_000, "EUR")]
    drawn = draw(hazards, [Correction(0.1, 0.2), Correction(0.0, 0.4)], amounts, (1, 739_000))
    assert drawn.counts.shape == (4_000, 2)
    assert [told(table) for table in (drawn.counts, drawn.sums["EUR"], drawn.sums["SEK"])] == [
        pytest.approx(each, rel=1e-3)
        for each in [(7888, 31728918), (294900000, 1187328600000), (10672200, 42708920100)]
    ]
    assert [drawn.wins(0), drawn.wins(1), drawn.money(0, "EUR"), drawn.money(1, "SEK")] == [
        (1, 2),
        (0, 1),
        (0, 100000),
        (0, 7700),
    ]


def test_what_a_team_teaches_stays(model: Model) -> None:
    tables = (
        model.fit.hazards.out, model.fit.hazards.entered, model.fit.rhythm.won, model.fit.rhythm.lost,
        model.past.origins, model.past.at_risk, model.past.fits.hazards.out, model.past.fits.rhythm.won,
    )  # fmt: skip
    assert [told(table) for table in tables] == [
        pytest.approx(each, rel=NEARLY)
        for each in [
            (142.754999107, 171791.922956),
            (3, 31.7079586885),
            (1176.56513493, 716161.141557),
            (1176.04442223, 691809.611575),
            (-5740, -80360),
            (970, 10703403),
            (5975.12876013, 354599745.677),
            (47033.0344698, 1107998817.26),
        ]
    ]
    assert (model.closed, model.now, model.stages_in_order) == (499, NOW, STAGES)
    assert told(model.level.expected(5)) == pytest.approx((-0.102418603536, -0.270721546625), rel=NEARLY)


def test_how_wins_spread_over_a_week_stays(model: Model) -> None:
    assert [model.share_of_week(days) for days in (0.0, 0.5, 1.4, 2.0, 2.5, 4.2, 6.5, 7.0)] == pytest.approx(
        [0, 0.156535352638, 0.245319355474, 0.271725178579, 0.271725178579, 0.439840493424, 0.949603970921, 1],
        rel=NEARLY,
    )


def test_the_weeks_until_the_ends_stay(model: Model) -> None:
    spans = spans_until(model, ENDS)
    assert [(end - NOW) / timedelta(days=1) for end, _span in spans] == [7, 12.5, 14, 21, 28, 35, 42, 43.5]
    assert [span.is_full for _end, span in spans] == [True, False, True, True, True, True, True, False]
    assert [span.share for _end, span in spans] == pytest.approx(
        [1, 0.777712781604, 0.222287218396, 1, 1, 1, 1, 0.249720325991], rel=NEARLY
    )
    assert [told(np.stack([span.won, span.lost])) for _end, span in spans] == [
        pytest.approx(each, rel=NEARLY)
        for each in [
            (375.444558774, 75425.1670085),
            (376.523935819, 75531.4856474),
            (376.523935819, 75531.4856474),
            (377.2356409, 75601.5885979),
            (378.419973838, 75718.1709759),
            (382.184689467, 76088.6233835),
            (382.498699008, 76119.5533232),
            (382.7547209, 76144.7714797),
        ]
    ]


def test_where_a_deal_stands_is_the_newest_listed_stage_and_the_whole_days_since(model: Model) -> None:
    def entered(*steps: tuple[float, int]) -> History:
        return History(1, tuple(Step(NOW - timedelta(days=ago), stage) for ago, stage in steps))

    deals = [
        entered((30, 1), (8.9, 2)),
        entered((30, 1), (20, 3), (5, 9)),  # a stage that is not listed
        entered((12, 9)),
        entered((900, 1)),
        entered((10, 1), (-2, 2)),  # later than now
        entered((10, 1), (0, 2)),  # at this very moment
        History(2, ()),
    ]
    stages, ages = stages_and_ages(model, deals)
    assert stages.tolist() == [1, 2, 0, 0, 0, 1, 0]
    assert ages.tolist() == [8, 20, 12, AGES - 1, 10, 0, 0]


def test_what_the_record_says_stays(model: Model) -> None:
    corrections = [correction(model, weeks) for weeks in (0.5, 1.0, 1.8, 4.0, 6.3, 12.0, 25.0)]
    assert [each.bias for each in corrections] == pytest.approx(
        [0, 0, -0.0197887799128, -0.0100947612952, -0.00696224422121, 0.00423411886432, -0.00203622409969],
        rel=NEARLY,
        abs=1e-12,
    )
    assert [each.spread for each in corrections] == pytest.approx(
        [0.134270566966, 0.134270566966, 0.13213859782, 0.116320744631, 0.114286154509, 0.097039352301, 0.153503209611],
        rel=NEARLY,
    )


def test_a_forecast_stays(made: Forecast) -> None:
    assert [part.deal_no for part in made.parts][-1] == 902
    assert [told(np.array([part.chances[n] for part in made.parts])) for n in (0, 1)] == [
        pytest.approx(each) for each in [(2.8416, 23.9611), (4.2141, 57.6394)]
    ]
    wins = [(period.wins.expected, period.wins.low, period.wins.high) for period in made.periods]
    assert wins == [pytest.approx(each) for each in [(4.8416, 3, 7), (4.2141, 2, 7)]]
    money = [
        (each.expected.currency, each.expected.minor, each.low.minor, each.high.minor)
        for period in made.periods
        for each in period.money
    ]
    assert money == [
        ("EUR", 3742940, 1000086, 6918751),
        ("SEK", 91852, 0, 0),
        ("EUR", 4458324, 1020886, 8362399),
        ("SEK", 206790, 0, 1234567),
    ]
    assert (made.at, made.closed, [period.end for period in made.periods]) == (NOW, 499, list(ENDS))
