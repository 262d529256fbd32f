"""The last reminders that nobody answered: to the lead on Monday, where that is switched on, and each stay once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline import errors
from pipeline.deals import notes
from pipeline.messages import outbox
from pipeline.messages.due_notices import StuckReminder, UnansweredReminders
from pipeline.messages.occasions import stuck_key, unanswered_key
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.schedule.setup import SettingsChoice, save
from pipeline.storage.engine import Storage
from tests.pipeline.schedule.test_who_is_told import is_here
from tests.pipeline.schedule.time_goes_on import until
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, PEOPLE, PIPELINE, Team, team_in


@pytest.fixture
def team(storage: Storage) -> Team:
    """A team in a database of its own, whose people have clocks, with a Monday post, and the lead is told."""
    team = team_in(storage)
    for no in PEOPLE.values():
        is_here(team, no)
    wishes = SettingsChoice(
        place=lambda _work: 1, lead=LEENA, zone="Europe/Helsinki", country="FI", tells_unanswered=True
    )
    save(team.ledger, team.by(AATU), wishes)
    return team


def _told(team: Team) -> list[tuple[str, int]]:
    asked = "SELECT key, to_member FROM outbox WHERE workspace_no = :w AND says = 'unanswered' ORDER BY due_at, key"
    return [(row.key, row.to_member) for row in team.ask(asked)]


def _notice(team: Team, key: str) -> object:
    with team.ledger.storage.read() as connection:
        return outbox.notice_of(connection, team.workspace_no, key)


def _third(team: Team, deal_no: int) -> StuckReminder:
    said = _notice(team, stuck_key(deal_no, team.there(deal_no).stay, 3))
    assert isinstance(said, StuckReminder)
    return said


def _weeks_of_silence(team: Team) -> datetime:
    """Let time go on until no more reminders come of deals opened now; the moment then."""
    start = team.clock.now()
    until(team, start.replace(tzinfo=None).isoformat(" ", "minutes"))
    end = datetime.fromtimestamp(start.timestamp() + 56 * 86_400, UTC)
    until(team, end.replace(tzinfo=None).isoformat(" ", "minutes"))
    return end


def test_the_lead_is_told_once_of_what_its_owner_did_not_answer_and_of_no_deal_of_their_own(team: Team) -> None:
    silent, led = team.new("Acme", 100), team.new("Beta", 200, who=LEENA)

    _weeks_of_silence(team)

    ((key, to),) = _told(team)
    assert to == LEENA
    assert _notice(team, key) == UnansweredReminders((silent,))
    assert _third(team, silent).tells_lead is True
    assert _third(team, led).tells_lead is None


def test_where_it_is_not_switched_on_nobody_is_told_and_no_reminder_says_so(team: Team) -> None:
    save(team.ledger, team.by(AATU), SettingsChoice(tells_unanswered=False))
    silent = team.new("Acme", 100)

    _weeks_of_silence(team)

    assert _told(team) == []
    assert _third(team, silent).tells_lead is None


def test_whose_last_reminder_came_before_it_was_switched_on_is_not_named(team: Team) -> None:
    save(team.ledger, team.by(AATU), SettingsChoice(tells_unanswered=False))
    silent = team.new("Acme", 100)
    for _ in range(60):
        key = stuck_key(silent, team.there(silent).stay, 3)
        if _notice(team, key) is not None:
            break
        now = datetime.fromtimestamp(team.clock.now().timestamp() + 86_400, UTC)
        until(team, now.replace(tzinfo=None).isoformat(" ", "minutes"))
    save(team.ledger, team.by(AATU), SettingsChoice(tells_unanswered=True))

    _weeks_of_silence(team)

    assert _third(team, silent).tells_lead is None
    assert _told(team) == []


@pytest.mark.parametrize("answer", ["note", "step", "snooze", "moved", "lost"])
def test_an_answer_of_any_kind_is_an_answer(team: Team, answer: str) -> None:
    answered, silent = team.new("Acme", 100), team.new("Beta", 100)
    stay = team.there(answered).stay
    while _notice(team, stuck_key(answered, stay, 3)) is None:
        now = datetime.fromtimestamp(team.clock.now().timestamp() + 86_400, UTC)
        until(team, now.replace(tzinfo=None).isoformat(" ", "minutes"))
    match answer:
        case "note":
            notes.keep(team.ledger, team.by(ANNA), answered, "soitin")
        case "step":
            team.step(answered)
        case "snooze":
            team.snooze(answered)
        case "moved":
            team.advance(answered)
        case _:
            team.lost(answered)

    _weeks_of_silence(team)

    ((key, _to),) = [each for each in _told(team) if _notice(team, each[0]) is not None][:1]
    assert _notice(team, key) == UnansweredReminders((silent,))


def test_each_of_several_leads_is_told_of_the_deals_of_others(team: Team) -> None:
    team.do(lambda work: members.set_role(work, BERTIL, Role.LEAD, has=True, pipeline_no=PIPELINE))
    annas, bertils = team.new("Acme", 100), team.new("Beta", 200, who=BERTIL)

    _weeks_of_silence(team)

    told = {to: _notice(team, key) for key, to in _told(team)}
    assert told == {LEENA: UnansweredReminders((annas, bertils)), BERTIL: UnansweredReminders((annas,))}
    assert _third(team, bertils).tells_lead is True


def test_only_an_admin_switches_it_on(team: Team) -> None:
    with pytest.raises(errors.NotAllowed):
        save(team.ledger, team.by(LEENA), SettingsChoice(tells_unanswered=False))


def test_the_key_names_pipeline_lead_and_monday(team: Team) -> None:
    team.new("Acme", 100)
    _weeks_of_silence(team)

    ((key, to),) = _told(team)
    monday = datetime.fromisoformat(key.rpartition(":")[2]).date()
    assert monday.weekday() == 0
    assert key == unanswered_key(PIPELINE, to, monday)
