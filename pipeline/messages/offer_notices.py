"""What was done about an offer of a deal, and what is shown of one. That it was accepted is told as a win."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealChanged, DealNotice, NoticeKind
from pipeline.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNotice(DealChanged):
    """About one version of an offer."""

    offer: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMarkedSent(OfferNotice):
    """A version went to the customer, and is valid until `day`.

    `to_stage` is the stage to which the deal was moved with it. `step` is the number of the text of a step that was set
    for `step_day`. Each is None where that was not done.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.OFFER_SENT
    price: Money
    day: date
    to_stage: int | None = None
    step: int | None = None
    step_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDeclined(OfferNotice):
    """The customer declined a version."""

    kind: ClassVar[NoticeKind] = NoticeKind.OFFER_DECLINED


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTakenUp(OfferNotice):
    """An earlier version is out again, at its price."""

    kind: ClassVar[NoticeKind] = NoticeKind.OFFER_TAKEN_UP
    price: Money
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferValidLonger(OfferNotice):
    """A version is valid until a later day."""

    kind: ClassVar[NoticeKind] = NoticeKind.OFFER_EXTENDED
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOffers(DealNotice):
    """The versions of a deal's offers; with `offer` and `version` all that is known of that one."""

    kind: ClassVar[NoticeKind] = NoticeKind.OFFERS_LISTED
    offer: int | None = None
    version: int | None = None
