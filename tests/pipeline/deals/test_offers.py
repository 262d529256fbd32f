"""Offers and their versions: sent, accepted, declined, taken up again; what is refused; what undo brings back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pipeline import errors, offer_errors
from pipeline.deals import offers
from pipeline.deals.deal import Given
from pipeline.deals.events import DEAL
from pipeline.deals.needs import needs_of
from pipeline.deals.offer_events import OfferState
from pipeline.deals.offer_versions import OfferKey, versions_of
from pipeline.deals.offers import OfferShown, OfferTerms
from pipeline.deals.touch_events import NeedAdded
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.change_notices import DealWon
from pipeline.messages.offer_notices import OfferDeclined, OfferMarkedSent, OfferTakenUp, OfferValidLonger
from pipeline.money import Money
from pipeline.queries.offers import last_term, offers_of
from pipeline.stages.events import StageKind
from pipeline.storage import schema
from pipeline.storage.engine import Storage
from tests.pipeline.team import ANNA, FIRST, OFFER, Team, euros, team_in, told

PROMISED = Given(promised_day=date(2026, 12, 1))


def send(team: Team, deal: int, amount: int, days: int = 30, **how: Any) -> OfferMarkedSent:
    team.clock.move_by(timedelta(hours=1))
    until = team.clock.now().date() + timedelta(days=days)
    terms = OfferTerms(euros(amount), until, **{key: how.pop(key) for key in ("delivery", "terms") if key in how})
    return told(offers.send(team.ledger, team.by(), deal, terms, **how), OfferMarkedSent)


def states(team: Team, deal: int) -> list[tuple[int, int, str]]:
    with team.ledger.read_session(team.by()) as session:
        return [(each.key.offer_no, each.key.version, each.state.value) for each in versions_of(session, deal)]


def win(team: Team, deal: int, key: OfferKey, given: Given = PROMISED) -> DealWon:
    team.clock.move_by(timedelta(hours=1))
    return told(offers.accept(team.ledger, team.by(), deal, key, given=given), DealWon)


def test_an_offer_sets_the_amount_moves_the_deal_and_asks_in_five_business_days(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new()
    before = team.there(deal)
    sent = send(team, deal, 12_500, ask="ask about the offer")
    there = team.there(deal)
    assert (there.amount, there.stage_no) == (euros(12_500).minor, OFFER)
    assert sent.to_stage == OFFER
    assert there.step == sent.step
    assert there.step_day == sent.step_day
    assert states(team, deal) == [(1, 1, "sent")]
    assert there.last_out is not None
    team.undo(sent.change)
    assert states(team, deal) == []
    assert replace(team.there(deal), last_no=before.last_no) == before
    assert team.is_sound()


def test_a_new_version_replaces_the_one_that_is_out_and_moves_nothing_more(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new(amount=100)
    first = send(team, deal, 100, moves=False, ask="ask")
    assert team.there(deal).stage_no == FIRST
    second = send(team, deal, 90, ask="ask", shown=OfferShown(OfferKey(1, 1)))
    assert (second.offer, second.version, second.step) == (1, 2, None)
    assert states(team, deal) == [(1, 1, "replaced"), (1, 2, "sent")]
    with pytest.raises(offer_errors.OfferChanged):
        send(team, deal, 80, shown=OfferShown(OfferKey(1, 1)))
    with pytest.raises(errors.ChangedSince):
        team.undo(first.change)
    team.undo(second.change)
    assert states(team, deal) == [(1, 1, "sent")]
    assert team.is_sound()


def test_an_earlier_version_is_taken_up_and_undo_brings_the_later_one_back(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new()
    send(team, deal, 100)
    sent = send(team, deal, 90)
    again = told(offers.take_up(team.ledger, team.by(), deal, OfferKey(1, 1)), OfferTakenUp)
    assert states(team, deal) == [(1, 1, "sent"), (1, 2, "replaced")]
    assert team.there(deal).amount == euros(100).minor
    with pytest.raises(errors.ChangedSince):
        team.undo(sent.change)
    team.undo(again.change)
    assert states(team, deal) == [(1, 1, "replaced"), (1, 2, "sent")]
    assert team.there(deal).amount == euros(90).minor
    assert team.is_sound()


def test_accepting_an_earlier_version_wins_at_its_price_and_is_undone_whole(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new()
    send(team, deal, 100)
    sent = send(team, deal, 90)
    won = win(team, deal, OfferKey(1, 1))
    there = team.there(deal)
    assert (there.state, there.amount, won.amount) == (StageKind.WON, euros(100).minor, euros(100))
    assert states(team, deal) == [(1, 1, "accepted"), (1, 2, "replaced")]
    with pytest.raises(errors.ChangedSince):
        team.undo(sent.change)
    team.undo(won.change)
    assert states(team, deal) == [(1, 1, "replaced"), (1, 2, "sent")]
    assert (team.there(deal).state, team.there(deal).amount) == (StageKind.OPEN, euros(90).minor)
    assert team.is_sound()


def test_a_win_and_a_loss_answer_the_offer_that_is_out_and_reopening_changes_none(storage: Storage) -> None:
    team = team_in(storage)
    won, lost = team.new("Acme"), team.new("Beta")
    send(team, won, 100)
    send(team, lost, 100)
    team.won(won)
    team.lost(lost)
    assert (states(team, won), states(team, lost)) == ([(1, 1, "accepted")], [(2, 1, "declined")])
    team.back(won)
    team.back(lost)
    assert (states(team, won), states(team, lost)) == ([(1, 1, "accepted")], [(2, 1, "declined")])
    assert send(team, won, 110).offer == 3
    assert (send(team, lost, 110).offer, states(team, lost)[-1]) == (2, (2, 2, "sent"))
    assert team.is_sound()


def test_a_win_told_later_accepts_the_offer_although_its_stage_is_brought_back(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new()
    team.clock.move_by(timedelta(days=7))
    sent = send(team, deal, 100, ask="ask")
    day = (team.clock.now() - timedelta(days=2)).date()
    won = win(team, deal, OfferKey(1, 1), replace(PROMISED, won_on=day))
    assert states(team, deal) == [(1, 1, "accepted")]
    assert team.is_sound()
    team.undo(won.change)
    assert states(team, deal) == [(1, 1, "sent")]
    team.undo(sent.change)
    assert states(team, deal) == []
    assert team.is_sound()


def test_a_declined_offer_leaves_the_deal_open_and_an_extended_one_is_valid_longer(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new()
    send(team, deal, 100, days=3)
    team.clock.move_by(timedelta(days=10))
    today = team.clock.now().date()
    longer = told(offers.extend(team.ledger, team.by(), deal, OfferKey(1, 1)), OfferValidLonger)
    assert longer.day == today + timedelta(days=14)
    no = told(offers.decline(team.ledger, team.by(), deal, OfferKey(1, 1)), OfferDeclined)
    assert states(team, deal) == [(1, 1, "declined")]
    with pytest.raises(offer_errors.NoOfferOut):
        offers.decline(team.ledger, team.by(), deal, OfferKey(1, 1))
    with pytest.raises(errors.ChangedSince):
        team.undo(longer.change)
    team.undo(no.change)
    team.undo(longer.change)
    with team.ledger.read_session(team.by()) as session:
        (version,) = versions_of(session, deal)
    assert (version.state, version.valid_until) == (OfferState.SENT, today - timedelta(days=7))
    send(team, deal, 90)
    with pytest.raises(offer_errors.OfferExpired):
        offers.take_up(team.ledger, team.by(), deal, OfferKey(1, 1))
    assert team.is_sound()


def test_what_an_offer_cannot_be_is_refused_and_nothing_changes(storage: Storage) -> None:
    team = team_in(storage)
    deal = team.new(amount=10_000)
    closed = team.new("Beta", amount=100)
    team.won(closed)
    today = team.clock.now().date()
    good = OfferTerms(euros(12_000), today + timedelta(days=30))
    refused: list[tuple[OfferTerms, int, type[Exception]]] = [
        (replace(good, valid_until=today - timedelta(days=1)), deal, offer_errors.OfferEndsInPast),
        (replace(good, valid_until=today + timedelta(days=900)), deal, offer_errors.OfferEndsTooFar),
        (replace(good, delivery_day=today - timedelta(days=1)), deal, offer_errors.OfferedDeliveryGone),
        (replace(good, delivery_day=today + timedelta(days=900)), deal, offer_errors.OfferedDeliveryTooFar),
        (replace(good, amount=Money.of("12000", "SEK")), deal, offer_errors.OfferInOtherCurrency),
        (replace(good, amount=euros(0)), deal, errors.NotAboveZero),
        (replace(good, amount=Money(-100, "EUR")), deal, errors.NotAboveZero),
        (replace(good, amount=euros(10**14)), deal, errors.TooBig),
        (replace(good, amount=euros(10**7)), deal, errors.AmountJumps),
        (good, closed, errors.DealClosed),
    ]
    before = team.everything()
    for terms, of, why in refused:
        with pytest.raises(why):
            offers.send(team.ledger, team.by(ANNA), of, terms)
    assert team.everything() == before
    meant = replace(good, amount=euros(10**7))
    told(offers.send(team.ledger, team.by(), deal, meant, meant_amount=meant.amount), OfferMarkedSent)


def test_a_form_begins_with_the_needs_and_the_term_that_was_used_last(storage: Storage) -> None:
    team = team_in(storage)
    deal, other = team.new(), team.new("Beta")

    def add_need(work: UnitOfWork) -> None:
        no = work.text(schema.words, DEAL, deal, "standstill in July")
        work.append(NeedAdded(need=no), deal, work.head_of((DEAL, deal)))

    team.do(add_need, ANNA)
    with team.ledger.read_session(team.by()) as session:
        (need,) = needs_of(session, deal)
        assert (need.text, needs_of(session, other), last_term(session)) == ("standstill in July", (), None)
    terms = OfferTerms(euros(100), date(2026, 4, 1), term_days=21, delivery="3 weeks", answers=(need.no,))
    told(offers.send(team.ledger, team.by(), deal, terms), OfferMarkedSent)
    with team.ledger.read_session(team.by()) as session:
        (offer,) = offers_of(session, deal)
        assert (offer.delivery, offer.answers, last_term(session)) == ("3 weeks", ("standstill in July",), 21)
    assert team.is_sound()
