"""A new deal, a move and a win bring a card into the channel; whatever else is done only changes one that stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.deals import assign, notes, snooze
from pipeline.deals.open import NewDeal, new
from pipeline.ledger.events import Via
from tests.pipeline.team import ANNA, BERTIL, LEENA, Team, change_of

BRINGS: dict[str, Callable[[Team, int], object]] = {
    "a move": lambda team, deal: team.advance(deal),
    "a win": lambda team, deal: team.won(deal, amount=500),
}
CHANGES: dict[str, Callable[[Team, int], object]] = {
    "a step": lambda team, deal: team.step(deal),
    "a loss": lambda team, deal: team.lost(deal),
    "a new owner": lambda team, deal: assign.assign(team.ledger, team.by(LEENA), deal, to=BERTIL),
}
HIDES: dict[str, Callable[[Team, int], object]] = {
    "a snooze": lambda team, deal: team.snooze(deal),
    "on it": lambda team, deal: snooze.see(team.ledger, team.by(), deal),
    "a note": lambda team, deal: notes.keep(team.ledger, team.by(), deal, "soitettu"),
    "an undone snooze": lambda team, deal: team.undo(change_of(team.snooze(deal))),
}


def _imported(team: Team) -> int:
    """A deal without a card."""
    new(team.ledger, team.by(ANNA, via=Via.IMPORT), NewDeal("Acme"))
    return team.ask("SELECT max(deal_no) AS no FROM deal WHERE workspace_no = :w")[0].no


def _wanted(team: Team, deal: int) -> list[tuple[int, bool]]:
    rows = team.ask("SELECT wanted, due FROM card WHERE workspace_no = :w AND deal_no = :deal", deal=deal)
    return [(row.wanted, bool(row.due)) for row in rows]


@pytest.mark.parametrize("act", BRINGS)
def test_what_everybody_may_know_brings_a_card(team: Team, act: str) -> None:
    deal = _imported(team)

    BRINGS[act](team, deal)

    assert [due for _wanted_no, due in _wanted(team, deal)] == [True]


@pytest.mark.parametrize("act", [*CHANGES, *HIDES])
def test_nothing_else_brings_one(team: Team, act: str) -> None:
    deal = _imported(team)

    (CHANGES | HIDES)[act](team, deal)

    assert _wanted(team, deal) == []


@pytest.mark.parametrize("act", CHANGES)
def test_a_card_that_stands_follows_what_it_shows(team: Team, act: str) -> None:
    deal = team.new("Acme", 500)

    CHANGES[act](team, deal)

    assert _wanted(team, deal) == [(team.there(deal).last_no, True)]


@pytest.mark.parametrize("act", HIDES)
def test_a_card_rests_where_it_shows_nothing_of_it(team: Team, act: str) -> None:
    deal = team.new("Acme", 500)
    before = _wanted(team, deal)

    HIDES[act](team, deal)

    assert _wanted(team, deal) == before
