"""Check-ins: what a customer says of what was delivered; a problem makes a step for today on the won deal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline import checkin_errors, errors
from pipeline.deals import checkins, delivery, move, steps
from pipeline.deals.checkins import ToldCheckIn, told_of
from pipeline.deals.delivery_events import CheckIn
from pipeline.deals.to_do import NextReason
from pipeline.messages.change_notices import DealReopened, NextStepCleared, SettingsSaved
from pipeline.messages.checkin_notices import CheckInTold
from pipeline.messages.delivery_notices import DeliveryTold
from pipeline.messages.notices import Notice
from pipeline.people.settings import FIRST_CHECK_IN, SECOND_CHECK_IN, of_workspace
from pipeline.queries.next_up import next_up
from pipeline.schedule.setup import SettingsChoice, save
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, Team, change_of, told

TODAY = date(2026, 3, 2)  # a Monday, 10:00 in Helsinki


def delivered(team: Team) -> int:
    """A deal that was won and delivered today; its step is of before the win."""
    deal = team.new(amount=12_500)
    told(steps.step(team.ledger, team.by(), deal, text="kysy tarjouksesta", day=TODAY), Notice)
    team.won(deal)
    told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)
    return deal


def say(team: Team, deal: int, result: CheckIn, words: str = "", who: int = ANNA) -> CheckInTold:
    """The answer to a check-in."""
    return told(checkins.check_in(team.ledger, team.by(who), deal, result=result, words=words), CheckInTold)


def there(team: Team, deal: int) -> tuple[ToldCheckIn, ...]:
    """What is told of the deal's check-ins."""
    with team.ledger.read_session(team.by()) as session:
        return told_of(session, team.there(deal))


def todos(team: Team) -> list[tuple[int, NextReason, str]]:
    """What Anna does next."""
    with team.ledger.read_session(team.by()) as session:
        return [(each.deal_no, each.reason, each.step) for each in next_up(session).deals]


def test_an_answer_is_kept_with_its_words_and_one_undo_takes_it_back(team: Team) -> None:
    deal = delivered(team)

    answer = say(team, deal, CheckIn.HAPPY, "kehuivat asennusta")

    assert (answer.after_days, answer.step) == (14, None)
    assert [(each.after_days, each.result, each.text) for each in there(team, deal)] == [
        (14, CheckIn.HAPPY, "kehuivat asennusta")
    ]
    assert todos(team) == []
    team.undo(change_of(answer))
    assert there(team, deal) == ()
    assert team.is_sound()


def test_told_twice_nothing_changes_and_told_otherwise_the_newer_answer_counts(team: Team) -> None:
    deal = delivered(team)
    say(team, deal, CheckIn.HAPPY)

    assert say(team, deal, CheckIn.HAPPY).change is None
    say(team, deal, CheckIn.SO_SO)
    team.clock.move_by(timedelta(days=95))
    say(team, deal, CheckIn.HAPPY)

    assert [(each.after_days, each.result) for each in there(team, deal)] == [(14, CheckIn.SO_SO), (90, CheckIn.HAPPY)]
    assert team.is_sound()


def test_a_problem_makes_a_step_for_today_which_is_next_until_it_is_done(team: Team) -> None:
    deal = delivered(team)

    answer = say(team, deal, CheckIn.PROBLEM, "venttiili vuotaa")

    assert answer.step_day == TODAY
    assert todos(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa")]
    team.undo(change_of(answer))
    assert todos(team) == []  # the step of before the win is no step to do
    say(team, deal, CheckIn.PROBLEM, "venttiili vuotaa")
    assert say(team, deal, CheckIn.PROBLEM, "venttiili vuotaa").change is None
    say(team, deal, CheckIn.PROBLEM, "lasku on väärin")
    assert todos(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa · lasku on väärin")]
    told(steps.put_off(team.ledger, team.by(), deal), Notice)
    assert todos(team) == []
    team.clock.move_by(timedelta(days=2))
    assert [reason for _deal, reason, _step in todos(team)] == [NextReason.STEP_OVERDUE]
    told(steps.done(team.ledger, team.by(), deal), NextStepCleared)
    assert todos(team) == []
    assert team.is_sound()


def test_that_nobody_asks_any_more_stands_beside_the_answers(team: Team) -> None:
    deal = delivered(team)
    say(team, deal, CheckIn.HAPPY)

    say(team, deal, CheckIn.OFF)

    assert [each.result for each in there(team, deal)] == [CheckIn.OFF, CheckIn.HAPPY]
    assert say(team, deal, CheckIn.OFF).change is None


def test_what_cannot_be_is_refused(team: Team) -> None:
    deal, still_open, won = delivered(team), team.new("Beta"), team.new("Gamma", amount=1)
    team.won(won)

    for no in (still_open, won):
        with pytest.raises(checkin_errors.NotDelivered):
            say(team, no, CheckIn.HAPPY)
    with pytest.raises(checkin_errors.ProblemUntold):
        say(team, deal, CheckIn.PROBLEM, "  ")
    with pytest.raises(checkin_errors.CheckInTooLong):
        say(team, deal, CheckIn.PROBLEM, "x" * 301)
    with pytest.raises(errors.NotAllowed):
        say(team, deal, CheckIn.HAPPY, who=BERTIL)
    assert say(team, deal, CheckIn.HAPPY, who=LEENA).change is not None


def test_a_delivery_that_a_check_in_rests_on_is_not_undone(team: Team) -> None:
    deal = team.new(amount=12_500)
    team.won(deal)
    came = told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)
    say(team, deal, CheckIn.HAPPY)

    with pytest.raises(errors.ChangedSince):
        team.undo(change_of(came))


def test_a_deal_that_is_won_anew_has_no_answers_yet(team: Team) -> None:
    deal = delivered(team)
    say(team, deal, CheckIn.OFF)
    team.clock.move_by(timedelta(hours=1))

    told(move.back(team.ledger, team.by(), deal), DealReopened)
    team.won(deal)
    told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)

    assert there(team, deal) == ()


def test_a_lead_or_an_admin_says_when_is_asked_and_undoes_that(team: Team) -> None:
    def days() -> tuple[int, ...]:
        with team.ledger.read_session(team.by()) as session:
            return of_workspace(session).check_in_days

    assert days() == (14, 90)
    saved = save(team.ledger, team.by(LEENA), SettingsChoice(check_ins={FIRST_CHECK_IN: 30, SECOND_CHECK_IN: 0}))
    assert days() == (30,)
    with pytest.raises(errors.NotAllowed):
        save(team.ledger, team.by(ANNA), SettingsChoice(check_ins={FIRST_CHECK_IN: 7}))
    assert told(save(team.ledger, team.by(ANNA), SettingsChoice(check_ins={FIRST_CHECK_IN: 30})), SettingsSaved)
    team.undo(change_of(told(saved, SettingsSaved)), who=LEENA)
    assert days() == (14, 90)
    save(team.ledger, team.by(AATU), SettingsChoice(check_ins={FIRST_CHECK_IN: 0, SECOND_CHECK_IN: 0}))
    assert days() == ()
