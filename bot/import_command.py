"""Bringing a history in (`putki import`): people are found by their names in Slack, deals go the core's way."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from bot import start
from bot.config import Config, check
from bot.language.voice import in_every_language
from bot.slack.directory import Directory
from bot.slack.schema import MIGRATIONS
from pipeline.exchange.history_file import Problem, read_history, shift_weeks
from pipeline.exchange.load import ImportJob, ImportResult, load
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import access
from pipeline.people import settings as settings_
from pipeline.people.events import Role
from pipeline.queries.names import stage_labels
from pipeline.stages.events import StageKind
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of an import, and each row that was not taken."""

    loaded: ImportResult
    problems: tuple[Problem, ...]


def bring(config: Config, file: Path, monday: date | None, progress: Callable[[int, int], None]) -> Brought:
    """Import `file` beside a bot that may be running; with `monday` the history is shifted to end before it."""
    check(config)
    migrate.upgrade(config.database_url, [MIGRATIONS])
    storage = Storage.open(config.database_url)
    try:
        ledger = Ledger(storage, start.clock_of(config), SUBJECTS)
        directory = start.known_people(config, ledger, threading.Event())
        return _bring(ledger, directory, file, monday, progress)
    finally:
        storage.close()


def tell(console: Console, problems: Sequence[Problem], *, most: int) -> None:
    """Say what was not taken, so many lines of it and how many more there are; what stood there is no markup."""
    for each in problems[:most]:
        rows = f" ({each.rows} rows)" if each.rows > 1 else ""
        said = f"line {each.line}: {each.reason.value} {each.text}{rows}"
        console.print(said, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if len(problems) > most:
        console.print(f"and {len(problems) - most} more", style="yellow", highlight=False)


def _bring(
    ledger: Ledger, directory: Directory, file: Path, monday: date | None, progress: Callable[[int, int], None]
) -> Brought:
    with ledger.read_session(directory.system) as session:
        labels = {
            label: each.no
            for each in stage_labels(session).values()
            if each.kind is StageKind.OPEN
            for label in ((each.key, *in_every_language(each.key)) if each.key else (each.text or "",))
        }
        currency = settings_.of_workspace(session).currency
        owner = access.who_can(session.connection, session.by.workspace_no, Role.ADMIN) or 1
    history = read_history(file, labels, currency=currency)
    cases = shift_weeks(history.cases, monday) if monday else history.cases
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:24]
    shipment = ImportJob(cases, digest, directory.named(), owner)
    loaded = load(ledger, directory.workspace_no, shipment, lambda done: progress(done, len(cases)))
    return Brought(loaded, (*history.problems, *loaded.problems))
