"""Builds the bot from its settings and runs it until it is told to stop. This is the only wiring."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar

import structlog
import uvicorn
from apscheduler.schedulers.background import BackgroundScheduler
from filelock import FileLock, Timeout
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot import app as face
from bot.config import Config, Misconfigured, check
from bot.language import regions
from bot.requests.route import WORDS, word_table
from bot.sending.pace import Timing
from bot.sending.render import render
from bot.sending.worker import Sender
from bot.server import http
from bot.server.local_clock import ClockFollower, read_clock
from bot.server.socket import Socket
from bot.slack import directory as directories
from bot.slack.answer import OPENING_SHARE
from bot.slack.channels import Channels
from bot.slack.directory import Directory
from bot.slack.posting import Posting
from bot.slack.schema import MIGRATIONS
from bot.word import Services
from bot.words import places
from pipeline import errors
from pipeline.calendars import Calendar
from pipeline.clock import Clock, MovableClock, SystemClock
from pipeline.ledger.actor import PATIENCE, By
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.schedule.tick import tick
from pipeline.stages import stages
from pipeline.storage import migrate
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS

log = structlog.get_logger()

UNKNOWN_USER_ERRORS = {"user_not_found", "users_not_found", "user_not_visible"}
LOOK_UP_SHARE = 0.4  # of a request's time, so one second: how long looking up a new person or a channel may take
STARTING_SECONDS = 60.0  # seconds that a change may take before the bot listens
SHUTDOWN_SECONDS = 10.0  # seconds in which a stopping bot finishes its requests
PERMANENT_TOKEN_ERRORS = {  # refusals of a token that no retry can change
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
ONE_AT_A_TIME: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
LISTEN_BACKLOG = 2048  # connections that may wait for the server
LONGEST_PAUSE = 30.0  # seconds between two tries to reach Slack


@dataclass(slots=True)
class Bot:
    """A bot with all its parts."""

    config: Config
    storage: Storage
    ledger: Ledger
    services: Services
    app: App
    sender: Sender
    client: WebClient
    clock: Clock
    follower: ClockFollower | None

    def tick(self) -> None:
        """Put what is due into the outbox, in one thread at a time.

        During a database outage it waits for a later tick.
        """
        outage = self.services.outage
        with _TICKING:
            outage.recheck(self.storage)
            if outage.fault is not None:
                return
            try:
                tick(self.ledger)
            except (errors.Busy, DBAPIError) as refused:
                if not outage.report(refused, self.storage):
                    if not isinstance(refused, errors.Busy):
                        raise
                    log.warning("tick_postponed", reason="database_busy")


_TICKING = threading.Lock()


class AlreadyRunning(errors.CannotRun):
    """Another `putki run` uses this SQLite file."""


class Stopped(Misconfigured):
    """The bot was told to stop before Slack answered."""


@dataclass(frozen=True, slots=True)
class Token:
    """A kind of Slack token: its name, and what to do when Slack refuses it."""

    name: str
    mend: str


BOT_TOKEN = Token(
    "bot token", "reinstall the app with the scopes of manifest.yml, and set PUTKI_BOT_TOKEN to its token."
)
APP_TOKEN = Token(
    "app token", "create a new app-level token with the scope connections:write, and set PUTKI_APP_TOKEN to it."
)
T = TypeVar("T")


def run(config: Config) -> None:
    """Run until SIGTERM or Ctrl-C, then finish the current requests and calls within ten seconds."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with wired(config, stop) as bot:
        serve(bot, stop)
    log.info("stopped")


@contextmanager
def wired(config: Config, stop: threading.Event) -> Generator[Bot]:
    """Migrate the database and build the bot on it. Close the database at the end.

    Raises Misconfigured, AlreadyRunning, and Stopped when `stop` is set before Slack answers.
    """
    check(config)
    with ExitStack() as stack:
        stack.enter_context(sqlite_lock(config.database_url))
        migrate.upgrade(config.database_url, [MIGRATIONS])
        storage = Storage.open(config.database_url)
        stack.callback(storage.close)
        yield wire(config, storage, stop)


def wire(
    config: Config,
    storage: Storage,
    stop: threading.Event,
    *,
    timing: Timing | None = None,
    patience: float = PATIENCE,
) -> Bot:
    """Build the bot on this storage, after Slack has said whose token it is.

    Tests replace two things. `timing` replaces Slack's pace. `patience` is how many seconds a request has; a local
    Slack that waits longer than three seconds allows more than the default.
    """
    clock = clock_of(config)
    ledger = Ledger(storage, clock, SUBJECTS, patience=patience)
    token = config.bot_token.get_secret_value()
    client = _client(config, timeout=30)
    directory = load_directory(config, ledger, stop)
    posting = Posting(token, config.slack_api_url)
    channels = Channels(_client(config, timeout=LOOK_UP_SHARE * patience))
    services = Services(ledger, directory, word_table(), channels)
    is_reported = partial(services.outage.report, storage=storage)
    sender = Sender(
        ledger, lambda _workspace_no: posting, partial(render, words=WORDS), timing=timing, is_reported=is_reported
    )
    ledger.on_commit = sender.wake
    app = face.build(services, _client(config, timeout=OPENING_SHARE * patience))
    bot = Bot(config, storage, ledger, services, app, sender, client, clock, None)
    if config.clock_url and isinstance(clock, MovableClock):
        bot.follower = ClockFollower(config.clock_url, ledger, clock, bot.tick, sender.drain)
    places.look_anew(services, starter(directory))
    warm_up(clock)
    return bot


def load_directory(config: Config, ledger: Ledger, stop: threading.Event) -> Directory:
    """Return the directory of the installation, after saving its default pipeline and its people."""
    client = _client(config, timeout=30)
    identity = auth_test(client, stop)
    directory = Directory(
        ledger=ledger,
        workspace_no=directories.install(ledger.storage, ledger.clock, identity),
        team_id=identity.get("team_id") or "",
        enterprise_id=identity.get("enterprise_id") or "",
        bot_user_id=identity["user_id"],
        ask_for_user=_user_look_up(_client(config, timeout=LOOK_UP_SHARE * ledger.patience)),
    )
    ensure_pipeline(ledger, directory)
    save_everyone(client, directory, stop)
    return directory


def serve(bot: Bot, stop: threading.Event) -> None:
    """Listen, tick and send until `stop` is set."""
    sending = threading.Thread(target=bot.sender.run, args=(stop,), name="sending")
    sending.start()
    scheduler = BackgroundScheduler(timezone="UTC")
    try:
        scheduler.add_job(bot.tick, "interval", minutes=1, next_run_time=datetime.now(UTC), **ONE_AT_A_TIME)
        scheduler.start()
        following = threading.Thread(target=_follow, args=(bot, stop), name="clock", daemon=True)
        following.start()
        _listen(bot, stop)
    finally:
        stop.set()
        if scheduler.running:
            scheduler.shutdown(wait=False)
        sending.join(SHUTDOWN_SECONDS)


def _listen(bot: Bot, stop: threading.Event) -> None:
    if bot.config.uses_socket and bot.config.app_token is not None:
        client = Socket(
            bot.app,
            bot.config.app_token.get_secret_value(),
            client=bot.client,
            logger=logging.getLogger("putki.socket"),
        )
        try:
            retry_until_slack_answers(client.connect, stop, APP_TOKEN)
            log.info("listening", by="socket")
            stop.wait()
        except Stopped:
            pass
        client.finish()
        return
    _listen_to_http(bot, stop)


def _listen_to_http(bot: Bot, stop: threading.Event) -> None:
    """Serve signed requests until `stop` is set. If the server ends by itself, set `stop`."""
    secret = bot.config.signing_secret.get_secret_value() if bot.config.signing_secret else ""
    server = http.server(bot.app, secret, is_ready=lambda: _database_answers(bot.storage))
    settings = uvicorn.Config(
        server, log_config=None, access_log=False, timeout_graceful_shutdown=int(SHUTDOWN_SECONDS)
    )
    serving = uvicorn.Server(settings)
    listener = _listener(bot.config)

    def serve_on() -> None:
        try:
            serving.run(sockets=[listener])
        finally:
            stop.set()

    thread = threading.Thread(target=serve_on, name="http")
    thread.start()
    log.info("listening", by="http", port=bot.config.port)
    stop.wait()
    serving.should_exit = True
    thread.join(SHUTDOWN_SECONDS)
    if not serving.started:
        raise Misconfigured("The HTTP server did not start; the lines above say why.")


def _listener(config: Config) -> socket.socket:
    """Return a socket that listens at the configured port. Raises Misconfigured if that is not possible."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        return socket.create_server((config.host, config.port), family=family, backlog=LISTEN_BACKLOG)
    except (OSError, OverflowError) as refused:
        raise Misconfigured(
            f"Putki cannot listen at {config.host}, port {config.port} ({refused}). Another program may use the port. "
            "Set PUTKI_PORT or PUTKI_HOST to another value."
        ) from refused


def retry_until_slack_answers(ask: Callable[[], T], stop: threading.Event, token: Token) -> T:
    """Call `ask` until Slack answers, and return the answer.

    Raises Misconfigured when Slack refuses the token, and Stopped when `stop` is set.
    """
    pause = 1.0
    while True:
        try:
            return ask()
        except (SlackClientError, HTTPException, OSError) as failed:
            code = _code(failed)
            if code in PERMANENT_TOKEN_ERRORS:
                raise Misconfigured(f"Slack refuses the {token.name} ({code}): {token.mend}") from failed
            log.warning("slack_unreachable", error=code)
            wait = _retry_after(failed) or pause
        if stop.wait(wait):
            raise Stopped("Stopped before Slack answered.")
        pause = min(pause * 2, LONGEST_PAUSE)


def _code(failed: Exception) -> str:
    """Return Slack's error code, or the name of the exception."""
    return str(failed.response.get("error")) if isinstance(failed, SlackApiError) else type(failed).__name__


def _retry_after(failed: Exception) -> float | None:
    """Return the seconds that Slack asks for with "too many requests", or None."""
    if not isinstance(failed, SlackApiError) or failed.response.status_code != 429:
        return None
    return float(failed.response.headers.get("Retry-After", 0)) or None


def _follow(bot: Bot, stop: threading.Event) -> None:
    if bot.follower is not None:
        bot.follower.run(stop)


def _database_answers(storage: Storage) -> bool:
    try:
        with storage.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Exception:
        log.exception("database_unreachable")
        return False
    return True


def clock_of(config: Config) -> Clock:
    """Return the machine's clock, or a clock at the current moment of the local Slack."""
    if config.clock_url is None:
        return SystemClock()
    clock = MovableClock()
    clock.move_to(read_clock(config.clock_url)[1])
    return clock


def warm_up(clock: Clock) -> None:
    """Load what would otherwise make the first request slow: holidays, names of countries and zones, and NumPy."""
    from pipeline.forecast import estimate as _  # noqa: F401

    today = clock.now().date()
    for year in (today.year - 1, today.year, today.year + 1):
        Calendar().is_business_day(today.replace(year=year, month=1, day=1))
    regions.load()


# --- Before the first request -----------------------------------------------------------------------------------------


@contextmanager
def sqlite_lock(database_url: str) -> Generator[None]:
    """Lock a SQLite file for this process. PostgreSQL needs no lock: any number of processes may share it."""
    if not database_url.startswith("sqlite"):
        yield
        return
    path = Path(make_url(database_url).database or "").resolve()  # one lock, whichever name the file has
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as taken:
        raise AlreadyRunning(f"Another putki run is using {path.name}. Stop it first, or use PostgreSQL.") from taken
    try:
        yield
    finally:
        lock.release()


def _client(config: Config, *, timeout: float) -> WebClient:
    return WebClient(
        token=config.bot_token.get_secret_value(),
        base_url=config.slack_api_url,
        timeout=timeout,  # type: ignore[arg-type]  urllib takes fractions of a second
        retry_handlers=[],
        logger=logging.getLogger("putki.slack"),
    )


def auth_test(client: WebClient, stop: threading.Event) -> Mapping[str, Any]:
    """Return the answer of `auth.test`."""
    return call_slack(client.auth_test, stop)


def call_slack(ask: Callable[[], SlackResponse], stop: threading.Event) -> Mapping[str, Any]:
    """Return the fields in the answer of a Web API method."""
    answered = retry_until_slack_answers(ask, stop, BOT_TOKEN)
    assert isinstance(answered.data, dict)
    return answered.data


def ensure_pipeline(ledger: Ledger, directory: Directory) -> None:
    """Add the default pipeline to a new workspace."""

    def decide(work: UnitOfWork) -> Notice:
        if not stages.of_workspace(work).all:
            stages.add_default_pipeline(work)
        return Notice(NoticeKind.SETTINGS_SAVED)

    ledger.commit(starter(directory), decide)


def starter(directory: Directory) -> By:
    """Return the actor of what is saved before the bot listens. It has a minute, because no person waits for it."""
    return replace(directory.system, limit=Deadline.after(STARTING_SECONDS))


def save_everyone(client: WebClient, directory: Directory, stop: threading.Event) -> None:
    """Read all pages of `users.list` and save the people."""
    cursor, users = "", list[Mapping[str, Any]]()
    while True:
        asked = partial(client.users_list, limit=200, cursor=cursor or None, include_locale=True)
        answered = call_slack(asked, stop)
        users.extend(answered.get("members") or [])
        cursor = (answered.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    directory.save_people(users, by=starter(directory))
    log.info("people_saved", count=len(users))


def _user_look_up(client: WebClient) -> Callable[[str], Mapping[str, Any] | None]:
    """Return a function that asks Slack about a new person within a second and without a retry.

    It returns None for a person whom Slack does not know, and raises Busy when Slack does not answer.
    """

    def ask(user_id: str) -> Mapping[str, Any] | None:
        try:
            return client.users_info(user=user_id, include_locale=True).get("user")
        except SlackApiError as refused:
            code = refused.response.get("error")
            log.info("person_look_up_failed", error=code)
            if code in UNKNOWN_USER_ERRORS:
                return None
            raise errors.Busy from refused
        except (SlackClientError, OSError) as failed:
            log.info("person_look_up_failed", error=type(failed).__name__)
            raise errors.Busy from failed

    return ask
