"""`putki`: running the bot and looking after it.

Each command loads its room when it runs: with Bolt, Alembic and NumPy `bot.start` costs more time than all the rest of
`putki --help`, the others about half of it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.exc import DatabaseError, OperationalError
from typer.core import TyperGroup

from bot import logs
from bot.config import Config
from pipeline import errors
from pipeline.ledger.verify import verify as differences_of
from pipeline.storage.engine import Storage
from pipeline.storage.health import fault_of
from pipeline.subjects import SUBJECTS

console = Console()


class _Commands(TyperGroup):
    """All commands: what the one who started it can mend is said in a sentence, and the exit code is 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as wrong:
            said = _sentence(wrong)
            if said is None:
                raise
            console.print(f"[red]{escape(said)}[/red]", soft_wrap=True)
            raise typer.Exit(2) from wrong


def _sentence(wrong: Exception) -> str | None:
    """What is wrong and what to do; None for a mistake of ours."""
    if isinstance(wrong, errors.CannotRun):
        return str(wrong)
    if isinstance(wrong, ValidationError):
        names = ", ".join(f"PUTKI_{each['loc'][0]}".upper() for each in wrong.errors() if each["loc"])
        return f"{names} cannot be read: see the README for what may stand there."
    if isinstance(wrong, errors.Busy) or type(wrong) in (OperationalError, DatabaseError):
        return _of_database(wrong)
    if isinstance(wrong, OSError) and wrong.filename:
        return f"{wrong.filename}: {wrong.strerror}."
    return None


def _of_database(wrong: Exception) -> str:
    ailment = fault_of(wrong, Storage.open(Config().database_url).file)
    if ailment is not None:
        return f"The database cannot be used: {ailment.problem}. {ailment.fix}"
    return (
        f"The database cannot be used ({type(wrong.__cause__ or wrong).__name__}). Is PUTKI_DATABASE_URL right, is "
        "its server running, and may this user read and write there?"
    )


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, help="A sales pipeline that lives in Slack."
)


def main() -> None:
    """The `putki` command."""
    app()


@app.command()
def run() -> None:
    """Run the bot: Socket Mode with PUTKI_APP_TOKEN, else signed HTTP, with scheduler and sending."""
    from bot import start

    config = Config()
    logs.configure(config.log_level)
    start.run(config)


@app.command()
def verify() -> None:
    """Replay the ledger and compare every projection with it; exit 1 on any difference."""
    from bot import outbox_command

    storage = outbox_command.opened(Config())
    differences = list(differences_of(storage, SUBJECTS))
    for each in differences[:50]:
        console.print(str(each), markup=False)
    console.print(f"{len(differences)} differences")
    storage.close()
    raise typer.Exit(1 if differences else 0)


@app.command()
def doctor() -> None:
    """Look at every setting, token, scope, the database and the clock; each failure says what to do."""
    from bot import doctor as doctors

    logs.configure("ERROR")
    is_well = True
    for each in doctors.examine(Config()):
        mark = "[green]ok[/green]  " if each.is_well else "[red]FAIL[/red]"
        console.print(f"{mark} {each.what}: {escape(each.says)}")
        if not each.is_well:
            is_well = False
            console.print(f"       → {escape(each.mend)}")
    raise typer.Exit(0 if is_well else 1)


@app.command()
def outbox(
    retry: Annotated[str | None, typer.Option(help="The key of a parked message to send after all.")] = None,
    skip: Annotated[str | None, typer.Option(help="The key of a message never to send.")] = None,
) -> None:
    """List what is parked or unsure; retry or skip one, exit 1 if there is no such."""
    from bot import outbox_command

    try:
        found = outbox_command.attend(Config(), retry=retry, skip=skip)
    except outbox_command.NotDone as why:
        console.print(escape(str(why)), soft_wrap=True)
        raise typer.Exit(1) from why
    for key, what in ((retry, "will be sent again"), (skip, "will not be sent")):
        if key:
            console.print(f"{escape(key)} {what}.", soft_wrap=True)
    table = Table("workspace", "key", "state", "says", "reason")
    for each in found:
        table.add_row(*map(escape, each))
    console.print(table if found else "Nothing is parked or unsure.")


@app.command()
def tick(
    at: Annotated[datetime, typer.Option(help="The moment (ISO, UTC unless it says otherwise).")],
) -> None:
    """Show what would be said at a moment; writes nothing."""
    from bot import outbox_command

    foreseen = outbox_command.foreseen(Config(), at)
    table = Table("workspace", "key", "says", "to")
    for each in foreseen:
        table.add_row(*each)
    console.print(table if table.row_count else "Nothing would be said.")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is.")] = 8765,
    data: Annotated[Path | None, typer.Option(help="Another history to begin with (CSV).")] = None,
) -> None:
    """Start the local Slack, the real bot beside it, and a pipeline with a history."""
    from bot.demo import show

    logs.configure("WARNING")
    show.run(port=port, data=data)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Stage histories (CSV, .gz too).")],
    monday: Annotated[datetime | None, typer.Option(help="Shift the history to end before this Monday.")] = None,
) -> None:
    """Bring stage histories into the pipeline; running it twice adds nothing twice. Exit 1 if a row was not taken."""
    from bot import import_command

    logs.configure("WARNING")
    with Progress(console=console) as progress:
        task = progress.add_task("deals", total=None)
        brought = import_command.bring(
            Config(),
            file,
            monday.date() if monday else None,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    table = Table("deals", "open", "won", "lost", "there already")
    loaded = brought.loaded
    table.add_row(*(str(each) for each in (loaded.deals, loaded.open, loaded.won, loaded.lost, loaded.skipped)))
    console.print(table)
    import_command.tell(console, brought.problems, most=20)
    raise typer.Exit(1 if brought.problems else 0)
