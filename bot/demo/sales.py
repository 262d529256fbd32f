"""Tells of the demo's deals what was offered, and what came after a win or a loss, all invented.

It draws from `invented_sales` with a seed of its own, so that whatever else is invented does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from bot.demo import invented, invented_sales
from bot.demo.deal_texts import DealTexts
from pipeline.calendars import Calendar
from pipeline.deals.delivery_events import AlsoPromised, Checked, CheckIn, Delivered, ProblemTold
from pipeline.deals.events import DeliveryPromised, LateBecause, LostExplained, LostKind, SaidBy, StepEnd, StepSet
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent, OfferState
from pipeline.deals.offer_versions import OfferKey
from pipeline.deals.projection import DealState
from pipeline.ledger.events import EventData
from pipeline.months import first_of_month
from pipeline.stages.events import StageKind

SEED = 17
CHECK_IN_DAYS = (14, 90)
VALID_FOR = (14, 30, 30, 30)  # days
STILL_OPEN = timedelta(days=3)  # a promise or a problem of these last days is not settled yet
SECOND_VERSION, EXTENDED, ALSO, KEPT, LATE, ANSWERED, PROBLEM, BACK = 0.35, 0.12, 0.2, 0.68, 0.94, 0.9, 0.1, 0.3
T = TypeVar("T")
Happening = tuple[EventData, datetime]


@dataclass(frozen=True, slots=True)
class OfferTime:
    """A time in which an offer was with the customer; it ends now where it lasts."""

    start: datetime
    end: datetime


@dataclass(slots=True)
class Sales:
    """Draws offers, deliveries, check-ins, problems and reasons, deal by deal."""

    now: datetime
    calendar: Calendar
    random: Random = field(default_factory=lambda: Random(SEED))
    happy: list[DealState] = field(default_factory=list[DealState])  # won deals whose customers said so

    def reason(self) -> tuple[LostKind, LostExplained]:
        """Why a deal was lost, how that is known, and for some when to come back: from the next month on."""
        kind: LostKind = self._weighted(invented.LOST)
        is_said = kind not in (LostKind.UNKNOWN, LostKind.WENT_SILENT) and self.random.random() < 0.6
        returns = None
        if kind in invented_sales.COMES_BACK and self.random.random() < BACK:
            returns = first_of_month(self.calendar.day(self.now), self.random.randint(1, 8))
        said_by = SaidBy.CUSTOMER if is_said else SaidBy.GUESS
        return kind, LostExplained(lost_kind=kind, said_by=said_by, returns=returns)

    def offers(
        self,
        deal: DealState,
        times: Sequence[OfferTime],
        texts: DealTexts,
        needs: tuple[int, ...],
        lost: LostKind | None,
    ) -> Iterator[Happening]:
        """One offer, with a second version for some, and what became of it. The last price is the deal's amount."""
        if not times or deal.amount is None:
            return
        sent = [times[0].start + timedelta(minutes=5)]
        last = times[-1]
        if self.random.random() < SECOND_VERSION and last.end - sent[0] > timedelta(days=4):
            sent.append(
                max(sent[0], last.start) + (last.end - max(sent[0], last.start)) * self.random.uniform(0.2, 0.6)
            )
        offer_no, valid_until = texts.work.take("offer_no"), self.calendar.day(self.now)
        term_days, terms = self._one((14, 14, 30, None)), self._terms(texts)
        delivery = texts.told(self._one(invented_sales.DELIVERY_TIMES))
        for place, at in enumerate(sent):
            valid_until = self._valid_until(at, last.end, lost)
            is_last = place == len(sent) - 1
            yield (
                OfferSent(
                    offer_no=offer_no,
                    offer_version=place + 1,
                    replaces=place or None,
                    amount=deal.amount if is_last else self._dearer(deal.amount),
                    currency=deal.currency,
                    delivery=delivery,
                    term_days=term_days,
                    valid_until=valid_until,
                    terms=terms,
                    answers=needs,
                ),
                at,
            )
        yield from self._answer(deal, OfferKey(offer_no, len(sent)), valid_until, sent[-1])

    def _terms(self, texts: DealTexts) -> int | None:
        """Other terms, for every second offer."""
        return texts.told(self._one(invented_sales.TERMS)) if self.random.random() < 0.5 else None

    def _answer(self, deal: DealState, key: OfferKey, valid_until: date, sent: datetime) -> Iterator[Happening]:
        """A win accepts the offer and a loss declines it; some that are still out are valid for longer."""
        answers = {StageKind.WON: OfferState.ACCEPTED, StageKind.LOST: OfferState.DECLINED}
        answer = answers.get(deal.state)
        is_over = answer is OfferState.ACCEPTED and valid_until < self.calendar.day(deal.stay_at)
        if is_over or (answer is None and self.random.random() < EXTENDED):
            longer = max(valid_until, self.calendar.day(deal.stay_at if is_over else self.now)) + timedelta(days=14)
            at = max(sent, self.calendar.at(valid_until - timedelta(days=1), time(10)))
            extended = OfferExtended(offer_no=key.offer_no, offer_version=key.version, valid_until=longer)
            yield extended, min(at, self.now - timedelta(days=1))
        if answer is not None:
            answered = OfferAnswered(offer_no=key.offer_no, offer_version=key.version, answer=answer)
            yield answered, deal.stay_at

    def _valid_until(self, sent: datetime, end: datetime, lost: LostKind | None) -> date:
        """The last day of an offer; where nobody said no, it was over before the loss if there was time."""
        first, day = self.calendar.day(sent), self.calendar.day(sent) + timedelta(days=self._one(VALID_FOR))
        closed = self.calendar.day(end)
        if lost in invented_sales.SILENT and closed - first > timedelta(days=9):
            return min(day, closed - timedelta(days=2))
        return day

    def _dearer(self, amount: int) -> int:
        """The price of an earlier version: up to an eighth more, in full tens of euros."""
        return round(amount * self.random.uniform(1.02, 1.12) / 1_000) * 1_000

    def after_win(self, deal: DealState, texts: DealTexts) -> Iterator[Happening]:
        """What was promised, and how it was kept."""
        won, today = self.calendar.day(deal.stay_at), self.calendar.day(self.now)
        promised = self.calendar.on_or_after(won + timedelta(days=self.random.randint(7, 60)))
        yield DeliveryPromised(day=promised), deal.stay_at
        if self.random.random() < ALSO:
            yield AlsoPromised(words=texts.told(self._one(invented_sales.ALSO_PROMISED))), deal.stay_at
        drawn = self.random.random()
        moved = self.calendar.on_or_after(promised + timedelta(days=self.random.randint(3, 21)))
        if KEPT <= drawn < LATE:
            because: LateBecause = self._weighted(invented_sales.LATE)
            told = max(deal.stay_at, self.calendar.at(promised - timedelta(days=2), time(10, 15)))
            if told < self.now:
                yield DeliveryPromised(day=moved, late_because=because), told
                promised = moved
        if promised > today - STILL_OPEN:
            return
        if drawn >= LATE:
            yield Delivered(day=None), self.calendar.at(promised, time(14, 20))
            return
        later = min(today, self.calendar.on_or_after(promised + timedelta(days=self._one((0, 0, 0, 0, 0, 4)))))
        day = max(won, self._early(promised)) if drawn < KEPT else later
        yield Delivered(day=day), max(deal.stay_at, self.calendar.at(day, time(14, 20)))
        yield from self._in_touch(deal, day, texts)

    def _early(self, promised: date) -> date:
        """The promised day, or a day or two before it."""
        return self.calendar.on_or_before(promised - timedelta(days=self._one((0, 0, 0, 1, 2))))

    def _in_touch(self, deal: DealState, delivered: date, texts: DealTexts) -> Iterator[Happening]:
        """What the customer said 14 and 90 days after the delivery, and what did not work."""
        today = self.calendar.day(self.now)
        if self.random.random() < PROBLEM:
            told = texts.told(self._one(invented_sales.PROBLEMS))
            lately = self.calendar.on_or_before(today - timedelta(days=self._one((1, 3, 12, 20))))
            at = self._at(max(delivered, lately))
            yield ProblemTold(words=told), at
            yield from self._care(told, at)
        for after in CHECK_IN_DAYS:
            day = self.calendar.on_or_after(delivered + timedelta(days=after))
            if day >= today or self.random.random() >= ANSWERED:
                continue
            result: CheckIn = self._weighted(invented_sales.CHECK_INS)
            is_said = result is CheckIn.PROBLEM or self.random.random() < 0.5
            words = texts.told(self._one(invented_sales.SAID[result])) if is_said else None
            yield Checked(after_days=after, result=result, words=words), self._at(day)
            if result is CheckIn.HAPPY:
                self.happy.append(deal)
            elif result is CheckIn.PROBLEM and words is not None:
                yield from self._care(words, self._at(day))

    def _care(self, words: int, told_at: datetime) -> Iterator[Happening]:
        """A problem is a step of its day, which is done on the next one unless that is too new."""
        yield StepSet(step=words, step_day=self.calendar.day(told_at)), told_at
        if self.now - told_at > STILL_OPEN + timedelta(days=1):
            done = self._at(self.calendar.day_after(self.calendar.day(told_at), 1))
            yield StepSet(step=None, step_day=None, ended=StepEnd.DONE), done

    def _at(self, day: date) -> datetime:
        return self.calendar.at(day, time(self.random.randint(9, 15), self.random.randrange(60)))

    def _one(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def _weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        return self.random.choices([each for each, _ in choices], [weight for _, weight in choices])[0]
