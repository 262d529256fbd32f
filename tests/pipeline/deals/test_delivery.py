"""Deliveries: told with a day, put off because of somebody, or not known; the first promise never changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline import delivery_errors, errors
from pipeline.deals import delivery
from pipeline.deals.events import LateBecause
from pipeline.messages.delivery_notices import DeliveryMoved, DeliveryTold
from tests.pipeline.team import ANNA, BERTIL, Team, change_of, told

TODAY = date(2026, 3, 2)  # a Monday, 10:00 in Helsinki


def won(team: Team) -> int:
    """A deal that was won today, with a promised day."""
    deal = team.new(amount=12_500)
    team.won(deal)
    return deal


def test_it_is_delivered_today_unless_a_day_is_told_and_one_undo_takes_that_back(team: Team) -> None:
    deal = won(team)
    promised = team.there(deal).promised_day

    answer = told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)

    assert (answer.day, answer.first) == (TODAY, promised)
    assert (team.there(deal).is_delivered, team.there(deal).delivered_day) == (True, TODAY)
    team.undo(change_of(answer))
    assert (team.there(deal).is_delivered, team.there(deal).delivered_day) == (None, None)
    assert team.is_sound()


def test_told_twice_it_is_delivered_once_and_another_day_puts_it_right(team: Team) -> None:
    deal = won(team)
    team.clock.move_by(timedelta(days=3))
    told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)

    assert told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold).change is None
    told(delivery.delivered(team.ledger, team.by(), deal, day=date(2026, 3, 3)), DeliveryTold)

    assert team.there(deal).delivered_day == date(2026, 3, 3)


def test_the_first_promise_stays_beside_the_newest_one(team: Team) -> None:
    deal = won(team)
    first = team.there(deal).promised_day

    moved = delivery.late(team.ledger, team.by(), deal, day=date(2026, 9, 1), because=LateBecause.SUPPLIER)
    told(delivery.late(team.ledger, team.by(), deal, day=date(2026, 9, 8)), DeliveryMoved)

    assert told(moved, DeliveryMoved).because == "supplier"
    state = team.there(deal)
    assert (state.first_promised_day, state.promised_day) == (first, date(2026, 9, 8))
    assert state.late_because is LateBecause.SUPPLIER
    assert team.is_sound()


def test_not_known_is_kept_and_is_no_delivery(team: Team) -> None:
    deal = won(team)

    answer = told(delivery.not_known(team.ledger, team.by(), deal), DeliveryTold)

    assert answer.day is None
    assert (team.there(deal).is_delivered, team.there(deal).delivered_day) == (False, None)
    assert told(delivery.not_known(team.ledger, team.by(), deal), DeliveryTold).change is None
    told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)
    assert team.there(deal).delivered_day == TODAY


def test_what_cannot_be_is_refused(team: Team) -> None:
    deal, still_open = won(team), team.new("Beta")
    ledger, by = team.ledger, team.by()

    with pytest.raises(delivery_errors.NothingToDeliver):
        delivery.delivered(ledger, by, still_open)
    with pytest.raises(delivery_errors.NothingToDeliver):
        delivery.late(ledger, by, still_open, day=date(2026, 9, 1))
    with pytest.raises(delivery_errors.DeliveredAhead):
        delivery.delivered(ledger, by, deal, day=date(2026, 3, 3))
    with pytest.raises(delivery_errors.DeliveredBeforeWin):
        delivery.delivered(ledger, by, deal, day=date(2026, 2, 27))
    with pytest.raises(errors.DayGone):
        delivery.late(ledger, by, deal, day=date(2026, 2, 27))
    with pytest.raises(errors.NotAllowed):
        delivery.delivered(ledger, team.by(BERTIL), deal)
    told(delivery.delivered(ledger, team.by(ANNA), deal), DeliveryTold)
    with pytest.raises(delivery_errors.DeliveredAlready):
        delivery.late(ledger, by, deal, day=date(2026, 9, 1))
    with pytest.raises(delivery_errors.DeliveredAlready):
        delivery.not_known(ledger, by, deal)


def test_a_win_undone_after_its_delivery_is_refused(team: Team) -> None:
    deal = team.new(amount=12_500)
    win = team.won(deal)
    told(delivery.delivered(team.ledger, team.by(), deal), DeliveryTold)

    with pytest.raises(errors.ChangedSince):
        team.undo(win.change)
