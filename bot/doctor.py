"""`putki doctor` checks every setting, token and scope, the database and the clock. Each failure says what to do."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot import restored
from bot.config import Config, Misconfigured, check
from bot.outbox_command import key_of, workspaces
from bot.server import local_clock
from bot.slack import inspecting, message_locations, rosters
from bot.slack.channels import Channels
from bot.slack.inspecting import SCOPES, Identity, InspectionRefused
from bot.slack.refusals import REVOKED
from bot.slack.revocation import MEND
from bot.slack.rosters import RosterUnknown
from bot.slack.schema import MIGRATIONS
from pipeline import errors, setup_errors
from pipeline.calendars import require_country, zone_named
from pipeline.clock import SystemClock
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.ledger.verify import verify
from pipeline.messages import attention
from pipeline.people import sellers, settings
from pipeline.people.sellers import ClosedPipeline
from pipeline.refused import Refused
from pipeline.stages import stages
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.storage.health import StorageFault, fault_of, fault_of_location, try_to_write
from pipeline.storage.private_files import beside, open_to_others
from pipeline.storage.schema import event, line
from pipeline.subjects import SUBJECTS

INVITE = "Type /invite @Putki in that channel."
MOMENT = "%Y-%m-%d %H:%M"
SKEW = 60.0  # seconds between this machine's clock and Slack's; Slack's signatures expire after 300


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `mend` says what to do if it is not well."""

    what: str
    is_well: bool
    says: str
    mend: str = ""


def run_checks(config: Config) -> Iterator[Finding]:
    """Run all checks, each after those that it depends on."""
    yield _settings(config)
    yield from _database(config)
    yield _files(config)
    told = inspecting.identity(config.slack_api_url, config.bot_token.get_secret_value())
    yield from _slack(config, told)
    if isinstance(told, Identity):
        yield from _channels(config)


def _settings(config: Config) -> Finding:
    try:
        check(config)
    except Misconfigured as wrong:
        return Finding(
            "settings", False, str(wrong), "Set it in the environment or in .env, then run `putki doctor` again."
        )
    way = "Socket Mode" if config.uses_socket else f"HTTP on port {config.port}"
    return Finding("settings", True, way)


def _files(config: Config) -> Finding:
    """Check that nobody else may read the database's files, or the file with the tokens."""
    file = Storage.open(config.database_url).file
    ours = beside(file) if file is not None and file.parent.is_dir() else []
    found = open_to_others([*ours, *filter(None, [config.seen_file]), Path(str(config.model_config.get("env_file")))])
    if not found:
        return Finding("files", True, "only their owner may read them")
    names = [str(each) for each in found]
    mend = f"Run `chmod 600 {shlex.join(names)}`. If others have read .env, give the app new tokens."
    return Finding("files", False, f"other users of this machine may read {', '.join(names)}", mend)


def _database(config: Config) -> Iterator[Finding]:
    storage = Storage.open(config.database_url)
    try:
        yield from _storage(storage, config)
    except (SQLAlchemyError, OSError) as unreachable:
        if (found := fault_of(unreachable, storage.file)) is not None:
            yield Finding("database", False, found.problem, found.fix)
            return
        mend = "Check PUTKI_DATABASE_URL, and that this user may read and write the database."
        yield Finding("database", False, type(unreachable).__name__, mend)
    finally:
        storage.close()


def _storage(storage: Storage, config: Config) -> Iterator[Finding]:
    if not storage.is_there:
        yield Finding("database", False, "it does not exist yet", "Start `putki run` once: it creates the database.")
        return
    try:
        pending = migrate.pending(storage, [MIGRATIONS])
    except migrate.NewerDatabase as newer:
        yield Finding("database", False, str(newer), "Update Putki to the version that last used this database.")
        return
    if pending:
        yield Finding(
            "database",
            False,
            "its schema is older than this program",
            "Start `putki run` once: it migrates the database.",
        )
        return
    with storage.read() as connection:
        here = workspaces(connection)
        stranded = [each for w in here for each in attention.unsent_messages(connection, w)]
    yield Finding("database", True, f"schema up to date, {len(here)} workspace(s)")
    yield check_writing(storage)
    yield from check_times(storage, here, _now(config))
    yield from (_workspace(storage, w) for w in here)
    differences = verify(storage, SUBJECTS)
    mend = "Stop the bot, make a copy of the database, and report what `putki verify` prints."
    yield Finding(
        "ledger", not differences, f"{len(differences)} differences from a replay", mend if differences else ""
    )
    problem = restored.problem(config, storage)
    if problem is None:
        yield Finding("changes", True, "the database has all that Putki has seen")
    else:
        yield Finding("changes", False, *problem)
    yield _messages(stranded)


def _messages(stranded: Sequence[attention.UnsentMessage]) -> Finding:
    """Whether messages wait for somebody to look."""
    if stranded:
        some = ", ".join(f"{key_of(each)} ({each.reason or each.state})" for each in stranded[:5])
        mend = (
            "`putki outbox` lists them. If one is parked, remove the cause (for example, invite the app to the "
            "channel), then run `putki outbox --retry KEY`. If one is unsure, it may have arrived: look in Slack, then "
            "run `putki outbox --skip KEY`."
        )
        return Finding("messages", False, f"{len(stranded)} parked or unsure: {some}", mend)
    return Finding("messages", True, "none is parked or unsure")


def check_writing(storage: Storage) -> Finding:
    """Check that a change can be written. The trial is rolled back."""
    try:
        try_to_write(storage)
    except (errors.Busy, SQLAlchemyError) as refused:
        found = fault_of(refused, storage.file)
        # PostgreSQL does not say that another process has the lock
        if found is None and isinstance(refused, errors.Busy):
            found = StorageFault.LOCKED
        if found is None:
            raise
    else:
        found = fault_of_location(storage.file)
    if found is not None:
        return Finding("writing", False, found.problem, found.fix)
    return Finding("writing", True, "a trial write succeeded and was rolled back")


def check_times(storage: Storage, here: Sequence[int], now: datetime) -> Iterator[Finding]:
    """Check that no clock ran ahead.

    The time of a change never goes back, so later changes keep a time that is ahead.
    """
    with storage.read() as connection:
        ahead = [each for w in here if (each := _ahead(connection, w, now)) is not None]
    yield from ahead
    if not ahead:
        yield Finding("times", True, "no change is recorded ahead of this machine's clock")


def _ahead(connection: Connection, w: int, now: datetime) -> Finding | None:
    at = connection.scalar(select(line.c.recorded_at).where(line.c.workspace_no == w))
    if at is None or (at - now).total_seconds() <= SKEW:
        return None
    of_workspace = event.c.workspace_no == w
    first = connection.scalar(select(func.min(event.c.no)).where(of_workspace, event.c.recorded_at > now))
    before = connection.scalar(select(event.c.recorded_at).where(of_workspace, event.c.no == (first or 0) - 1))
    since = f"; this began with event {first}" if first is not None else ""
    since += f", the event before it is of {before:{MOMENT}} UTC" if before is not None else ""
    days = (at - now).total_seconds() / 86400
    says = f"a change made now is recorded at {at:{MOMENT}} UTC, {days:.1f} days ahead of this machine's clock{since}"
    mend = (
        "If this machine's clock is wrong, set it (NTP). If it is right again, do nothing: nothing is lost, and the "
        f"times of changes are right again from {at:{MOMENT}} UTC on."
    )
    return Finding("times", False, says, mend)


def _now(config: Config) -> datetime:
    """Return the current time by the machine's clock, or by the local Slack's if that is used."""
    if config.clock_url is not None:
        with suppress(OSError, ValueError):
            return local_clock.read_clock(config.clock_url)[1]
    return SystemClock().now()


def _workspace(storage: Storage, workspace_no: int) -> Finding:
    """Check the workspace's time zone, country and currency."""
    with _read_session(storage, workspace_no) as session:
        set_now = settings.of_workspace(session)
        is_set_up = set_now.is_set_up(stages.persons_pipeline(session))
    says = f"{set_now.zone}, holidays of {set_now.country}, amounts in {set_now.currency}"
    if not is_set_up:
        return Finding("workspace", False, f"not set up yet ({says})", "Ask a Slack admin to type /deal settings.")
    try:
        zone_named(set_now.zone)
        require_country(set_now.country)
    except Refused as unknown:
        mend = "Update the packages tzdata and holidays, or choose another value in /deal settings."
        return Finding("workspace", False, f"{says}: {unknown.key.replace('_', ' ')}", mend)
    return Finding("workspace", True, says)


def _read_session(storage: Storage, workspace_no: int) -> AbstractContextManager[ReadSession]:
    return Ledger(storage, SystemClock(), SUBJECTS).read_session(By(workspace_no, None, Via.SYSTEM))


def _channels(config: Config) -> Iterator[Finding]:
    """Check each pipeline's channel by asking Slack."""
    storage = Storage.open(config.database_url)
    channels = inspecting.channels(config.slack_api_url, config.bot_token.get_secret_value())
    try:
        if not storage.is_there or migrate.pending(storage, [MIGRATIONS]):
            return
        with storage.read() as connection:
            here = workspaces(connection)
        for w in here:
            with _read_session(storage, w) as session:
                yield from (_channel(session, channels, place) for place in settings.of_workspace(session).places)
                yield from (_sellers(session, channels, each) for each in sellers.closed_pipelines(session))
    except (SQLAlchemyError, OSError, migrate.NewerDatabase):
        return  # `_database` has reported this already
    finally:
        storage.close()


def _channel(session: ReadSession, channels: Channels, place_no: int) -> Finding:
    w = session.by.workspace_no
    channel = message_locations.channel_of(session.connection, w, place_no) or ""
    try:
        seen = channels.info(channel)
    except setup_errors.ChannelUnknown:
        return Finding(
            "channel",
            False,
            f"{channel}: Slack did not answer about it",
            "Try again. If it stays so, check the scopes.",
        )
    if seen is None:
        return Finding("channel", False, f"{channel}: a private channel, and Putki is not in it", INVITE)
    if seen.is_shared:
        says = f"#{seen.name}: another organisation reads it or is invited, so Putki does not post there"
        return Finding("channel", False, says, "Choose a channel of your own organisation in /deal settings.")
    if seen.is_archived:
        return Finding(
            "channel", False, f"#{seen.name}: archived", "Unarchive it, or choose another channel in /deal settings."
        )
    if not seen.has_putki:
        return Finding("channel", False, f"#{seen.name}: Putki is not in it", INVITE)
    if (reason := message_locations.barred_reason(session.connection, w, place_no)) is not None:
        says = f"#{seen.name}: messages are held back ({reason}), although Putki can post there now"
        return Finding("channel", False, says, "Save /deal settings again, or restart Putki.")
    people = channels.people(channel)
    guests = message_locations.guests_among(session.connection, w, people.ids) if people is not None else 0
    read_by = f", read by {guests} guest(s)" if guests else ""
    return Finding("channel", True, f"#{seen.name}: Putki is in it{read_by}")


def _sellers(session: ReadSession, channels: Channels, of: ClosedPipeline) -> Finding:
    """Check that Slack tells who sells in a pipeline that is a channel's or a user group's."""
    w = session.by.workspace_no
    kept = len(sellers.listed(session.connection, w, of.pipeline_no))
    place = message_locations.channel_of(session.connection, w, of.place) if of.place is not None else None
    what = f"pipeline {of.pipeline_no}, {'user group' if of.is_group else 'channel'} {place or 'none'}"
    if place is None:
        return Finding("sellers", False, f"{what}: only its leads see it", "Choose its channel in /deal stages.")
    try:
        (rosters.of_group if of.is_group else rosters.of_channel)(channels.client, place)
    except RosterUnknown as untold:
        says = f"{what}: Slack does not tell who is in it ({untold.code}), so the {kept} known last see the pipeline"
        mend = (
            "If a scope is missing, install the app again. If the channel or the group is gone, choose other sellers "
            "in /deal stages."
        )
        return Finding("sellers", False, says, mend)
    return Finding("sellers", True, f"{what}: {kept} member(s) see it, besides its leads")


def _slack(config: Config, told: Identity | InspectionRefused) -> Iterator[Finding]:
    if isinstance(told, InspectionRefused):
        yield _refused(told)
        return
    yield Finding("bot token", True, f"{told.team}, as {told.user}")
    yield _scopes(told)
    yield _clock(told)
    if config.uses_socket and config.app_token is not None:
        yield _socket(config.slack_api_url, config.app_token.get_secret_value())


def _refused(told: InspectionRefused) -> Finding:
    if told.is_unreachable:
        mend = "Check that this machine can reach Slack. Does it need a proxy?"
        return Finding("slack", False, told.code, mend)
    if told.code in REVOKED:
        says = f"{told.code}: the app was uninstalled or its token revoked, so nothing is sent"
        return Finding("bot token", False, says, MEND)
    return Finding("bot token", False, told.code, "Reinstall the app and set PUTKI_BOT_TOKEN to its token.")


def _scopes(told: Identity) -> Finding:
    if told.scopes is None:
        return Finding("scopes", True, "unknown: this server does not list them")
    missing = sorted(set(SCOPES) - told.scopes)
    mend = "Update the app's manifest from manifest.yml, then install the app again: what was granted goes on working."
    return Finding("scopes", not missing, "missing: " + ", ".join(missing) if missing else "all granted", mend)


def _clock(told: Identity) -> Finding:
    if told.at is None:
        return Finding("clock", True, "unknown: this server sends no time")
    skew = abs((datetime.now(UTC) - told.at).total_seconds())
    mend = "Set this machine's clock (NTP): Putki refuses signed requests when the clocks differ by five minutes."
    return Finding("clock", skew < SKEW, f"{skew:.0f} s from Slack's", mend)


def _socket(api_url: str, app_token: str) -> Finding:
    refused = inspecting.try_socket(api_url, app_token)
    if refused is None:
        return Finding("app token", True, "Socket Mode opens")
    return Finding("app token", False, refused.code, "Create a new app-level token with the scope connections:write.")
