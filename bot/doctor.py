"""`putki doctor`: every setting, token, scope, database and clock looked at; each failure says what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Config, Misconfigured, check
from bot.outbox_command import key_of, workspaces
from bot.server import local_clock
from bot.slack import inspecting, message_locations
from bot.slack.channels import Channels
from bot.slack.inspecting import Identity, InspectionRefused
from bot.slack.schema import MIGRATIONS
from pipeline import errors
from pipeline.calendars import require_country, zone_named
from pipeline.clock import SystemClock
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, ReadSession
from pipeline.ledger.verify import verify
from pipeline.messages import attention
from pipeline.people import settings
from pipeline.stages import stages
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.storage.health import StorageFault, fault_of, fault_of_location, try_to_write
from pipeline.storage.schema import event, line
from pipeline.subjects import SUBJECTS

SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:write",
    "reactions:read",
    "users:read",
)
INVITE = "Type /invite @Putki in that channel."
MOMENT = "%Y-%m-%d %H:%M"
SKEW = 60.0  # seconds the machine's clock may differ from Slack's: signatures die after 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` says what to do where it is not well."""

    what: str
    is_well: bool
    says: str
    mend: str = ""


def examine(config: Config) -> Iterator[Finding]:
    """Everything, in the order in which things depend on each other."""
    yield _settings(config)
    yield from _database(config)
    told = inspecting.identity(config.slack_api_url, config.bot_token.get_secret_value())
    yield from _slack(config, told)
    if isinstance(told, Identity):
        yield from _channels(config)


def _settings(config: Config) -> Finding:
    try:
        check(config)
    except Misconfigured as wrong:
        return Finding("settings", False, str(wrong), "Set it in the environment or in .env, then run this again.")
    way = "Socket Mode" if config.uses_socket else f"HTTP on port {config.port}"
    return Finding("settings", True, way)


def _database(config: Config) -> Iterator[Finding]:
    storage = Storage.open(config.database_url)
    try:
        yield from _storage(storage, config)
    except (SQLAlchemyError, OSError) as unreachable:
        if (found := fault_of(unreachable, storage.file)) is not None:
            yield Finding("database", False, found.problem, found.fix)
            return
        mend = "Is PUTKI_DATABASE_URL right, and may this user read and write there?"
        yield Finding("database", False, type(unreachable).__name__, mend)
    finally:
        storage.close()


def _storage(storage: Storage, config: Config) -> Iterator[Finding]:
    if not storage.is_there:
        yield Finding("database", False, "there is none yet", "Start `putki run` once: it makes it.")
        return
    try:
        pending = migrate.pending(storage, [MIGRATIONS])
    except migrate.NewerDatabase as newer:
        yield Finding("database", False, str(newer), "Bring Putki up to the version that last ran there.")
        return
    if pending:
        yield Finding(
            "database", False, "its schema is older than this program", "Start `putki run` once: it migrates."
        )
        return
    with storage.read() as connection:
        here = workspaces(connection)
        stranded = [each for w in here for each in attention.stranded(connection, w)]
    yield Finding("database", True, f"schema up to date, {len(here)} workspace(s)")
    yield writing(storage)
    yield from times(storage, here, _now(config))
    yield from (_workspace(storage, w) for w in here)
    differences = verify(storage, SUBJECTS)
    mend = "Stop the bot, keep a copy of the database, and report what `putki verify` prints."
    yield Finding(
        "ledger", not differences, f"{len(differences)} differences from a replay", mend if differences else ""
    )
    if stranded:
        some = ", ".join(f"{key_of(each)} ({each.reason or each.state})" for each in stranded[:5])
        mend = (
            "See `putki outbox`. Parked: mend the cause (invite the app to the channel?), then `putki outbox --retry "
            "KEY`. Unsure: it may be there already; look in Slack, then `putki outbox --skip KEY`."
        )
        yield Finding("messages", False, f"{len(stranded)} parked or unsure: {some}", mend)
    else:
        yield Finding("messages", True, "nothing parked or unsure")


def writing(storage: Storage) -> Finding:
    """Whether a change could be written now; nothing is left of the trial."""
    try:
        try_to_write(storage)
    except (errors.Busy, SQLAlchemyError) as refused:
        found = fault_of(refused, storage.file)
        if found is None and isinstance(refused, errors.Busy):  # a server does not say that it was another's lock
            found = StorageFault.LOCKED
        if found is None:
            raise
    else:
        found = fault_of_location(storage.file)
    if found is not None:
        return Finding("writing", False, found.problem, found.fix)
    return Finding("writing", True, "tried, and taken back")


def times(storage: Storage, here: Sequence[int], now: datetime) -> Iterator[Finding]:
    """Whether a clock has run ahead: the moment of a change never goes back, so all later ones stay there with it."""
    with storage.read() as connection:
        ahead = [each for w in here if (each := _ahead(connection, w, now)) is not None]
    yield from ahead
    if not ahead:
        yield Finding("times", True, "nothing is recorded ahead of this machine's clock")


def _ahead(connection: Connection, w: int, now: datetime) -> Finding | None:
    at = connection.scalar(select(line.c.recorded_at).where(line.c.workspace_no == w))
    if at is None or (at - now).total_seconds() <= SKEW:
        return None
    of_workspace = event.c.workspace_no == w
    first = connection.scalar(select(func.min(event.c.no)).where(of_workspace, event.c.recorded_at > now))
    before = connection.scalar(select(event.c.recorded_at).where(of_workspace, event.c.no == (first or 0) - 1))
    since = f"; so it is from event {first} on" if first is not None else ""
    since += f", the one after {before:{MOMENT}} UTC" if before is not None else ""
    days = (at - now).total_seconds() / 86400
    says = f"what is done now is recorded at {at:{MOMENT}} UTC, {days:.1f} days ahead of this machine's clock{since}"
    mend = (
        "Set the machine's clock if it is wrong (NTP). If it was wrong and is right now, there is nothing to do: times "
        f"are right again by themselves at {at:{MOMENT}} UTC, and nothing is lost."
    )
    return Finding("times", False, says, mend)


def _now(config: Config) -> datetime:
    """By the machine's clock, or the local Slack's where that is followed."""
    if config.clock_url is not None:
        with suppress(OSError, ValueError):
            return local_clock.told(config.clock_url)[1]
    return SystemClock().now()


def _workspace(storage: Storage, workspace_no: int) -> Finding:
    """Whose clock, holidays and money count there, once somebody has said so."""
    with _looking(storage, workspace_no) as session:
        set_now = settings.of_workspace(session)
        is_set_up = set_now.is_set_up(stages.of_workspace(session).pipelines[0])
    says = f"{set_now.zone}, holidays of {set_now.country}, amounts in {set_now.currency}"
    if not is_set_up:
        return Finding("workspace", False, f"not set up yet ({says})", "Let a Slack admin type /deal settings.")
    try:
        zone_named(set_now.zone)
        require_country(set_now.country)
    except errors.Refused as unknown:
        mend = "Bring the packages tzdata and holidays up to date, or choose another in /deal settings."
        return Finding("workspace", False, f"{says}: {unknown.key.replace('_', ' ')}", mend)
    return Finding("workspace", True, says)


def _looking(storage: Storage, workspace_no: int) -> AbstractContextManager[ReadSession]:
    return Ledger(storage, SystemClock(), SUBJECTS).read_session(By(workspace_no, None, Via.SYSTEM))


def _channels(config: Config) -> Iterator[Finding]:
    """How each pipeline's channel is now, as Slack tells it."""
    storage = Storage.open(config.database_url)
    channels = inspecting.channels(config.slack_api_url, config.bot_token.get_secret_value())
    try:
        if not storage.is_there or migrate.pending(storage, [MIGRATIONS]):
            return
        with storage.read() as connection:
            here = workspaces(connection)
        for w in here:
            with _looking(storage, w) as session:
                yield from (_channel(session, channels, place) for place in settings.of_workspace(session).places)
    except (SQLAlchemyError, OSError, migrate.NewerDatabase):
        return  # said of the database already
    finally:
        storage.close()


def _channel(session: ReadSession, channels: Channels, place_no: int) -> Finding:
    w = session.by.workspace_no
    channel = message_locations.channel_of(session.connection, w, place_no) or ""
    try:
        seen = channels.look(channel)
    except errors.ChannelUntold:
        return Finding("channel", False, f"{channel}: Slack does not tell of it", "Are the scopes all granted?")
    if seen is None:
        return Finding("channel", False, f"{channel}: a private channel without Putki in it", INVITE)
    if seen.is_shared:
        says = f"#{seen.name}: another organisation reads it or is invited to, so nothing is posted there"
        return Finding("channel", False, says, "Choose a channel of your own in /deal settings.")
    if seen.is_archived:
        return Finding(
            "channel", False, f"#{seen.name}: archived", "Unarchive it, or choose another in /deal settings."
        )
    if not seen.has_putki:
        return Finding("channel", False, f"#{seen.name}: Putki is not in it", INVITE)
    if (reason := message_locations.barred(session.connection, w, place_no)) is not None:
        says = f"#{seen.name}: messages are held back ({reason}), though nothing is in their way any more"
        return Finding("channel", False, says, "Save /deal settings once more, or start Putki anew.")
    people = channels.people(channel)
    guests = message_locations.guests_among(session.connection, w, people.ids) if people is not None else 0
    read_by = f", read by {guests} guest(s)" if guests else ""
    return Finding("channel", True, f"#{seen.name}: Putki is in it{read_by}")


def _slack(config: Config, told: Identity | InspectionRefused) -> Iterator[Finding]:
    if isinstance(told, InspectionRefused):
        mend = "Install the app anew and set PUTKI_BOT_TOKEN to its token."
        if told.is_unreachable:
            mend = "Can this machine reach Slack? Is a proxy needed?"
        yield Finding("slack" if told.is_unreachable else "bot token", False, told.code, mend)
        return
    yield Finding("bot token", True, f"{told.team}, as {told.user}")
    yield _scopes(told)
    yield _clock(told)
    if config.uses_socket and config.app_token is not None:
        yield _socket(config.slack_api_url, config.app_token.get_secret_value())


def _scopes(told: Identity) -> Finding:
    if told.scopes is None:
        return Finding("scopes", True, "not told by this server")
    missing = sorted(set(SCOPES) - told.scopes)
    mend = "Add them under OAuth & Permissions (or update the manifest), then install the app anew."
    return Finding("scopes", not missing, "missing: " + ", ".join(missing) if missing else "all granted", mend)


def _clock(told: Identity) -> Finding:
    if told.at is None:
        return Finding("clock", True, "not told by this server")
    skew = abs((datetime.now(UTC) - told.at).total_seconds())
    mend = "Let the machine keep its time (NTP): signed requests are refused when clocks differ by five minutes."
    return Finding("clock", skew < SKEW, f"{skew:.0f} s from Slack's", mend)


def _socket(api_url: str, app_token: str) -> Finding:
    refused = inspecting.opens_socket(api_url, app_token)
    if refused is None:
        return Finding("app token", True, "Socket Mode opens")
    return Finding("app token", False, refused.code, "Make a new app-level token with the scope connections:write.")
