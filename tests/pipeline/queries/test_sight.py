"""Whoever is not in a pipeline learns nothing of it: not from a list, a search, a page, a count or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert

from pipeline import errors
from pipeline.customer_errors import CustomerNotThere
from pipeline.deals import assign, move, notes, open, targets, transfer
from pipeline.deals.deal import Given
from pipeline.deals.stage_changes import split_stage
from pipeline.forecast import report
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.change_notices import DealCreated, NoteKept
from pipeline.people import absence, members, settings
from pipeline.people.access import Act
from pipeline.people.events import MEMBER, Role, SeesSet, Sight
from pipeline.people.tables import pipeline_member
from pipeline.pipeline_errors import NotInAPipeline, OnlyArchived
from pipeline.pipelines.events import CHANNEL, PipelineChanged, PipelineField
from pipeline.pipelines.events import PIPELINE as OF_PIPELINES
from pipeline.queries import (
    board,
    board_parts,
    board_then,
    changes_by_others,
    customer_history,
    customer_page,
    customers,
    deal_lists,
    deal_view,
    doubles,
    find,
    history,
    next_up,
    own_by_stage,
    results,
    several,
    since,
    spring_cleaning,
    stage_list,
    team,
)
from pipeline.queries.deals_then import later_deals
from pipeline.refused import Refused
from pipeline.schedule import setup
from pipeline.schedule.pipeline_changes import PipelineGiven, change_pipeline, retire_pipeline
from pipeline.stage_errors import NoDealsToSplit
from pipeline.stages import stages
from pipeline.target_errors import OnlyLeadSees
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, PIPELINE, Team, euros, told
from tests.pipelines import add_pipeline, open_deal

HIDDEN = "Salakauppa"


def closed_second(team: Team) -> tuple[int, int]:
    """A pipeline of which only Bertil is a member, with a deal of his; both numbers."""
    made: list[int] = []

    def decide(work: Any) -> None:
        made.append(add_pipeline(work))
        state = work.head_of((OF_PIPELINES, made[0]))
        work.append(PipelineChanged(field=PipelineField.SELLERS, value=CHANNEL), made[0], state)

    team.do(decide)
    values = {"workspace_no": team.workspace_no, "member_no": BERTIL, "pipeline_no": made[0]}
    with team.ledger.storage.writer.begin() as connection:
        connection.execute(insert(pipeline_member).values(**values))
    team.do(lambda work: made.append(open_deal(work, made[0], HIDDEN, BERTIL, euros(5_000))))
    return made[0], made[1]


def say(team: Team, who: int, pipeline_no: int, sees: Sight | None) -> None:
    def decide(work: Any) -> None:
        work.append(SeesSet(pipeline_no=pipeline_no, sees=sees), who, work.head_of((MEMBER, who)))

    team.do(decide)


def asked(team: Team, who: int, ask: Callable[[ReadSession], object]) -> object:
    """What this person is answered, or what they are refused with."""
    with team.ledger.read_session(team.by(who)) as session:
        try:
            return ask(session)
        except Refused as refused:
            return refused


def asks(pipeline_no: int, deal_no: int, customer_no: int) -> dict[str, Callable[[ReadSession], object]]:
    """Everything that a person can ask about the hidden deal, its customer and its pipeline."""
    return {
        "which": lambda session: find.which(session, HIDDEN),
        "which, a slip": lambda session: find.which(session, "salakaupa"),
        "which, changeable": lambda session: find.which(session, HIDDEN, find.Scope(states=find.ONLY_OPEN)),
        "by number": lambda session: find.which(session, f"#{deal_no}"),
        "beginning": lambda session: find.which_first(session, f"{HIDDEN} 5000")[0],
        "one": lambda session: find.by_number(session, deal_no),
        "some": lambda session: find.by_numbers(session, [deal_no]),
        "find": lambda session: find.find(session, HIDDEN),
        "find a part": lambda session: find.find(session, "kaup"),
        "mine of": lambda session: deal_lists.mine(session, owner=BERTIL),
        "stuck": deal_lists.stuck,
        "view": lambda session: deal_view.deal_view(session, deal_no),
        "history": lambda session: history.deal_history(session, deal_no),
        "doubles": lambda session: doubles.doubles(session, HIDDEN, None, euros(5_000)),
        "customers": lambda session: customers.find_customers(session, HIDDEN),
        "newest customers": lambda session: customers.find_customers(session, ""),
        "customer": lambda session: customers.customer_meant(session, HIDDEN),
        "customer of": lambda session: customers.customer_of_deal(session, deal_no),
        "page": lambda session: customer_page.customer_page(session, customer_no),
        "changes of customer": lambda session: customer_history.customer_history(session, customer_no),
        "several": lambda session: several.selectable(session, [deal_no]),
        "board": lambda session: board.board(session, pipeline_no),
        "board then": lambda session: board_then.board_on(session, session.now.date(), pipeline_no),
        "deliveries": lambda session: results.deliveries(session, results.newest_months(session.now.date())),
        "offers": lambda session: results.offers(session, results.newest_months(session.now.date())),
        "board list": lambda session: board_parts.fitting(session, board_parts.DealFilter(owner=BERTIL)),
        "board by person": board_parts.by_person,
        "board by source": board_parts.by_source,
        "team": lambda session: team.team(session, pipeline_no),
        "targets": lambda session: targets.seen_from(session, pipeline_no, session.now.date()),
        "since": lambda session: since.since(session, session.now.date(), pipeline_no),
        "since, of one's own": lambda session: since.since(session, session.now.date()),
        "forecast": lambda session: report.figures(session, pipeline_no),
        "next": next_up.next_up,
        "own by stage": own_by_stage.own_by_stage,
    }


@pytest.mark.parametrize("who", [ANNA, LEENA, AATU])
def test_whoever_is_not_in_a_pipeline_is_told_nothing_of_it(team: Team, who: int) -> None:
    pipeline_no, deal_no = closed_second(team)
    for what, ask in asks(pipeline_no, deal_no, team.there(deal_no).customer_no).items():
        told = asked(team, who, ask)
        assert HIDDEN not in repr(told), what
        assert "500000" not in repr(told), what
        if isinstance(told, Refused):
            assert isinstance(told, errors.NoSuchDeal | errors.NoSuchPipeline | CustomerNotThere), what


def test_an_owner_who_left_a_pipeline_is_told_nothing_of_it(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    team.step(deal_no, BERTIL, days=0)
    say(team, BERTIL, pipeline_no, Sight.NOTHING)
    for what, ask in asks(pipeline_no, deal_no, team.there(deal_no).customer_no).items():
        told = repr(asked(team, BERTIL, ask))
        assert HIDDEN not in told, what
        assert "500000" not in told, what


def test_whoever_is_in_it_is_told_all(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    for what, ask in asks(pipeline_no, deal_no, team.there(deal_no).customer_no).items():
        told = asked(team, BERTIL, ask)
        assert isinstance(told, OnlyLeadSees) if what == "team" else not isinstance(told, Refused), what
    assert HIDDEN in repr(asked(team, BERTIL, lambda session: find.which(session, HIDDEN)))


def test_a_deal_that_is_hidden_is_refused_as_one_that_is_not_there(team: Team) -> None:
    _pipeline_no, deal_no = closed_second(team)

    for number in (deal_no, 9_999):
        with pytest.raises(errors.NoSuchDeal):
            move.advance(team.ledger, team.by(ANNA), number)
        with pytest.raises(errors.NoSuchDeal):
            notes.keep(team.ledger, team.by(ANNA), number, "seen")


def test_whoever_only_reads_sees_all_and_changes_nothing(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    say(team, ANNA, pipeline_no, Sight.READS)

    assert HIDDEN in repr(asked(team, ANNA, lambda session: deal_view.deal_view(session, deal_no)))
    with pytest.raises(errors.NotAllowed):
        move.advance(team.ledger, team.by(ANNA), deal_no)
    with pytest.raises(errors.NotAllowed):
        notes.keep(team.ledger, team.by(ANNA), deal_no, "seen")


def test_an_addition_to_a_deal_that_is_hidden_since_is_not_undone(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    say(team, ANNA, pipeline_no, Sight.SELLS)
    kept = told(notes.keep(team.ledger, team.by(ANNA), deal_no, "seen"), NoteKept)
    say(team, ANNA, pipeline_no, None)

    with pytest.raises(errors.NothingToUndo):
        team.undo(kept.change, ANNA)


def test_an_admin_who_sees_no_pipeline_still_changes_settings(team: Team) -> None:
    for pipeline_no in (PIPELINE, closed_second(team)[0]):
        say(team, AATU, pipeline_no, Sight.NOTHING)

    setup.save(team.ledger, team.by(AATU), setup.SettingsChoice(zone="Europe/Stockholm"))
    with team.ledger.read_session(team.by(AATU)) as session:
        assert settings.of_workspace(session).zone == "Europe/Stockholm"


def test_saving_settings_leaves_those_who_lead_together(team: Team) -> None:
    given = PipelineGiven(leads=[LEENA, BERTIL])
    change_pipeline(team.ledger, team.by(AATU), PIPELINE, given)

    setup.save(team.ledger, team.by(AATU), setup.SettingsChoice(lead=LEENA, zone="Europe/Stockholm"))
    with team.ledger.read_session(team.by()) as session:
        assert set(members.leads(session.connection, team.workspace_no, PIPELINE)) == {LEENA, BERTIL}


def test_a_new_deal_without_an_amount_is_in_its_pipelines_currency(team: Team) -> None:
    change_pipeline(team.ledger, team.by(AATU), PIPELINE, PipelineGiven(currency="SEK"))

    assert team.there(team.new()).currency == "SEK"


def test_whoever_only_reads_the_only_pipeline_opens_no_deal(team: Team) -> None:
    say(team, ANNA, PIPELINE, Sight.READS)

    with pytest.raises(errors.NotAllowed):
        open.new(team.ledger, team.by(ANNA), open.NewDeal("Acme"))


def test_what_was_said_of_a_person_goes_before_who_is_in_the_channel(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    say(team, ANNA, pipeline_no, Sight.SELLS)
    say(team, BERTIL, pipeline_no, Sight.NOTHING)

    assert HIDDEN in repr(asked(team, ANNA, lambda session: deal_view.deal_view(session, deal_no)))
    assert isinstance(asked(team, BERTIL, lambda session: deal_view.deal_view(session, deal_no)), errors.NoSuchDeal)
    say(team, BERTIL, pipeline_no, None)
    assert not isinstance(asked(team, BERTIL, lambda session: deal_view.deal_view(session, deal_no)), Refused)
    assert team.is_sound()


def test_a_new_deal_goes_to_a_pipeline_in_which_its_maker_sells(team: Team) -> None:
    second, _deal = closed_second(team)
    say(team, BERTIL, PIPELINE, Sight.READS)

    assert team.there(team.new(who=BERTIL)).pipeline_no == second
    with team.ledger.read_session(team.by(BERTIL)) as session:
        assert stages.persons_pipeline(session) == PIPELINE


def test_no_deal_is_given_to_whoever_does_not_sell_in_its_pipeline(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    say(team, LEENA, pipeline_no, Sight.READS)
    for to in (ANNA, LEENA):
        with pytest.raises(errors.CannotOwn):
            assign.assign(team.ledger, team.by(BERTIL), deal_no, to=to)


def test_no_deal_goes_to_a_pipeline_in_which_its_owner_does_not_sell(team: Team) -> None:
    pipeline_no, _deal_no = closed_second(team)
    say(team, LEENA, pipeline_no, Sight.SELLS)
    change_pipeline(team.ledger, team.by(AATU), PIPELINE, PipelineGiven(leads=[LEENA]))

    with pytest.raises(errors.CannotOwn):
        transfer.transfer(team.ledger, team.by(LEENA), team.new(who=ANNA), pipeline_no)


def archived(team: Team, pipeline_no: int) -> None:
    retire_pipeline(team.ledger, team.by(AATU), pipeline_no)


def test_whoever_sells_only_in_an_archived_pipeline_is_told_so_and_whoever_is_in_none_too(team: Team) -> None:
    pipeline_no, _deal_no = closed_second(team)
    for who in (ANNA, BERTIL):
        say(team, who, PIPELINE, Sight.NOTHING)
    archived(team, pipeline_no)

    assert isinstance(asked(team, BERTIL, stages.persons_pipeline), OnlyArchived)
    assert isinstance(asked(team, ANNA, stages.persons_pipeline), NotInAPipeline)


def test_whoever_only_reads_may_not_open_deals_and_is_told_who_can_change_that(team: Team) -> None:
    say(team, ANNA, PIPELINE, Sight.READS)
    add_pipeline_hidden_from(team, ANNA)

    told = asked(team, ANNA, lambda session: stages.persons_pipeline(session, Act.OPEN))
    assert isinstance(told, errors.NotAllowed)
    assert told.who == AATU


def add_pipeline_hidden_from(team: Team, who: int) -> None:
    say(team, who, closed_second(team)[0], Sight.NOTHING)


def test_a_deal_is_opened_in_the_pipeline_that_is_chosen_and_in_no_hidden_one(team: Team) -> None:
    pipeline_no, _deal_no = closed_second(team)
    wanted = open.NewDeal("Viro Oy", pipeline=pipeline_no)

    opened = told(open.new(team.ledger, team.by(BERTIL), wanted), DealCreated)
    assert team.there(opened.deal).pipeline_no == pipeline_no
    for who in (ANNA, LEENA):
        with pytest.raises(errors.NoSuchPipeline):
            open.new(team.ledger, team.by(who), wanted)


def test_nobody_outside_of_a_pipeline_stands_in_there_or_is_asked_about_its_deals(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    today = team.clock.now().date()
    absence.set_away(team.ledger, team.by(BERTIL), from_day=today, until=today, stand_in=ANNA)

    def acts(session: ReadSession) -> int | None:
        return absence.who_acts_for(session, BERTIL, team.there(deal_no).pipeline_no)

    assert asked(team, AATU, acts) is None
    say(team, ANNA, pipeline_no, Sight.SELLS)
    assert asked(team, AATU, acts) == ANNA


def test_an_admin_reads_no_count_of_deals_that_are_hidden_from_them(team: Team) -> None:
    pipeline_no, _deal_no = closed_second(team)
    with team.ledger.read_session(team.by(AATU)) as session:
        shown = {row.state.pipeline_no: row.stages for row in stage_list.pipeline_rows(session)}
        first = shown[pipeline_no][0].state

    assert [each.deals for each in shown[pipeline_no]] == [None] * 5
    assert all(each.deals is not None for each in shown[PIPELINE])
    with pytest.raises(NoDealsToSplit):
        split_stage(team.ledger, team.by(AATU), first.stage_no, "Uusi", [1, 2], lambda _key: ())


def test_in_an_archived_pipeline_nothing_is_stuck_until_it_is_in_use_again(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    limit = asked(team, BERTIL, lambda session: stages.limit_of(session, team.there(deal_no).stage_no))
    archived(team, pipeline_no)

    assert limit == 10
    assert asked(team, BERTIL, lambda session: stages.limit_of(session, team.there(deal_no).stage_no)) is None
    assert team.ask("SELECT COUNT(*) FROM deal_watch WHERE workspace_no = :w AND due_at IS NOT NULL") != [(0,)]


def test_what_happens_in_another_pipeline_is_not_even_read_for_the_changes_of_ones_own(team: Team) -> None:
    second, there = closed_second(team)
    gone, kept = team.new("Gone"), team.new("Kept")
    say(team, ANNA, second, Sight.SELLS)
    transfer.transfer(team.ledger, team.by(ANNA), gone, second)

    def read(pipeline_no: int) -> set[int]:
        with team.ledger.read_session(team.by(BERTIL)) as session:
            values = {"w": team.workspace_no, "first": 1, "pipeline": pipeline_no}
            return set(session.connection.scalars(later_deals(), values))

    assert {gone, kept} <= read(PIPELINE)
    assert there not in read(PIPELINE)
    assert ({gone, there} <= read(second), kept in read(second)) == (True, False)


def test_neither_a_spring_cleaning_nor_the_list_after_an_absence_tells_of_a_hidden_pipeline(team: Team) -> None:
    pipeline_no, deal_no = closed_second(team)
    say(team, LEENA, pipeline_no, Sight.SELLS)
    team.do(lambda work: members.set_role(work, LEENA, Role.LEAD, has=True, pipeline_no=pipeline_no))
    since_no = team.there(deal_no).last_no + 1
    move.advance(team.ledger, team.by(LEENA), deal_no, given=Given(amount=euros(6_000)))

    def told_of(session: ReadSession) -> tuple[int, int]:
        changed = changes_by_others.changes_by_others(session, BERTIL, since_no)
        return len(changed), spring_cleaning.shares(session, [BERTIL]).get(BERTIL, spring_cleaning.Share()).open

    assert asked(team, BERTIL, told_of) == (1, 1)
    say(team, BERTIL, pipeline_no, Sight.NOTHING)
    assert asked(team, BERTIL, told_of) == (0, 0)
