"""What offers, deliveries, check-ins and problems do to a deal's row and to its parts. One pure function per kind.

The functions take the deal's state as it was before the event, and give it after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipeline.deals.delivery_events import AlsoPromised, Checked, Delivered, ProblemTold
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent, OfferState
from pipeline.deals.tables import check, offer, problem
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Effect, EventKind, Mend, Part, Put

THEIR_ANSWERS = frozenset({OfferState.ACCEPTED, OfferState.DECLINED})


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def _offer_sent(before: Any, event: Event) -> Any:
    """Sending an offer turns to the customer."""
    return replace(before, last_out=_later(before.last_out, event.happened_at))


def _version(event: Event, offer_no: int, version: int) -> tuple[int, int, int]:
    return event.subject_no, offer_no, version


def _new_version(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, OfferSent)
    if data.replaces is not None:
        replaced = {"state": OfferState.REPLACED.value, "answered_at": event.happened_at}
        yield Mend(offer, _version(event, data.offer_no, data.replaces), replaced)
    yield Put(
        offer,
        {
            "deal_no": event.subject_no,
            "offer_no": data.offer_no,
            "version": data.offer_version,
            "no": event.no,
            "sent_at": event.happened_at,
            "member_no": event.member_no,
            "amount": data.amount,
            "currency": data.currency,
            "delivery_day": data.delivery_day,
            "delivery": data.delivery,
            "term_days": data.term_days,
            "valid_until": data.valid_until,
            "terms": data.terms,
            "link": data.link,
            "answers": json.dumps(data.answers),
            "state": OfferState.SENT.value,
            "answered_at": None,
        },
    )


def _offer_answered(before: Any, event: Event) -> Any:
    """The customer who accepts or declines turns to us."""
    data = event.data
    assert isinstance(data, OfferAnswered)
    if data.answer not in THEIR_ANSWERS:
        return before
    return replace(before, last_in=_later(before.last_in, event.happened_at))


def _answer(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, OfferAnswered)
    answered_at = event.happened_at if data.answer is not OfferState.SENT else None
    answered = {"state": data.answer.value, "answered_at": answered_at}
    yield Mend(offer, _version(event, data.offer_no, data.offer_version), answered)
    for no, version in data.closes:
        replaced = {"state": OfferState.REPLACED.value, "answered_at": event.happened_at}
        yield Mend(offer, _version(event, no, version), replaced)


def _extension(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, OfferExtended)
    key = _version(event, data.offer_no, data.offer_version)
    yield Mend(offer, key, {"valid_until": data.valid_until})


def _delivered(before: Any, event: Event) -> Any:
    data = event.data
    assert isinstance(data, Delivered)
    because = data.late_because or before.late_because
    return replace(before, is_delivered=data.day is not None, delivered_day=data.day, late_because=because)


def _also_promised(before: Any, event: Event) -> Any:
    assert isinstance(event.data, AlsoPromised)
    return replace(before, also=event.data.words)


def _check(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, Checked)
    row = {"after_days": data.after_days, "result": data.result.value, "words": data.words, "at": event.happened_at}
    yield Put(check, {"deal_no": event.subject_no, **row})


def _problem(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, ProblemTold)
    row = {"no": event.no, "words": data.words, "at": event.happened_at, "member_no": event.member_no}
    yield Put(problem, {"deal_no": event.subject_no, **row})


SALE_KINDS = (
    EventKind(OfferSent, _offer_sent, _new_version),
    EventKind(OfferAnswered, _offer_answered, _answer),
    EventKind(OfferExtended, effects=_extension),
    EventKind(Delivered, _delivered),
    EventKind(AlsoPromised, _also_promised),
    EventKind(Checked, effects=_check),
    EventKind(ProblemTold, effects=_problem),
)
SALE_PARTS = (
    Part(offer, ("deal_no", "offer_no", "version")),
    Part(check, ("deal_no", "after_days"), replaces=True),
    Part(problem, ("deal_no", "no")),
)
