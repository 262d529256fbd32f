"""The offers of a deal with their texts, and what a form of a new version begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from pipeline.deals.offer_versions import OfferKey, OfferVersion, out_of, versions_of
from pipeline.deals.tables import offer
from pipeline.ledger.session import Session
from pipeline.queries.names import names

_LAST_TERM = (
    select(offer.c.term_days)
    .where(offer.c.workspace_no == bindparam("w"), offer.c.term_days.is_not(None))
    .order_by(offer.c.no.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class OfferTexts:
    """A version of an offer with its texts; `answers` are those of the needs that it answers."""

    version: OfferVersion
    delivery: str
    terms: str
    link: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferOut:
    """The version that is out, its last day, and when it was sent."""

    version: int
    valid_until: date
    sent_at: datetime


def offers_of(session: Session, deal_no: int) -> tuple[OfferTexts, ...]:
    """All versions of a deal's offers, the oldest first."""
    versions = versions_of(session, deal_no)
    held = [no for each in versions for no in (each.delivery, each.terms, each.link, *each.answers)]
    known = names(session, words=held).words
    return tuple(
        OfferTexts(
            each,
            delivery=known.get(each.delivery or 0, ""),
            terms=known.get(each.terms or 0, ""),
            link=known.get(each.link or 0, ""),
            answers=tuple(text for no in each.answers if (text := known.get(no, ""))),
        )
        for each in versions
    )


def offer_of_key(offers: tuple[OfferTexts, ...], key: OfferKey | None) -> OfferTexts | None:
    """The version of that key; None where there is none."""
    return next((each for each in offers if each.version.key == key), None)


def out(session: Session, deal_no: int) -> OfferOut | None:
    """The version of a deal's offers that is out; None where none is."""
    found = out_of(versions_of(session, deal_no))
    return OfferOut(found.key.version, found.valid_until, found.sent_at) if found is not None else None


def last_term(session: Session) -> int | None:
    """The days of payment of the workspace's newest offer that has some; None where none has."""
    return session.connection.scalar(_LAST_TERM, {"w": session.by.workspace_no})
