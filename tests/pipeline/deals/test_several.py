"""One act for several deals: one change for all of them, which one undo takes back, or none."""

from collections.abc import Callable
from datetime import date

import pytest

from pipeline import errors
from pipeline.deals import several
from pipeline.deals.deal import Given
from pipeline.deals.several import Selected
from pipeline.ledger.outcome import CommitOutcome
from pipeline.messages.change_notices import ChangeUndone, SeveralChanged
from pipeline.several_errors import NoneToSelect, SeveralRefused
from tests.pipeline.team import ANNA, BERTIL, LEENA, Team, told

DAY = date(2026, 4, 1)
Act = Callable[[Team, list[Selected]], CommitOutcome]
ACTS: dict[str, Act] = {
    "assign": lambda team, deals: several.hand_over(team.ledger, team.by(), deals, to=BERTIL, note="from the fair"),
    "step": lambda team, deals: several.step(team.ledger, team.by(), deals, text="call", day=DAY),
    "snooze": lambda team, deals: several.snooze_until(team.ledger, team.by(), deals, until=DAY),
    "lost": lambda team, deals: several.lose(team.ledger, team.by(), deals, given=Given(reason="too dear")),
    "note": lambda team, deals: several.note(team.ledger, team.by(), deals, text="asked for a price"),
}


def selected(team: Team, *deals: int) -> list[Selected]:
    return [Selected(no, team.there(no).stay) for no in deals]


def as_it_was(team: Team, deal: int) -> tuple[object, ...]:
    state = team.there(deal)
    return state.owner, state.step, state.snoozed_until, state.state, state.stage_no


@pytest.mark.parametrize("act", ACTS)
def test_all_of_them_are_one_change_that_one_undo_takes_back(team: Team, act: str) -> None:
    deals = [team.new(), team.new("Beta"), team.new("Gamma")]
    before = [as_it_was(team, each) for each in deals]

    done = told(ACTS[act](team, selected(team, *deals)), SeveralChanged)

    assert (done.act, done.deals) == (act, tuple(deals))
    if act != "note":
        assert all(as_it_was(team, each) != was for each, was in zip(deals, before, strict=True))
    undone = team.undo(done.change, who=ANNA)
    assert isinstance(undone, ChangeUndone)
    assert undone.count == len(deals)
    assert [as_it_was(team, each) for each in deals] == before
    assert team.is_sound()


@pytest.mark.parametrize("act", ["assign", "step", "snooze", "lost"])
def test_what_is_forbidden_for_one_changes_none_and_all_such_are_named(team: Team, act: str) -> None:
    mine, closed, anothers = team.new(), team.new("Beta"), team.new("Gamma", who=BERTIL)
    deals = selected(team, mine, closed, anothers)
    team.lost(closed)
    before = as_it_was(team, mine)

    with pytest.raises(SeveralRefused) as refused:
        ACTS[act](team, deals)

    assert refused.value.deals == (closed, anothers)
    assert refused.value.why[1] == "not_allowed"
    assert as_it_was(team, mine) == before


def test_what_is_wrong_with_what_was_given_is_told_as_for_one_deal(team: Team) -> None:
    deals = selected(team, team.new(), team.new("Beta"))

    with pytest.raises(errors.DayGone):
        several.step(team.ledger, team.by(), deals, text="call", day=date(2026, 1, 1))
    with pytest.raises(errors.EmptyNote):
        several.note(team.ledger, team.by(), deals, text=" ")
    with pytest.raises(NoneToSelect):
        several.note(team.ledger, team.by(), [], text="asked for a price")


def test_owners_are_told_once_of_all_their_deals(team: Team) -> None:
    deals = selected(team, team.new(), team.new("Beta"), team.new("Gamma", who=LEENA))

    several.hand_over(team.ledger, team.by(LEENA), deals, to=BERTIL)

    rows = team.ask(
        "SELECT to_member FROM outbox WHERE workspace_no = :w AND says = 'several_given' ORDER BY to_member"
    )
    assert [row.to_member for row in rows] == [ANNA, BERTIL]


def test_what_is_so_already_has_no_undo(team: Team) -> None:
    deals = selected(team, team.new())
    several.snooze_until(team.ledger, team.by(), deals, until=DAY)

    again = told(several.snooze_until(team.ledger, team.by(), deals, until=DAY), SeveralChanged)

    assert again.change is None
