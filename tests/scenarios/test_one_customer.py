"""One customer from a first offer to a check-in: two versions, an expiry, a win told late, a late delivery."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.scenarios.town import Newcomer, Town, plain

THREE_DAYS_BEFORE_EXPIRY = "2026-06-25T06:01:00+00:00"
EXPIRED = "2026-07-01T06:01:00+00:00"
PROMISED_FIRST = "2026-07-06T06:01:00+00:00"
PROMISED_THEN = "2026-07-13T06:01:00+00:00"
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
    asked: str
    happy: str
    happy_told: str
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
    asked="Onko asiakas tyytyväinen?",
    happy="🙂 Tyytyväinen",
    happy_told="asiakas on tyytyväinen",
    history="/deal historia {name}",
    in_history=("Tyytyväisyys: tyytyväinen", "Toimitettu ma 13.7.", "johtuu: toimittajasta", "Tarjous v2 lähetetty"),
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
    asked="Is the customer happy?",
    happy="🙂 Happy",
    happy_told="the customer is happy",
    history="/deal history {name}",
    in_history=("Check-in: happy", "Delivered Mon 13 July", "supplier", "Offer v2 sent"),
)


@pytest.mark.parametrize(("language", "said"), [("fi", FINNISH), ("en", ENGLISH)], ids=["fi", "en"])
def test_one_customer_from_a_first_offer_to_a_check_in(own_town: Town, language: str, said: Said) -> None:
    seller = own_town.newcomer()
    seller.reads(language)
    name = seller.new_deal()

    _offer_twice(seller, said, name)
    _expire(seller, said, name)
    assert said.won_told in seller.type(said.won.format(name=name))
    assert own_town.stage(name) == "sale"
    _deliver_late(seller, said, name)
    _check_in(seller, said, name)

    history = seller.type(said.history.format(name=name))
    assert [each for each in said.in_history if each not in history] == []
    assert [each for each in own_town.refusals() if "expired_url" not in each] == []  # an old answer stays as it is
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


def _check_in(seller: Newcomer, said: Said, name: str) -> None:
    """Two weeks after the delivery one press answers how the customer finds it."""
    town = seller.town
    town.slack.clock(to=TWO_WEEKS_LATER)
    asked = town.direct(seller.user, said.asked)
    assert name in plain(asked)
    town.press(seller.user, said.happy, ts=asked["ts"], channel=town.room(seller.user))
    town.direct(seller.user, said.happy_told)
