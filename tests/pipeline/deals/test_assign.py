"""A hand-over: who may make it, who may take it back, and whom a deal goes back to."""

import pytest

from pipeline import errors
from pipeline.deals import assign, several
from pipeline.deals.several import Selected
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


def test_an_undo_and_a_redo_of_a_hand_over_are_told_to_both_who_believe_that_the_deal_is_theirs(team: Team) -> None:
    deal = team.new()
    change = change_of(handed_over(team, deal, BERTIL, who=LEENA))

    undone = change_of(team.undo(change, who=LEENA))
    assert team.there(deal).owner == ANNA
    assert of_change(team, undone) == [("owner_changed", ANNA), ("owner_changed", BERTIL)]

    redone = change_of(team.undo(undone, who=LEENA))
    assert team.there(deal).owner == BERTIL
    assert of_change(team, redone) == [("owner_changed", ANNA), ("owner_changed", BERTIL)]


def test_whoever_takes_their_own_hand_over_back_is_not_told_of_it(team: Team) -> None:
    change = change_of(handed_over(team, team.new(), BERTIL))

    assert of_change(team, change_of(team.undo(change, who=ANNA))) == [("owner_changed", BERTIL)]


def test_an_undo_of_several_hand_overs_is_one_message_for_each_two_owners(team: Team) -> None:
    deals = [team.new(), team.new("Beta"), team.new("Gamma", who=LEENA)]
    selected = [Selected(no, team.there(no).stay) for no in deals]
    change = change_of(several.hand_over(team.ledger, team.by(LEENA), selected, to=BERTIL))

    undone = change_of(team.undo(change, who=LEENA))

    expected = [("owner_changed", BERTIL), ("several_given", ANNA), ("several_given", BERTIL)]
    assert of_change(team, undone) == expected
    assert team.is_sound()


def of_change(team: Team, change: int) -> list[tuple[str, int]]:
    """What this change says, to whom, beside its answer."""
    rows = team.ask("SELECT says, to_member FROM outbox WHERE workspace_no = :w AND event_no = :no", no=change)
    return sorted((row.says, row.to_member) for row in rows if row.to_member is not None)


@pytest.mark.parametrize("nobody", [VERA, 999])
def test_a_guest_and_nobody_own_no_deal(team: Team, nobody: int) -> None:
    deal = team.new()
    with pytest.raises(errors.CannotOwn):
        handed_over(team, deal, nobody)
    with pytest.raises(errors.OwnsAlready):
        handed_over(team, deal, ANNA)
    assert team.there(deal).owner == ANNA
