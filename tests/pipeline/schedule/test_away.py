"""While somebody is away their reminders go to the stand-in, or wait; what waited is in one list when they are back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline import errors
from pipeline.deals import steps
from pipeline.messages.notices import NoticeKind
from pipeline.people import absence
from pipeline.people.absence import Absence, told_for
from pipeline.queries.next_up import next_up
from pipeline.queries.while_away import BecameDue, meanwhile
from pipeline.schedule.tick import tick
from pipeline.storage.engine import Storage
from tests.pipeline.schedule.test_asked_for import until
from tests.pipeline.schedule.test_who_is_told import STUCK, at, is_here, told
from tests.pipeline.team import ANNA, BERTIL, LEENA, PEOPLE, Team, team_in

BEGINS, ENDS = date(2026, 3, 9), date(2026, 3, 22)  # a Monday, and a Sunday thirteen days later
BACK = date(2026, 3, 23)


@pytest.fixture
def team(storage: Storage) -> Team:
    """A team in a database of its own, whose people have clocks; it is Monday 2 March."""
    team = team_in(storage)
    for no in PEOPLE.values():
        is_here(team, no)
    return team


def _away(who: int, stand_in: int | None = None) -> Absence:
    return Absence(who, BEGINS, ENDS, stand_in)


@pytest.mark.parametrize(
    ("active", "away", "who"),
    [
        ({ANNA, BERTIL, LEENA}, [], ANNA),
        ({ANNA, BERTIL, LEENA}, [_away(ANNA, BERTIL)], BERTIL),
        ({ANNA, BERTIL, LEENA}, [_away(ANNA)], None),
        ({ANNA, BERTIL, LEENA}, [_away(ANNA, BERTIL), _away(BERTIL, LEENA)], None),
        ({ANNA, LEENA}, [_away(ANNA, BERTIL)], None),
        ({BERTIL, LEENA}, [], LEENA),
        ({BERTIL, LEENA}, [_away(ANNA, BERTIL)], LEENA),
        ({BERTIL, LEENA}, [_away(LEENA, BERTIL)], BERTIL),
        ({BERTIL}, [], None),
    ],
)
def test_who_is_reminded_of_annas_deal(active: set[int], away: list[Absence], who: int | None) -> None:
    assert told_for(ANNA, LEENA, active, {each.member_no: each for each in away}) == who


def _leaves(team: Team, stand_in: int | None = None) -> None:
    absence.set_away(team.ledger, team.by(), from_day=BEGINS, until=ENDS, stand_in=stand_in)


def test_a_stand_in_is_reminded_instead(team: Team) -> None:
    team.new(who=ANNA)
    _leaves(team, BERTIL)

    until(team, STUCK)

    assert told(team, NoticeKind.STUCK) == [(BERTIL, str(STUCK))]


def test_without_one_it_waits_and_is_in_the_list_of_the_first_morning_back_alone(team: Team) -> None:
    deal = team.new(who=ANNA)
    _leaves(team)

    until(team, BACK + timedelta(days=1))

    assert told(team, NoticeKind.STUCK) == []
    assert told(team, NoticeKind.WHILE_AWAY) == [(ANNA, "2026-03-02")]  # it waits since it was said
    with team.ledger.read_session(team.by(None)) as session:
        happened = meanwhile(session, _away(ANNA))
    assert [(each.deal.deal_no, each.why, each.day) for each in happened.due] == [(deal, BecameDue.STUCK, STUCK)]
    until(team, BACK + timedelta(days=14))
    assert [who for who, _day in told(team, NoticeKind.STUCK)] == [ANNA]  # the second reminder, five days later


def test_a_step_after_the_absence_is_said_although_it_was_set_meanwhile(team: Team) -> None:
    deal = team.new(who=ANNA)
    _leaves(team)
    team.clock.move_to(at("2026-03-11 08:00"))
    steps.step(team.ledger, team.by(LEENA), deal, text="soita", day=date(2026, 3, 25))
    tick(team.ledger)

    until(team, date(2026, 3, 25))

    assert told(team, NoticeKind.TODAYS_STEPS) == [(ANNA, "2026-03-25")]


def test_a_step_meanwhile_is_the_stand_ins(team: Team) -> None:
    deal = team.new(who=ANNA)
    team.step(deal, days=8)
    _leaves(team, BERTIL)

    until(team, date(2026, 3, 10))

    assert told(team, NoticeKind.TODAYS_STEPS) == [(BERTIL, "2026-03-10")]
    own = team.new(who=BERTIL)
    team.step(own, BERTIL, days=0)
    with team.ledger.read_session(team.by(BERTIL)) as session:
        found = next_up(session, day=date(2026, 3, 10))
    assert {each.deal_no: each.is_stood_in for each in found.deals} == {deal: True, own: False}


def test_the_stand_in_may_change_the_deals_on_those_days_alone(team: Team) -> None:
    deal = team.new(who=ANNA)
    _leaves(team, BERTIL)
    with pytest.raises(errors.NotAllowed) as early:
        team.advance(deal, BERTIL)
    assert early.value.who == ANNA

    team.clock.move_to(at("2026-03-10 08:00"))
    moved = team.advance(deal, BERTIL)
    assert moved.change is not None
    team.undo(moved.change, BERTIL)

    team.clock.move_to(at("2026-03-23 08:00"))
    with pytest.raises(errors.NotAllowed):
        team.advance(deal, BERTIL)
    assert team.is_sound()


def test_a_refusal_names_who_can_now(team: Team) -> None:
    deal, alone = team.new(who=ANNA), team.new("Beta", who=BERTIL)
    _leaves(team, LEENA)
    team.clock.move_to(at("2026-03-10 08:00"))
    with pytest.raises(errors.NotAllowed) as away:
        team.advance(deal, BERTIL)
    is_here(team, BERTIL, False)
    with pytest.raises(errors.NotAllowed) as gone:
        team.advance(alone, ANNA)

    assert (away.value.who, gone.value.who) == (LEENA, LEENA)


def test_what_others_changed_meanwhile_is_in_the_list(team: Team) -> None:
    deal = team.new(who=ANNA)
    _leaves(team)
    team.clock.move_to(at("2026-03-10 08:00"))
    team.advance(deal, LEENA)

    with team.ledger.read_session(team.by(None)) as session:
        happened = meanwhile(session, _away(ANNA))

    assert [(each.deal_no, each.who) for each in happened.changed] == [(deal, (LEENA,))]
