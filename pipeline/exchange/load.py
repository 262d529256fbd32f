"""Import (`putki import`): the cases of a history file become deals, fifty deals in one commit, each case only once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline import errors
from pipeline.customers import customers
from pipeline.customers.known import SameCustomers
from pipeline.deals.change import a_deal
from pipeline.deals.events import DEAL, AmountSet, Lost, Moved, Opened, Won
from pipeline.deals.projection import DealState
from pipeline.exchange import imported_before
from pipeline.exchange.history_file import Case, Entry
from pipeline.exchange.imported_before import Comparison, ImportedFile
from pipeline.exchange.problems import Problem, Reason
from pipeline.forecast.histories import Outcome
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealsImported
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.money import Money
from pipeline.people import settings
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.stages import Stages
from pipeline.storage import schema
from pipeline.storage.engine import Deadline

CHUNK = 50  # deals imported in one commit: few enough for sellers to wait only milliseconds meanwhile
PATIENCE = 60.0  # seconds that one chunk may take


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import: how many deals it added, and how many of those are open, won and lost.

    `skipped` counts the cases that an earlier run had imported. `problems` say what was not imported, and why.
    """

    deals: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    skipped: int = 0
    problems: tuple[Problem, ...] = ()

    def plus(self, brought: Sequence[Case], comparison: Comparison) -> ImportResult:
        """The result with one more chunk: the cases it imported, and what another import had done meanwhile."""
        total = _counts(brought)
        problems = sorted((*self.problems, *map(changed_problem, comparison.changed)), key=lambda problem: problem.line)
        return replace(
            self,
            deals=self.deals + total.count,
            open=self.open + total.open,
            won=self.won + total.won,
            lost=self.lost + total.lost,
            skipped=self.skipped + len(comparison.unchanged),
            problems=tuple(problems),
        )


@dataclass(frozen=True, slots=True)
class ImportJob:
    """What to import: the cases of one file, and who owns them."""

    cases: Sequence[Case]
    digest: str  # the file's digest: all that is imported from one file is one batch, also after a kill
    owners: Mapping[str, int]  # member numbers by the agent's name in the file
    owner: int | None  # the member who owns cases whose agent is not among the owners; None if all agents are


def load(
    ledger: Ledger, workspace_no: int, job: ImportJob, progress: Callable[[int], None] = lambda _: None
) -> ImportResult:
    """Import the cases that were not imported before; `progress` is called with the number of deals that are done.

    A case is recognized by its id and its rows. So the rest of a killed import follows when it is run again, and a
    corrected file adds only what is new in it. A case whose rows have changed since it was imported becomes a problem
    of the result; its deal is left as it is. Raises Busy when the database does not take a chunk in time.
    """
    future = tuple(future_problems(job.cases, ledger.clock.now()))
    future_lines = {problem.line for problem in future}
    past_cases = [case for case in job.cases if case.line not in future_lines]
    with ledger.storage.read(Deadline.after(PATIENCE)) as connection:
        comparison = imported_before.compare(connection, workspace_no, past_cases)
        file = imported_before.find_file(connection, workspace_no, job.digest)
    result = ImportResult(problems=future).plus((), comparison)
    importer = _Importer(job, comparison.new[-1:], comparison.unannounced(file))
    skipped_count = len(job.cases) - len(comparison.new)
    for start in range(0, len(comparison.new), CHUNK):
        began = time.monotonic()
        result = result.plus(*importer.import_chunk(ledger, workspace_no, comparison.new[start : start + CHUNK]))
        if ledger.storage.is_sqlite:
            # Other processes poll for SQLite's lock: leave it free for as long as this chunk held it.
            time.sleep(time.monotonic() - began)
        progress(skipped_count + min(start + CHUNK, len(comparison.new)))
    if not comparison.new:
        progress(skipped_count)
    return result


def future_problems(cases: Sequence[Case], now: datetime) -> Iterator[Problem]:
    """A problem for each case that has a row later than now."""
    for case in cases:
        if case.last_at > now:
            yield Problem(case.line, Reason.IN_THE_FUTURE, case.case_id, more=case.last_at.date().isoformat())


def changed_problem(case: Case) -> Problem:
    """The problem of a case that an earlier import brought with other rows."""
    return Problem(case.line, Reason.CHANGED, case.case_id)


@dataclass(slots=True)
class _Importer:
    """Imports the chunks of one file, all in one batch. The file's first chunk takes the number of the batch."""

    job: ImportJob
    last: Sequence[Case]  # the last case to import, or nothing; the channel is told with it
    unannounced: list[Case]  # the cases imported from this file of which the channel was not told yet
    customers: SameCustomers = field(default_factory=lambda: SameCustomers(()))

    def import_chunk(
        self, ledger: Ledger, workspace_no: int, cases: Sequence[Case]
    ) -> tuple[Sequence[Case], Comparison]:
        """Import one chunk. Gives the cases that it imported, and how all of its cases were split then."""
        done: list[tuple[ImportedFile, Comparison]] = []
        by = By(workspace_no, None, Via.IMPORT, limit=Deadline.after(PATIENCE))
        ledger.commit(by, lambda work: self._chunk(work, cases, done))
        file, comparison = done[-1]
        self.unannounced += [*comparison.unannounced(file), *comparison.new]
        return comparison.new, comparison

    def _chunk(self, work: UnitOfWork, cases: Sequence[Case], done: list[tuple[ImportedFile, Comparison]]) -> None:
        file = imported_before.find_file(work.connection, work.by.workspace_no, self.job.digest)
        comparison = imported_before.compare(work.connection, work.by.workspace_no, cases)
        done.append((file, comparison))
        if comparison.new:
            self._import_cases(work, file, comparison)

    def _import_cases(self, work: UnitOfWork, file: ImportedFile, comparison: Comparison) -> None:
        cases = comparison.new
        batch_no = file.batch_no or work.take("batch_no")
        work.batch_no = batch_no
        stages = stages_.of_workspace(work)
        self.customers = SameCustomers.of(work, [_customer_of(case) for case in cases])
        for case in cases:
            self._import_case(work, case, stages)
        is_last = cases[-1] is self.last[0]
        if is_last:
            self._announce(work, [*self.unannounced, *comparison.unannounced(file), *cases], stages)
        imported_before.record(work, cases, file, batch_no, is_announced=is_last)

    def _announce(self, work: UnitOfWork, cases: Sequence[Case], stages: Stages) -> None:
        pipeline_no = stages.by_no(cases[0].entries[0].stage_no).pipeline_no  # a file is of one pipeline
        place = settings.of_workspace(work).place(pipeline_no)
        if place is not None:
            key = f"import:{self.job.digest}:{work.change_no}"
            work.say(OutboxMessage(key, Lane.POSTS, _counts(cases), work.now, to_place=place))

    def _import_case(self, work: UnitOfWork, case: Case, stages: Stages) -> None:
        for entry in case.entries:
            if not stages.by_no(entry.stage_no).is_open:
                raise errors.NoSuchStage(stage=entry.stage_no)
        deal = self._open_deal(work, case, stages)
        for entry in case.entries[1:]:
            deal = _set_amount(work, deal, entry.amount, entry.at)
            moved = Moved(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=entry.stage_no)
            deal = a_deal(work.append(moved, deal.deal_no, deal, happened_at=entry.at)[1])
        deal = _set_amount(work, deal, case.amount, case.last_at)
        _close_deal(work, deal, case, stages)

    def _open_deal(self, work: UnitOfWork, case: Case, stages: Stages) -> DealState:
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
        owner = self.job.owners.get(case.agent, self.job.owner)
        assert owner is not None, "the caller asks for an owner before it imports"
        return owner

    def _customer(self, work: UnitOfWork, case: Case) -> int:
        name = _customer_of(case)
        number = self.customers.number_of(name)
        if number is None:
            number = customers.add(work, name)
            self.customers.add(name, number)
        return number


def _counts(cases: Sequence[Case]) -> DealsImported:
    """How many cases there are, and how many of them are open, won and lost."""
    won, lost = (sum(case.outcome is outcome for case in cases) for outcome in (Outcome.WON, Outcome.LOST))
    return DealsImported(count=len(cases), open=len(cases) - won - lost, won=won, lost=lost)


def _first_name(*candidates: str) -> str:
    """The first of these texts that is a name, cut to the longest name allowed; "?" if none is."""
    for text in candidates:
        try:
            return customers.clean(text[: customers.NAME_LIMIT])
        except errors.EmptyName:
            continue
    return "?"


def _customer_of(case: Case) -> str:
    return _first_name(case.customer, case.name, case.case_id)


def _deal_name(case: Case) -> str:
    return _first_name(case.name, case.product, case.customer, case.case_id)


def _currency(first: Entry, case: Case) -> str | None:
    amount = first.amount or case.amount
    return amount.currency if amount is not None else None


def _set_amount(work: UnitOfWork, deal: DealState, amount: Money | None, at: datetime) -> DealState:
    """Record the amount of the deal if it differs from the present one; gives the deal as it is then."""
    if amount is None or (amount.minor, amount.currency) == (deal.amount, deal.currency):
        return deal
    event_data = AmountSet(amount=amount.minor, currency=amount.currency)
    return a_deal(work.append(event_data, deal.deal_no, deal, happened_at=at)[1])


def _close_deal(work: UnitOfWork, deal: DealState, case: Case, stages: Stages) -> None:
    if case.outcome is None or case.ended_at is None:
        return
    kind = StageKind.WON if case.outcome is Outcome.WON else StageKind.LOST
    to = stages.of_kind(deal.pipeline_no, kind).stage_no
    model = Won if kind is StageKind.WON else Lost
    ended = model(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=to)
    work.append(ended, deal.deal_no, deal, happened_at=case.ended_at)
