"""Whose turn it is follows from the last words of both sides and the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.deals.turn import Turn, stands_since, waits_since, whose_turn
from tests.pipeline.team import START, Team
from tests.tables import each_row

TODAY = date(2026, 3, 9)
EARLY, LATE = START + timedelta(days=1), START + timedelta(days=3)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

CASES: list[tuple[str, datetime | None, datetime | None, date | None, Turn]] = [
    ("nothing was tried", None, None, None, Turn.OURS),
    ("nothing was tried, but a step is set", None, None, TOMORROW, Turn.OURS),
    ("we tried", EARLY, None, None, Turn.CUSTOMERS),
    ("we tried, and try again tomorrow", EARLY, None, TOMORROW, Turn.CUSTOMERS),
    ("we tried, and should have tried again", EARLY, None, YESTERDAY, Turn.OURS),
    ("they contacted us", None, EARLY, None, Turn.OURS),
    ("they contacted us after our try", EARLY, LATE, None, Turn.OURS),
    ("they contacted us after our try, and a step is set", EARLY, LATE, TOMORROW, Turn.OURS),
    ("we wrote after they did", LATE, EARLY, None, Turn.CUSTOMERS),
    ("they were reached", LATE, LATE, None, Turn.OURS),
    ("they were reached, and a step follows", LATE, LATE, TOMORROW, Turn.CUSTOMERS),
    ("they were reached, and the step is today", LATE, LATE, TODAY, Turn.CUSTOMERS),
    ("they were reached, and the step is overdue", LATE, LATE, YESTERDAY, Turn.OURS),
]


@each_row("case last_out last_in step turn".split(), CASES)
def test_whose_turn_it_is(
    team: Team, case: str, last_out: datetime | None, last_in: datetime | None, step: date | None, turn: Turn
) -> None:
    state = replace(team.there(team.new()), last_out=last_out, last_in=last_in, step_day=step)

    assert whose_turn(state, TODAY) is turn, case
    is_theirs = last_in is not None and (last_out is None or last_in >= last_out)
    assert waits_since(state, turn) == (last_out if turn is Turn.CUSTOMERS else last_in if is_theirs else None), case


def test_our_own_tries_do_not_move_the_clock_and_the_customers_reaction_does(team: Team) -> None:
    deal = team.there(team.new())

    assert stands_since(replace(deal, last_out=LATE)) == deal.stay_at
    assert stands_since(replace(deal, last_in=LATE)) == LATE
    assert stands_since(replace(deal, last_in=deal.stay_at - timedelta(days=3))) == deal.stay_at
