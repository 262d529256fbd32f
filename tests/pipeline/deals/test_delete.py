"""A deleted deal counts nowhere: it was known, it was never true, and undo brings it back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline import errors
from pipeline.deals import delete
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DEALS
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import known_at, true_at
from tests.pipeline.team import ANNA, BERTIL, Team, change_of


def test_it_was_known_and_was_never_true(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")
    won = team.there(deal)

    change = change_of(delete.delete(team.ledger, team.by(ANNA), deal))

    with team.ledger.read_session(team.by(ANNA)) as session:
        history = history_of(session, (DEAL, deal))
    assert known_at(DEALS, history, change - 1).state == won
    assert true_at(DEALS, history, won.stay_at + timedelta(minutes=1)).state is None
    assert team.is_sound()


def test_undo_brings_it_back_whole(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 4.3. step x 30.4.")
    before = team.there(deal)

    team.undo(change_of(delete.delete(team.ledger, team.by(ANNA), deal)), who=ANNA)

    assert replace(team.there(deal), last_no=before.last_no) == before
    assert team.is_sound()


def test_its_earlier_changes_cannot_be_undone_meanwhile(team: Team) -> None:
    deal = team.new()
    moved = change_of(team.advance(deal))
    delete.delete(team.ledger, team.by(ANNA), deal)

    with pytest.raises(errors.ChangedSince):
        team.undo(moved, who=ANNA)


def test_only_who_may_change_it_deletes_it(team: Team) -> None:
    deal = team.new()

    with pytest.raises(errors.NotAllowed):
        delete.delete(team.ledger, team.by(BERTIL), deal)
