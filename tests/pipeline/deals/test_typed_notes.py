"""Notes: kept on a deal by whoever sees it, open or closed, and taken back by whoever left them."""

import pytest

from pipeline import errors
from pipeline.deals import notes
from pipeline.deals.events import DEAL, Noted
from pipeline.messages.change_notices import NoteKept
from tests.pipeline.team import ANNA, BERTIL, LEENA, VERA, Team, told


def _notes(team: Team, deal_no: int) -> list[str]:
    asked = "SELECT text FROM words WHERE workspace_no = :w AND about = 'deal' AND about_no = :deal ORDER BY no"
    return [row[0] for row in team.ask(asked, deal=deal_no)]


@pytest.mark.parametrize("who", [ANNA, BERTIL, LEENA])
def test_whoever_sees_a_deal_leaves_a_note(team: Team, who: int) -> None:
    deal = team.new("Acme")

    kept = told(notes.keep(team.ledger, team.by(who), deal, "called back"), NoteKept)

    assert _notes(team, deal) == ["called back"]
    assert isinstance(team.history((DEAL, deal))[-1].data, Noted)
    assert kept.change == team.history((DEAL, deal))[-1].no


def test_a_closed_deal_takes_a_note(team: Team) -> None:
    deal = team.new("Acme", 500)
    team.lost(deal)

    told(notes.keep(team.ledger, team.by(), deal, "may come back in March"), NoteKept)

    assert "may come back in March" in _notes(team, deal)


def test_a_guest_leaves_none(team: Team) -> None:
    deal = team.new("Acme")

    with pytest.raises(errors.Stranger):
        notes.keep(team.ledger, team.by(VERA), deal, "hello")

    assert _notes(team, deal) == []


def test_who_left_a_note_takes_it_back_though_the_deal_is_anothers(team: Team) -> None:
    deal = team.new("Acme")
    told(notes.keep(team.ledger, team.by(BERTIL), deal, "met them"), NoteKept)

    undone = team.undo(who=BERTIL)

    assert undone.deal == deal
    assert team.is_sound()


def test_a_colleague_does_not_take_it_back(team: Team) -> None:
    deal = team.new("Acme")
    kept = told(notes.keep(team.ledger, team.by(), deal, "met them"), NoteKept)

    with pytest.raises(errors.NotAllowed):
        team.undo(kept.change, who=BERTIL)


def test_a_note_alone_brings_no_card_to_the_channel(team: Team) -> None:
    deal = team.new("Acme")
    wanted = "SELECT wanted FROM card WHERE workspace_no = :w AND deal_no = :deal"
    before = team.ask(wanted, deal=deal)

    notes.keep(team.ledger, team.by(BERTIL), deal, "met them")

    assert team.ask(wanted, deal=deal) == before
    team.advance(deal)
    assert team.ask(wanted, deal=deal) != before


def test_a_note_taken_back_brings_no_card_either(team: Team) -> None:
    deal = team.new("Acme")
    wanted = "SELECT wanted FROM card WHERE workspace_no = :w AND deal_no = :deal"
    before = team.ask(wanted, deal=deal)
    kept = told(notes.keep(team.ledger, team.by(), deal, "met them"), NoteKept).change

    undone = team.undo(kept).change

    assert team.ask(wanted, deal=deal) == before
    team.undo(undone)
    assert team.ask(wanted, deal=deal) == before
