"""What a person does next: of their own deals and of those whom they stand in for, a page after another."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.deals import close, edit, offers
from pipeline.deals.deal import Given
from pipeline.deals.offer_versions import OfferKey
from pipeline.deals.offers import OfferTerms
from pipeline.deals.to_do import NextReason
from pipeline.deals.touch_events import Means, Touched, TouchOutcome
from pipeline.people import absence
from pipeline.queries.next_up import LIMIT, NextUp, next_up
from tests.pipeline.team import ANNA, BERTIL, Team, euros


def found(team: Team, who: int = ANNA, *, start: int = 0, day: date | None = None) -> NextUp:
    with team.ledger.read_session(team.by(who)) as session:
        return next_up(session, start=start, day=day)


def touched(team: Team, deal: int, outcome: TouchOutcome) -> None:
    data = Touched(means=Means.CALL, outcome=outcome)
    team.do(lambda work: work.append(data, deal, team.there(deal)), ANNA)


def test_each_deal_stands_once_with_its_reason_in_order(team: Team) -> None:
    stays = team.new("Stays", 90_000)
    replied, called = team.new("Replied", 10), team.new("Called", 80_000)
    late, dated = team.new("Late", 5), team.new("Dated", 7)
    team.step(late, days=1)
    edit.edit(team.ledger, team.by(), dated, edit.Edit(close_day=team.clock.now().date() + timedelta(days=1)))
    touched(team, replied, TouchOutcome.THEY_CONTACTED)
    touched(team, called, TouchOutcome.REACHED)
    delivered = team.new("Delivered", 4)
    team.clock.move_to(team.clock.now() + timedelta(days=2))
    soon, sooner = team.new("Soon", 1), team.new("Sooner", 2)
    for deal in (soon, sooner):
        team.step(deal, days=0)
    close.won(team.ledger, team.by(), delivered, given=Given(amount=euros(4), promised_day=team.clock.now().date()))

    seen = found(team)

    assert [(each.deal_no, each.reason) for each in seen.deals] == [
        (sooner, NextReason.STEP_TODAY),
        (soon, NextReason.STEP_TODAY),
        (late, NextReason.STEP_OVERDUE),
        (called, NextReason.CUSTOMER_REPLIED),
        (replied, NextReason.CUSTOMER_REPLIED),
        (delivered, NextReason.DELIVERY_TODAY),
        (dated, NextReason.CLOSE_DAY_GONE),
    ]
    assert stays not in {each.deal_no for each in seen.deals}
    assert [each.was_reached for each in seen.deals if each.reason is NextReason.CUSTOMER_REPLIED] == [True, False]
    assert seen.deals[0].step == "call"
    assert found(team, BERTIL).deals == ()


def test_an_offer_is_there_from_three_business_days_before_its_last_day_on(team: Team) -> None:
    deal = team.new("Offered", 10)
    team.clock.move_by(timedelta(hours=1))
    offers.send(team.ledger, team.by(), deal, OfferTerms(euros(10), date(2026, 3, 13)))  # a Friday

    team.clock.move_to(team.clock.now() + timedelta(days=7))  # to Monday
    assert found(team).deals == ()
    team.clock.move_to(team.clock.now() + timedelta(days=1))
    (seen,) = found(team).deals
    assert (seen.reason, seen.offer_until) == (NextReason.OFFER_EXPIRES, date(2026, 3, 13))
    team.clock.move_to(team.clock.now() + timedelta(days=4))  # it has expired, and nobody answered
    assert [each.offer_until for each in found(team).deals] == [date(2026, 3, 13)]
    offers.decline(team.ledger, team.by(), deal, OfferKey(1, 1))
    assert NextReason.OFFER_EXPIRES not in {each.reason for each in found(team).deals}


def test_a_page_after_another_has_them_all_and_the_first_says_how_many(team: Team) -> None:
    deals = [team.new(f"Customer {n}", n + 1) for n in range(LIMIT + 3)]
    for deal in deals:
        team.step(deal, days=0)

    first, second = found(team), found(team, start=LIMIT)

    assert (first.total, second.total) == (len(deals), len(deals))
    assert [each.deal_no for each in (*first.deals, *second.deals)] == deals[::-1]
    assert found(team, start=LIMIT * 2).start == 0


def test_a_stand_in_has_those_of_whoever_is_away_marked(team: Team) -> None:
    own, theirs = team.new("Own", 1, who=BERTIL), team.new("Theirs", 2)
    team.step(own, who=BERTIL, days=0)
    team.step(theirs, days=0)
    today = team.clock.now().date()
    assert [each.deal_no for each in found(team, BERTIL).deals] == [own]

    absence.set_away(team.ledger, team.by(ANNA), from_day=today, until=today, stand_in=BERTIL)

    assert [(each.deal_no, each.is_stood_in) for each in found(team, BERTIL).deals] == [(theirs, True), (own, False)]


def test_where_nothing_is_to_be_done_the_next_one_is_named(team: Team) -> None:
    assert found(team).coming is None
    far, near = team.new("Far"), team.new("Near")
    team.step(far, days=9)
    team.step(near, days=3)

    seen = found(team)

    assert seen.deals == ()
    assert seen.coming is not None
    assert (seen.coming.deal_no, seen.coming.customer) == (near, "Near")
    assert seen.coming.day == seen.day + timedelta(days=3)
