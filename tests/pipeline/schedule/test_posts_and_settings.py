"""The Monday post when the workspace's clock or holidays change: at eight by the new ones, once, and none left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from pipeline import errors, money, setup_errors
from pipeline.clock import StandingClock
from pipeline.messages.change_notices import SettingsSaved
from pipeline.people import members, settings
from pipeline.people.settings import COUNTRY, CURRENCY, PLACE, ZONE
from pipeline.refused import Refused
from pipeline.schedule import setup
from pipeline.schedule.tick import tick
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.schedule.time_goes_on import at, until
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, PIPELINE, VERA, Team, change_of, team_in, told

PLACE_NO = 1


@pytest.fixture
def posting(storage: Storage) -> Team:
    """A team in a database of its own, set up on Friday 12 June 2026: its first post is due on Monday at 5:00 UTC."""
    team = team_in(storage, StandingClock(at("2026-06-12 10:00")))
    _save(team, place=lambda _work: PLACE_NO, zone="Europe/Helsinki", country="FI", currency="EUR", lead=LEENA)
    return team


def _save(team: Team, who: int = AATU, **wishes: object) -> SettingsSaved:
    saved = setup.save(team.ledger, team.by(who), setup.SettingsChoice(**wishes))  # type: ignore[arg-type]
    return told(saved, SettingsSaved)


def _said(team: Team) -> list[tuple[str, str]]:
    """Each Monday's post, by the Monday and when it was said."""
    asked = "SELECT key, due_at FROM outbox WHERE workspace_no = :w AND says = 'monday' ORDER BY due_at"
    return [(row.key.rpartition(":")[2], str(row.due_at)[:16]) for row in team.ask(asked)]


def test_it_begins_by_the_clock_that_is_chosen_with_it(storage: Storage) -> None:
    team = team_in(storage, StandingClock(at("2026-06-15 05:30")))  # 8.30 in Helsinki, 1.30 in New York
    _save(team, place=lambda _work: PLACE_NO, zone="America/New_York", country="US", currency="USD", lead=LEENA)

    until(team, "2026-06-16 12:00")

    assert _said(team) == [("2026-06-15", "2026-06-15 12:00")]


def test_a_zone_further_west_moves_it_to_eight_there(posting: Team) -> None:
    until(posting, "2026-06-15 04:59")
    _save(posting, zone="America/New_York")

    until(posting, "2026-06-30 00:00")

    mondays = ["2026-06-15", "2026-06-22", "2026-06-29"]
    assert _said(posting) == [(monday, f"{monday} 12:00") for monday in mondays]


def test_a_zone_further_east_where_eight_is_past_brings_it_at_once(posting: Team) -> None:
    until(posting, "2026-06-15 03:00")
    _save(posting, zone="Asia/Tokyo")

    until(posting, "2026-06-22 12:00")

    assert _said(posting) == [("2026-06-15", "2026-06-15 03:00"), ("2026-06-22", "2026-06-21 23:00")]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu"])
def test_what_was_said_this_monday_is_not_said_again_by_another_clock(posting: Team, zone: str) -> None:
    until(posting, "2026-06-15 05:30")
    _save(posting, zone=zone)

    until(posting, "2026-06-18 00:00")

    assert _said(posting) == [("2026-06-15", "2026-06-15 05:00")]


def test_a_country_where_monday_is_a_holiday_moves_it_to_tuesday(posting: Team) -> None:
    until(posting, "2026-08-30 12:00")
    before = len(_said(posting))
    _save(posting, country="GB", zone="Europe/London")  # the bank holiday of 31 August is not Scotland's alone

    _save(posting, country="US")  # Labor Day is on 7 September
    until(posting, "2026-09-09 00:00")

    assert _said(posting)[before:] == [("2026-08-31", "2026-08-31 07:00"), ("2026-09-07", "2026-09-08 07:00")]


def test_undo_of_the_change_brings_the_hour_back(posting: Team) -> None:
    saved = _save(posting, zone="America/New_York")
    tick(posting.ledger)
    posting.undo(change_of(saved), AATU)

    until(posting, "2026-06-15 23:00")

    assert _said(posting) == [("2026-06-15", "2026-06-15 05:00")]
    assert posting.is_sound()


def test_however_often_clock_and_country_change_each_monday_is_said_once(posting: Team) -> None:
    chance = Random(15)
    zones = ["Europe/Helsinki", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu", "Etc/UTC"]
    moment = posting.clock.now()
    for _ in range(60):
        moment += timedelta(hours=chance.randint(1, 60))
        until(posting, moment.strftime("%Y-%m-%d %H:%M"))
        _save(posting, zone=chance.choice(zones), country=chance.choice(["FI", "SE", "US", "GB", "JP"]))

    mondays = [monday for monday, _at in _said(posting)]
    first = datetime(2026, 6, 15)
    assert mondays == [(first + timedelta(weeks=n)).strftime("%Y-%m-%d") for n in range(len(mondays))]
    assert len(mondays) >= 8


# --- Saving them ------------------------------------------------------------------------------------------------------


def test_they_are_in_the_ledger_and_come_out_of_a_replay(posting: Team) -> None:
    _save(posting, zone="Europe/Stockholm", country="SE", currency="SEK")

    with posting.ledger.read_session(posting.by()) as session:
        now = settings.of_workspace(session)
    assert (now.zone, now.country, now.currency) == ("Europe/Stockholm", "SE", "SEK")
    assert now.calendar.zone == "Europe/Stockholm"
    assert posting.is_sound()


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"zone": "Mars/Olympus"}, setup_errors.UnknownZone),
        ({"zone": "../../etc/passwd"}, setup_errors.UnknownZone),
        ({"zone": ""}, setup_errors.UnknownZone),
        ({"country": "ZZ"}, setup_errors.UnknownCountry),
        ({"country": "FIN"}, setup_errors.UnknownCountry),
        ({"currency": "XXX"}, money.UnknownCurrency),
        ({"currency": "eur"}, money.UnknownCurrency),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_is_changed(
    posting: Team, wish: dict[str, str], refusal: type[Refused]
) -> None:
    before = posting.everything()

    with pytest.raises(refusal):
        _save(posting, AATU, language="en", **wish)

    assert posting.everything() == before


@pytest.mark.parametrize("lead", [VERA, 999])
def test_a_guest_or_somebody_unknown_is_not_made_lead(posting: Team, lead: int) -> None:
    before = posting.everything()

    with pytest.raises(setup_errors.NotALead):
        _save(posting, AATU, language="en", lead=lead)

    assert posting.everything() == before


def test_somebody_who_has_left_is_not_made_lead(posting: Team) -> None:
    with posting.ledger.storage.write(Deadline.after(10)) as connection:
        gone = members.Profile(BERTIL, "Bertil", "Europe/Helsinki", None, active=False)
        members.save_profile(connection, posting.workspace_no, gone)

    with pytest.raises(setup_errors.NotALead):
        _save(posting, AATU, lead=BERTIL)


@pytest.mark.parametrize("wish", [{"zone": "Asia/Tokyo"}, {"country": "JP"}, {"currency": "JPY"}])
def test_they_are_for_admins(posting: Team, wish: dict[str, str]) -> None:
    with pytest.raises(errors.NotAllowed):
        _save(posting, ANNA, **wish)


def test_a_wish_of_one_thing_leaves_the_others(posting: Team) -> None:
    _save(posting, currency="SEK")

    with posting.ledger.read_session(posting.by()) as session:
        values = settings.of_workspace(session).values
    assert values == {
        PLACE.format(pipeline=PIPELINE): PLACE_NO, ZONE: "Europe/Helsinki", COUNTRY: "FI", CURRENCY: "SEK"
    }  # fmt: skip


def test_saving_what_is_set_already_changes_nothing(posting: Team) -> None:
    before = posting.last_event

    notice = _save(posting, zone="Europe/Helsinki", country="FI", currency="EUR")

    assert notice == SettingsSaved(change=None, is_first=False)
    assert posting.last_event == before


def test_a_change_of_holidays_lets_every_open_deal_be_looked_at_again(posting: Team) -> None:
    deal = posting.new("Acme")
    tick(posting.ledger)
    before = posting.ask("SELECT due_at FROM deal_watch WHERE deal_no = :deal AND workspace_no = :w", deal=deal)[0][0]
    posting.clock.move_to(posting.clock.now() + timedelta(hours=1))

    _save(posting, country="SE")

    (row,) = posting.ask("SELECT due_at FROM deal_watch WHERE deal_no = :deal AND workspace_no = :w", deal=deal)
    assert str(row.due_at) < str(before)
