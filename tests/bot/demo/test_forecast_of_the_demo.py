"""On the demo's real stage histories: what a Monday's range would have said, beside what the next two weeks brought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.language.file_values import READERS
from pipeline.exchange.history_file import read_history
from pipeline.forecast.estimate import WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step, known_at
from pipeline.forecast.model import learn
from tests.bot.demo.test_deals import FOLDER, STAGES

FIRST_SHOWN = datetime(2026, 6, 15, 5, tzinfo=UTC)
TWO_WEEKS = timedelta(weeks=2)


@pytest.fixture(scope="module")
def histories() -> list[History]:
    cases = read_history(FOLDER / "deals.csv", STAGES, READERS).cases
    return [
        History(no, tuple(Step(entry.at, entry.stage_no) for entry in case.entries), case.ended_at, case.outcome)
        for no, case in enumerate(cases, start=1)
    ]


def test_the_ranges_of_ten_mondays_would_have_held_most_of_what_came(histories: list[History]) -> None:
    held, expected, came = 0, 0.0, 0
    for weeks in range(2, 12):
        now = FIRST_SHOWN - timedelta(weeks=weeks)
        deals = [deal for deal in known_at(histories, now) if deal.is_open]
        made = forecast(learn(histories, now, (1, 2, 3)), deals, (now + TWO_WEEKS,), (WonSoFar(),), workspace_no=1)
        wins = made.periods[0].wins
        numbers = {deal.deal_no for deal in deals}
        won = sum(_is_won_within(deal, now) for deal in histories if deal.deal_no in numbers)
        held += wins.low <= won <= wins.high
        expected += wins.expected
        came += won
    assert held >= 7
    assert expected == pytest.approx(came, rel=0.3)


def _is_won_within(deal: History, now: datetime) -> bool:
    return deal.outcome is Outcome.WON and deal.ended_at is not None and now < deal.ended_at <= now + TWO_WEEKS
