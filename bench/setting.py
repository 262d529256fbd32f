"""Sets up what the benchmarks run on: a migrated database with a workspace, its people, and deals to move."""

from __future__ import annotations

from pathlib import Path

from bot.slack.schema import MIGRATIONS
from pipeline.clock import SystemClock
from pipeline.customers import customers
from pipeline.deals.events import DEAL, Opened
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.sequence import begin_workspace
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.people import members, settings
from pipeline.stages import stages
from pipeline.storage import migrate, schema
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS

CHUNK = 500
SYSTEM = By(1, None, Via.SYSTEM)


def ledger_at(url: str, *, deals: int, sellers: int = 1) -> Ledger:
    """A ledger with this many open deals in the first stage, spread over the sellers."""
    migrate.upgrade(url, [MIGRATIONS])
    storage = Storage.open(url)
    ledger = Ledger(storage, SystemClock(), SUBJECTS)
    begin_workspace(storage, ledger.clock, 1)

    def people(work: UnitOfWork) -> None:
        stages.add_default_pipeline(work)
        for _ in range(sellers):
            members.add(work, seller=True, admin=True)
        settings.put(work, settings.WORKSPACE, {settings.PLACE.format(pipeline=1): 1})

    ledger.commit(SYSTEM, people)
    for start in range(0, deals, CHUNK):
        count = min(CHUNK, deals - start)
        limit = Deadline.after(60)
        ledger.commit(By(1, None, Via.IMPORT, limit=limit), lambda work, n=count: _open(work, n, sellers))
    return ledger


def _open(work: UnitOfWork, count: int, sellers: int) -> None:
    customer = customers.find_or_add(work, "Acme Oy")
    for _ in range(count):
        no = work.take("deal_no")
        opened = Opened(
            customer_no=customer,
            name=work.text(schema.name, DEAL, no, f"deal {no}"),
            owner=(no - 1) % sellers + 1,
            pipeline_no=1,
            stage_no=1,
            amount=100_000 + no,
            currency="EUR",
        )
        work.append(opened, no, None)


def sqlite_url(folder: Path, name: str) -> str:
    """The URL of a SQLite file of this name in the folder."""
    return f"sqlite:///{folder / name}.db"
