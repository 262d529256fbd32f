"""A hand-over: who may make it, who may take it back, and whom a deal goes back to."""

import pytest

from pipeline import errors
from pipeline.deals import assign
from pipeline.ledger.outcome import CommitOutcome
from tests.pipeline.team import ANNA, BERTIL, LEENA, VERA, Team, change_of


def handed_over(team: Team, deal: int, to: int, who: int = ANNA, note: str | None = None) -> CommitOutcome:
    return assign.assign(team.ledger, team.by(who), deal, to=to, note=note)


def told(team: Team) -> set[tuple[str, int]]:
    """What waits to be said, to whom."""
    rows = team.ask("SELECT says, to_member FROM outbox WHERE workspace_no = :w AND to_member IS NOT NULL")
    return {(row.says, row.to_member) for row in rows if row.says in ("given", "owner_changed", "given_back")}


def test_a_note_and_the_new_owner_are_one_change_that_its_maker_undoes_whole(team: Team) -> None:
    deal = team.new()
    change = change_of(handed_over(team, deal, BERTIL, note="asked at the fair"))
    assert team.there(deal).owner == BERTIL

    team.undo(change, who=ANNA)

    assert team.there(deal).owner == ANNA
    assert team.is_sound()


def test_its_maker_undoes_nothing_else_of_a_deal_that_is_no_longer_theirs(team: Team) -> None:
    deal = team.new()
    moved = change_of(team.advance(deal))
    handed_over(team, deal, BERTIL)

    with pytest.raises(errors.NotAllowed):
        team.undo(moved, who=ANNA)


def test_a_hand_over_is_not_undone_once_the_deal_went_on_to_a_third(team: Team) -> None:
    deal = team.new()
    change = change_of(handed_over(team, deal, BERTIL))
    handed_over(team, deal, LEENA, who=BERTIL)

    with pytest.raises(errors.ChangedSince):
        team.undo(change, who=ANNA)


def test_only_those_who_did_not_do_it_themselves_are_told(team: Team) -> None:
    own, anothers = team.new(), team.new("Beta")
    handed_over(team, own, BERTIL)
    assert told(team) == {("given", BERTIL)}

    handed_over(team, anothers, LEENA, who=LEENA)

    assert told(team) == {("given", BERTIL), ("owner_changed", ANNA)}


def test_it_goes_back_to_the_owner_before_and_to_nobody_twice(team: Team) -> None:
    deal = team.new()
    change = change_of(handed_over(team, deal, BERTIL, who=LEENA))

    assign.give_back(team.ledger, team.by(BERTIL), deal, change_no=change)

    assert team.there(deal).owner == ANNA
    assert {("given_back", ANNA), ("given_back", LEENA)} <= told(team)
    with pytest.raises(errors.NotAllowed):
        assign.give_back(team.ledger, team.by(BERTIL), deal, change_no=change)
    assert team.is_sound()


@pytest.mark.parametrize("nobody", [VERA, 999])
def test_a_guest_and_nobody_own_no_deal(team: Team, nobody: int) -> None:
    deal = team.new()
    with pytest.raises(errors.CannotOwn):
        handed_over(team, deal, nobody)
    with pytest.raises(errors.OwnsAlready):
        handed_over(team, deal, ANNA)
    assert team.there(deal).owner == ANNA
