"""What others change of a deal is told to its owner: one message a quarter of an hour, none of what was undone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from pipeline.deals import assign, notes
from pipeline.deals.tell_owners import TOGETHER
from pipeline.queries.changes_by_others import ChangedDeal, changes_by_others
from pipeline.storage.engine import Deadline
from tests.pipeline.team import ANNA, BERTIL, CONTACT, LEENA, OFFER, Team, change_of


def _waiting(team: Team) -> list[tuple[int, int]]:
    """To whom something is to be told, and of which first change."""
    found = team.ask(
        "SELECT to_member, event_no FROM outbox WHERE workspace_no = :w AND says = 'changed_by_others' "
        "AND state = 'waiting' ORDER BY event_no"
    )
    return [(row.to_member, row.event_no) for row in found]


def _told(team: Team, since: int, owner: int = ANNA) -> list[ChangedDeal]:
    with team.ledger.read_session(team.by(None)) as session:
        return changes_by_others(session, owner, since)


def test_an_owner_is_told_what_a_lead_changed_and_not_what_they_changed_themselves(team: Team) -> None:
    deal = team.new("Acme", 500)
    team.advance(deal)
    assert _waiting(team) == []

    change = change_of(team.advance(deal, LEENA))

    assert _waiting(team) == [(ANNA, change)]
    [told] = _told(team, change)
    assert (told.deal_no, told.who, told.undoable) == (deal, (LEENA,), change)
    assert told.after is not None
    assert (told.before.stage_no, told.after.stage_no) == (CONTACT, OFFER)


def test_what_is_changed_within_a_quarter_of_an_hour_is_one_message(team: Team) -> None:
    first, second = team.new("Acme", 500), team.new("Beta", 700)
    change = change_of(team.advance(first, LEENA))
    team.clock.move_by(TOGETHER - timedelta(minutes=1))
    team.lost(second, LEENA)
    team.advance(first, LEENA)

    assert _waiting(team) == [(ANNA, change)]
    assert {each.deal_no: each.undoable is None for each in _told(team, change)} == {first: True, second: False}


def test_once_it_is_sent_the_next_change_is_a_message_of_its_own(team: Team) -> None:
    deal = team.new("Acme", 500)
    team.advance(deal, LEENA)
    sent = text("UPDATE outbox SET state = 'sent' WHERE workspace_no = :w AND says = 'changed_by_others'")
    with team.ledger.storage.write(Deadline.after(5)) as connection:
        connection.execute(sent, {"w": team.workspace_no})
    team.clock.move_by(TOGETHER)

    change = change_of(team.advance(deal, LEENA))

    assert _waiting(team) == [(ANNA, change)]
    [told] = _told(team, change)
    assert told.before.stage_no == CONTACT


def test_nothing_is_left_to_tell_of_what_was_undone_meanwhile(team: Team) -> None:
    deal = team.new("Acme", 500)
    change = change_of(team.advance(deal, LEENA))
    team.undo(change, LEENA)

    assert _told(team, change) == []


def test_an_undo_of_ones_own_change_by_somebody_else_is_told(team: Team) -> None:
    deal = team.new("Acme", 500)
    mine = change_of(team.advance(deal))
    theirs = change_of(team.undo(mine, LEENA))

    assert _waiting(team) == [(ANNA, theirs)]
    [told] = _told(team, theirs)
    assert (told.who, told.undoable) == ((LEENA,), theirs)


def test_a_snooze_a_note_and_a_hand_over_are_not_told_this_way(team: Team) -> None:
    deal = team.new("Acme", 500)
    team.snooze(deal, LEENA)
    notes.keep(team.ledger, team.by(BERTIL), deal, "soittivat")
    assign.assign(team.ledger, team.by(LEENA), deal, to=BERTIL)

    assert _waiting(team) == []


def test_who_got_the_deal_later_is_told_nothing_of_before(team: Team) -> None:
    deal = team.new("Acme", 500)
    change = change_of(team.advance(deal, LEENA))
    assign.assign(team.ledger, team.by(LEENA), deal, to=BERTIL)

    assert _told(team, change) == []
    assert [each.deal_no for each in _told(team, change, BERTIL)] == []
