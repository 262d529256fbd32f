"""One customer from a first offer to a follow-up sale.

Between them are two versions, an expiry, a win told late, a late delivery, a problem and a check-in.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.scenarios.town import Newcomer, Town, plain

THREE_DAYS_BEFORE_EXPIRY = "2026-06-25T06:01:00+00:00"
EXPIRED = "2026-07-01T06:01:00+00:00"
PROMISED_FIRST = "2026-07-06T06:01:00+00:00"
PROMISED_THEN = "2026-07-13T06:01:00+00:00"
A_DAY_LATER = "2026-07-14T06:01:00+00:00"
TWO_WEEKS_LATER = "2026-07-27T06:01:00+00:00"


@dataclass(frozen=True, slots=True)
class Said:
    """What one person types and presses, and what Putki tells them."""

    offer: str
    new_version: str
    price: str
    step_done: str
    expires: str
    listed: str
    expired: str
    won: str
    won_told: str
    delivery_asked: str
    late: str
    late_told: str
    delivered: str
    delivered_told: str
    problem: str
    problem_told: str
    today: str
    problem_done: str
    asked: str
    happy: str
    happy_told: str
    follow_up: str
    follows: str
    existing: str
    history: str
    in_history: tuple[str, ...]


FINNISH = Said(
    offer="/deal tarjous {name} 12 900, 3 viikkoa, voimassa 29.6.",
    new_version="Uusi versio…",
    price="11 900",
    step_done="/deal askel {name} tehty",
    expires="Tarjous v2 vanhenee ti 30.6.",
    listed="/deal tarjous {name}",
    expired="vanheni ti 30.6.",
    won="/deal voitettu {name} 11 900 viime perjantaina, toimitus 6.7.",
    won_told="voitettu pe 26.6., 11 900 €",
    delivery_asked="toimitus luvattu tänään",
    late="/deal myöhästyy {name} 13.7. toimittaja",
    late_told="toimitus luvattu ma 13.7. (alun perin ma 6.7.) · johtuu: toimittajasta",
    delivered="/deal toimitettu {name}",
    delivered_told="{name}: toimitettu ma 13.7.",
    problem="/deal ongelma {name} venttiili vuotaa",
    problem_told="{name} · ongelma: venttiili vuotaa · askel tälle päivälle",
    today="/deal tänään",
    problem_done="/deal askel {name} tehty",
    asked="Onko asiakas tyytyväinen?",
    happy="🙂 Tyytyväinen",
    happy_told="asiakas on tyytyväinen",
    follow_up="/deal jatkokauppa {name} huoltosopimus, 3 000 €",
    follows="Jatkoa: {name}",
    existing="Lähde: nykyinen asiakas",
    history="/deal historia #{won}",
    in_history=(
        "Tyytyväisyys: tyytyväinen",
        "Ongelma: venttiili vuotaa",
        "Toimitettu ma 13.7.",
        "johtuu: toimittajasta",
        "Tarjous v2 lähetetty",
    ),
)
ENGLISH = Said(
    offer="/deal offer {name} €12,900, 3 weeks, valid until 29 June",
    new_version="New version…",
    price="11,900",
    step_done="/deal step {name} done",
    expires="Offer v2 expires Tue 30 June",
    listed="/deal offer {name}",
    expired="expired Tue 30 June",
    won="/deal won {name} 11,900 last Friday, delivery 6 July",
    won_told="won Fri 26 June, €11,900",
    delivery_asked="delivery promised today",
    late="/deal late {name} 13 July supplier",
    late_told="delivery promised Mon 13 July (at first Mon 6 July)",
    delivered="/deal delivered {name}",
    delivered_told="{name}: delivered Mon 13 July",
    problem="/deal problem {name} the valve leaks",
    problem_told="{name} · problem: the valve leaks · a step for today",
    today="/deal today",
    problem_done="/deal step {name} done",
    asked="Is the customer happy?",
    happy="🙂 Happy",
    happy_told="the customer is happy",
    follow_up="/deal follow-up sale {name} service contract, €3,000",
    follows="Follows: {name}",
    existing="Source: existing customer",
    history="/deal history #{won}",
    in_history=("Check-in: happy", "Problem: the valve leaks", "Delivered Mon 13 July", "supplier", "Offer v2 sent"),
)


@pytest.mark.parametrize(("language", "said"), [("fi", FINNISH), ("en", ENGLISH)], ids=["fi", "en"])
def test_one_customer_from_a_first_offer_to_a_follow_up_sale(own_town: Town, language: str, said: Said) -> None:
    seller = own_town.newcomer()
    seller.reads(language)
    name = seller.new_deal()

    _offer_twice(seller, said, name)
    _expire(seller, said, name)
    assert said.won_told in seller.type(said.won.format(name=name))
    assert own_town.stage(name) == "sale"
    _deliver_late(seller, said, name)
    _problem(seller, said, name)
    _check_in(seller, said, name)
    won = own_town.deal(name).deal_no
    _follow_up(seller, said, name)

    history = seller.type(said.history.format(won=won))
    assert [each for each in said.in_history if each not in history] == []
    assert own_town.refusals() == []
    assert own_town.verified()


def _offer_twice(seller: Newcomer, said: Said, name: str) -> None:
    """A second version, which is cheaper, replaces the first one; the step that asks about it is done."""
    seller.type(said.offer.format(name=name))
    seller.fill()
    seller.told("v1")
    seller.type(said.listed.format(name=name))
    seller.press(said.new_version)
    seller.fill(amount=said.price, offer_valid="2026-06-30")
    seller.told("v2")
    seller.type(said.step_done.format(name=name))


def _expire(seller: Newcomer, said: Said, name: str) -> None:
    """The seller is asked three business days before; an offer that expired leaves the deal open."""
    seller.town.slack.clock(to=THREE_DAYS_BEFORE_EXPIRY)
    assert name in plain(seller.town.direct(seller.user, said.expires))
    seller.town.slack.clock(to=EXPIRED)
    listed = seller.type(said.listed.format(name=name))
    assert said.expired in listed
    assert seller.town.stage(name) == "offer"


def _deliver_late(seller: Newcomer, said: Said, name: str) -> None:
    """On the promised morning the seller is asked, tells of a later day, and then of the delivery."""
    seller.town.slack.clock(to=PROMISED_FIRST)
    assert name in plain(seller.town.direct(seller.user, said.delivery_asked))
    seller.type(said.late.format(name=name))
    seller.fill()
    seller.told(said.late_told)
    seller.town.slack.clock(to=PROMISED_THEN)
    told = seller.type(said.delivered.format(name=name))
    assert said.delivered_told.format(name=name) in told


def _problem(seller: Newcomer, said: Said, name: str) -> None:
    """A problem that the customer tells is a step for today until it is done."""
    seller.town.slack.clock(to=A_DAY_LATER)
    assert said.problem_told.format(name=name) in seller.type(said.problem.format(name=name))
    problem = said.problem.split("{name} ")[1]
    assert problem in seller.type(said.today)
    seller.type(said.problem_done.format(name=name))
    assert problem not in seller.type(said.today)


def _check_in(seller: Newcomer, said: Said, name: str) -> None:
    """Two weeks after the delivery one press answers how the customer finds it."""
    town = seller.town
    town.slack.clock(to=TWO_WEEKS_LATER)
    asked = town.direct(seller.user, said.asked)
    assert name in plain(asked)
    town.press(seller.user, said.happy, ts=asked["ts"], channel=town.room(seller.user))
    town.direct(seller.user, said.happy_told)


def _follow_up(seller: Newcomer, said: Said, name: str) -> None:
    """The customer buys more: the new deal follows the won one, from which it takes the customer and the source."""
    won = seller.town.deal(name).deal_no
    seller.type(said.follow_up.format(name=name))
    assert said.follows.format(name=name) in plain(seller.form())
    seller.fill()
    seller.told(said.follows.format(name=name))
    assert len(seller.town.deal_nos(name)) == 2
    newest = max(seller.town.deal_nos(name))
    assert newest > won
    seller.type(f"/deal #{newest}")
    seller.told(said.existing)
