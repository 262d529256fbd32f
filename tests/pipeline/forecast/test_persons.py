"""One person's part of a forecast: the parts of all persons add up to what is won and what open deals bring."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.forecast import persons, report
from pipeline.forecast.figures import Figures
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.storage.engine import Storage
from pipeline.target_errors import OnlyLeadSees
from tests.pipeline.team import ANNA, BERTIL, LEENA, PIPELINE, Team, euros, team_in


@pytest.fixture
def selling(shared_storage: Storage) -> Team:
    """Anna has a deal won and two open, Bertil one open; Leena leads."""
    team = team_in(shared_storage)
    team.do(lambda work: members.set_role(work, LEENA, Role.LEAD, has=True, pipeline_no=PIPELINE))
    team.clock.move_to(datetime(2026, 6, 8, 5, tzinfo=UTC))
    team.won(team.new("Alfa", 40_000))
    team.new("Beta", 20_000)
    team.new("Gamma", 30_000)
    team.new("Delta", 90_000, BERTIL)
    return team


def _of(team: Team, who: int, by: int) -> Figures:
    with team.ledger.read_session(team.by(by)) as session:
        return persons.figures(session, who)


def test_the_parts_of_all_persons_add_up(selling: Team) -> None:
    with selling.ledger.read_session(selling.by(LEENA)) as session:
        whole = report.figures(session)
    annas, bertils = (_of(selling, who, LEENA) for who in (ANNA, BERTIL))
    assert {part.deal_no for part in annas.parts} == {1, 2, 3}
    for n, month in enumerate(whole.months):
        theirs = [each.months[n].money[0] for each in (annas, bertils)]
        assert sum(each.expected.minor for each in theirs) == (month.money[0].won + month.money[0].from_open).minor
        assert sum(each.months[n].wins for each in (annas, bertils)) == pytest.approx(month.won_count + month.from_open)
    june = annas.months[0]
    assert (june.won_count, june.money[0].won) == (1, euros(40_000))
    assert june.money[0].low >= june.money[0].won
    assert (annas.quarter, annas.bridge) == (None, None)


def test_it_is_the_same_on_every_ask_of_a_day(selling: Team) -> None:
    assert _of(selling, ANNA, ANNA).months == _of(selling, ANNA, LEENA).months


def test_only_the_lead_sees_anothers(selling: Team) -> None:
    with pytest.raises(OnlyLeadSees):
        _of(selling, ANNA, BERTIL)
