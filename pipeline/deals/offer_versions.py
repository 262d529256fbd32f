"""The versions of a deal's offers as they are, and what follows when the deal is closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from pipeline.deals.change import a_deal
from pipeline.deals.offer_events import OfferAnswered, OfferState
from pipeline.deals.projection import DealState
from pipeline.deals.tables import offer
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.money import Money

BUSINESS_DAYS_BEFORE = 3  # an offer expires soon from the third business day before its last day on

_OF_DEAL = (
    select(offer)
    .where(offer.c.workspace_no == bindparam("w"), offer.c.deal_no == bindparam("deal_no"))
    .order_by(offer.c.offer_no, offer.c.version)
)


@dataclass(frozen=True, slots=True)
class OfferKey:
    """Which version of which offer."""

    offer_no: int
    version: int


@dataclass(frozen=True, slots=True)
class OfferVersion:
    """A version of an offer. Delivery, terms and link are the numbers of their texts, `answers` those of needs."""

    key: OfferKey
    sent_at: datetime
    member_no: int | None
    amount: Money
    delivery_day: date | None
    delivery: int | None
    term_days: int | None
    valid_until: date
    terms: int | None
    link: int | None
    answers: tuple[int, ...]
    state: OfferState
    answered_at: datetime | None

    @property
    def is_out(self) -> bool:
        """Whether the customer has it, and has not answered; it may have expired."""
        return self.state is OfferState.SENT


def versions_of(session: Session, deal_no: int) -> tuple[OfferVersion, ...]:
    """All versions of a deal's offers, the oldest first."""
    rows = session.connection.execute(_OF_DEAL, {"w": session.by.workspace_no, "deal_no": deal_no})
    return tuple(_version(row) for row in rows)


def out_of(versions: Sequence[OfferVersion]) -> OfferVersion | None:
    """The version that is out; None where none is."""
    return next((each for each in reversed(versions) if each.is_out), None)


def answer_out(
    work: UnitOfWork, deal: DealState, answer: OfferState, key: OfferKey | None = None
) -> tuple[DealState, OfferVersion | None]:
    """Let a version be accepted or declined as the deal is closed; the deal after it, and the version.

    It is that of `key`, else the one that is out, if one is. Whatever else is out is replaced.
    """
    versions = versions_of(work, deal.deal_no)
    chosen = next((each for each in versions if each.key == key), None) if key is not None else out_of(versions)
    if chosen is None:
        return deal, None
    closes = tuple((each.key.offer_no, each.key.version) for each in versions if each.is_out and each is not chosen)
    answered = OfferAnswered(
        offer_no=chosen.key.offer_no, offer_version=chosen.key.version, answer=answer, closes=closes
    )
    return a_deal(work.append(answered, deal.deal_no, deal)[1]), chosen


def _version(row: Any) -> OfferVersion:
    return OfferVersion(
        key=OfferKey(row.offer_no, row.version),
        sent_at=row.sent_at,
        member_no=row.member_no,
        amount=Money(row.amount, row.currency),
        delivery_day=row.delivery_day,
        delivery=row.delivery,
        term_days=row.term_days,
        valid_until=row.valid_until,
        terms=row.terms,
        link=row.link,
        answers=tuple(json.loads(row.answers)),
        state=OfferState(row.state),
        answered_at=row.answered_at,
    )
