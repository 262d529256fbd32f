"""Gives the demo's deals what their histories lack: sources, needs, people, touches, steps and reasons, all invented.

It is drawn at random from `invented`, with a seed, so that every demo is alike. Of the open deals about a third stands
still, a third has a step ahead, and the customers of the rest have answered lately.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from bot.demo import invented, invented_sales
from bot.demo.deal_texts import DealTexts
from bot.demo.sales import OfferTime, Sales
from pipeline.calendars import Calendar
from pipeline.customers import customers
from pipeline.customers.contact_events import CONTACT, ContactAdded
from pipeline.deals.change import a_deal
from pipeline.deals.events import (
    DEAL,
    CloseDaySet,
    Opened,
    SourceKind,
    SourceSet,
    StepSet,
)
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.tables import deal as deal_table
from pipeline.deals.tables import stay as stay_table
from pipeline.deals.touch_events import Interest, Means, NeedAdded, Touched, TouchOutcome
from pipeline.ledger.actor import By
from pipeline.ledger.events import EventData, Via
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.people import members
from pipeline.stages.events import StageKind
from pipeline.storage import schema
from pipeline.storage.engine import Deadline

SEED = 16
CHUNK = 50  # deals of one commit
PATIENCE = 60.0  # seconds that one commit may take
OLD = 8  # business days in a stage after which most deals of the demo stand still
STANDS_STILL = 0.9
HALF = 0.5
OFFERS = 3  # the stage of the default pipeline in which offers are out
FOLLOW_UPS = 5  # deals that follow a sale
MINUTES = {"nine": 9 * 60, "half past one": 13 * 60 + 30}
T = TypeVar("T")

_DEALS = (
    select(deal_table)
    .where(deal_table.c.workspace_no == bindparam("w"))
    .order_by(deal_table.c.owner, deal_table.c.deal_no)
)
_STAYS = select(stay_table).where(stay_table.c.workspace_no == bindparam("w")).order_by(stay_table.c.no)


@dataclass(frozen=True, slots=True)
class _Stay:
    """A deal's time in a stage; it ends now where it lasts."""

    stage_no: int
    start: datetime
    end: datetime


@dataclass(slots=True)
class _Life:
    """Draws what happened, deal by deal, in the order of their owners and numbers."""

    now: datetime
    calendar: Calendar
    stays: dict[int, list[_Stay]]
    english: frozenset[int]  # the members who write in English
    bought: dict[int, datetime]  # when each customer bought for the first time
    sales: Sales
    random: Random = field(default_factory=lambda: Random(SEED))
    known: set[int] = field(default_factory=set[int])  # customers whose people are known
    named: dict[int, tuple[SourceKind, str | None]] = field(default_factory=dict[int, tuple[SourceKind, str | None]])

    def tell(self, work: UnitOfWork, deal: DealState) -> None:
        """Append what happened with one deal."""
        texts = DealTexts(work, deal, is_english=deal.owner in self.english)
        state = deal
        for data, at in self._events(work, deal, texts):
            state = a_deal(work.append(data, deal.deal_no, state, happened_at=min(at, self.now))[1])

    def _events(self, work: UnitOfWork, deal: DealState, texts: DealTexts) -> Iterator[tuple[EventData, datetime]]:
        source_kind, name = self._source(deal)
        source = texts.kept(name) if name else None
        yield SourceSet(source_kind=source_kind, source=source), deal.opened_at
        contact = self._contact(work, deal)
        needs: list[int] = []
        if self.random.random() < (0.7 if deal.state is StageKind.OPEN else 0.3):
            for need in self.random.sample(invented.NEEDS, self.random.choice((1, 1, 1, 2, 3))):
                needs.append(texts.told(need))
                yield NeedAdded(need=needs[-1]), deal.opened_at + timedelta(hours=1)
        kind, explained = self.sales.reason() if deal.state is StageKind.LOST else (None, None)
        times = [OfferTime(each.start, each.end) for each in self.stays[deal.deal_no] if each.stage_no == OFFERS]
        yield from self.sales.offers(deal, times, texts, tuple(needs), kind)
        for stay in self.stays[deal.deal_no]:
            yield from self._tries(stay, deal, texts, contact)
        match deal.state:
            case StageKind.OPEN:
                yield from self._today(deal, texts, contact)
            case StageKind.WON:
                yield from self.sales.after_win(deal, texts)
            case StageKind.LOST:
                assert explained is not None
                yield explained, deal.stay_at

    def follow(self, work: UnitOfWork, sold: DealState, new: tuple[str, int], at: datetime) -> None:
        """Open a follow-up of a sale, with a next step."""
        name, euros = new
        no = work.take("deal_no")
        opened = Opened(
            customer_no=sold.customer_no,
            name=work.text(schema.name, DEAL, no, name),
            owner=sold.owner,
            pipeline_no=_FIRST_STAGE[0],
            stage_no=_FIRST_STAGE[1],
            amount=euros * 100,
            currency="EUR",
            source_kind=SourceKind.EXISTING,
            follows=sold.deal_no,
        )
        deal = a_deal(work.append(opened, no, None, happened_at=at)[1])
        texts = DealTexts(work, deal, is_english=sold.owner in self.english)
        work.append(self._step(texts), no, deal, happened_at=self.now)

    def _source(self, deal: DealState) -> tuple[SourceKind, str | None]:
        """A customer who bought before is an existing one; all first deals of one customer have one source."""
        if self.bought.get(deal.customer_no, self.now) < deal.opened_at:
            return SourceKind.EXISTING, None
        if deal.customer_no not in self.named:
            chosen = self._weighted([(each[:2], each[2]) for each in invented.SOURCES])
            self.named[deal.customer_no] = chosen
        return self.named[deal.customer_no]

    def _contact(self, work: UnitOfWork, deal: DealState) -> int | None:
        """A person of the customer, for every third customer and for each one with an open deal."""
        if deal.customer_no in self.known or (deal.state is not StageKind.OPEN and self.random.random() < 0.7):
            return None
        self.known.add(deal.customer_no)
        no, first, last = work.take("contact_no"), self._one(invented.FIRST_NAMES), self._one(invented.LAST_NAMES)

        def text(value: str) -> int:
            return work.text(schema.name, CONTACT, no, value, folded=value.casefold())

        mail = f"{first}.{last}@asiakas{deal.customer_no}.example".lower().translate(str.maketrans("åäö", "aao"))
        added = ContactAdded(
            customer_no=deal.customer_no,
            name=text(f"{first} {last}"),
            role=text(self._one(invented.ROLES)),
            phone=text(f"+35890000{self.random.randrange(1_000, 9_999)}"),
            email=text(mail),
        )
        work.append(added, no, None, happened_at=min(deal.opened_at, self.now))
        return no

    def _tries(
        self, stay: _Stay, deal: DealState, texts: DealTexts, contact: int | None
    ) -> Iterator[tuple[EventData, datetime]]:
        """What was tried while the deal was in a stage that it left; whoever moves on was reached at last."""
        if stay.end >= self.now:
            return
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            means, outcome = self._one(
                (
                    (Means.CALL, TouchOutcome.NO_ANSWER),
                    (Means.EMAIL, TouchOutcome.SENT),
                    (Means.MESSAGE, TouchOutcome.SENT),
                )
            )
            yield Touched(means=means, outcome=outcome, contact_no=contact), self._within(stay)
        if self.random.random() < 0.6:
            note = texts.told(self._one(invented.NOTES)) if self.random.random() < 0.3 else None
            reached = Touched(
                means=self._one((Means.CALL, Means.CALL, Means.MEETING, Means.SOCIAL)),
                outcome=TouchOutcome.REACHED,
                interest=self._one((Interest.GREW, Interest.SAME, None)),
                contact_no=contact,
                note=note,
            )
            yield reached, max(stay.start, stay.end - timedelta(minutes=20))

    def _today(self, deal: DealState, texts: DealTexts, contact: int | None) -> Iterator[tuple[EventData, datetime]]:
        """Where an open deal stands: still, with a step ahead, or answered lately."""
        yield CloseDaySet(close_day=self.calendar.day(self.now) + timedelta(days=self.random.randint(-6, 75))), self.now
        is_old = self.calendar.business_days(deal.stay_at, self.now) > OLD
        if is_old and self.random.random() < STANDS_STILL:
            yield from self._stands_still(deal, contact)
        elif self.random.random() < HALF:
            tried = self._one(((Means.CALL, TouchOutcome.NO_ANSWER), (Means.EMAIL, TouchOutcome.SENT)))
            yield Touched(means=tried[0], outcome=tried[1], contact_no=contact), self._days_ago(deal, 1, 4)
            yield self._step(texts), self.now
        else:
            means, outcome = self._one(
                (
                    (Means.EMAIL, TouchOutcome.THEY_CONTACTED),
                    (Means.CALL, TouchOutcome.REACHED),
                    (Means.MEETING, TouchOutcome.REACHED),
                    (Means.SOCIAL, TouchOutcome.THEY_CONTACTED),
                )
            )
            note = texts.told(self._one(invented.NOTES))
            yield Touched(means=means, outcome=outcome, contact_no=contact, note=note), self._days_ago(deal, 1, 6)

    def _stands_still(self, deal: DealState, contact: int | None) -> Iterator[tuple[EventData, datetime]]:
        """Nobody answers: what was tried lies some days back."""
        for _ in range(self.random.choice((1, 2, 3, 4))):
            yield (
                Touched(means=Means.CALL, outcome=TouchOutcome.NO_ANSWER, contact_no=contact),
                self._days_ago(deal, 5, 20),
            )

    def _step(self, texts: DealTexts) -> StepSet:
        """A step of today or of the days to come; a few are overdue, and some have an hour."""
        today = self.calendar.day(self.now)
        day = today + timedelta(days=self.random.choice((-4, 0, 0, 1, 1, 2, 3, 4, 7, 9)))
        at = self.random.choice((*MINUTES.values(), None, None, None))
        text = texts.told(self._one(invented.STEPS))
        return StepSet(step=text, step_day=self.calendar.on_or_after(day), step_at=at)

    def _within(self, stay: _Stay) -> datetime:
        return stay.start + (stay.end - stay.start) * self.random.random()

    def _days_ago(self, deal: DealState, least: int, most: int) -> datetime:
        """A moment of a working day some days ago, but not before the deal came into its stage."""
        day = self.calendar.day(self.now) - timedelta(days=self.random.randint(least, most))
        at = self.calendar.at(
            self.calendar.on_or_after(day), time(self.random.randint(8, 15), self.random.randrange(60))
        )
        return min(max(at, deal.stay_at + timedelta(minutes=5)), self.now - timedelta(hours=1))

    def _one(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def _weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        return self.random.choices([each for each, _ in choices], [weight for _, weight in choices])[0]


def live(ledger: Ledger, workspace_no: int, english: frozenset[int] = frozenset()) -> None:
    """Append all of it to the deals of this workspace, and open the deals of customers that nobody has reached."""
    now, calendar = ledger.clock.now(), Calendar()
    sellers = _sellers(ledger, workspace_no)
    for place, new in enumerate(invented.NEW_CUSTOMERS):
        owner = sellers[place % len(sellers)]
        opened_at = calendar.at(calendar.on_or_after(calendar.day(now) - timedelta(days=3 + 2 * place)), time(9, 30))
        _commit(ledger, workspace_no, owner, lambda work, new=new, at=opened_at: _open(work, new, min(at, now)))
    deals, stays = _all_deals(ledger, workspace_no, now)
    bought = {
        each.customer_no: each.stay_at for each in sorted(deals, key=_latest_first) if each.state is StageKind.WON
    }
    life = _Life(now, calendar, stays, english, bought, Sales(now, calendar))
    for owner, theirs in groupby(deals, key=lambda each: each.owner):
        listed = list(theirs)
        for start in range(0, len(listed), CHUNK):
            _commit(
                ledger, workspace_no, owner, lambda work, part=listed[start : start + CHUNK]: _tell(life, work, part)
            )
    for place, sold in enumerate(_of_each_owner(life.sales.happy)[:FOLLOW_UPS]):
        new = invented_sales.FOLLOW_UPS[place % len(invented_sales.FOLLOW_UPS)]
        at = calendar.at(calendar.on_or_before(calendar.day(now) - timedelta(days=1 + 2 * place)), time(13, 40))
        _commit(
            ledger,
            workspace_no,
            sold.owner,
            lambda work, sold=sold, new=new, at=at: life.follow(work, sold, new, at),
        )


def _of_each_owner(deals: Sequence[DealState]) -> list[DealState]:
    """The deals so that each owner has one before any has a second one, each customer once."""
    once = {each.customer_no: each for each in deals}.values()
    owned = {no: [each for each in once if each.owner == no] for no in {each.owner for each in once}}
    return sorted(once, key=lambda each: (owned[each.owner].index(each), each.owner))


def _latest_first(deal: DealState) -> float:
    return -deal.stay_at.timestamp()


def _tell(life: _Life, work: UnitOfWork, deals: Sequence[DealState]) -> None:
    for each in deals:
        life.tell(work, each)


def _open(work: UnitOfWork, new: tuple[str, str, int], at: datetime) -> None:
    customer, name, euros = new
    no, stages = work.take("deal_no"), _FIRST_STAGE
    opened = Opened(
        customer_no=customers.find_or_add(work, customer),
        name=work.text(schema.name, DEAL, no, name),
        owner=work.by.member_no or 0,
        pipeline_no=stages[0],
        stage_no=stages[1],
        amount=euros * 100,
        currency="EUR",
    )
    work.append(opened, no, None, happened_at=at)


_FIRST_STAGE = (1, 1)  # pipeline and stage of a new deal in the default pipeline


def _sellers(ledger: Ledger, workspace_no: int) -> list[int]:
    with ledger.storage.read(Deadline.after(PATIENCE)) as connection:
        rows: Any = connection.execute(
            select(deal_table.c.owner).where(deal_table.c.workspace_no == workspace_no).distinct().order_by("owner")
        )
        return [row.owner for row in rows if members.roles_of(connection, workspace_no, row.owner) is not None]


def _all_deals(ledger: Ledger, workspace_no: int, now: datetime) -> tuple[list[DealState], dict[int, list[_Stay]]]:
    with ledger.storage.read(Deadline.after(PATIENCE)) as connection:
        deals = [deal_from_row(row) for row in connection.execute(_DEALS, {"w": workspace_no})]
        stays: dict[int, list[_Stay]] = {}
        for row in connection.execute(_STAYS, {"w": workspace_no}):
            stays.setdefault(row.deal_no, []).append(_Stay(row.stage_no, row.started_at, row.ended_at or now))
    return deals, stays


def _commit(ledger: Ledger, workspace_no: int, member_no: int, act: Callable[[UnitOfWork], None]) -> None:
    """One commit of what a person did, told afterwards: it brings no cards, and nobody is told."""
    ledger.commit(By(workspace_no, member_no, Via.IMPORT, limit=Deadline.after(PATIENCE)), act)
