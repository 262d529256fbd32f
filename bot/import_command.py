"""`putki import` reads histories of deals from a file. It finds people by their names in Slack."""

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
from bot.installation import load_directory
from bot.language.voice import in_every_language
from bot.slack.directory import Directory
from bot.slack.schema import MIGRATIONS
from pipeline.exchange.history_file import Problem, read_history, shift_weeks
from pipeline.exchange.load import ImportJob, ImportResult, load
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import access
from pipeline.people import settings as settings_
from pipeline.people.events import Role
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The result of an import, and each row that was not imported."""

    loaded: ImportResult
    problems: tuple[Problem, ...]


def import_file(config: Config, file: Path, monday: date | None, progress: Callable[[int, int], None]) -> ImportOutcome:
    """Import `file`; the bot may run meanwhile. `monday` shifts the history so that it ends before that Monday.

    `progress` gets the number of deals done and of all deals.
    """
    check(config)
    migrate.upgrade(config.database_url, [MIGRATIONS])
    storage = Storage.open(config.database_url)
    try:
        ledger = Ledger(storage, start.clock_of(config), SUBJECTS)
        directory = load_directory(config, ledger, threading.Event())
        return _import(ledger, directory, file, monday, progress)
    finally:
        storage.close()


def print_problems(console: Console, problems: Sequence[Problem], *, most: int) -> None:
    """Print up to `most` rows that were not imported, and how many more there are. Their text is not read as markup."""
    for each in problems[:most]:
        rows = f" ({each.rows} rows)" if each.rows > 1 else ""
        said = f"line {each.line}: {each.reason.value} {each.text}{rows}"
        console.print(said, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if len(problems) > most:
        console.print(f"and {len(problems) - most} more", style="yellow", highlight=False)


def _import(
    ledger: Ledger, directory: Directory, file: Path, monday: date | None, progress: Callable[[int, int], None]
) -> ImportOutcome:
    with ledger.read_session(directory.system) as session:
        called = stage_labels(session)
        labels = {
            label: each.stage_no
            for each in stages.of_workspace(session).open_of(stages.persons_pipeline(session))
            for label in _labels(called[each.stage_no])
        }
        currency = settings_.of_workspace(session).currency
        owner = access.who_can(session.connection, session.by.workspace_no, Role.ADMIN) or 1
    history = read_history(file, labels, currency=currency)
    cases = shift_weeks(history.cases, monday) if monday else history.cases
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:24]
    shipment = ImportJob(cases, digest, directory.members_by_name(), owner)
    loaded = load(ledger, directory.workspace_no, shipment, lambda done: progress(done, len(cases)))
    return ImportOutcome(loaded, (*history.problems, *loaded.problems))


def _labels(stage: StageLabel) -> tuple[str, ...]:
    """How a file may call a stage."""
    return (stage.key, *in_every_language(stage.key)) if stage.key else (stage.text or "",)
