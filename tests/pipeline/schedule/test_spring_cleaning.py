"""When a person is asked to go through their stuck deals, and what is told of how such deals end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.deals.several import Selected, snooze_until
from pipeline.messages.notices import NoticeKind
from pipeline.people import settings
from pipeline.people.absence import set_away
from pipeline.queries.names import StageLabel
from pipeline.queries.spring_cleaning import Outlook, PastStay, Share, cleaning, outlook
from pipeline.schedule import setup
from pipeline.schedule.spring_cleaning import cleanings_due
from pipeline.schedule.tick import tick
from pipeline.stages.events import StageKind
from pipeline.storage.engine import Storage
from tests.pipeline.schedule.test_who_is_told import is_here
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, OFFER, PEOPLE, Team, team_in
from tests.tables import each_row

STAGE = StageLabel(OFFER, "stage_offer", None, StageKind.OPEN)
DAY = timedelta(days=1)


@each_row(
    "opened stuck asks".split(),
    [(5, 5, False), (6, 3, False), (6, 4, True), (7, 4, True), (20, 10, False), (20, 11, True), (0, 0, False)],
)
def test_more_than_half_of_six_or_more_ask_for_it(opened: int, stuck: int, asks: bool) -> None:
    assert Share(opened, stuck).asks_for_cleaning is asks


def _past(lost: int, won: int, days: int = 40, stage_no: int = OFFER) -> list[PastStay]:
    first = days * 1000 + stage_no * 100_000
    return [PastStay(first + n, stage_no, days * DAY, n >= lost) for n in range(lost + won)]


@each_row(
    "past tenths".split(),
    [
        (_past(29, 0), None),
        (_past(30, 0), 10),
        (_past(24, 6), 8),
        (_past(0, 30), 0),
        (_past(299, 1), 9),  # not all of them
        (_past(1, 299), 1),  # not none of them
        (_past(20, 9) + _past(5, 0, days=9), None),  # these five were shorter
        (_past(20, 9) + _past(5, 0, stage_no=1), None),  # these were of another stage
        (_past(20, 9) + _past(20, 9), None),  # a deal that came back to the stage counts once
    ],
)
def test_how_such_deals_end_is_told_from_thirty_that_stood_as_long(past: list[PastStay], tenths: int | None) -> None:
    told = outlook(STAGE, [30 * DAY, 10 * DAY], past)

    assert told == (None if tenths is None else Outlook(STAGE, 2, tenths, len({each.deal_no for each in past})))


@pytest.fixture
def team(storage: Storage) -> Team:
    """A team in a database of its own, whose people have clocks, and with a Monday post."""
    team = team_in(storage)
    for no in PEOPLE.values():
        is_here(team, no)
    wishes = setup.SettingsChoice(place=lambda _work: 1, lead=LEENA, zone="Europe/Helsinki", country="FI")
    setup.save(team.ledger, team.by(AATU), wishes)
    return team


def _let_time_pass(team: Team, until: str) -> None:
    """Tick every morning at nine and a bit, until a day."""
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    while team.clock.now() < end:
        tick(team.ledger)
        team.clock.move_to((team.clock.now() + DAY).replace(hour=7, minute=1))


def _asked(team: Team) -> list[tuple[str, int]]:
    asked = "SELECT key, to_member FROM outbox WHERE workspace_no = :w AND says = :says ORDER BY due_at, key"
    return [(row.key, row.to_member) for row in team.ask(asked, says=NoticeKind.SPRING_CLEANING.value)]


def test_it_is_asked_once_a_quarter_of_whom_most_deals_are_stuck(team: Team) -> None:
    for n in range(6):
        team.new(f"Anna {n}")
    for n in range(5):
        team.new(f"Bertil {n}", who=BERTIL)

    _let_time_pass(team, "2026-03-20 12:00")
    assert _asked(team) == []  # the first reminders come first
    _let_time_pass(team, "2026-04-30 12:00")
    first, second = f"cleaning:{ANNA}:2026-01-01", f"cleaning:{ANNA}:2026-04-01"

    assert _asked(team) == [(first, ANNA), (second, ANNA)]
    _let_time_pass(team, "2026-06-30 12:00")
    assert _asked(team) == [(first, ANNA), (second, ANNA)]  # rows of a quarter keep their keys


def test_nobody_is_asked_who_wants_no_reminders_or_is_away(team: Team) -> None:
    for n in range(6):
        team.new(f"Anna {n}")
        team.new(f"Bertil {n}", who=BERTIL)
    _let_time_pass(team, "2026-03-19 12:00")
    team.do(lambda work: settings.put(work, ANNA, {settings.REMINDERS_MOST: 0}))
    set_away(team.ledger, team.by(BERTIL), from_day=date(2026, 3, 20), until=date(2026, 4, 10))

    with team.ledger.read_session(team.by(None)) as session:
        assert cleanings_due(session)[:1] == ()
    team.clock.move_to(datetime(2026, 4, 13, 5, tzinfo=UTC))
    with team.ledger.read_session(team.by(None)) as session:
        assert [each.to_member for each in cleanings_due(session)] == [BERTIL]


def test_what_it_shows_is_what_is_stuck_when_it_is_read(team: Team) -> None:
    deals = [team.new(f"Anna {n}") for n in range(7)]
    _let_time_pass(team, "2026-03-20 12:00")
    team.step(deals[0])

    with team.ledger.read_session(team.by()) as session:
        shown = cleaning(session, ANNA)
        assert cleaning(session, BERTIL) is None
    assert shown is not None
    assert (shown.share, shown.deals, shown.outlooks) == (Share(7, 6), tuple(deals[1:]), ())

    several = [Selected(no, team.there(no).stay) for no in deals[1:4]]
    snooze_until(team.ledger, team.by(), several, until=date(2026, 4, 20))
    for no in deals[1:4]:
        team.step(no)
    with team.ledger.read_session(team.by()) as session:
        assert cleaning(session, ANNA) is None
