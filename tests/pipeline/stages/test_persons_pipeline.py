"""Which pipeline is meant where a person names neither a deal nor a pipeline."""

import pytest

from pipeline import errors
from pipeline.deals import open
from pipeline.ledger.actor import By
from pipeline.people import members, settings
from pipeline.queries import board
from pipeline.schedule import setup
from pipeline.stages import stages
from pipeline.stages.events import StageRetired
from tests.pipeline.team import ANNA, BERTIL, LEENA, PIPELINE, VERA, Team
from tests.pipelines import add_pipeline, open_deal


def _second(team: Team) -> int:
    made: list[int] = []
    team.do(lambda work: made.append(add_pipeline(work)))
    return made[0]


def _retire_first(team: Team, successor: int) -> None:
    """Retire the open stages of the first pipeline."""
    for stage in _stages(team).open_of(PIPELINE):
        team.do(lambda work, stage=stage: work.append(StageRetired(successor=successor), stage.stage_no, stage))


def _stages(team: Team) -> stages.Stages:
    with team.ledger.read_session(team.by(None)) as session:
        return stages.of_workspace(session)


def _persons_pipeline(team: Team, by: By) -> int:
    with team.ledger.read_session(by) as session:
        return stages.persons_pipeline(session)


@pytest.mark.parametrize("who", [ANNA, LEENA, VERA, None])
def test_the_only_pipeline_is_everybodys(team: Team, who: int | None) -> None:
    assert _persons_pipeline(team, team.by(who)) == PIPELINE


@pytest.mark.parametrize("who", [ANNA, LEENA, None])
def test_of_several_it_is_the_first(team: Team, who: int | None) -> None:
    _second(team)

    assert _persons_pipeline(team, team.by(who)) == PIPELINE


def test_a_pipeline_without_an_open_stage_is_nobodys(team: Team) -> None:
    second = _second(team)
    _retire_first(team, _stages(team).first(second).stage_no)

    assert _persons_pipeline(team, team.by()) == second
    deal = team.new()
    assert (team.there(deal).pipeline_no, team.there(deal).stage_no) == (second, _stages(team).first(second).stage_no)


def test_who_may_see_no_pipeline_has_none(team: Team) -> None:
    _second(team)

    with pytest.raises(errors.Stranger):
        _persons_pipeline(team, team.by(VERA))


def test_a_new_deal_and_the_board_are_of_that_pipeline_unless_one_is_named(team: Team) -> None:
    second = _second(team)
    team.do(lambda work: open_deal(work, second, "Beta", ANNA))
    deal = team.new("Acme", 100)

    with team.ledger.read_session(team.by()) as session:
        own, other = board.board(session), board.board(session, second)

    assert team.there(deal).pipeline_no == own.pipeline_no == PIPELINE
    assert [each.count for each in own.columns] == [1, 0, 0]
    assert [each.count for each in other.columns] == [1, 0, 0]
    assert {each.stage.no for each in own.columns}.isdisjoint(each.stage.no for each in other.columns)


def test_settings_are_of_that_pipeline_and_leave_the_others_alone(team: Team) -> None:
    second, admin = _second(team), team.by(4)
    team.do(lambda work: settings.put(work, settings.WORKSPACE, {settings.PLACE.format(pipeline=second): 8}))

    setup.save(team.ledger, admin, setup.SettingsChoice(place=lambda work: 7, lead=BERTIL))

    with team.ledger.read_session(team.by()) as session:
        now = settings.of_workspace(session)
        leads = {no: members.lead(session.connection, team.workspace_no, no) for no in (PIPELINE, second)}
    assert (now.place(PIPELINE), now.place(second)) == (7, 8)
    assert leads == {PIPELINE: BERTIL, second: None}


def test_a_deal_of_a_customer_keeps_its_pipeline_on_every_way(team: Team) -> None:
    second = _second(team)
    numbers: list[int] = []
    team.do(lambda work: numbers.append(open_deal(work, second, "Beta", ANNA)))
    open.new(team.ledger, team.by(), open.NewDeal("Beta"))

    team.story(f"3.3. #{numbers[0]} → 500 · 4.3. #{numbers[0]} → · 5.3. #{numbers[0]} ← · 6.3. #{numbers[0]} won 1.9.")
    team.story(f"7.3. #{numbers[0]} ← · 8.3. #{numbers[0]} lost no · 9.3. #{numbers[0]} undo")

    assert [each.pipeline_no for each in _stays(team, numbers[0])] == [second] * len(_stays(team, numbers[0]))
    assert team.is_sound()


def _stays(team: Team, deal_no: int) -> list[stages.StageState]:
    every = _stages(team)
    return [every.by_no(stage_no) for _no, stage_no, _ended in team.stays(deal_no)]
