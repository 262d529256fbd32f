"""`putki demo` starts the local Slack and the real bot as two processes, with a history, on a Monday morning."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, time, timedelta
from pathlib import Path
from time import monotonic, sleep

from rich.console import Console

from bot import import_command, start
from bot.config import Config
from bot.demo.life import live
from bot.importing.workspace import known_workspace
from bot.local_slack.client import Control
from pipeline.forecast import report, snapshot
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import settings
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS

MONDAY = date(2026, 6, 15)
DAWN = "2026-06-15T04:30:00+00:00"  # 7.30 in Helsinki
EIGHT = "2026-06-15T05:00:00+00:00"
HERE = Path(__file__).parent
MANIFESTS = (HERE / "manifest.yml", HERE.parent.parent / "manifest.yml")  # in an installed wheel, or in a checkout
ADMIN, LEAD, ENGLISH, CHANNEL = "ULOCALOSKAR", "ULOCALKAISA", "ULOCALEMMA1", "CLOCALMYYNT"
SELLER, WIN = (
    "ULOCALMATTI",
    "/deal voitettu lokkiluodon teräs jätevesipumppaamo 25 000",
)  # told in the channel; no day is promised yet
WRITES_ENGLISH = "Emma Clarke"
DATAS_OWNER = "Aino Virtanen"  # gets the deals of another history whose owners are nobody of the demo
TOKENS = {
    "PUTKI_BOT_TOKEN": "xoxb-local-putki-bot",
    "PUTKI_APP_TOKEN": "xapp-local-putki-app",
}
PATIENCE = 60.0
PIPELINE, PAST_MONDAYS = 1, 13  # the demo's one pipeline, and a quarter of Mondays
console = Console()


def run(*, port: int, data: Path | None) -> None:
    """Start everything, print the address, and run until Ctrl-C."""
    began = monotonic()
    if _is_taken(port):
        console.print(f"Another program uses port {port}. Choose another port: make demo PORT={port + 1}")
        raise SystemExit(2)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that both processes end with this one
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="putki-demo-")))
        environment = _environment(port, folder)
        stack.enter_context(
            _process([sys.executable, "-m", "bot.local_slack", *_slack_arguments(port)], os.environ.copy())
        )
        slack = Control(f"http://127.0.0.1:{port}")
        _wait_until_up(slack)
        console.print("Importing the history …")
        _import_history(environment, data)
        bot = stack.enter_context(_process([sys.executable, "-m", "bot", "run"], environment))
        slack.until_connected(seconds=PATIENCE)
        _set_up(slack)
        if data is None:
            slack.type(SELLER, CHANNEL, WIN)
        slack.clock(to=EIGHT)
        console.print(f"\n[bold]Putki is at http://127.0.0.1:{port}[/bold]  ({monotonic() - began:.0f} s)")
        console.print("Type /deal in #myynti. Ctrl-C ends it; nothing is kept.")
        bot.wait()
    console.print("Goodbye.")


def _is_taken(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _environment(port: int, folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PUTKI_")}
    return (
        own
        | TOKENS
        | {
            "PUTKI_DATABASE_URL": f"sqlite:///{folder / 'putki.db'}",
            "PUTKI_SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
            "PUTKI_CLOCK_URL": f"http://127.0.0.1:{port}/control/clock",
            "PUTKI_LOG_LEVEL": "WARNING",
        }
    )


def _slack_arguments(port: int) -> list[str]:
    manifest = next(each for each in MANIFESTS if each.exists())
    return ["--port", str(port), "--clock", DAWN, "--manifest", str(manifest)]


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    """Run a process, and end it afterwards."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(12)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_up(slack: Control) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            slack.state()
        except OSError:
            if monotonic() > end:
                raise
            sleep(0.05)
        else:
            return


def _import_history(environment: dict[str, str], data: Path | None) -> None:
    """Import the demo's history, or the file `data` with its dates shifted to end before the demo's Monday."""
    os.environ.update({name: value for name, value in environment.items() if name.startswith("PUTKI_")})
    file = data or HERE / "deals.csv"
    brought = import_command.import_file(
        Config(), file, MONDAY if data else None, lambda _done, _of: None, DATAS_OWNER if data else None
    )
    import_command.print_problems(console, brought, most=10)
    console.print(f"{brought.loaded.deals} deals, {brought.loaded.open} of them open.")
    if data:
        console.print(f"Deals whose owner is not in the demo are {DATAS_OWNER}'s.")
    else:
        _give_life()


def _give_life() -> None:
    """Invent what the log does not know: where deals came from, who was reached, what is to be done next."""
    storage = Storage.open(Config().database_url)
    try:
        ledger = Ledger(storage, start.clock_of(Config()), SUBJECTS)
        workspace = known_workspace(ledger, os.environ)
        assert workspace is not None, "the import wrote it down"
        assert workspace.no is not None
        live(
            ledger, workspace.no, frozenset(each.member_no for each in workspace.people if each.name == WRITES_ENGLISH)
        )
        _forecast_past_mondays(ledger, workspace.no)
    finally:
        storage.close()


def _forecast_past_mondays(ledger: Ledger, workspace_no: int) -> None:
    """Save what the Mondays before would have forecast, each by what was known then: the record rests on that."""
    by = By(workspace_no, None, Via.SYSTEM)
    for weeks in range(PAST_MONDAYS, 0, -1):
        day = MONDAY - timedelta(weeks=weeks)
        with ledger.read_session(by) as session:
            at = settings.of_workspace(session).calendar.at(day, time(8))
            made = report.compute(session, PIPELINE, at)
        with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
            snapshot.save(connection, workspace_no, f"{snapshot.MONDAY_KEYS}{PIPELINE}:{day.isoformat()}", made)


def _set_up(slack: Control) -> None:
    """Set Putki up as the admin, and choose English as Emma."""
    slack.type(ADMIN, CHANNEL, "/deal asetukset")
    view = slack.view_of(ADMIN)
    if view is not None:
        slack.submit(ADMIN, view["id"], {"place": CHANNEL, "lead": LEAD, "workspace_language": "fi"})
    slack.type(ENGLISH, CHANNEL, "/deal settings")
    view = slack.view_of(ENGLISH)
    if view is not None:
        slack.submit(ENGLISH, view["id"], {"language": "en"})
