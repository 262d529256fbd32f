"""The results of deliveries and offers, as they are read from what happened."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.deals import delivery, offers
from pipeline.deals.needs import add
from pipeline.deals.offers import OfferTerms
from pipeline.queries import results
from pipeline.queries.results import Months
from tests.pipeline.team import ANNA, BERTIL, Team, euros

YEAR = Months(date(2026, 1, 1), date(2027, 1, 1))


def test_what_is_not_known_is_due_and_never_on_time(team: Team) -> None:
    came, unknown = team.new("Acme", amount=1_000), team.new("Beta", amount=1_000)
    team.won(came)
    team.won(unknown)
    delivery.delivered(team.ledger, team.by(), came)
    delivery.not_known(team.ledger, team.by(), unknown)
    promised = team.there(came).promised_day or date.min
    team.clock.move_by(timedelta(days=(promised - date(2026, 3, 2)).days + 1))

    with team.ledger.read_session(team.by(BERTIL)) as session:
        (month,) = results.deliveries(session, YEAR)

    assert (month.total, month.on_first, month.on_last, month.unknown) == (2, 1, 1, 1)


def test_a_customer_waits_from_the_need_to_the_first_offer(team: Team) -> None:
    asked, untold = team.new("Acme"), team.new("Beta")
    add(team.ledger, team.by(), asked, "a new pump")
    team.clock.move_by(timedelta(days=2))
    for _version in range(2):
        for deal in (asked, untold):
            terms = OfferTerms(euros(1_000), date(2026, 4, 30))
            offers.send(team.ledger, team.by(), deal, terms)
        team.clock.move_by(timedelta(days=1))

    with team.ledger.read_session(team.by(ANNA)) as session:
        (month,) = results.offers(session, YEAR)
        waited = [results.waited_for_offer(session, deal) for deal in (asked, untold)]

    assert (month.total, month.known, month.days, month.most_days) == (2, 1, 2, 2)
    assert waited == [2, None]
