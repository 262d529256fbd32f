"""Which days can be an absence, and who is away when: by the day where the person lives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline import absence_errors
from pipeline.calendars import Calendar
from pipeline.people import absence, members
from pipeline.people.absence import Absence, check, first_working_day_after
from pipeline.refused import Refused
from pipeline.storage.engine import Deadline
from tests.pipeline.team import ANNA, BERTIL, LEENA, VERA, Team, change_of

TODAY = date(2026, 3, 2)


def _days(first: int, last: int, stand_in: int | None = None) -> Absence:
    """An absence of Anna's from so many days after today until so many days after it."""
    return Absence(ANNA, TODAY + timedelta(days=first), TODAY + timedelta(days=last), stand_in)


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        (_days(5, 4), absence_errors.AwayEndsBefore),
        (_days(-5, -1), absence_errors.AwayGone),
        (_days(1, 401), absence_errors.AwayTooLong),
        (_days(401, 402), absence_errors.AwayTooLong),
        (_days(9, 10), absence_errors.AwayAlready),
        (_days(20, 30), absence_errors.AwayAlready),
        (_days(1, 2, ANNA), absence_errors.StandInIsOneself),
    ],
)
def test_days_that_cannot_be_are_refused(new: Absence, refused: type[Refused]) -> None:
    with pytest.raises(refused):
        check(new, TODAY, [_days(10, 20)])


@pytest.mark.parametrize("new", [_days(0, 0), _days(-3, 2), _days(1, 9), _days(21, 30), _days(10, 40), _days(0, 9)])
def test_other_days_are_not(new: Absence) -> None:
    check(new, TODAY, [_days(10, 20)])


def test_who_was_away_is_back_on_the_first_business_day() -> None:
    assert first_working_day_after(date(2026, 7, 31), Calendar()) == date(2026, 8, 3)
    assert first_working_day_after(date(2026, 6, 18), Calendar()) == date(2026, 6, 22)  # Midsummer


def _lives_in(team: Team, member_no: int, zone: str) -> None:
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        members.save_profile(connection, team.workspace_no, members.Profile(member_no, "Somebody", zone, None, True))


def test_a_day_begins_where_the_person_lives(team: Team) -> None:
    today = team.clock.now().date()  # 8:00 in London, 10:00 in Helsinki
    for member_no, zone in ((ANNA, "Pacific/Auckland"), (BERTIL, "Pacific/Honolulu")):
        _lives_in(team, member_no, zone)
        absence.set_away(team.ledger, team.by(member_no), from_day=today, until=today, stand_in=LEENA)

    with team.ledger.read_session(team.by(LEENA)) as session:
        assert set(absence.absent_on(session, today)) == {ANNA, BERTIL}
        assert set(absence.absent_now(session)) == {ANNA}  # in Honolulu it is Sunday still
        assert set(absence.stood_in_for(session, LEENA)) == {ANNA}


def test_a_guest_does_not_stand_in(team: Team) -> None:
    day = team.clock.now().date()
    with pytest.raises(absence_errors.CannotStandIn):
        absence.set_away(team.ledger, team.by(), from_day=day, until=day, stand_in=VERA)


def test_it_is_undone_and_ended_and_declined_and_the_ledger_is_sound(team: Team) -> None:
    day = team.clock.now().date()
    until = day + timedelta(days=9)
    first = change_of(absence.set_away(team.ledger, team.by(), from_day=day, until=until, stand_in=BERTIL))
    team.undo(first)
    with pytest.raises(absence_errors.NotAway):
        absence.end(team.ledger, team.by())

    again = change_of(absence.set_away(team.ledger, team.by(), from_day=day, until=until, stand_in=BERTIL))
    with pytest.raises(absence_errors.NotAway):
        absence.decline(team.ledger, team.by(LEENA), change_no=again)
    absence.decline(team.ledger, team.by(BERTIL), change_no=again)
    team.clock.move_by(timedelta(days=3))
    absence.end(team.ledger, team.by())

    with team.ledger.read_session(team.by()) as session:
        assert absence.absences_of(session, ANNA, day) == [Absence(ANNA, day, day + timedelta(days=2))]
    assert team.is_sound()
