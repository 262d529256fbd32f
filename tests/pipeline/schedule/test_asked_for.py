"""A reminder that was asked for comes on its day, once, to the deal's owner, whatever else silences the deal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.deals import snooze
from pipeline.messages.change_notices import DealSnoozed
from pipeline.messages.notices import NoticeKind
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.schedule.tick import next_due, tick
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.team import ANNA, LEENA, PEOPLE, PIPELINE, START, Team, team_in, told

THURSDAY = date(2026, 3, 5)


@pytest.fixture
def team(storage: Storage) -> Team:
    """A team in a database of its own, whose people have clocks."""
    team = team_in(storage)
    with storage.write(Deadline.after(10)) as connection:
        for name, no in PEOPLE.items():
            profile = members.Profile(no, name, "Europe/Helsinki", None, active=True)
            members.save_profile(connection, team.workspace_no, profile)
    return team


def until(team: Team, day: date) -> None:
    """Let time go on to the evening of a day, with a tick whenever something is due."""
    end = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    while True:
        tick(team.ledger)
        with team.ledger.storage.read() as connection:
            due = next_due(connection, team.clock.now())
        if due is None or due > end:
            break
        team.clock.move_to(max(due, team.clock.now() + timedelta(seconds=1)))
    team.clock.move_to(max(end, team.clock.now()))


def said(team: Team) -> list[tuple[str, int, str]]:
    """Each reminder: what it says, to whom, and the day."""
    asked = "SELECT says, to_member, said_at FROM outbox WHERE workspace_no = :w ORDER BY said_at"
    return [(row.says, row.to_member, str(row.said_at)[:10]) for row in team.ask(asked) if row.to_member]


def test_it_comes_on_its_day_once_to_the_owner_be_it_asked_for_by_the_lead(team: Team) -> None:
    deal = team.new("Acme", who=ANNA)
    snooze.snooze(team.ledger, team.by(LEENA), deal, until=THURSDAY)
    team.step(deal, days=30)

    until(team, THURSDAY - timedelta(days=1))
    assert said(team) == []
    until(team, THURSDAY + timedelta(days=7))

    assert said(team) == [(NoticeKind.REMINDER, ANNA, "2026-03-05")]


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9)])
def test_one_for_a_weekend_is_said_to_come_on_the_next_working_day_and_does(team: Team, day: date) -> None:
    deal = team.new()
    snoozed = told(snooze.snooze(team.ledger, team.by(), deal, until=day), DealSnoozed)
    assert snoozed.day == date(2026, 3, 9)

    until(team, date(2026, 3, 12))
    assert said(team) == [(NoticeKind.REMINDER, ANNA, "2026-03-09")]


def test_one_for_easter_comes_after_it(team: Team) -> None:
    deal = team.new()
    snoozed = told(snooze.snooze(team.ledger, team.by(), deal, until=date(2026, 4, 3)), DealSnoozed)
    assert snoozed.day == date(2026, 4, 7)


def test_none_comes_when_it_was_taken_back_or_the_deal_has_moved_on(team: Team) -> None:
    undone, moved, asked_anew = (team.new(name) for name in ("Acme", "Beta", "Gamma"))
    for deal in (undone, moved, asked_anew):
        snooze.snooze(team.ledger, team.by(), deal, until=THURSDAY)
    team.undo(team.last_event - 2)
    team.advance(moved)
    snooze.snooze(team.ledger, team.by(), asked_anew, until=THURSDAY + timedelta(days=1))

    until(team, THURSDAY + timedelta(days=2))

    assert said(team) == [(NoticeKind.REMINDER, ANNA, "2026-03-06")]


def test_the_stuck_deal_is_said_besides_when_its_limit_passes(team: Team) -> None:
    deal = team.new()
    snooze.snooze(team.ledger, team.by(), deal, until=THURSDAY)

    until(team, START.date() + timedelta(days=20))

    assert [each[0] for each in said(team)] == [NoticeKind.REMINDER, NoticeKind.STUCK]


def test_the_stuck_deal_of_one_who_left_is_said_to_whoever_leads_once_somebody_does(team: Team) -> None:
    team.new()
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        gone = members.Profile(ANNA, "Anna", "Europe/Helsinki", None, active=False)
        members.save_profile(connection, team.workspace_no, gone)
    team.do(lambda work: members.stop_leading(work, LEENA))
    until(team, START.date() + timedelta(days=20))
    assert said(team) == []

    team.do(lambda work: members.set_role(work, LEENA, Role.LEAD, has=True, pipeline_no=PIPELINE))
    until(team, START.date() + timedelta(days=21))

    assert said(team) == [(NoticeKind.STUCK, LEENA, "2026-03-23")]
