"""Import (`putki import`): stage histories become deals, fifty whole deals at a time, each case once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline import errors
from pipeline.customers import customers
from pipeline.deals.change import a_deal
from pipeline.deals.events import DEAL, AmountSet, Lost, Moved, Opened, Won
from pipeline.deals.projection import DealState
from pipeline.exchange import imported_before
from pipeline.exchange.history_file import Case, Entry, Problem, Reason
from pipeline.exchange.imported_before import Before, File
from pipeline.forecast.histories import Outcome
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.money import Money
from pipeline.people import settings
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.stages import Stages
from pipeline.storage import schema
from pipeline.storage.engine import Deadline

CHUNK = 50  # whole deals in one commit: a seller then waits a few milliseconds at most
PATIENCE = 60.0  # seconds one chunk may take


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an import brought; `skipped` were there from an earlier run, `problems` say what was not taken and why."""

    deals: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    skipped: int = 0
    problems: tuple[Problem, ...] = ()

    def plus(self, brought: Sequence[Case], before: Before) -> Loaded:
        """With one more chunk: what came in, and what another import had brought in the meantime."""
        total = _total(brought)
        problems = sorted((*self.problems, *map(_changed, before.changed)), key=lambda problem: problem.line)
        return replace(
            self,
            deals=self.deals + total["n"],
            open=self.open + total["open"],
            won=self.won + total["won"],
            lost=self.lost + total["lost"],
            skipped=self.skipped + len(before.there),
            problems=tuple(problems),
        )


@dataclass(frozen=True, slots=True)
class Shipment:
    """What is to be brought: the cases of one file, who owns them by name, and who does where nobody is named."""

    cases: Sequence[Case]
    digest: str  # of the file: what it brings is one batch, however often the import was killed
    owners: Mapping[str, int]
    owner: int


def load(
    ledger: Ledger, workspace_no: int, shipment: Shipment, progress: Callable[[int], None] = lambda _: None
) -> Loaded:
    """Bring the cases that are not there yet; `progress` is told how many deals are done.

    A case is known by its id and its rows: a file that was mended brings what is new in it, a run that was killed is
    gone on with, and a case whose rows are others than when it was brought is named, never brought beside itself.
    """
    future = tuple(_unfit(shipment.cases, ledger.clock.now()))
    unfit = {problem.line for problem in future}
    fit = [case for case in shipment.cases if case.line not in unfit]
    with ledger.storage.read(Deadline.after(PATIENCE)) as connection:
        before = imported_before.before(connection, workspace_no, fit)
        file = imported_before.file(connection, workspace_no, shipment.digest)
    loaded = Loaded(problems=future).plus((), before)
    bringing = _Bringing(shipment, before.new[-1:], before.untold(file))
    there = len(shipment.cases) - len(before.new)
    for start in range(0, len(before.new), CHUNK):
        began = time.monotonic()
        loaded = loaded.plus(*bringing.bring(ledger, workspace_no, before.new[start : start + CHUNK]))
        if ledger.storage.is_sqlite:
            # Another process asks for the file again and again while it waits: leave it free for as long as taken.
            time.sleep(time.monotonic() - began)
        progress(there + min(start + CHUNK, len(before.new)))
    if not before.new:
        progress(there)
    return loaded


def _unfit(cases: Sequence[Case], now: datetime) -> Iterator[Problem]:
    """Cases that have not happened yet; the file's own mistakes were found when it was read."""
    for case in cases:
        if case.last_at > now:
            yield Problem(case.line, Reason.IN_THE_FUTURE, case.last_at.isoformat())


def _changed(case: Case) -> Problem:
    return Problem(case.line, Reason.CHANGED, case.case_id)


@dataclass(slots=True)
class _Bringing:
    """The chunks on their way into the ledger; one batch, whose number the file's first chunk took."""

    shipment: Shipment
    last: Sequence[Case]  # the case with which all is brought
    untold: list[Case]  # what came in of this file without the channel being told
    customers: dict[str, int] = field(default_factory=dict[str, int])

    def bring(self, ledger: Ledger, workspace_no: int, cases: Sequence[Case]) -> tuple[Sequence[Case], Before]:
        """What came in of these, and how the others stood by then."""
        done: list[tuple[File, Before]] = []
        by = By(workspace_no, None, Via.IMPORT, limit=Deadline.after(PATIENCE))
        ledger.commit(by, lambda work: self._chunk(work, cases, done))
        file, before = done[-1]
        self.untold += [*before.untold(file), *before.new]
        return before.new, before

    def _chunk(self, work: UnitOfWork, cases: Sequence[Case], done: list[tuple[File, Before]]) -> Notice:
        file = imported_before.file(work.connection, work.by.workspace_no, self.shipment.digest)
        before = imported_before.before(work.connection, work.by.workspace_no, cases)
        done.append((file, before))
        if before.new:
            self._bring(work, file, before)
        return Notice(NoticeKind.IMPORTED, {"n": len(before.new)})

    def _bring(self, work: UnitOfWork, file: File, before: Before) -> None:
        cases = before.new
        batch_no = file.batch_no or work.take("batch_no")
        work.batch_no = batch_no
        stages = stages_.of_workspace(work)
        self.customers = customers.numbers_by_name(work, [_customer_of(case) for case in cases])
        for case in cases:
            self._case(work, case, stages)
        is_last = cases[-1] is self.last[0]
        if is_last:
            self._tell(work, [*self.untold, *before.untold(file), *cases], stages)
        imported_before.keep(work, cases, file, batch_no, is_told=is_last)

    def _tell(self, work: UnitOfWork, cases: Sequence[Case], stages: Stages) -> None:
        pipeline_no = stages.by_no(cases[0].entries[0].stage_no).pipeline_no  # a file is of one pipeline
        place = settings.of_workspace(work).place(pipeline_no)
        if place is not None:
            key = f"import:{self.shipment.digest}:{work.change_no}"
            work.say(OutboxMessage(key, Lane.POSTS, NoticeKind.IMPORTED, work.now, {**_total(cases)}, to_place=place))

    def _case(self, work: UnitOfWork, case: Case, stages: Stages) -> None:
        for entry in case.entries:
            if not stages.by_no(entry.stage_no).is_open:
                raise errors.NoSuchStage(stage=entry.stage_no)
        deal = self._opened(work, case, stages)
        for entry in case.entries[1:]:
            deal = _amount_set(work, deal, entry.amount, entry.at)
            moved = Moved(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=entry.stage_no)
            deal = a_deal(work.append(moved, deal.deal_no, deal, happened_at=entry.at)[1])
        deal = _amount_set(work, deal, case.amount, case.last_at)
        _end(work, deal, case, stages)

    def _opened(self, work: UnitOfWork, case: Case, stages: Stages) -> DealState:
        first, no = case.entries[0], work.take("deal_no")
        opened = Opened(
            customer_no=self._customer(work, case),
            name=work.text(schema.name, DEAL, no, _deal_name(case)),
            owner=self._owner(case),
            pipeline_no=stages.by_no(first.stage_no).pipeline_no,
            stage_no=first.stage_no,
            amount=first.amount.minor if first.amount is not None else None,
            currency=_currency(first, case) or settings.of_workspace(work).currency,
        )
        return a_deal(work.append(opened, no, None, happened_at=first.at)[1])

    def _owner(self, case: Case) -> int:
        return self.shipment.owners.get(case.agent, self.shipment.owner)

    def _customer(self, work: UnitOfWork, case: Case) -> int:
        name = _customer_of(case)
        key = customers.folded(name)
        if key not in self.customers:
            self.customers[key] = customers.add(work, name)
        return self.customers[key]


def _total(cases: Sequence[Case]) -> dict[str, int]:
    """How many deals these are, and how they stand."""
    won, lost = (sum(case.outcome is outcome for case in cases) for outcome in (Outcome.WON, Outcome.LOST))
    return {"n": len(cases), "open": len(cases) - won - lost, "won": won, "lost": lost}


def _named(*candidates: str) -> str:
    """The first of these that is a name, cut to what a name may be."""
    for text in candidates:
        try:
            return customers.clean(text[: customers.NAME_LIMIT])
        except errors.EmptyName:
            continue
    return "?"


def _customer_of(case: Case) -> str:
    return _named(case.customer, case.name, case.case_id)


def _deal_name(case: Case) -> str:
    return _named(case.name, case.product, case.customer, case.case_id)


def _currency(first: Entry, case: Case) -> str | None:
    amount = first.amount or case.amount
    return amount.currency if amount is not None else None


def _amount_set(work: UnitOfWork, deal: DealState, amount: Money | None, at: datetime) -> DealState:
    """The deal with the amount as it became known then."""
    if amount is None or (amount.minor, amount.currency) == (deal.amount, deal.currency):
        return deal
    happening = AmountSet(amount=amount.minor, currency=amount.currency)
    return a_deal(work.append(happening, deal.deal_no, deal, happened_at=at)[1])


def _end(work: UnitOfWork, deal: DealState, case: Case, stages: Stages) -> None:
    if case.outcome is None or case.ended_at is None:
        return
    kind = StageKind.WON if case.outcome is Outcome.WON else StageKind.LOST
    to = stages.of_kind(deal.pipeline_no, kind).stage_no
    model = Won if kind is StageKind.WON else Lost
    ended = model(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=to)
    work.append(ended, deal.deal_no, deal, happened_at=case.ended_at)
