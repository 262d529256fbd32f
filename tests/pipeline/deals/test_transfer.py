"""A deal goes to another pipeline: by whoever may change it and sells there, with what the stage there requires."""

from __future__ import annotations

import pytest

from pipeline import errors
from pipeline.deals import edit, move, stage_changes, transfer
from pipeline.messages.change_notices import DealTransferred
from pipeline.people.events import Sight
from pipeline.stages.editing import StageGiven
from tests.pipeline.queries.test_sight import closed_second, say
from tests.pipeline.team import AATU, ANNA, BERTIL, PIPELINE, Team, told
from tests.pipelines import add_pipeline

OFFER, OFFER_THERE = 3, 7


def second(team: Team) -> int:
    made: list[int] = []
    team.do(lambda work: made.append(add_pipeline(work)))
    return made[0]


def test_it_enters_the_stage_with_the_same_label_or_the_first_and_comes_back_by_undo(team: Team) -> None:
    to, first, offered = second(team), team.new(), team.new(amount=900)
    move.advance(team.ledger, team.by(ANNA), offered, to_stage=OFFER)

    notice = told(transfer.transfer(team.ledger, team.by(ANNA), offered, to), DealTransferred)
    transfer.transfer(team.ledger, team.by(ANNA), first, to)

    assert (team.there(offered).pipeline_no, team.there(offered).stage_no) == (to, OFFER_THERE)
    assert (team.there(first).pipeline_no, team.there(first).stage_no) == (to, OFFER_THERE - 1)
    assert notice.pipeline == to
    team.undo(notice.change)
    assert (team.there(offered).pipeline_no, team.there(offered).stage_no) == (PIPELINE, OFFER)
    assert team.is_sound()


def test_a_pipeline_that_is_hidden_is_refused_as_one_that_is_not_there(team: Team) -> None:
    hidden, _deal = closed_second(team)
    mine = team.new()

    for to in (hidden, 99, PIPELINE):
        with pytest.raises(errors.NoSuchPipeline):
            transfer.transfer(team.ledger, team.by(ANNA), mine, to)


def test_whoever_only_reads_there_or_may_not_change_the_deal_takes_it_nowhere(team: Team) -> None:
    to, mine = second(team), team.new()
    say(team, ANNA, to, Sight.READS)

    for who in (ANNA, BERTIL):
        with pytest.raises(errors.NotAllowed):
            transfer.transfer(team.ledger, team.by(who), mine, to)
    assert team.there(mine).pipeline_no == PIPELINE


def test_an_edit_that_gives_the_first_need_and_takes_the_deal_there_is_judged_with_it(team: Team) -> None:
    to, deal = second(team), team.new()
    required = StageGiven(limit_days=8, requires=("need",))
    stage_changes.change_stage(team.ledger, team.by(AATU), OFFER_THERE - 1, required, lambda key: (key,))

    edit.edit(team.ledger, team.by(ANNA), deal, edit.Edit(pipeline=to, needs=("Nopea toimitus",)))
    assert team.there(deal).pipeline_no == to
    team.undo()
    edit.edit(team.ledger, team.by(ANNA), deal, edit.Edit(needs=("Nopea toimitus",)))
    with pytest.raises(errors.Missing):
        edit.edit(team.ledger, team.by(ANNA), deal, edit.Edit(pipeline=to, needs=()))
    assert team.there(deal).pipeline_no == PIPELINE
    assert team.is_sound()
