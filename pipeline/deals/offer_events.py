"""What can happen to an offer of a deal: one strict model per kind of event.

An offer has a number, and versions under it, counted from 1. At most one version of an offer is out at a time.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pipeline.deals.events import DEAL
from pipeline.ledger.events import EventData


class OfferState(StrEnum):
    """What became of a version of an offer. That it expired follows from its last day, and is not stored."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class OfferSent(EventData):
    """A version of an offer went to the customer; it replaces the version of that offer that was out, if one was.

    The price is in minor units, without value-added tax. Delivery is a day, or words. `term_days` is the term of
    payment. `valid_until` is the last day on which the customer can accept. `answers` has the needs that it answers, by
    the numbers of their texts.
    """

    kind = "offer_sent"
    subject = DEAL
    texts = (("delivery", "words"), ("terms", "words"), ("link", "words"))

    offer_no: int
    offer_version: int
    replaces: int | None = None
    amount: int
    currency: str
    delivery_day: date | None = None
    delivery: int | None = None
    term_days: int | None = None
    valid_until: date
    terms: int | None = None
    link: int | None = None
    answers: tuple[int, ...] = ()

    def sets(self) -> frozenset[str]:
        """That offer."""
        return frozenset({offer_field(self.offer_no)})


class OfferAnswered(EventData):
    """What became of a version; `sent` takes an earlier one up again. Those in `closes` were out, and are replaced."""

    kind = "offer_answered"
    subject = DEAL

    offer_no: int
    offer_version: int
    answer: OfferState
    closes: tuple[tuple[int, int], ...] = ()

    def sets(self) -> frozenset[str]:
        """That offer, and those that it closes."""
        return frozenset({offer_field(self.offer_no), *(offer_field(no) for no, _version in self.closes)})


class OfferExtended(EventData):
    """A version of an offer is valid until another day."""

    kind = "offer_extended"
    subject = DEAL

    offer_no: int
    offer_version: int
    valid_until: date

    def sets(self) -> frozenset[str]:
        """That offer."""
        return frozenset({offer_field(self.offer_no)})


def offer_field(offer_no: int) -> str:
    """The name of the field that an offer is for undo."""
    return f"offer.{offer_no}"
