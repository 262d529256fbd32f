"""Needs of a deal: at most three short ones, added by whoever sees it, replaced by an edit, each undone whole."""

from __future__ import annotations

import pytest

from pipeline import errors, need_errors
from pipeline.deals import needs
from pipeline.deals.edit import Edit, edit
from pipeline.deals.needs import LONGEST, wanted_needs
from pipeline.messages.need_notices import NeedKept
from tests.pipeline.team import ANNA, BERTIL, VERA, Team, change_of, told
from tests.tables import each_row


def _add(team: Team, deal: int, *texts: str, who: int = ANNA) -> NeedKept:
    return [told(needs.add(team.ledger, team.by(who), deal, text), NeedKept) for text in texts][-1]


def _there(team: Team, deal: int) -> list[str]:
    with team.ledger.read_session(team.by()) as session:
        return [each.text for each in needs.needs_of(session, deal)]


def test_whoever_sees_a_deal_adds_a_need_and_takes_it_back(team: Team) -> None:
    deal = team.new()

    kept = _add(team, deal, "seisokki\n heinäkuussa", who=BERTIL)

    assert (kept.count, _there(team, deal)) == (1, ["seisokki heinäkuussa"])
    team.undo(kept.change, who=BERTIL)
    assert _there(team, deal) == []
    with pytest.raises(errors.Stranger):
        needs.add(team.ledger, team.by(VERA), deal, "lift")
    assert team.is_sound()


def test_a_fourth_need_and_a_long_one_are_refused_with_what_was_typed(team: Team) -> None:
    deal = team.new()
    _add(team, deal, "lift", "door", "x" * LONGEST)
    before = team.everything()

    with pytest.raises(need_errors.TooManyNeeds) as fourth:
        needs.add(team.ledger, team.by(), deal, "roof")
    with pytest.raises(need_errors.NeedTooLong) as long:
        needs.add(team.ledger, team.by(), deal, "y" * (LONGEST + 1))
    with pytest.raises(need_errors.EmptyNeed):
        needs.add(team.ledger, team.by(), deal, " \n")

    assert (fourth.value.n, fourth.value.text, long.value.limit) == (3, "roof", LONGEST)
    assert team.everything() == before


def test_a_need_that_is_there_is_not_added_again_even_where_there_are_three(team: Team) -> None:
    deal = team.new()
    _add(team, deal, "lift", "door", "roof")

    again = _add(team, deal, "Door")

    assert (again.change, again.count) == (None, 3)


def test_an_edit_ends_and_adds_needs_in_one_change_that_is_undone_whole(team: Team) -> None:
    deal = team.new()
    _add(team, deal, "lift", "door", "roof")

    change = change_of(edit(team.ledger, team.by(), deal, Edit(needs=("lift", "gate", ""))))

    assert _there(team, deal) == ["lift", "gate"]
    team.undo(change)
    assert _there(team, deal) == ["lift", "door", "roof"]
    assert team.is_sound()


def test_a_form_that_was_opened_before_another_need_came_leaves_that_one(team: Team) -> None:
    deal = team.new()
    _add(team, deal, "lift", "door")
    seen = team.there(deal).last_no
    _add(team, deal, "roof", who=BERTIL)

    edit(team.ledger, team.by(), deal, Edit(needs=("lift", "gate", ""), seen=seen))

    assert _there(team, deal) == ["lift", "roof", "gate"]


def test_an_edit_that_would_leave_four_needs_changes_nothing(team: Team) -> None:
    deal = team.new()
    seen = team.there(deal).last_no
    _add(team, deal, "lift", "door")
    before = team.everything()

    with pytest.raises(need_errors.TooManyNeeds):
        edit(team.ledger, team.by(), deal, Edit(needs=("roof", "gate", ""), seen=seen))

    assert team.everything() == before


@each_row(
    ("shown", "wished", "now", "wanted"),
    [
        ((), (), (), ()),
        (("a",), ("a", "", ""), ("a",), ("a",)),
        (("a",), ("", "", ""), ("a",), ()),
        (("a",), ("", "", ""), ("a", "b"), ("b",)),
        (("a", "b"), ("b", "a", ""), ("a", "b"), ("a", "b")),
        (("a",), ("c", "", ""), ("b",), ("b", "c")),
        (("a",), ("a", "b", "b"), ("a",), ("a", "b")),
        ((), ("a", "", ""), ("a",), ("a",)),
    ],
)
def test_only_what_a_person_changed_of_the_needs_is_wanted(
    shown: tuple[str, ...], wished: tuple[str, ...], now: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    assert wanted_needs(shown, wished, now) == wanted
