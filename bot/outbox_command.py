"""`putki outbox` lists what is not sent, and `putki tick --at` shows what would be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.config import Config, Misconfigured
from bot.slack import message_locations
from bot.slack.schema import MIGRATIONS, slack_workspace
from pipeline.clock import StandingClock, SystemClock
from pipeline.ledger.actor import PATIENCE
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import attention
from pipeline.messages.outbox import State
from pipeline.schedule import tick as ticking
from pipeline.storage import migrate
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS

CARD = "card:"  # begins a card's key on the command line: card:12


class NotDone(Exception):
    """No message with this key can be retried or skipped. The message says why."""


def open_database(config: Config) -> Storage:
    """Open the database. Raises Misconfigured if it does not exist or needs a migration."""
    storage = Storage.open(config.database_url)
    try:
        if storage.is_there and not migrate.pending(storage, [MIGRATIONS]):
            return storage
    except BaseException:
        storage.close()
        raise
    storage.close()
    raise Misconfigured(
        "The database does not exist yet or is older than this program. Run `putki run`: it creates or migrates it."
    )


def settle_and_list(config: Config, *, retry: str | None, skip: str | None) -> list[tuple[str, ...]]:
    """Retry or skip a message if a key is given, and return what is parked or unsure now. Raises NotDone."""
    storage = open_database(config)
    try:
        if retry:
            _settle(storage, retry, _retry, "parked")
        if skip:
            _settle(storage, skip, _skip, "parked, unsure or waiting")
        with storage.read() as connection:
            return [
                (str(w), key_of(each), str(each.state), str(each.says), each.reason or "")
                for w in workspaces(connection)
                for each in attention.unsent_messages(connection, w)
            ]
    finally:
        storage.close()


def _settle(storage: Storage, key: str, settle: Callable[[Connection, int, str], bool], wanted: str) -> None:
    if key.startswith(CARD) and not key.removeprefix(CARD).isdecimal():
        raise NotDone(
            f"{key} is not the key of a card: a card's key is {CARD} and the deal's number, such as {CARD}12."
        )
    with storage.write(Deadline.after(PATIENCE)) as connection:
        here = workspaces(connection)
        settled = [settle(connection, w, key) for w in here]
        if any(settled):
            return
        is_unsure = any(
            each.key == key and each.state is State.UNSURE
            for w in here
            for each in attention.unsent_messages(connection, w)
        )
    if is_unsure:
        raise NotDone(
            f"{key} is unsure: it may have arrived, so Putki does not send it again. Look in Slack, then use --skip."
        )
    raise NotDone(f"No message that is {wanted} has the key {key}. `putki outbox` lists the keys.")


def _retry(connection: Connection, w: int, key: str) -> bool:
    if not key.startswith(CARD):
        return attention.retry(connection, w, key)
    deal_no = int(key.removeprefix(CARD))
    if not attention.retry_card(connection, w, deal_no):
        return False
    message_locations.clear_unsure_cards(connection, w, deal_no)
    return True


def _skip(connection: Connection, w: int, key: str) -> bool:
    if key.startswith(CARD):
        return attention.skip_card(connection, w, int(key.removeprefix(CARD)))
    return attention.skip(connection, w, key, SystemClock().now())


def workspaces(connection: Connection) -> list[int]:
    """Return the numbers of all workspaces."""
    return list(connection.scalars(select(slack_workspace.c.workspace_no)))


def key_of(each: attention.UnsentMessage) -> str:
    """Return the key for the command line."""
    return f"{CARD}{each.deal_no}" if each.deal_no is not None else each.key


def preview(config: Config, at: datetime) -> list[tuple[str, ...]]:
    """Return the messages that a tick at this moment would add to the outbox. Nothing is saved."""
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    storage = open_database(config)
    try:
        said = ticking.preview(Ledger(storage, StandingClock(moment), SUBJECTS))
        return [(str(w), each.key, each.notice.kind.value, _to(each.to_member, each.to_place)) for w, each in said]
    finally:
        storage.close()


def _to(member: int | None, place: int | None) -> str:
    return f"member {member}" if member is not None else f"channel {place}"
