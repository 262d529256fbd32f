"""Who leaves: the lead is told once, and hands all their open deals over in one change."""

from __future__ import annotations

import pytest

from pipeline import errors
from pipeline.deals import assign
from pipeline.deals.leavers import tell_of_leaver
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.absence_notices import DealsHandedOver
from pipeline.people import members
from pipeline.people.events import Role
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, VERA, Team, change_of
from tests.pipeline.team import told as answered


def _leaves(team: Team, member_no: int) -> None:
    def leave(work: UnitOfWork) -> None:
        tell_of_leaver(work, member_no)
        members.set_role(work, member_no, Role.SELLER, has=False)
        members.stop_leading(work, member_no)

    team.do(leave)


def _told(team: Team) -> list[tuple[str, int]]:
    asked = "SELECT says, to_member FROM outbox WHERE workspace_no = :w AND says IN ('seller_left', 'lead_left')"
    return sorted((row.says, row.to_member) for row in team.ask(asked))


def test_the_lead_is_told_of_who_leaves_open_deals(team: Team) -> None:
    team.new(who=ANNA)
    team.lost(team.new("Beta", who=BERTIL), BERTIL)

    _leaves(team, ANNA)
    _leaves(team, BERTIL)

    assert _told(team) == [("seller_left", LEENA)]


def test_of_a_lead_the_admins_are_told_and_of_their_deals_too(team: Team) -> None:
    team.new(who=LEENA)

    _leaves(team, LEENA)

    assert _told(team) == [("lead_left", AATU), ("seller_left", AATU)]


def test_the_lead_hands_all_open_deals_over_in_one_change(team: Team) -> None:
    deals = [team.new(f"Customer {n}", who=ANNA) for n in range(3)]
    closed = team.new("Closed", who=ANNA)
    team.lost(closed)
    _leaves(team, ANNA)

    done = assign.assign_all(team.ledger, team.by(LEENA), old=ANNA, to=BERTIL)

    assert answered(done, DealsHandedOver).count == 3
    assert [team.there(each).owner for each in [*deals, closed]] == [BERTIL, BERTIL, BERTIL, ANNA]
    team.undo(change_of(done), LEENA)
    assert {team.there(each).owner for each in deals} == {ANNA}
    assert team.is_sound()


@pytest.mark.parametrize(
    ("who", "to", "refused"),
    [(BERTIL, BERTIL, errors.NotAllowed), (LEENA, VERA, errors.CannotOwn), (LEENA, ANNA, errors.CannotOwn)],
)
def test_nobody_else_does_and_nobody_who_does_not_sell_gets_them(
    team: Team, who: int, to: int, refused: type[Exception]
) -> None:
    team.new(who=ANNA)
    _leaves(team, ANNA)

    with pytest.raises(refused):
        assign.assign_all(team.ledger, team.by(who), old=ANNA, to=to)


def test_where_nothing_is_left_nothing_is_changed(team: Team) -> None:
    assert answered(assign.assign_all(team.ledger, team.by(LEENA), old=ANNA, to=BERTIL), DealsHandedOver).change is None
