"""From which amount on a win is told in the channel."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.deals.announce import ENOUGH_WINS, is_news, least_told
from pipeline.money import Money
from tests.tables import each_row

ROWS = [  # what the team set, its other wins in euros, the least that is told, in cents
    (None, [], 0),
    (None, list(range(1, 20)), 0),  # 19 wins: each is told
    (None, list(range(1, 21)), 16),
    (None, list(range(101, 0, -1)), 81),
    (Money(1_000_000, "EUR"), list(range(1, 21)), 1_000_000),
    (Money(0, "EUR"), list(range(1, 21)), 0),
    (Money(1_000_000, "SEK"), list(range(1, 21)), 16),  # set for another currency
]


@each_row(("wish", "others", "least"), ROWS)
def test_the_teams_size_is_what_it_set_or_the_80th_percentile_of_20_wins(
    wish: Money | None, others: list[int], least: int
) -> None:
    assert least_told(wish, "EUR", others) == least


@given(st.lists(st.integers(1, 10**9), min_size=ENOUGH_WINS, max_size=200))
def test_no_more_than_a_fifth_of_the_wins_is_larger_than_the_teams_size(others: list[int]) -> None:
    least = least_told(None, "EUR", others)

    assert least in others
    assert sum(each > least for each in others) <= len(others) / 5


def test_a_win_of_more_than_five_business_days_ago_is_no_news() -> None:
    assert [is_news(days) for days in (0, 5, 6)] == [True, True, False]
