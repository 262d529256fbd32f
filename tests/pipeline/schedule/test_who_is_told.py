"""Who is told, and how often: three stuck deals a day, whoever leads now, nobody who has left; missed Mondays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline import errors
from pipeline.clock import StandingClock
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.notices import NoticeKind
from pipeline.people import members, settings
from pipeline.schedule import setup
from pipeline.schedule.pipeline_changes import retire_pipeline
from pipeline.schedule.tick import tick
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.schedule.test_asked_for import said, until
from tests.pipeline.schedule.time_goes_on import at
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, PEOPLE, PIPELINE, Team, change_of, team_in
from tests.pipelines import add_pipeline, open_deal

STUCK = date(2026, 3, 17)  # after ten business days in the first stage
PLACE_NO = 1


@pytest.fixture
def team(storage: Storage) -> Team:
    """A team in a database of its own, whose people have clocks."""
    team = team_in(storage)
    for no in PEOPLE.values():
        is_here(team, no)
    return team


def is_here(team: Team, member_no: int, here: bool = True) -> None:
    """What the chat says of a person."""
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        profile = members.Profile(member_no, "Somebody", "Europe/Helsinki", None, active=here)
        members.save_profile(connection, team.workspace_no, profile)


def told(team: Team, says: NoticeKind) -> list[tuple[int, str]]:
    """To whom it was said, and on which day."""
    return [(who, day) for what, who, day in said(team) if what == says]


# --- Three a day ------------------------------------------------------------------------------------------------------


def test_three_a_day_are_three_also_when_they_come_one_by_one(team: Team) -> None:
    deals = [team.new(f"Customer {n}", amount=1000 - n) for n in range(6)]
    planned = {deal: change_of(team.step(deal, days=60)) for deal in deals}
    until(team, STUCK + timedelta(days=1))
    assert said(team) == []
    team.clock.move_to(at("2026-03-19 07:00"))  # a Thursday, 9 in the morning

    def plan_no_more(*which: int) -> list[int]:
        for deal in which:
            team.undo(planned[deal])
        team.clock.move_to(team.clock.now() + timedelta(hours=1))
        tick(Ledger(team.ledger.storage, team.clock, SUBJECTS))  # and of another process
        return reminded(team)

    assert plan_no_more(*deals[:2]) == deals[:2]
    assert plan_no_more(deals[2]) == deals[:3]
    assert plan_no_more(*deals[3:]) == deals[:3]
    assert len(told(team, NoticeKind.MORE_STUCK)) == 1

    team.clock.move_to(at("2026-03-20 06:00"))
    tick(team.ledger)
    assert reminded(team) == deals
    assert told(team, NoticeKind.STUCK) == [(ANNA, "2026-03-19")] * 3 + [(ANNA, "2026-03-20")] * 3


def test_a_clock_that_jumps_brings_the_days_number_in_order_and_the_rest_line_last(team: Team) -> None:
    worth = [500, 900, 100, 700, 300, 800, 200]
    deals = {amount: team.new(f"Customer {amount}", amount=amount) for amount in worth}
    team.clock.move_to(at("2026-06-17 09:00"))  # three months at once, as after a long sleep

    for _ in range(3):
        tick(team.ledger)
        team.clock.move_to(team.clock.now() + timedelta(hours=1))

    asked = "SELECT key, says FROM outbox WHERE workspace_no = :w AND to_member = :who ORDER BY due_at, key"
    rows = [(row.key.split(":")[1], row.says) for row in team.ask(asked, who=ANNA)]
    stuck = [(str(deals[amount]), NoticeKind.STUCK.value) for amount in (900, 800, 700)]
    assert rows == [*stuck, (str(ANNA), NoticeKind.MORE_STUCK.value)]

    team.clock.move_to(at("2026-06-18 06:00"))
    tick(team.ledger)
    assert reminded(team) == sorted(deals[amount] for amount in (900, 800, 700, 500, 300, 200))


def test_who_chose_one_a_day_gets_one_also_after_a_long_sleep(team: Team) -> None:
    deals = [team.new(f"Customer {n}", amount=1000 - n) for n in range(4)]
    team.do(lambda work: settings.put(work, ANNA, {settings.REMINDERS_MOST: 1}))
    team.clock.move_to(at("2026-06-17 09:00"))

    tick(team.ledger)

    assert reminded(team) == deals[:1]


def test_steps_missed_in_a_long_sleep_bring_one_message_of_that_morning_at_most(team: Team) -> None:
    for n in range(3):
        team.step(team.new(f"Customer {n}"), days=3 + n)
    team.clock.move_to(at("2026-06-17 09:00"))

    tick(team.ledger)

    assert told(team, NoticeKind.TODAYS_STEPS) == []


def reminded(team: Team) -> list[int]:
    """The deals that somebody was reminded of, in order of their numbers."""
    keys = team.ask("SELECT key FROM outbox WHERE workspace_no = :w AND says = :says", says=NoticeKind.STUCK.value)
    return sorted(int(row.key.split(":")[1]) for row in keys)


def test_the_three_of_one_are_not_the_three_of_another(team: Team) -> None:
    for who in (ANNA, BERTIL):
        for n in range(4):
            team.new(f"Customer {who}{n}", who=who)

    until(team, STUCK)

    assert sorted(who for who, _day in told(team, NoticeKind.STUCK)) == [ANNA] * 3 + [BERTIL] * 3


def test_what_a_lead_is_told_of_one_who_left_counts_among_the_leads_three(team: Team) -> None:
    for n in range(2):
        team.new(f"Own {n}", who=LEENA)
        team.new(f"Left {n}", who=ANNA)
    is_here(team, ANNA, False)

    until(team, STUCK)

    assert told(team, NoticeKind.STUCK) == [(LEENA, str(STUCK))] * 3


# --- Who leads --------------------------------------------------------------------------------------------------------


def make_lead(team: Team, member_no: int) -> int:
    return change_of(setup.save(team.ledger, team.by(AATU), setup.SettingsChoice(lead=member_no)))


def test_a_lead_who_has_left_is_told_nothing_and_who_leads_next_is_told_it_instead(team: Team) -> None:
    team.new("Of one who left", who=ANNA)
    team.new("The lead's own", who=LEENA)
    is_here(team, ANNA, False)
    is_here(team, LEENA, False)
    until(team, STUCK + timedelta(days=3))
    assert said(team) == []

    make_lead(team, BERTIL)
    until(team, STUCK + timedelta(days=6))

    assert told(team, NoticeKind.STUCK) == [(BERTIL, "2026-03-23")] * 2


def test_an_owner_who_comes_back_is_told_again_and_the_lead_no_more(team: Team) -> None:
    team.new(who=ANNA)
    is_here(team, ANNA, False)
    until(team, STUCK)
    assert told(team, NoticeKind.STUCK) == [(LEENA, str(STUCK))]

    is_here(team, ANNA)
    until(team, STUCK + timedelta(days=10))

    assert told(team, NoticeKind.STUCK)[1:] == [(ANNA, "2026-03-24")]


def test_with_the_role_pass_on_all_deals_and_what_the_lead_is_told(team: Team) -> None:
    deals = [team.new(f"Customer {n}", who=ANNA) for n in range(2)]
    assert team.advance(deals[0], LEENA)

    passed_on = make_lead(team, BERTIL)

    with pytest.raises(errors.NotAllowed):
        team.advance(deals[1], LEENA)
    assert team.advance(deals[1], BERTIL)
    assert team.advance(team.new("Leena's own", who=LEENA), LEENA)  # a seller she stays
    assert leads(team) == [BERTIL]
    is_here(team, ANNA, False)
    until(team, STUCK)
    assert {who for who, _day in told(team, NoticeKind.STUCK)} == {BERTIL, LEENA}  # Leena of her own

    team.undo(passed_on, AATU)
    assert leads(team) == [LEENA]
    assert team.is_sound()


def leads(team: Team) -> list[int]:
    with team.ledger.storage.read() as connection:
        everyone = members.everyone(connection, team.workspace_no)
    return [each.member_no for each in everyone if str(PIPELINE) in each.leads.split()]


# --- Mondays ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def posting(storage: Storage) -> Team:
    """A team set up on Friday 12 June 2026: its first post is due on Monday at 5:00 UTC."""
    team = team_in(storage, StandingClock(at("2026-06-12 10:00")))
    for no in PEOPLE.values():
        is_here(team, no)
    wishes = setup.SettingsChoice(place=lambda _work: PLACE_NO, lead=LEENA, zone="Europe/Helsinki", country="FI")
    setup.save(team.ledger, team.by(AATU), wishes)
    tick(team.ledger)
    return team


def mondays(team: Team) -> list[tuple[str, str, int | None]]:
    """Each Monday: whether its forecast was posted or skipped, and who was told that."""
    asked = (
        "SELECT key, says, to_member FROM outbox WHERE workspace_no = :w AND says IN ('monday', :skipped) ORDER BY key"
    )
    rows = team.ask(asked, skipped=NoticeKind.SKIPPED.value)
    return [(row.key.rpartition(":")[2], row.says, row.to_member) for row in rows]


def ticks_at(team: Team, moment: str) -> None:
    team.clock.move_to(at(moment))
    tick(team.ledger)


@pytest.mark.parametrize("moment", ["2026-06-15 05:00", "2026-06-16 21:00"])
def test_a_monday_missed_by_forty_hours_is_made_good(posting: Team, moment: str) -> None:
    ticks_at(posting, moment)
    ticks_at(posting, "2026-06-17 05:00")

    assert mondays(posting) == [("2026-06-15", "monday", None)]


@pytest.mark.parametrize("moment", ["2026-06-16 21:01", "2026-06-19 12:00", "2026-06-22 04:59"])
def test_a_monday_missed_by_more_is_not_and_the_lead_is_told_once(posting: Team, moment: str) -> None:
    ticks_at(posting, moment)
    ticks_at(posting, "2026-06-22 04:59")
    ticks_at(posting, "2026-06-22 05:00")

    assert mondays(posting) == [("2026-06-15", NoticeKind.SKIPPED, LEENA), ("2026-06-22", "monday", None)]
    with posting.ledger.storage.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM statement WHERE workspace_no > 0").scalar() == 1


def test_of_three_missed_mondays_one_is_said_to_be_skipped(posting: Team) -> None:
    ticks_at(posting, "2026-07-02 12:00")

    assert mondays(posting) == [("2026-06-29", NoticeKind.SKIPPED, LEENA)]


def test_that_a_monday_was_skipped_is_told_to_an_admin_where_the_lead_has_left(posting: Team) -> None:
    is_here(posting, LEENA, False)
    ticks_at(posting, "2026-06-18 12:00")
    posting.do(lambda work: members.stop_leading(work, LEENA))
    ticks_at(posting, "2026-06-25 12:00")

    assert mondays(posting) == [("2026-06-15", NoticeKind.SKIPPED, AATU), ("2026-06-22", NoticeKind.SKIPPED, AATU)]


def test_that_a_monday_was_skipped_is_told_to_who_leads_by_then(posting: Team) -> None:
    posting.clock.move_to(at("2026-06-18 12:00"))
    make_lead(posting, BERTIL)
    tick(posting.ledger)

    assert mondays(posting) == [("2026-06-15", NoticeKind.SKIPPED, BERTIL)]


# --- An archived pipeline ---------------------------------------------------------------------------------------------


def test_nobody_is_reminded_of_an_archived_pipeline_until_it_is_in_use_again(team: Team) -> None:
    made: list[int] = []
    team.do(lambda work: made.append(add_pipeline(work)))
    team.do(lambda work: made.append(open_deal(work, made[0], "Acme", ANNA)))
    until(team, date(2026, 3, 10))
    retire_pipeline(team.ledger, team.by(AATU), made[0])

    until(team, STUCK + timedelta(days=7))
    assert told(team, NoticeKind.STUCK) == []

    retire_pipeline(team.ledger, team.by(AATU), made[0], retired=False)
    until(team, STUCK + timedelta(days=8))
    assert [who for who, _day in told(team, NoticeKind.STUCK)] == [ANNA]
