"""One clock for limits and for counts of days: the later of entering the stage and the customer's last reaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.calendars import Calendar
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.deals.touch_events import Means, Touched, TouchOutcome
from pipeline.deals.turn import Turn, is_stuck, stands_since, stuck_day, whose_turn
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.queries.board import board
from pipeline.queries.board_then import board_on
from pipeline.queries.deal_lists import mine
from pipeline.queries.deal_view import deal_view
from pipeline.schedule.reminders import stuck_moment
from pipeline.schedule.send_reminders import remind
from pipeline.stages.events import StageKind
from tests.pipeline.team import ANNA, BERTIL, LEENA, START, Team

HELSINKI = Calendar("FI", "Europe/Helsinki")
DEAL_OF_MONDAY = DealState(
    deal_no=1, customer_no=1, name=1, owner=1, pipeline_no=1, stage_no=2, state=StageKind.OPEN, stay=7, stay_at=START,
    opened_at=START, amount=None, currency="EUR", close_day=None, source=None, step=None, step_day=None,
    snoozed_until=None, snoozed_stay=None, quiet_until=None, promised_day=None, lost_reason=None, last_no=7,
)  # fmt: skip
OURS = (TouchOutcome.NO_ANSWER, TouchOutcome.SENT)
THEIRS = (TouchOutcome.REACHED, TouchOutcome.THEY_CONTACTED)
hours = st.integers(min_value=0, max_value=24 * 90)
limits = st.integers(min_value=0, max_value=40)
touches = st.lists(st.tuples(hours, st.sampled_from(TouchOutcome)), max_size=8)


def _after(deal: DealState, touched: list[tuple[int, TouchOutcome]]) -> DealState:
    """The deal after these touches, as `last_in` and `last_out` are folded from them."""
    moments = [(START + timedelta(hours=hour), outcome) for hour, outcome in touched]
    ins = [at for at, outcome in moments if outcome in THEIRS]
    outs = [at for at, outcome in moments if outcome is not TouchOutcome.THEY_CONTACTED]
    return replace(deal, last_in=max(ins, default=None), last_out=max(outs, default=None))


@given(touched=touches, tries=st.lists(st.tuples(hours, st.sampled_from(OURS)), max_size=8), limit=limits, hour=hours)
def test_our_own_tries_never_move_the_clock(
    touched: list[tuple[int, TouchOutcome]], tries: list[tuple[int, TouchOutcome]], limit: int, hour: int
) -> None:
    before, after = _after(DEAL_OF_MONDAY, touched), _after(DEAL_OF_MONDAY, touched + tries)
    now = START + timedelta(hours=hour)

    assert stands_since(after) == stands_since(before)
    assert stuck_day(after, limit, HELSINKI) == stuck_day(before, limit, HELSINKI)
    assert is_stuck(after, limit, HELSINKI, now) == is_stuck(before, limit, HELSINKI, now)


@given(touched=touches, hour=hours, outcome=st.sampled_from(THEIRS), limit=limits)
def test_the_customers_newest_reaction_begins_it_anew(
    touched: list[tuple[int, TouchOutcome]], hour: int, outcome: TouchOutcome, limit: int
) -> None:
    newest = max([hour, *(each for each, _outcome in touched)])
    after = _after(DEAL_OF_MONDAY, [*touched, (newest, outcome)])

    assert stands_since(after) == START + timedelta(hours=newest)
    assert not is_stuck(after, limit, HELSINKI, START + timedelta(hours=newest))


@given(touched=touches, days=st.integers(min_value=-5, max_value=90), limit=limits, hour=hours)
def test_a_step_ahead_pauses_it_until_the_step_is_overdue(
    touched: list[tuple[int, TouchOutcome]], days: int, limit: int, hour: int
) -> None:
    without = _after(DEAL_OF_MONDAY, touched)
    planned = replace(without, step=1, step_day=START.date() + timedelta(days=days))
    now = START + timedelta(hours=hour)
    is_ahead = planned.step_day is not None and HELSINKI.day(now) <= planned.step_day

    assert is_stuck(planned, limit, HELSINKI, now) == (is_stuck(without, limit, HELSINKI, now) and not is_ahead)


@given(touched=touches, step=st.none() | st.integers(min_value=0, max_value=60), limit=limits, hour=hours)
def test_the_reminder_comes_when_the_deal_is_shown_as_stuck(
    touched: list[tuple[int, TouchOutcome]], step: int | None, limit: int, hour: int
) -> None:
    day = START.date() + timedelta(days=step) if step is not None else None
    deal, now = replace(_after(DEAL_OF_MONDAY, touched), step_day=day), START + timedelta(hours=hour)

    assert is_stuck(deal, limit, HELSINKI, now) == (stuck_moment(deal, limit, HELSINKI) <= now)


def touch(team: Team, deal_no: int, outcome: TouchOutcome, who: int = ANNA) -> None:
    """A touch, now."""

    def decide(work: UnitOfWork) -> None:
        work.append(Touched(means=Means.CALL, outcome=outcome), deal_no, work.head_of((DEAL, deal_no)))

    team.do(decide, who, via=Via.COMMAND)


def _stuck_at(team: Team, deal_no: int) -> datetime | None:
    remind(team.ledger, team.workspace_no, team.clock.now())
    asked = "SELECT stuck_at FROM deal_watch WHERE workspace_no = :w AND deal_no = :deal AND stuck_at <= :now"
    found = team.ask(asked, deal=deal_no, now=team.clock.now())
    return found[0].stuck_at if found else None


def test_lists_board_deal_and_reminder_count_from_the_same_day(team: Team) -> None:
    deal = team.new()
    team.clock.move_by(timedelta(days=21))
    touch(team, deal, TouchOutcome.NO_ANSWER)
    assert _stuck_at(team, deal) is not None
    touch(team, deal, TouchOutcome.REACHED)
    team.clock.move_by(timedelta(days=2))

    with team.ledger.read_session(team.by()) as session:
        (line,), shown, column = mine(session).lines, deal_view(session, deal), board(session).columns[0]
        then = board_on(session, team.clock.now().date()).columns[0]

    assert _stuck_at(team, deal) is None
    assert (line.days, shown.days, column.oldest_days, then.oldest_days) == (2, 2, 2, 2)
    assert (line.is_stuck, shown.is_stuck, column.stuck, then.stuck) == (False, False, 0, 0)
    assert line.reacted
    assert shown.reacted
    assert team.advance(deal).business_days == 17  # how long the deal was in the stage is another quantity


def test_the_board_counts_the_deals_that_wait_for_us(team: Team) -> None:
    untried, tried, reached, answered, late = (team.new(f"Acme {n}") for n in range(5))
    touch(team, tried, TouchOutcome.SENT)
    touch(team, reached, TouchOutcome.REACHED)
    touch(team, answered, TouchOutcome.REACHED)
    team.step(answered)
    touch(team, late, TouchOutcome.NO_ANSWER)
    team.step(late, days=1)
    team.clock.move_by(timedelta(days=3))
    today = team.clock.now().date()

    ours = [no for no in (untried, tried, reached, answered, late) if whose_turn(team.there(no), today) is Turn.OURS]
    with team.ledger.read_session(team.by()) as session:
        column, then = board(session).columns[0], board_on(session, today).columns[0]
        known_then = board_on(session, date(2026, 3, 2)).columns[0]

    assert ours == [untried, reached, late]
    assert (column.ours, then.ours, known_then.ours) == (3, 3, 2)


def test_only_whoever_may_change_a_deal_is_told_whose_turn_it_is_and_only_the_owner_how_often_was_tried(
    team: Team,
) -> None:
    deal = team.new()
    for _ in range(3):
        touch(team, deal, TouchOutcome.NO_ANSWER)
    told: dict[int | None, tuple[bool, int]] = {}
    for who in (ANNA, LEENA, BERTIL, None):
        with team.ledger.read_session(team.by(who)) as session:
            shown = deal_view(session, deal)
        told[who] = (shown.turn is not None, shown.tries)

    assert told == {ANNA: (True, 3), LEENA: (True, 0), BERTIL: (False, 0), None: (False, 0)}
    touch(team, deal, TouchOutcome.REACHED)
    with team.ledger.read_session(team.by()) as session:
        assert deal_view(session, deal).tries == 0
