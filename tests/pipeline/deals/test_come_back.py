"""Coming back to the customer of a lost deal: a month later, or never; why it was lost stays as it was told."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import edit_errors
from pipeline.deals import close, come_back
from pipeline.deals.deal import Given
from pipeline.deals.events import LostKind
from pipeline.messages.delivery_notices import ComeBackSet
from tests.pipeline.team import Team, change_of, told


def test_a_month_later_is_after_the_month_that_was_told_and_undone_it_is_that_month_again(team: Team) -> None:
    deal = team.new()
    given = Given(reason="too dear", lost_kind=LostKind.PRICE, returns=date(2026, 12, 1))
    close.lost(team.ledger, team.by(), deal, given=given)
    before = team.there(deal)

    moved = told(come_back.one_more_month(team.ledger, team.by(), deal), ComeBackSet)

    after = team.there(deal)
    assert moved.month == after.returns == date(2027, 1, 1)
    assert (after.lost_kind, after.lost_reason) == (before.lost_kind, before.lost_reason)
    team.undo(change_of(moved))
    assert team.there(deal).returns == date(2026, 12, 1)
    assert team.is_sound()


def test_never_takes_the_month_away_and_is_done_once(team: Team) -> None:
    deal = team.new()
    close.lost(team.ledger, team.by(), deal, given=Given(reason="too dear", returns=date(2026, 12, 1)))

    told(come_back.never(team.ledger, team.by(), deal), ComeBackSet)

    assert team.there(deal).returns is None
    assert told(come_back.never(team.ledger, team.by(), deal), ComeBackSet).change is None


def test_only_a_lost_deal_is_come_back_to(team: Team) -> None:
    with pytest.raises(edit_errors.NotLost):
        come_back.never(team.ledger, team.by(), team.new())
