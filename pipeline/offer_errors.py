"""What is refused of an offer: its days, its currency, and an answer to a version that it cannot be given to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.money import Money
from pipeline.refused import DealRefused


@dataclass(kw_only=True, eq=False)
class OfferEndsInPast(DealRefused):
    """The last day on which the offer can be accepted is gone."""

    key = "offer_ends_in_past"
    day: date


@dataclass(kw_only=True, eq=False)
class OfferEndsTooFar(DealRefused):
    """The last day on which the offer can be accepted is years away."""

    key = "offer_ends_too_far"
    day: date


@dataclass(kw_only=True, eq=False)
class OfferedDeliveryGone(DealRefused):
    """The offered day of delivery is gone."""

    key = "offered_delivery_gone"
    day: date


@dataclass(kw_only=True, eq=False)
class OfferedDeliveryTooFar(DealRefused):
    """The offered day of delivery is years away."""

    key = "offered_delivery_too_far"
    day: date


@dataclass(kw_only=True, eq=False)
class OfferInOtherCurrency(DealRefused):
    """The price is in another currency than the deal's amount, which is `before`."""

    key = "offer_in_other_currency"
    before: Money
    after: Money


@dataclass(kw_only=True, eq=False)
class NoOfferOut(DealRefused):
    """No version of an offer is out to which this could be done."""

    key = "no_offer_out"


@dataclass(kw_only=True, eq=False)
class OfferChanged(DealRefused):
    """Another version, `version`, was sent or taken up since the form was opened or the button shown."""

    key = "offer_changed"
    version: int
    who: int | None
    at: datetime


@dataclass(kw_only=True, eq=False)
class OfferExpired(DealRefused):
    """The version's last day is gone, so it cannot be taken up again."""

    key = "offer_expired"
    version: int
    day: date
