"""What is not sent (`putki outbox`) and what would be said (`putki tick --at`), for the one who looks after the bot."""

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

CARD = "card:"  # a card's key on the command line: card:12


class NotDone(Exception):
    """There is nothing to send again, or to skip, under that key; the message says why."""


def opened(config: Config) -> Storage:
    """The database as `putki run` left it. Raises Misconfigured when there is none yet, or an older one."""
    storage = Storage.open(config.database_url)
    try:
        if storage.is_there and not migrate.pending(storage, [MIGRATIONS]):
            return storage
    except BaseException:
        storage.close()
        raise
    storage.close()
    raise Misconfigured(
        "The database is not there yet, or older than this program: `putki run` makes it, or migrates it."
    )


def attend(config: Config, *, retry: str | None, skip: str | None) -> list[tuple[str, ...]]:
    """What is parked or unsure, after one was let go on or left for good. Raises NotDone when that could not be."""
    storage = opened(config)
    try:
        if retry:
            _settle(storage, retry, _retried, "parked")
        if skip:
            _settle(storage, skip, _skipped, "parked, unsure or waiting")
        with storage.read() as connection:
            return [
                (str(w), key_of(each), str(each.state), str(each.says), each.reason or "")
                for w in workspaces(connection)
                for each in attention.stranded(connection, w)
            ]
    finally:
        storage.close()


def _settle(storage: Storage, key: str, settle: Callable[[Connection, int, str], bool], wanted: str) -> None:
    if key.startswith(CARD) and not key.removeprefix(CARD).isdecimal():
        raise NotDone(f"{key} is no card: a card's key is {CARD} and the deal's number, such as {CARD}12.")
    with storage.write(Deadline.after(PATIENCE)) as connection:
        here = workspaces(connection)
        settled = [settle(connection, w, key) for w in here]
        if any(settled):
            return
        is_unsure = any(
            each.key == key and each.state is State.UNSURE for w in here for each in attention.stranded(connection, w)
        )
    if is_unsure:
        raise NotDone(
            f"{key} is unsure: it may be there already, so it is not repeated. Look in Slack, then --skip it."
        )
    raise NotDone(f"Nothing that is {wanted} has the key {key}: `putki outbox` lists the keys.")


def _retried(connection: Connection, w: int, key: str) -> bool:
    if not key.startswith(CARD):
        return attention.retry(connection, w, key)
    deal_no = int(key.removeprefix(CARD))
    if not attention.retry_card(connection, w, deal_no):
        return False
    message_locations.clear_unsure_cards(connection, w, deal_no)
    return True


def _skipped(connection: Connection, w: int, key: str) -> bool:
    if key.startswith(CARD):
        return attention.skip_card(connection, w, int(key.removeprefix(CARD)))
    return attention.skip(connection, w, key, SystemClock().now())


def workspaces(connection: Connection) -> list[int]:
    """The numbers of the installations."""
    return list(connection.scalars(select(slack_workspace.c.workspace_no)))


def key_of(each: attention.Stranded) -> str:
    """What it is called on the command line."""
    return f"{CARD}{each.deal_no}" if each.deal_no is not None else each.key


def foreseen(config: Config, at: datetime) -> list[tuple[str, ...]]:
    """What a tick at that moment would let be said; nothing is kept of it."""
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    storage = opened(config)
    try:
        said = ticking.preview(Ledger(storage, StandingClock(moment), SUBJECTS))
        return [(str(w), each.key, each.kind.value, _to(each.to_member, each.to_place)) for w, each in said]
    finally:
        storage.close()


def _to(member: int | None, place: int | None) -> str:
    return f"member {member}" if member is not None else f"channel {place}"
