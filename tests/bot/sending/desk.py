"""A workspace with a database, a running local Slack and a sender between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import insert, text

from bot.blocks.elements import Message
from bot.local_slack import LocalSlackServer, Running
from bot.sending.pace import Timing
from bot.sending.scene import Reader
from bot.sending.worker import Sender
from bot.slack.posting import Posting
from bot.slack.schema import slack_member, slack_place
from pipeline.clock import StandingClock
from pipeline.deals.read import deal_by_no
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import attention, outbox
from pipeline.messages.asked_notices import DealCard
from pipeline.messages.notice_codec import encode
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import settings
from pipeline.schedule import pipeline_changes
from pipeline.storage.engine import Deadline, Storage
from tests.busy_machine import PATIENCE
from tests.pipeline.sample_notices import SAMPLES
from tests.pipeline.team import AATU, ANNA, BERTIL, Team, team_in

MANIFEST = Path(__file__).parents[3] / "manifest.yml"
MONDAY = datetime(2026, 6, 1, 5, tzinfo=UTC)  # 8.00 in Helsinki
SALES, PROJECTS = 1, 2  # places
CHANNELS = {SALES: "CLOCALMYYNT", PROJECTS: "CLOCALPROJE"}
USERS = {ANNA: "ULOCALAINO1", BERTIL: "ULOCALMATTI", AATU: "ULOCALOSKAR"}
HURRIED = Timing(  # what the local Slack allows for a few messages, so that tests are quick
    destination=0.01,
    posts=0.001,
    changes=0.001,
    openings=0.001,
    lease=20.0,
    first_wait=0.05,
    longest_wait=0.2,
    most_tries=4,
    idle=0.2,
)
GONE = 999  # a deal


def shown(session: ReadSession, notice: Notice, _: Reader) -> Message | None:
    """A notice in plain words; of a card what the deal is now. What is said of the deal GONE is no longer true."""
    if notice.about_deal == GONE:
        return None
    if not isinstance(notice, DealCard):
        return Message(f"{notice.kind.value} {encode(notice)}")
    deal = deal_by_no(session.connection, session.by.workspace_no, notice.deal)
    return Message(f"deal {notice.deal} in stage {deal.stage_no if deal else None}")


def local_slack(*granted: str) -> Running:
    """A local Slack that starts with the block in which it is used.

    The app may read no conversation, like an installation of an older version; `granted` are scopes beside the others.
    """
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    scopes = [each for each in manifest["oauth_config"]["scopes"]["bot"] if not each.endswith(":history")]
    manifest["oauth_config"]["scopes"]["bot"] = [*scopes, *granted]
    return LocalSlackServer.start(manifest=manifest, clock=MONDAY)


@dataclass
class Desk:
    """What a test of sending needs."""

    team: Team
    slack: Running
    timing: Timing = HURRIED
    render: Callable[[ReadSession, Notice, Reader], Message | None] = shown
    timeout: float = 5.0
    api_url: str | None = None
    _keys: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    @classmethod
    def at(cls, storage: Storage, slack: Running, workspace_no: int = 1) -> Desk:
        """A new workspace of this database, whose people and places are those of the local Slack."""
        desk = cls(team_in(storage, StandingClock(MONDAY), workspace_no), slack)
        with storage.write(Deadline.after(5)) as connection:
            for member_no, user_id in USERS.items():
                row = {"workspace_no": workspace_no, "user_id": user_id, "member_no": member_no}
                connection.execute(insert(slack_member), {**row, "is_slack_admin": False})
            for place_no, channel_id in CHANNELS.items():
                row = {"workspace_no": workspace_no, "place_no": place_no, "channel_id": channel_id}
                connection.execute(insert(slack_place), row)
        desk.post_to(SALES)
        return desk

    def post_to(self, place_no: int | None) -> None:
        """Let the pipeline's cards go there, or nowhere."""
        place: dict[str, str | int | None] = {settings.PLACE.format(pipeline=1): place_no}
        self.team.do(lambda work: settings.put(work, settings.WORKSPACE, place))

    def move_to(self, place_no: int) -> None:
        """Let the pipeline post there from now on, and what waits for its old channel too, as an admin chooses."""
        self.team.do(lambda work: pipeline_changes.post_to(work, 1, place_no, settings.of_workspace(work).calendar))

    # --- what is to be said -------------------------------------------------------------------------------------

    def say(
        self,
        says: NoticeKind = NoticeKind.STUCK,
        *,
        key: str | None = None,
        to_member: int | None = None,
        to_place: int | None = None,
        address: str | None = None,
        lane: Lane = Lane.POSTS,
        due_at: datetime | None = None,
        **fields: Any,
    ) -> str:
        """Let a notice of this kind, with these fields, wait to be said; its key."""
        saying = OutboxMessage(
            key=key or f"occasion:{next(self._keys)}",
            lane=lane,
            notice=replace(SAMPLES[says], **fields),
            due_at=due_at or self.team.clock.now(),
            to_member=to_member,
            to_place=to_place,
            address=address,
        )
        with self.team.ledger.storage.write(Deadline.after(5)) as connection:
            outbox.add(connection, self.team.workspace_no, [saying], self.team.clock.now())
        return saying.key

    # --- sending ------------------------------------------------------------------------------------------------

    def sender(self, **more: Any) -> Sender:
        """A sender of this workspace."""
        client = Posting(self.slack.bot_token, self.api_url or self.slack.api_url, timeout=self.timeout)
        return Sender(self.team.ledger, lambda _: client, self.render, timing=self.timing, **more)

    def send_all(self, seconds: float = PATIENCE) -> None:
        """Send until nothing is left that is due."""
        assert self.sender().drain(time.monotonic() + seconds)

    def send_until(self, is_so: Callable[[], bool]) -> None:
        """Send until this is so, while something is left that waits."""
        sender, late = self.sender(), time.monotonic() + PATIENCE
        while not is_so():
            assert not sender.drain(time.monotonic() + 0.2), "nothing is left, and it is not so"
            assert time.monotonic() < late, "it is not so"

    @contextmanager
    def sending(self) -> Iterator[Sender]:
        """A sender that works in its threads meanwhile."""
        sender, stop = self.sender(), threading.Event()
        thread = threading.Thread(target=sender.run, args=(stop,))
        thread.start()
        try:
            yield sender
        finally:
            stop.set()
            thread.join(PATIENCE)

    # --- what came of it ----------------------------------------------------------------------------------------

    def ask(self, statement: str, **values: Any) -> list[Any]:
        return self.team.ask(statement, **values)

    def outcome(self, key: str) -> tuple[str, str | None]:
        """The state and the reason of a saying."""
        row = self.ask("SELECT state, reason FROM outbox WHERE workspace_no = :w AND key = :key", key=key)[0]
        return row.state, row.reason

    def unsent(self) -> list[str]:
        """The keys of what is parked or unsure."""
        with self.team.ledger.storage.read() as connection:
            return [each.key for each in attention.unsent_messages(connection, self.team.workspace_no)]

    def card(self, deal_no: int) -> Any:
        return self.ask("SELECT * FROM card WHERE workspace_no = :w AND deal_no = :deal", deal=deal_no)[0]

    def messages(self, where: int | str = SALES) -> list[str]:
        """What stands in a place, or in a person's direct messages."""
        channel = CHANNELS[where] if isinstance(where, int) else where
        return [each["text"] for each in self.slack.messages(channel)]

    def direct(self, member_no: int) -> list[str]:
        """What was written to a member."""
        return self.messages(USERS[member_no])

    def calls(self, method: str) -> list[Any]:
        """The calls of a method that the local Slack took, in order."""
        return [each for each in self.slack.log() if each.get("method") == method]

    def let_leases_end(self) -> None:
        """As if the sender that holds a claim had been away for longer than its lease."""
        with self.team.ledger.storage.write(Deadline.after(5)) as connection:
            for table in ("outbox", "card"):
                connection.execute(
                    text(f"UPDATE {table} SET claimed_until = 0 WHERE workspace_no = :w AND claimed_by IS NOT NULL"),
                    {"w": self.team.workspace_no},
                )


def texts(sayings: Sequence[str]) -> list[str]:
    """The first word of each."""
    return [each.split()[0] for each in sayings]
