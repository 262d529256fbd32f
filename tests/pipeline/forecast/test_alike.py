"""What deals like one did: those that had stood as long in its stage, and what came of them in the same time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.forecast.alike import Alike, Stand, alike, stand
from pipeline.forecast.histories import History, Outcome, Step

NOW = datetime(2026, 6, 15, 5, tzinfo=UTC)
NOTHING, TWO_WEEKS = timedelta(0), timedelta(days=14)


def past(opened: int, offered: int, ended: int | None, outcome: Outcome | None = None) -> History:
    """A deal that was opened and offered so many days ago, and ended."""
    at = [NOW - timedelta(days=days) for days in (opened, offered)]
    end = NOW - timedelta(days=ended) if ended is not None else None
    return History(1, (Step(at[0], 1), Step(at[1], 3)), end, outcome)


def test_a_deal_stands_in_the_stage_that_it_entered_last_by_then() -> None:
    deal = past(40, 12, None)
    assert stand(deal, NOW) == Stand(3, 12)
    assert stand(deal, NOW - timedelta(days=20)) == Stand(1, 20)
    assert stand(deal, NOW - timedelta(days=41)) is None


def test_only_deals_that_stood_so_long_count_and_only_what_came_in_that_time() -> None:
    found = [
        past(100, 90, 75, Outcome.WON),  # after 15 days in the offer: within two weeks of its tenth day
        past(100, 90, 70, Outcome.LOST),
        past(100, 90, 60, Outcome.WON),  # too late
        past(100, 90, None),
        past(100, 90, 85, Outcome.WON),  # won before its tenth day
        past(30, 20, 19, Outcome.WON),
        past(30, 15, None),  # its two weeks are not over
    ]
    assert alike(found, Stand(3, 10), NOW, NOTHING, TWO_WEEKS) == Alike(4, 1, 1)


def test_a_later_month_counts_what_came_in_it_and_not_before() -> None:
    found = [past(200, 190, 170, Outcome.WON), past(200, 190, 150, Outcome.WON)]
    assert alike(found, Stand(3, 10), NOW, TWO_WEEKS, timedelta(days=44)) == Alike(2, 1, 0)
