"""Owners are asked how customers find what was delivered: once a check-in, and not where there is nothing to ask."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.deals import checkins, delivery
from pipeline.deals.delete import delete
from pipeline.deals.delivery_events import CheckIn
from pipeline.ledger.outcome import CommitOutcome
from pipeline.messages.notices import NoticeKind
from pipeline.people import absence
from pipeline.people.settings import FIRST_CHECK_IN, SECOND_CHECK_IN
from pipeline.schedule.setup import SettingsChoice, save
from pipeline.schedule.tick import tick
from tests.pipeline.schedule.test_asked_for import said, team, until
from tests.pipeline.team import ANNA, BERTIL, LEENA, Team, change_of

__all__ = ["team"]
TODAY = date(2026, 3, 2)  # a Monday; 14 days later is a Monday, 90 days later is Sunday 31 May


def delivered(team: Team, name: str = "Acme", day: date | None = None) -> tuple[int, CommitOutcome]:
    """A deal of Anna's that was won and delivered, and the delivery."""
    deal = team.new(name, amount=100)
    team.won(deal)
    return deal, delivery.delivered(team.ledger, team.by(), deal, day=day)


def asked(team: Team) -> list[tuple[int, str]]:
    """Who was asked, and on which day."""
    return [(who, day) for what, who, day in said(team) if what == NoticeKind.CHECK_IN_DUE]


def test_each_is_asked_once_also_by_a_scheduler_that_comes_late_and_looks_again(team: Team) -> None:
    deal, _ = delivered(team)

    until(team, date(2026, 3, 15))
    assert asked(team) == []
    team.clock.move_by(timedelta(days=3))
    until(team, date(2026, 3, 19))
    team.do(lambda work: None)
    checked = checkins.check_in(team.ledger, team.by(), deal, result=CheckIn.HAPPY)
    team.undo(change_of(checked))
    for _ in range(3):
        team.clock.move_by(timedelta(minutes=1))
        tick(team.ledger)
    until(team, date(2026, 6, 30))

    assert asked(team) == [(ANNA, "2026-03-19"), (ANNA, "2026-06-01")]
    assert team.is_sound()


def test_nobody_is_asked_of_what_is_gone_answered_or_off(team: Team) -> None:
    gone, (undone, came), answered, off = delivered(team)[0], delivered(team), delivered(team)[0], delivered(team)[0]
    delete(team.ledger, team.by(), gone)
    team.undo(change_of(came))
    checkins.check_in(team.ledger, team.by(), answered, result=CheckIn.HAPPY)
    checkins.check_in(team.ledger, team.by(), off, result=CheckIn.OFF)

    until(team, date(2026, 3, 31))

    assert asked(team) == []
    assert team.there(undone).delivered_day is None
    until(team, date(2026, 6, 30))
    assert asked(team) == [(ANNA, "2026-06-01")]


def test_who_is_away_is_asked_on_their_return_or_their_stand_in_is(team: Team) -> None:
    delivered(team)
    absence.set_away(team.ledger, team.by(), from_day=date(2026, 3, 9), until=date(2026, 3, 18), stand_in=None)
    until(team, date(2026, 3, 31))
    assert asked(team) == [(ANNA, "2026-03-19")]

    absence.set_away(team.ledger, team.by(), from_day=date(2026, 5, 28), until=date(2026, 6, 7), stand_in=BERTIL)
    until(team, date(2026, 6, 30))
    assert asked(team)[1:] == [(BERTIL, "2026-06-01")]


def test_the_days_of_the_settings_count_also_for_what_was_delivered_before(team: Team) -> None:
    save(team.ledger, team.by(LEENA), SettingsChoice(check_ins={FIRST_CHECK_IN: 0, SECOND_CHECK_IN: 0}))
    delivered(team)
    until(team, date(2026, 3, 5))

    save(team.ledger, team.by(LEENA), SettingsChoice(check_ins={FIRST_CHECK_IN: 7}))
    until(team, date(2026, 6, 30))

    assert asked(team) == [(ANNA, "2026-03-09")]


def test_a_delivery_that_is_told_late_is_asked_about_the_next_morning_unless_it_is_long_ago(team: Team) -> None:
    deal, long_won = team.new("Acme", amount=100), team.new("Beta", amount=100)
    team.won(deal)
    team.won(long_won)
    until(team, date(2026, 5, 19))

    delivery.delivered(team.ledger, team.by(), deal, day=date(2026, 4, 30))
    delivery.delivered(team.ledger, team.by(), long_won, day=TODAY)
    until(team, date(2026, 5, 29))

    assert asked(team) == [(ANNA, "2026-05-20")]
