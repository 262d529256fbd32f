"""Builds the bot from its settings and runs it until it is told to stop. This is the only wiring."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import structlog
import uvicorn
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError

from bot import app as face
from bot.config import Config, Misconfigured, check
from bot.installation import (
    APP_TOKEN,
    LOOK_UP_SHARE,
    Stopped,
    load_directory,
    retry_until_slack_answers,
    slack_client,
    starter,
)
from bot.language import regions
from bot.requests import home_refresh
from bot.requests.home_refresh import HomeRefresher
from bot.requests.route import WORDS, word_table
from bot.restored import SECONDS, AnchorFile
from bot.sending.pace import Timing
from bot.sending.render import render
from bot.sending.worker import Sender
from bot.server import http
from bot.server.local_clock import ClockFollower, read_clock
from bot.server.socket import Socket
from bot.slack.answer import OPENING_SHARE
from bot.slack.channels import Channels
from bot.slack.posting import Posting
from bot.slack.schema import MIGRATIONS
from bot.slack.seller_lists import SellerLists
from bot.word import Services
from bot.words import places
from pipeline import errors
from pipeline.calendars import Calendar
from pipeline.clock import Clock, MovableClock, SystemClock
from pipeline.ledger.actor import PATIENCE
from pipeline.ledger.unit_of_work import Ledger
from pipeline.schedule.tick import tick
from pipeline.schedule.upgraded import tell_admins
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.storage.file_lock import sqlite_lock
from pipeline.storage.health import Outage, StorageFault, fault_of_location
from pipeline.subjects import SUBJECTS

log = structlog.get_logger()

SHUTDOWN_SECONDS = 10.0  # seconds in which a stopping bot finishes its requests
ONE_AT_A_TIME: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
LISTEN_BACKLOG = 2048  # connections that may wait for the server


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
    homes: HomeRefresher

    def tick(self) -> None:
        """Put what is due into the outbox, in one thread at a time.

        During a database outage, and while Slack refuses the bot token, it waits for a later tick: what became due
        meanwhile is decided when it can be sent.
        """
        outage = self.services.outage
        with _TICKING:
            outage.recheck(self.storage)
            if outage.fault is not None or not self.sender.may_send():
                return
            try:
                tick(self.ledger)
            except (errors.Busy, DBAPIError) as refused:
                if not outage.report(refused, self.storage):
                    if not isinstance(refused, errors.Busy):
                        raise
                    log.warning("tick_postponed", reason="database_busy")


_TICKING = threading.Lock()


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

    Raises Misconfigured, AlreadyRunning, LedgerLost, and Stopped when `stop` is set before Slack answers.
    """
    check(config)
    with ExitStack() as stack:
        stack.enter_context(sqlite_lock(config.database_url))
        upgrade_database(config)
        storage = Storage.open(config.database_url)
        stack.callback(storage.close)
        if (anchor := AnchorFile.of(config, storage)) is not None:
            anchor.require()
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
    client = slack_client(config, timeout=30)
    directory = load_directory(config, ledger, stop)
    posting = Posting(token, config.slack_api_url)
    channels = Channels(slack_client(config, timeout=LOOK_UP_SHARE * patience))
    sellers = SellerLists(directory, channels.client)
    services = Services(ledger, directory, word_table(), channels, sellers)
    sender = Sender(
        ledger,
        lambda _workspace_no: posting,
        partial(render, words=WORDS),
        timing=timing,
        is_reported=partial(services.outage.report, storage=storage),
        revocation=services.revocation,
    )
    ledger.on_commit = sender.wake
    app = face.build(services, slack_client(config, timeout=OPENING_SHARE * patience))
    homes = HomeRefresher(services, client, (timing or Timing()).homes)
    bot = Bot(config, storage, ledger, services, app, sender, client, clock, None, homes)
    if config.clock_url and isinstance(clock, MovableClock):
        bot.follower = ClockFollower(config.clock_url, ledger, clock, bot.tick, sender.drain)
    places.refresh_channels(services, starter(directory))
    sellers.refresh(starter(directory))
    warm_up(clock)
    return bot


def serve(bot: Bot, stop: threading.Event) -> None:
    """Listen, tick and send until `stop` is set."""
    sending = threading.Thread(target=bot.sender.run, args=(stop,), name="sending")
    sending.start()
    scheduler = BackgroundScheduler(timezone="UTC")
    anchor = AnchorFile.of(bot.config, bot.storage)
    try:
        scheduler.add_job(bot.tick, "interval", minutes=1, next_run_time=datetime.now(UTC), **ONE_AT_A_TIME)
        scheduler.add_job(bot.homes.refresh, "interval", seconds=home_refresh.SECONDS, **ONE_AT_A_TIME)
        scheduler.add_job(bot.services.sellers.catch_up, "interval", minutes=1, **ONE_AT_A_TIME)
        if anchor is not None:
            scheduler.add_job(anchor.keep, "interval", seconds=SECONDS, **ONE_AT_A_TIME)
        scheduler.start()
        following = threading.Thread(target=_follow, args=(bot, stop), name="clock", daemon=True)
        following.start()
        _listen(bot, stop)
    finally:
        stop.set()
        if scheduler.running:
            scheduler.shutdown(wait=False)
        sending.join(SHUTDOWN_SECONDS)
        if anchor is not None:
            anchor.keep()


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
    server = http.server(bot.app, secret, problem=partial(database_problem, bot.storage, bot.services.outage))
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


def _follow(bot: Bot, stop: threading.Event) -> None:
    if bot.follower is not None:
        bot.follower.run(stop)


def database_problem(storage: Storage, outage: Outage) -> str | None:
    """Why Putki is not ready: the database does not answer, or nothing can be saved until somebody acts; else None."""
    try:
        with storage.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Exception:
        log.exception("database_unreachable")
        return StorageFault.AWAY.value
    found = outage.lasting_fault(None, storage) or fault_of_location(storage.file)
    return found.value if found is not None else None


def clock_of(config: Config) -> Clock:
    """Return the machine's clock, or a clock at the current moment of the local Slack."""
    if config.clock_url is None:
        return SystemClock()
    clock = MovableClock()
    clock.move_to(read_clock(config.clock_url)[1])
    return clock


def warm_up(clock: Clock) -> None:
    """Load what would otherwise make the first request slow: holidays, and names of countries and zones."""
    today = clock.now().date()
    for year in (today.year - 1, today.year, today.year + 1):
        Calendar().is_business_day(today.replace(year=year, month=1, day=1))
    regions.load()


# --- Before the first request -----------------------------------------------------------------------------------------


def upgrade_database(config: Config) -> None:
    """Migrate the database, and let an admin hear what that changed for people. Raises NewerDatabase."""
    migrate.upgrade(
        config.database_url,
        [MIGRATIONS],
        lambda connection, steps: tell_admins(connection, steps, clock_of(config).now()),
    )
