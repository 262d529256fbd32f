"""`putki import` reads histories of deals from a file. It finds people by their names in Slack."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console

from bot import start
from bot.config import Config, Misconfigured, check_bot_token
from bot.importing.dry_run import DryRun
from bot.importing.owners import Colleague, find_owners, owner_named, require_owners
from bot.importing.sentences import problem_lines
from bot.importing.workspace import Workspace, default_workspace, known_workspace, workspace_of
from bot.installation import Stopped, load_workspace
from bot.language.file_values import READERS
from bot.language.voice import Voice
from pipeline.clock import SystemClock
from pipeline.exchange import imported_before
from pipeline.exchange.history_file import Case, HistoryFile, read_cases, shift_weeks
from pipeline.exchange.imported_before import Comparison
from pipeline.exchange.load import ImportJob, ImportResult, changed_problem, future_problems, load
from pipeline.exchange.problems import Problem
from pipeline.exchange.table import Table, read_table
from pipeline.ledger.unit_of_work import Ledger
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS

SLACK_SECONDS = 15.0  # seconds in which Slack has to answer; an operator waits for it
CALL_SECONDS = 10  # seconds that one call to Slack may take


class WithoutSlack(Misconfigured):
    """The import cannot ask Slack who the owners of deals are."""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The result of an import, each problem of the file, and the voice that tells them."""

    loaded: ImportResult
    problems: tuple[Problem, ...]
    voice: Voice


def import_file(
    config: Config,
    file: Path,
    monday: date | None,
    progress: Callable[[int, int], None],
    owner: str | None = None,
) -> ImportOutcome:
    """Import `file`; the bot may run meanwhile. `monday` shifts the history so that it ends before that Monday.

    `progress` gets the number of deals done and of all deals. `owner` is who gets the deals whose owner Slack does not
    know. Raises OwnersMissing and OwnerUnknown before anything is imported, and WithoutSlack.
    """
    unknown = default_workspace(os.environ, SystemClock().now())
    table = read_table(file)
    if table.problems:
        return ImportOutcome(ImportResult(), table.problems, unknown.voice)
    if not config.bot_token.get_secret_value():
        raise WithoutSlack(unknown.voice.label("import_no_token"))
    check_bot_token(config)
    start.upgrade_database(config)
    storage = Storage.open(config.database_url)
    try:
        ledger = Ledger(storage, start.clock_of(config), SUBJECTS)
        workspace_no, workspace = _of_slack(config, ledger, unknown.voice)
        return _import(ledger, workspace_no, workspace, table, monday, progress, owner)
    finally:
        storage.close()


def dry_run(config: Config, file: Path, monday: date | None, owner: str | None = None) -> DryRun:
    """Say what an import of `file` would do. It writes nothing, and asks no Slack.

    What the database knows of the workspace is used where it can be read. Raises OwnerUnknown.
    """
    table = read_table(file)
    storage = Storage.open(config.database_url)
    try:
        ledger = Ledger(storage, SystemClock(), SUBJECTS)
        workspace = None if table.problems else known_workspace(ledger, os.environ)
        workspace = workspace or default_workspace(os.environ, ledger.clock.now())
        history = _read(table, workspace, monday)
        future = tuple(future_problems(history.cases, ledger.clock.now()))
        lines = {problem.line for problem in future}
        past = [case for case in history.cases if case.line not in lines]
        comparison = _compared(ledger, workspace, past)
    finally:
        storage.close()
    problems = (*history.problems, *future, *map(changed_problem, comparison.changed))
    if owner is not None and workspace.people:
        member_no = owner_named(owner, workspace.people, workspace.voice)
        owner = next(each.name for each in workspace.people if each.member_no == member_no)
    return DryRun(
        file.name,
        table,
        workspace,
        comparison.new,
        len(comparison.unchanged),
        find_owners(comparison.new, workspace.people),
        owner,
        sorted(problems, key=lambda problem: problem.line),
    )


def print_problems(console: Console, outcome: ImportOutcome, *, most: int) -> None:
    """Print up to `most` problems, and how many more there are. Their text is not read as markup."""
    for line in problem_lines(outcome.voice, outcome.problems, most=most):
        console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)


def result_lines(outcome: ImportOutcome) -> list[str]:
    """The sentences that say what came, unless the file as a whole was not read."""
    loaded, voice = outcome.loaded, outcome.voice
    lines: list[str] = []
    if loaded.deals or not outcome.problems:
        lines.append(voice.label("imported", n=loaded.deals, open=loaded.open, won=loaded.won, lost=loaded.lost))
    if loaded.skipped:
        lines.append(voice.label("import_known", n=loaded.skipped))
    return lines


def _of_slack(config: Config, ledger: Ledger, voice: Voice) -> tuple[int, Workspace]:
    """The workspace whose token this is, with its people as Slack describes them now. Raises WithoutSlack."""
    stop = threading.Event()
    watch = threading.Timer(SLACK_SECONDS, stop.set)
    watch.daemon = True
    watch.start()
    try:
        directory, users = load_workspace(config, ledger, stop, timeout=CALL_SECONDS)
    except Stopped as late:
        raise WithoutSlack(voice.label("import_no_slack")) from late
    finally:
        watch.cancel()
    numbers = directory.member_numbers()
    people = [Colleague.of(numbers[user["id"]], user) for user in users if user.get("id") in numbers]
    with ledger.read_session(directory.system) as session:
        return directory.workspace_no, workspace_of(session, os.environ, people)


def _import(
    ledger: Ledger,
    workspace_no: int,
    workspace: Workspace,
    table: Table,
    monday: date | None,
    progress: Callable[[int, int], None],
    owner: str | None,
) -> ImportOutcome:
    history = _read(table, workspace, monday)
    owner_no = owner_named(owner, workspace.people, workspace.voice) if owner is not None else None
    owners = find_owners(_compared(ledger, workspace, history.cases).new, workspace.people)
    if owner_no is None:
        require_owners(owners, workspace.voice)
    job = ImportJob(history.cases, table.digest, owners.found, owner_no)
    loaded = load(ledger, workspace_no, job, lambda done: progress(done, len(history.cases)))
    problems = sorted((*history.problems, *loaded.problems), key=lambda problem: problem.line)
    return ImportOutcome(loaded, tuple(problems), workspace.voice)


def _read(table: Table, workspace: Workspace, monday: date | None) -> HistoryFile:
    history = read_cases(table, workspace.labels, READERS, currency=workspace.currency)
    return replace(history, cases=shift_weeks(history.cases, monday)) if monday else history


def _compared(ledger: Ledger, workspace: Workspace, cases: Sequence[Case]) -> Comparison:
    """The cases split by whether an earlier import brought them; all are new where no workspace is known."""
    if workspace.no is None:
        return Comparison(cases, (), ())
    with ledger.storage.read() as connection:
        return imported_before.compare(connection, workspace.no, cases)
