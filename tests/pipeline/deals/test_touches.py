"""Touches: whoever sees a deal adds one; where nobody answers, the next try becomes the step; the sixth try asks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors, step_errors, touch_errors
from pipeline.deals import touches
from pipeline.deals.touch_events import Interest, Means, TouchOutcome
from pipeline.deals.touches import NextTry, Told
from pipeline.ledger.outcome import CommitOutcome
from pipeline.messages.change_notices import NextStepSet
from pipeline.messages.touch_notices import TouchLogged
from tests.pipeline.team import ANNA, BERTIL, VERA, Team, change_of, told

TODAY = date(2026, 3, 2)  # a Monday, 10:00 in Helsinki
CALLED = Told(Means.CALL, TouchOutcome.NO_ANSWER, retry="call again")
REACHED = Told(Means.CALL, TouchOutcome.REACHED)


def log(team: Team, deal: int, touch: Told = CALLED, who: int = ANNA) -> TouchLogged:
    return told(touches.log(team.ledger, team.by(who), deal, touch), TouchLogged)


def rows(team: Team) -> list[tuple[str, str, str | None]]:
    """The touches that are kept: means, outcome, interest."""
    asked = "SELECT means, outcome, interest FROM touch WHERE workspace_no = :w ORDER BY no"
    return [(row.means, row.outcome, row.interest) for row in team.ask(asked)]


def test_where_nobody_answers_the_next_try_is_two_business_days_on_at_another_time(team: Team) -> None:
    deal = team.new()

    logged = log(team, deal)

    assert (logged.day, logged.at) == (date(2026, 3, 4), 14 * 60)
    assert (team.there(deal).step_day, team.there(deal).step) == (logged.day, logged.step)
    assert rows(team) == [("call", "no_answer", None)]
    assert team.is_sound()


def test_one_undo_takes_back_the_touch_and_its_step(team: Team) -> None:
    deal = team.new()
    before = team.there(deal)

    team.undo(change_of(log(team, deal)))

    after = team.there(deal)
    assert (after.step, after.last_out, rows(team)) == (before.step, before.last_out, [])
    assert team.is_sound()


def test_a_step_that_lies_ahead_stays(team: Team) -> None:
    deal = team.new()
    ahead = team.step(deal, words="meeting", days=3)

    assert log(team, deal).step is None
    assert team.there(deal).step == ahead.step


@pytest.mark.parametrize(
    ("outcome", "step", "stays"),
    [
        (TouchOutcome.REACHED, "call again", False),
        (TouchOutcome.THEY_CONTACTED, "call again", False),
        (TouchOutcome.SENT, "call again", True),
        (TouchOutcome.REACHED, "meeting", True),
    ],
)
def test_a_step_to_try_again_is_done_when_the_customer_was_reached(
    team: Team, outcome: TouchOutcome, step: str, stays: bool
) -> None:
    deal = team.new()
    team.step(deal, words=step, days=2)

    logged = log(team, deal, Told(Means.CALL, outcome, retries=("call again",)))

    assert (team.there(deal).step is not None) == stays
    team.undo(change_of(logged))
    assert team.there(deal).step is not None
    assert team.is_sound()


def test_a_reach_of_before_the_last_try_leaves_the_step(team: Team) -> None:
    deal = team.new()
    team.clock.move_to(team.clock.now() + timedelta(days=1))
    log(team, deal)

    log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, day=TODAY, retries=("call again",)))

    assert team.there(deal).step is not None


def test_each_of_the_tries_that_are_told_at_once_is_counted(team: Team) -> None:
    deal = team.new()

    first = log(team, deal, Told(Means.CALL, TouchOutcome.NO_ANSWER, retry="call again", note="tired", times=3))
    second = log(team, deal, Told(Means.CALL, TouchOutcome.NO_ANSWER, retry="call again", times=4))

    assert (first.tries, first.asks, second.tries, second.asks) == (3, False, 7, True)
    assert len(rows(team)) == 7
    team.undo(change_of(second))
    assert len(rows(team)) == 3
    assert team.is_sound()


def test_a_step_of_today_gives_way_to_the_next_try(team: Team) -> None:
    deal = team.new()
    team.step(deal, days=0)

    assert log(team, deal).day == date(2026, 3, 4)


def test_the_step_that_is_told_is_set_in_the_same_change(team: Team) -> None:
    deal = team.new()

    logged = log(team, deal, Told(Means.EMAIL, TouchOutcome.SENT, step=NextTry("ask", date(2026, 3, 5), 9 * 60)))

    assert (logged.day, logged.at) == (date(2026, 3, 5), 540)
    assert team.there(deal).last_out == team.clock.now()
    assert team.is_sound()


def test_a_touch_of_an_earlier_day_happened_at_noon(team: Team) -> None:
    deal = team.new()

    logged = log(team, deal, Told(Means.MEETING, TouchOutcome.REACHED, Interest.GREW, day=TODAY - timedelta(days=3)))

    assert logged.on == TODAY - timedelta(days=3)
    assert rows(team) == [("meeting", "reached", "grew")]
    assert team.there(deal).last_in == datetime.fromisoformat("2026-02-27T10:00:00+00:00")
    assert team.is_sound()


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(TODAY + timedelta(days=1), touch_errors.TouchAhead), (TODAY - timedelta(days=31), touch_errors.TouchLongAgo)],
)
def test_a_day_to_come_or_long_ago_is_refused(team: Team, day: date, refusal: type[Exception]) -> None:
    deal = team.new()

    with pytest.raises(refusal):
        log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, day=day))
    assert rows(team) == []


def test_a_colleague_adds_a_touch_and_may_take_it_back_but_sets_no_step(team: Team) -> None:
    deal = team.new()

    logged = log(team, deal, who=BERTIL)

    assert (logged.step, team.there(deal).step, rows(team)) == (None, None, [("call", "no_answer", None)])
    with pytest.raises(errors.NotAllowed):
        log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, step=NextTry("call", date(2026, 3, 5))), who=BERTIL)
    team.undo(change_of(logged), BERTIL)
    assert rows(team) == []
    assert team.is_sound()


def test_a_guest_adds_none(team: Team) -> None:
    with pytest.raises(errors.Stranger):
        log(team, team.new(), who=VERA)


def test_a_closed_deal_takes_touches_and_no_step(team: Team) -> None:
    deal = team.new()
    team.lost(deal)

    assert log(team, deal).step is None
    with pytest.raises(errors.DealClosed):
        log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, step=NextTry("call", date(2026, 3, 5))))


def test_the_sixth_try_asks_and_a_reaction_begins_anew(team: Team) -> None:
    deal = team.new()
    tries = [log(team, deal) for _ in range(6)]
    log(team, deal, REACHED)
    team.clock.move_by(timedelta(hours=1))

    after = log(team, deal)

    assert [each.tries for each in tries] == [1, 2, 3, 4, 5, 6]
    assert [each.asks for each in tries] == [False] * 5 + [True]
    assert tries[5].step is None
    assert (after.tries, after.asks) == (1, False)


def test_the_question_of_the_sixth_try_is_not_asked_where_others_read_it(team: Team) -> None:
    deal = team.new()
    for _ in range(5):
        log(team, deal)

    shared = told(touches.log(team.ledger, team.by(), deal, CALLED, is_shared=True), TouchLogged)

    assert (shared.tries, shared.asks) == (None, False)


def test_it_is_answered_with_another_try_or_with_a_step_in_three_months(team: Team) -> None:
    deal = team.new()

    def day(answer: CommitOutcome) -> date | None:
        return told(answer, NextStepSet).day

    assert day(touches.keep_trying(team.ledger, team.by(), deal, "call again")) == date(2026, 3, 4)
    assert day(touches.step_much_later(team.ledger, team.by(), deal, "call again")) == date(2026, 6, 2)


def test_a_step_that_is_far_is_asked_about_and_one_that_is_meant_is_set(team: Team) -> None:
    deal, far = team.new(), date(2026, 6, 2)

    with pytest.raises(step_errors.StepFar):
        log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, step=NextTry("call", far)))
    assert log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, step=NextTry("call", far, meant_day=far))).day == far


def test_a_long_note_is_refused_and_nothing_is_kept(team: Team) -> None:
    deal = team.new()

    with pytest.raises(errors.TooLong):
        log(team, deal, Told(Means.CALL, TouchOutcome.REACHED, note="x" * 501))
    assert rows(team) == []


@given(st.times())
def test_the_next_try_is_at_another_half_of_the_day(tried: time) -> None:
    assert (touches.another_time(tried) < time(12)) is not (tried < time(12))
