"""The `putki` command line: it runs the bot and looks after it.

The commands that start the bot, show the demo or bring in a file import their modules when they run: these bring Bolt
and Alembic, which take as long as all the rest of `putki --help`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, TaskID
from rich.table import Table
from sqlalchemy.exc import DatabaseError, OperationalError
from typer.core import TyperGroup

from bot import backtest_command, logs, outbox_command, restored
from bot import doctor as doctors
from bot.config import Config
from bot.importing.dry_run import print_dry_run
from pipeline import errors
from pipeline.clock import SystemClock
from pipeline.ledger.verify import verify as differences_of
from pipeline.storage.engine import Storage
from pipeline.storage.file_lock import sqlite_lock
from pipeline.storage.health import fault_of
from pipeline.subjects import SUBJECTS

console = Console()
T = TypeVar("T")


class _Commands(TyperGroup):
    """The commands. An error that the operator can remove becomes one sentence, and the exit code is 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as wrong:
            said = _error_sentence(wrong)
            if said is None:
                raise
            console.print(f"[red]{escape(said)}[/red]", soft_wrap=True)
            raise typer.Exit(2) from wrong


def _error_sentence(wrong: Exception) -> str | None:
    """Return what is wrong and what to do; None for an error in the program."""
    if isinstance(wrong, errors.CannotRun):
        return str(wrong)
    if isinstance(wrong, ValidationError):
        names = ", ".join(f"PUTKI_{each['loc'][0]}".upper() for each in wrong.errors() if each["loc"])
        return f"{names} has an invalid value. The README lists the allowed values."
    if isinstance(wrong, errors.Busy) or type(wrong) in (OperationalError, DatabaseError):
        return _database_error_sentence(wrong)
    if isinstance(wrong, OSError) and wrong.filename:
        return f"{wrong.filename}: {wrong.strerror}."
    return None


def _database_error_sentence(wrong: Exception) -> str:
    ailment = fault_of(wrong, Storage.open(Config().database_url).file)
    if ailment is not None:
        return f"The database cannot be used: {ailment.problem}. {ailment.fix}"
    return (
        f"The database cannot be used ({type(wrong.__cause__ or wrong).__name__}). Check PUTKI_DATABASE_URL, that "
        "its server is running, and that this user may read and write the database."
    )


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, help="A sales pipeline that lives in Slack."
)


def main() -> None:
    """Run the `putki` command."""
    app()


@app.command()
def run() -> None:
    """Run the bot. It uses Socket Mode if PUTKI_APP_TOKEN is set, else it serves signed HTTP requests."""
    from bot import start

    config = Config()
    logs.configure(config.log_level)
    start.run(config)


@app.command()
def verify() -> None:
    """Replay the ledger and compare every projection with the result. Exit 1 if anything differs or is lost."""
    storage = outbox_command.open_database(Config())
    differences = list(differences_of(storage, SUBJECTS))
    for each in differences[:50]:
        console.print(str(each), markup=False)
    console.print(f"{len(differences)} differences")
    problem = restored.problem(Config(), storage)
    for line in (*restored.left_out(storage), *([". ".join(problem)] if problem else [])):
        console.print(line, markup=False, soft_wrap=True)
    storage.close()
    raise typer.Exit(1 if differences or problem else 0)


@app.command()
def restore() -> None:
    """Go on after a restored backup, so that no number of what was lost is given out again. Stop the bot first."""
    with sqlite_lock(Config().database_url):
        storage = outbox_command.open_database(Config())
        for line in restored.go_on(Config(), storage, SystemClock()):
            console.print(line, soft_wrap=True)
        storage.close()


@app.command()
def doctor() -> None:
    """Check the settings, tokens, scopes, database and clock. Each failure says what to do. Exit 1 if any."""
    logs.configure("ERROR")
    is_well = True
    for each in doctors.run_checks(Config()):
        mark = "[green]ok[/green]  " if each.is_well else "[red]FAIL[/red]"
        console.print(f"{mark} {each.what}: {escape(each.says)}")
        if not each.is_well:
            is_well = False
            console.print(f"       → {escape(each.mend)}")
    raise typer.Exit(0 if is_well else 1)


@app.command()
def outbox(
    retry: Annotated[str | None, typer.Option(help="Send the parked message with this key again.")] = None,
    skip: Annotated[str | None, typer.Option(help="Never send the message with this key.")] = None,
) -> None:
    """List parked and unsure messages. Retry or skip one. Exit 1 if there is no such message."""
    try:
        found = outbox_command.settle_and_list(Config(), retry=retry, skip=skip)
    except outbox_command.NotDone as why:
        console.print(escape(str(why)), soft_wrap=True)
        raise typer.Exit(1) from why
    for key, what in ((retry, "will be sent again"), (skip, "will not be sent")):
        if key:
            console.print(f"{escape(key)} {what}.", soft_wrap=True)
    table = Table("workspace", "key", "state", "message", "reason")
    for each in found:
        table.add_row(*map(escape, each))
    console.print(table if found else "Nothing is parked or unsure.")


@app.command()
def tick(
    at: Annotated[datetime, typer.Option(help="The moment in ISO form, in UTC unless it names a zone.")],
) -> None:
    """Show the messages that would be due at a moment. Writes nothing."""
    foreseen = outbox_command.preview(Config(), at)
    table = Table("workspace", "key", "message", "to")
    for each in foreseen:
        table.add_row(*map(escape, each))
    console.print(table if table.row_count else "No message would be due.")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the web page.")] = 8765,
    data: Annotated[Path | None, typer.Option(help="A CSV file with another history of deals.")] = None,
) -> None:
    """Start a local Slack and the real bot, with a history of deals."""
    from bot.demo import show

    logs.configure("WARNING")
    show.run(port=port, data=data)


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="Stage histories: CSV, also gzipped, or an Excel workbook."),
    ],
    owner: Annotated[
        str | None, typer.Option(help="Who gets the deals whose owner Slack does not know: a name, handle or e-mail.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come. Needs no Slack and saves nothing.")
    ] = False,
    monday: Annotated[
        datetime | None, typer.Option(help="Shift the history so that it ends before this Monday.")
    ] = None,
) -> None:
    """Import stage histories. A second run adds nothing twice. Exit 1 if a row was not imported."""
    from bot import import_command

    logs.configure_quietly()
    day = monday.date() if monday else None
    if dry_run:
        run = import_command.dry_run(Config(), file, day, owner)
        print_dry_run(console, run)
        raise typer.Exit(0 if run.is_well else 1)
    outcome = _with_progress(lambda progress: import_command.import_file(Config(), file, day, progress, owner))
    for line in import_command.result_lines(outcome):
        console.print(line, highlight=False)
    import_command.print_problems(console, outcome, most=20)
    raise typer.Exit(1 if outcome.problems else 0)


@app.command()
def backtest(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with the columns case_id, seq, stage, entered_at, amount; also gzipped.")
    ],
    first: Annotated[
        datetime | None, typer.Option("--from", help="The first Monday, if not after the warm-up.")
    ] = None,
    last: Annotated[datetime | None, typer.Option(help="Do not look at what came after this day's beginning.")] = None,
    warmup: Annotated[int, typer.Option(min=0, help="Weeks of history before the first Monday.")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores for machines.")] = False,
    predictions: Annotated[Path | None, typer.Option(help="Write every forecast into this CSV file.")] = None,
) -> None:
    """Forecast a file of stage histories on each of its Mondays, of what was known then, and compare with what came."""
    begin, end = (day.replace(tzinfo=UTC) if day else None for day in (first, last))
    replayed = _with_progress(lambda progress: backtest_command.run(file, begin, end, warmup, progress))
    if predictions:
        backtest_command.write_predictions(predictions, replayed)
    found = list(backtest_command.scores_of(replayed))
    if as_json:
        typer.echo(backtest_command.as_json(found))
    elif not found:
        console.print("No forecast has come due in this file.")
    else:
        console.print(*backtest_command.tables(found))


def _with_progress(act: Callable[[Callable[[int, int], None]], T]) -> T:
    """Carry out what takes a while. Its progress shows from its first report on, and is gone at the end."""
    with ExitStack() as stack:
        shown: list[tuple[Progress, TaskID]] = []

        def progress(done: int, of: int) -> None:
            if not shown and console.is_terminal:
                bar = stack.enter_context(Progress(console=console, transient=True))
                shown.append((bar, bar.add_task("", total=of)))
            for bar, task in shown:
                bar.update(task, completed=done, total=of)

        return act(progress)
