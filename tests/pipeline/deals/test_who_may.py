"""Who may do what: sellers their own deals, leads all of their pipelines, admins the settings, guests nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from pipeline import errors
from pipeline.deals import assign, close, move, open, snooze, steps
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.outcome import CommitOutcome
from pipeline.people import access, members
from pipeline.people.access import Act
from pipeline.people.events import Role
from tests.pipeline.team import AATU, ANNA, BERTIL, FIRST, LEENA, PIPELINE, VERA, Team, told

FIRST_OF_APRIL = date(2026, 4, 1)
Command = Callable[[Team, By, int], CommitOutcome]
COMMANDS: dict[str, Command] = {
    "advance": lambda team, by, deal: move.advance(team.ledger, by, deal),
    "back": lambda team, by, deal: move.back(team.ledger, by, deal),
    "won": lambda team, by, deal: close.won(team.ledger, by, deal, given=Given(promised_day=date(2026, 9, 1))),
    "lost": lambda team, by, deal: close.lost(team.ledger, by, deal, given=Given(reason="no")),
    "step": lambda team, by, deal: steps.step(
        team.ledger, by, deal, text="call", day=FIRST_OF_APRIL, meant_day=FIRST_OF_APRIL
    ),
    "snooze": lambda team, by, deal: snooze.snooze(team.ledger, by, deal),
    "wake": lambda team, by, deal: snooze.wake(team.ledger, by, deal),
    "see": lambda team, by, deal: snooze.see(team.ledger, by, deal),
    "unsee": lambda team, by, deal: snooze.unsee(team.ledger, by, deal),
    "assign": lambda team, by, deal: assign.assign(team.ledger, by, deal, to=BERTIL),
}


@pytest.fixture
def deal(team: Team) -> int:
    """Anna's, in the second stage, with an amount."""
    number = team.story("2.3. new Acme 100 · 3.3. →")
    team.clock.move_by(timedelta(minutes=2))
    return number


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("who", [ANNA, LEENA])
def test_the_owner_and_the_lead_may(team: Team, deal: int, command: str, who: int) -> None:
    assert told(COMMANDS[command](team, team.by(who), deal)).about_deal == deal


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("who", [BERTIL, AATU])
def test_another_seller_and_an_admin_may_not_and_learn_whose_it_is(
    team: Team, deal: int, command: str, who: int
) -> None:
    before = team.everything()
    with pytest.raises(errors.NotAllowed) as refused:
        COMMANDS[command](team, team.by(who), deal)
    assert vars(refused.value) == {"who": ANNA, "role": "lead", "deal": deal}
    assert team.everything() == before


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("who", [VERA, 999])
def test_a_guest_and_somebody_unknown_are_strangers_whether_the_deal_is_there_or_not(
    team: Team, deal: int, command: str, who: int
) -> None:
    before = team.everything()
    for number in (deal, 10_000):
        with pytest.raises(errors.Stranger) as refused:
            COMMANDS[command](team, team.by(who), number)
        assert vars(refused.value) == {}
    assert team.everything() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_another_workspaces_deal_sounds_like_one_that_is_not_there(
    team: Team, other_team: Team, command: str, deal: int
) -> None:
    theirs = [other_team.new(f"Secret {number}", 5) for number in range(5)][-1]
    assert team.deal(theirs) is None
    heard = []
    for number in (theirs, 10_000):
        with pytest.raises(errors.NoSuchDeal) as refused:
            COMMANDS[command](team, team.by(LEENA), number)
        heard.append({**vars(refused.value), "number": None})
    assert heard[0] == heard[1]


def test_a_guest_opens_no_deal_and_undoes_nothing(team: Team, deal: int) -> None:
    before = team.everything()
    with pytest.raises(errors.Stranger):
        open.new(team.ledger, team.by(VERA), open.NewDeal("Acme"))
    with pytest.raises(errors.Stranger):
        team.undo(who=VERA)
    with pytest.raises(errors.Stranger):
        team.undo(change_no=1, who=VERA)
    assert team.everything() == before


def test_a_deal_belongs_to_whoever_opens_it(team: Team) -> None:
    assert team.there(team.new(who=BERTIL)).owner == BERTIL


def test_a_seller_who_becomes_a_guest_may_no_longer(team: Team, deal: int) -> None:
    team.do(lambda work: members.set_role(work, ANNA, Role.SELLER, has=False), AATU)
    with pytest.raises(errors.Stranger):
        team.advance(deal)


def test_a_lead_who_becomes_a_guest_may_no_longer(team: Team, deal: int) -> None:
    team.do(lambda work: members.set_role(work, LEENA, Role.SELLER, has=False), AATU)
    with pytest.raises(errors.Stranger):
        team.advance(deal, LEENA)


def test_a_lead_of_another_pipeline_may_not(team: Team, deal: int) -> None:
    team.do(lambda work: members.set_role(work, LEENA, Role.LEAD, has=False, pipeline_no=PIPELINE), AATU)
    team.do(lambda work: members.set_role(work, LEENA, Role.LEAD, has=True, pipeline_no=9), AATU)
    with pytest.raises(errors.NotAllowed):
        team.advance(deal, LEENA)


def test_only_an_admin_changes_settings_and_others_are_told_whom_to_ask(team: Team) -> None:
    with team.ledger.storage.read() as connection:
        assert access.require(connection, team.by(AATU), Act.SETTINGS).admin
        for who in (ANNA, LEENA):
            with pytest.raises(errors.NotAllowed) as refused:
                access.require(connection, team.by(who), Act.SETTINGS)
            assert (refused.value.who, refused.value.role) == (AATU, "admin")
        with pytest.raises(errors.Stranger):
            access.require(connection, team.by(VERA), Act.OWN_SETTINGS)


def test_the_system_may_set_things_up_but_goes_through_no_door(team: Team, deal: int) -> None:
    with team.ledger.read_session(team.by(None, via=Via.SYSTEM)) as session:
        assert access.require(session.connection, session.by, Act.SETTINGS)
        with pytest.raises(errors.Stranger):
            deal_access(session, deal, Act.CHANGE)


def test_those_who_can_are_found_by_role(team: Team) -> None:
    with team.ledger.storage.read() as connection:
        w = team.workspace_no
        assert access.who_can(connection, w, Role.ADMIN) == AATU
        assert access.who_can(connection, w, Role.LEAD, PIPELINE) == LEENA
        assert access.who_can(connection, w, Role.LEAD, 9) is None
        assert members.lead(connection, w, PIPELINE) == LEENA


def test_a_role_of_somebody_unknown_is_not_set(team: Team) -> None:
    with pytest.raises(errors.Stranger):
        team.do(lambda work: members.set_role(work, 999, Role.ADMIN, has=True), AATU)


def test_a_role_that_one_has_already_changes_nothing(team: Team) -> None:
    before = team.everything()
    team.do(lambda work: members.set_role(work, ANNA, Role.SELLER, has=True), AATU)
    assert team.everything() == before
    assert team.there(team.new()).stage_no == FIRST
