"""Stages are edited with deals in them: nothing is lost, what stands stays, and one undo brings all back."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import errors, stage_errors
from pipeline.deals import stage_changes
from pipeline.forecast import report
from pipeline.forecast.histories import Outcome
from pipeline.messages.stage_notices import StagesChanged
from pipeline.queries import board_then
from pipeline.refused import Refused
from pipeline.stages import stages
from pipeline.stages.editing import StageGiven
from tests.pipeline.team import AATU, ANNA, CONTACT, FIRST, HOUR, LOST, OFFER, PIPELINE, SALE, Team, euros, told

LABELS = {"stage_identification": ("Tunnistaminen", "Identification"), "stage_contact": ("Yhteydenotto", "Contact")}
LABELS |= {"stage_offer": ("Tarjous", "Offer"), "stage_sale": ("Kauppa", "Sale"), "stage_lost": ("Hävitty", "Lost")}


def labels(key: str) -> tuple[str, ...]:
    return LABELS[key]


def add(team: Team, name: str = "Neuvottelu", **given: Any) -> StagesChanged:
    made = StageGiven(name, **given)
    return told(stage_changes.add_stage(team.ledger, team.by(AATU), PIPELINE, made, labels), StagesChanged)


def change(team: Team, stage_no: int, seen: int | None = None, **given: Any) -> StagesChanged:
    made = StageGiven(**given)
    return told(
        stage_changes.change_stage(team.ledger, team.by(AATU), stage_no, made, labels, seen=seen), StagesChanged
    )


def remove(team: Team, stage_no: int, successor: int) -> StagesChanged:
    return told(stage_changes.remove_stage(team.ledger, team.by(AATU), stage_no, successor), StagesChanged)


def split(team: Team, stage_no: int, name: str, *deals: int) -> StagesChanged:
    return told(stage_changes.split_stage(team.ledger, team.by(AATU), stage_no, name, deals, labels), StagesChanged)


def order(team: Team) -> list[int]:
    with team.ledger.read_session(team.by()) as session:
        return [each.stage_no for each in stages.of_workspace(session).of(PIPELINE)]


def stage(team: Team, stage_no: int) -> stages.StageState:
    with team.ledger.read_session(team.by()) as session:
        return stages.of_workspace(session).by_no(stage_no)


def test_a_new_stage_stands_where_it_was_put_and_deals_pass_through_it(team: Team) -> None:
    deal = team.new(amount=100)
    new = add(team, after=CONTACT, limit_days=4).stage

    assert order(team) == [FIRST, CONTACT, new, OFFER, SALE, LOST]
    team.advance(deal)
    team.clock.move_by(HOUR)
    assert team.advance(deal).to_stage == new
    team.clock.move_by(HOUR)
    assert team.advance(deal).to_stage == OFFER
    assert team.is_sound()


def test_undo_takes_a_new_stage_away_but_not_from_under_a_deal(team: Team) -> None:
    new = add(team, after=0)
    assert order(team)[0] == new.stage
    team.undo(new.change, AATU)
    assert order(team) == [FIRST, CONTACT, OFFER, SALE, LOST]
    again = add(team, after=FIRST)
    team.advance(team.new())

    with pytest.raises(Refused):
        team.undo(again.change, AATU)
    assert team.is_sound()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": " "}, errors.EmptyName),
        ({"name": "x" * 25}, errors.TooLong),
        ({"name": "tarjous"}, stage_errors.StageNameTaken),
        ({"name": "OFFER"}, stage_errors.StageNameTaken),
        ({"name": "Neuvottelu", "limit_days": 0}, stage_errors.LimitUnclear),
        ({"name": "Neuvottelu", "limit_days": 366}, stage_errors.LimitUnclear),
        ({"name": "Neuvottelu", "requires": ("promised_day",)}, stage_errors.RequirementDoesNotFit),
        ({"name": "Neuvottelu", "requires": ("reason",)}, stage_errors.RequirementDoesNotFit),
    ],
)
def test_a_stage_that_cannot_be_is_refused_and_nothing_is_kept(
    team: Team, given: dict[str, Any], why: type[Refused]
) -> None:
    before = team.last_event
    with pytest.raises(why):
        add(team, **given)
    assert team.last_event == before


def test_only_an_admin_edits_stages(team: Team) -> None:
    for act in (
        lambda: stage_changes.add_stage(team.ledger, team.by(ANNA), PIPELINE, StageGiven("Uusi"), labels),
        lambda: stage_changes.change_stage(team.ledger, team.by(ANNA), OFFER, StageGiven("Uusi"), labels),
        lambda: stage_changes.remove_stage(team.ledger, team.by(ANNA), OFFER, CONTACT),
        lambda: stage_changes.split_stage(team.ledger, team.by(ANNA), OFFER, "Uusi", [1], labels),
        lambda: stage_changes.restore_stage(team.ledger, team.by(ANNA), OFFER, labels),
    ):
        with pytest.raises(errors.NotAllowed):
            act()


def test_a_renamed_stage_keeps_its_deals_and_offers_still_lead_there(team: Team) -> None:
    deal = team.new()
    change(team, OFFER, name="Ehdotus", limit_days=10, requires=("amount",))

    with team.ledger.read_session(team.by()) as session:
        offers = stages.offers_stage(session, PIPELINE)
    assert offers is not None
    assert offers.stage_no == OFFER
    assert (stage(team, OFFER).label_key, team.there(deal).stage_no) == (None, FIRST)
    assert add(team, "Tarjous").stage  # the name is free again
    assert team.is_sound()


def test_a_stage_is_renamed_to_itself_without_a_change(team: Team) -> None:
    now = stage(team, OFFER)
    assert change(team, OFFER, name="offer", limit_days=now.limit_days, requires=tuple(now.required)).change is None


def test_two_editors_of_one_stage_are_told_of_each_other(team: Team) -> None:
    seen = stage(team, OFFER).last_no
    change(team, OFFER, seen, limit_days=5, requires=("amount",))

    with pytest.raises(stage_errors.StageEditedMeanwhile):
        change(team, OFFER, seen, limit_days=7, requires=("amount",))
    assert stage(team, OFFER).limit_days == 5


def test_a_requirement_is_judged_when_a_deal_enters_and_throws_none_out(team: Team) -> None:
    inside, outside = team.new("Sisällä"), team.new("Ulkona")
    team.advance(inside)

    assert change(team, CONTACT, limit_days=8, requires=("amount",)).lacking == 1
    assert team.there(inside).stage_no == CONTACT
    with pytest.raises(errors.Missing):
        team.advance(outside)


def test_deals_that_lack_any_of_what_a_stage_comes_to_require_are_counted_once(team: Team) -> None:
    team.new("Yksi")
    team.step(team.new("Kaksi"))
    team.new("Kolme", 100)

    assert change(team, FIRST, limit_days=10, requires=("amount", "step")).lacking == 3


def test_a_board_of_a_day_shows_deals_of_a_stage_that_was_removed_since(team: Team) -> None:
    added = add(team, after=FIRST)
    deal = team.new()
    team.advance(deal)
    day = team.clock.now().date()
    team.clock.move_by(48 * HOUR)
    team.back(deal)
    remove(team, added.stage, FIRST)
    with team.ledger.read_session(team.by()) as session:
        assert sum(column.count for column in board_then.board_on(session, day).columns) == 1


def test_the_deals_of_a_removed_stage_stand_in_the_next_as_long_as_they_have_stood(team: Team) -> None:
    deal, other = team.new(amount=100), team.new(amount=50)
    team.advance(deal)
    before = team.there(deal)
    done = remove(team, CONTACT, OFFER)
    after = team.there(deal)

    assert (done.moved, after.stage_no, after.stay, after.stay_at) == (1, OFFER, before.stay, before.stay_at)
    assert team.there(other).stage_no == FIRST
    assert order(team) == [FIRST, OFFER, SALE, LOST]
    assert team.advance(other).to_stage == OFFER
    assert team.is_sound()


def test_removing_is_undone_whole_while_its_deals_stand_still(team: Team) -> None:
    deal = team.new(amount=100)
    team.advance(deal)
    before = team.there(deal)
    done = remove(team, CONTACT, OFFER)
    team.undo(done.change, AATU)

    assert team.there(deal).stage_no == before.stage_no == CONTACT
    assert order(team) == [FIRST, CONTACT, OFFER, SALE, LOST]
    assert team.is_sound()


def test_removing_is_not_undone_under_a_deal_that_moved_on_but_the_stage_comes_back(team: Team) -> None:
    deal = team.new(amount=100)
    team.advance(deal)
    done = remove(team, CONTACT, OFFER)
    team.won(deal)

    with pytest.raises(errors.ChangedSince):
        team.undo(done.change, AATU)
    stage_changes.restore_stage(team.ledger, team.by(AATU), CONTACT, labels)
    assert order(team) == [FIRST, CONTACT, OFFER, SALE, LOST]
    assert team.is_sound()


@pytest.mark.parametrize("stage_no", [SALE, LOST])
def test_the_stages_for_wins_and_losses_are_not_removed(team: Team, stage_no: int) -> None:
    for successor in (FIRST, SALE, LOST):
        with pytest.raises(stage_errors.StageHasNoSuccessor):
            remove(team, stage_no, successor)


def test_a_stage_that_is_split_and_merged_again_is_as_it_was(team: Team) -> None:
    one, two = team.new("Yksi"), team.new("Kaksi")
    before = [team.there(each) for each in (one, two)]
    done = split(team, FIRST, "Karkea", two)

    assert order(team)[:2] == [FIRST, done.to]
    assert [team.there(each).stage_no for each in (one, two)] == [FIRST, done.to]
    assert done.to is not None
    remove(team, done.to, FIRST)
    after = [team.there(each) for each in (one, two)]
    assert [(each.stage_no, each.stay, each.stay_at) for each in after] == [
        (each.stage_no, each.stay, each.stay_at) for each in before
    ]
    assert team.is_sound()


def learned(team: Team) -> list[Any]:
    with team.ledger.read_session(team.by()) as session:
        every = stages.of_workspace(session)
        known = report.histories(
            session.connection,
            team.workspace_no,
            PIPELINE,
            lambda stage_no: None if every.by_no(stage_no).is_open else Outcome.WON,
            every.in_use,
        )
    return [(each.deal_no, each.steps, each.ended_at) for each in known]


def test_what_was_learned_of_a_stage_survives_a_rename_and_a_split_that_is_merged_again(team: Team) -> None:
    one, two = team.new("Yksi", 100), team.new("Kaksi", 100)
    team.advance(one)
    before = learned(team)
    change(team, FIRST, name="Alku", limit_days=10)
    done = split(team, FIRST, "Karkea", two)
    assert learned(team) != before
    assert done.to is not None
    remove(team, done.to, FIRST)

    assert learned(team) == before


def test_two_stages_that_were_merged_are_learned_from_as_one(team: Team) -> None:
    deal = team.new(amount=100)
    team.advance(deal)
    team.clock.move_by(HOUR)
    team.advance(deal)
    remove(team, CONTACT, FIRST)

    assert [[step.stage_no for step in steps] for _deal, steps, _ended in learned(team)] == [[FIRST, OFFER]]


def test_a_split_is_undone_and_done_again_with_its_deals(team: Team) -> None:
    team.new("Yksi")
    moved = team.new("Kaksi")
    done = split(team, FIRST, "Karkea", moved)
    undone = team.undo(done.change, AATU)
    assert team.there(moved).stage_no == FIRST

    team.undo(undone.change, AATU)
    assert team.there(moved).stage_no == done.to
    assert order(team)[:2] == [FIRST, done.to]
    assert team.is_sound()


def test_a_split_names_deals_that_stand_there(team: Team) -> None:
    team.new("Yksi", 100)
    moved = team.new("Kaksi")
    team.advance(moved)

    with pytest.raises(stage_errors.NoDealsToSplit):
        split(team, FIRST, "Karkea", moved, 999)
    with pytest.raises(stage_errors.NoDealsToSplit):
        split(team, SALE, "Karkea", moved)


def test_a_deal_in_a_stage_that_is_gone_is_still_moved_by_its_old_button(team: Team) -> None:
    deal = team.new(amount=euros(100).minor)
    team.advance(deal)
    remove(team, CONTACT, OFFER)

    assert team.won(deal).to_stage == SALE
