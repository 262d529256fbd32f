"""The lead's week counts each person's own deals of the pipeline, this month's wins, and the targets that hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline.deals import targets
from pipeline.errors import NothingToUndo
from pipeline.messages.target_notices import TargetSaved
from pipeline.queries import team as teams
from pipeline.queries.team import PersonWeek
from pipeline.target_errors import NoTargetThere, OnlyLeadSees, TargetGone, TargetNotAllowed
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, PIPELINE, Team, euros, told
from tests.pipelines import add_pipeline, open_deal

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def week(team: Team, who: int = LEENA) -> teams.TeamWeek:
    with team.ledger.read_session(team.by(who)) as session:
        return teams.team(session)


def aim(
    team: Team, amount: int | None, who: int = LEENA, month: date = MARCH, member: int | None = None
) -> TargetSaved:
    money = euros(amount) if amount is not None else None
    return told(targets.set_target(team.ledger, team.by(who), month=month, amount=money, member_no=member), TargetSaved)


def test_each_person_has_their_own_deals_of_that_pipeline(team: Team) -> None:
    others: list[int] = []
    team.do(lambda work: others.append(add_pipeline(work)))
    team.do(lambda work: open_deal(work, others[0], "Vienti", ANNA, euros(9_000)))
    stepped = team.new("Acme", 1_000)
    team.step(stepped)
    team.new("Beta", 2_000)
    team.new("Gamma", None, BERTIL)
    team.won(team.new("Delta", 5_000), amount=4_000)

    people = {each.member_no: each for each in week(team).people}

    assert people == {
        ANNA: PersonWeek(ANNA, people[ANNA].name, 2, (euros(3_000),), 2, (euros(3_000),), 1, 1, (euros(4_000),)),
        BERTIL: PersonWeek(BERTIL, people[BERTIL].name, 1, (), 1, (), 1, 0, ()),
    }
    assert week(team).won == (euros(4_000),)


def test_a_win_counts_in_its_month_and_no_later(team: Team) -> None:
    team.won(team.new("Delta", 5_000), amount=4_000)
    team.clock.move_by(timedelta(days=31))

    assert week(team).people == ()
    assert week(team).month == APRIL


def test_a_target_holds_until_it_is_taken_off_and_is_undone_by_who_may_set_it(team: Team) -> None:
    aim(team, 400_000)
    aim(team, 60_000, member=ANNA)
    newer = aim(team, 410_000, AATU)
    assert aim(team, 410_000).change is None
    assert (week(team).target, week(team).people[0].target) == (euros(410_000), euros(60_000))

    with pytest.raises(NothingToUndo):
        team.undo(newer.change, who=BERTIL)
    assert team.undo(newer.change, who=AATU).is_target
    assert week(team).target == euros(400_000)
    aim(team, None)
    with pytest.raises(NoTargetThere):
        aim(team, None)
    assert week(team).target is None


def test_only_a_lead_sees_the_team_and_only_lead_and_admin_set_targets(team: Team) -> None:
    aim(team, 60_000, member=ANNA)
    aim(team, 50_000, member=BERTIL)
    for who in (ANNA, AATU):
        with pytest.raises(OnlyLeadSees):
            week(team, who)
    with pytest.raises(TargetNotAllowed):
        aim(team, 1, ANNA, member=ANNA)
    with pytest.raises(TargetGone):
        aim(team, 1, month=date(2026, 2, 1))

    def seen(who: int) -> set[int]:
        with team.ledger.read_session(team.by(who)) as session:
            return set(targets.of_month(session, PIPELINE, MARCH))

    assert [seen(who) for who in (ANNA, BERTIL, AATU, LEENA)] == [{ANNA}, {BERTIL}, set(), {ANNA, BERTIL}]
