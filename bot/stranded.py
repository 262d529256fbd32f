"""What is not sent (`putki outbox`) and what would be said (`putki tick --at`), for the one who looks after the bot."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.config import Config, Misconfigured
from bot.slack import whereabouts
from bot.slack.schema import MIGRATIONS, slack_workspace
from pipeline.clock import StandingClock, SystemClock
from pipeline.ledger.work import PATIENCE, Ledger
from pipeline.messages import attention
from pipeline.schedule import tick as ticking
from pipeline.storage import migrate
from pipeline.storage.engine import Deadline, Storage

CARD = "card:"  # a card's key on the command line: card:12


def opened(config: Config) -> Storage:
    """The database as `putki run` left it. Raises Misconfigured when there is none yet, or an older one."""
    storage = Storage.open(config.database_url)
    if storage.is_there and not migrate.pending(storage, [MIGRATIONS]):
        return storage
    storage.close()
    raise Misconfigured(
        "The database is not there yet, or older than this program: `putki run` makes it, or migrates it."
    )


def attend(config: Config, *, retry: str | None, skip: str | None) -> list[tuple[str, ...]]:
    """What is parked or unsure, after one was let go on or left for good."""
    storage = opened(config)
    try:
        with storage.read() as connection:
            workspaces = list(connection.scalars(select(slack_workspace.c.workspace_no)))
        if retry or skip:
            with storage.write(Deadline.after(PATIENCE)) as connection:
                for w in workspaces:
                    if retry and retry.startswith(CARD):
                        deal_no = int(retry.removeprefix(CARD))
                        if attention.retry_card(connection, w, deal_no):
                            whereabouts.may_be_posted_again(connection, w, deal_no)
                    elif retry:
                        attention.retry(connection, w, retry)
                    elif skip and skip.startswith(CARD):
                        attention.skip_card(connection, w, int(skip.removeprefix(CARD)))
                    elif skip:
                        attention.skip(connection, w, skip, SystemClock().now())
        with storage.read() as connection:
            return [
                (str(w), _key(each), str(each.state), str(each.says), each.reason or "")
                for w in workspaces
                for each in attention.stranded(connection, w)
            ]
    finally:
        storage.close()


def _key(each: attention.Stranded) -> str:
    return f"{CARD}{each.deal_no}" if each.deal_no is not None else each.key


def foreseen(config: Config, at: datetime) -> list[tuple[str, ...]]:
    """What a tick at that moment would let be said; nothing is kept of it."""
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    storage = opened(config)
    try:
        said = ticking.foresee(Ledger(storage, StandingClock(moment)))
        return [(str(w), each.key, each.says.value, _to(each.to_member, each.to_place)) for w, each in said]
    finally:
        storage.close()


def _to(member: int | None, place: int | None) -> str:
    return f"member {member}" if member is not None else f"channel {place}"
