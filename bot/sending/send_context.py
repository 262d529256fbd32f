"""What a sender needs to carry out one message: the database, Slack, the renderer and the pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.language.readers import voice_for
from bot.sending.outage import SlackOutage
from bot.sending.pace import PATIENCE, Pace, Timing
from bot.sending.scene import Reader
from bot.slack.posting import Posting
from bot.slack.refusals import (
    AnswerLost,
    BlocksRefused,
    PictureNotReady,
    ServerError,
    SlackRefused,
    TokenRefused,
    Unreachable,
)
from bot.slack.revocation import Revocation
from pipeline import errors
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.notices import Notice
from pipeline.storage.engine import Deadline

log = structlog.get_logger()

T = TypeVar("T")
Render = Callable[[ReadSession, Notice, Reader], Message | None]
"""Renders a notice for one reader in its current state. Returns None when the notice is no longer true."""

NO_ANSWER = (AnswerLost, ServerError, Unreachable)
BETWEEN_SAVES = 0.25  # seconds


@dataclass(frozen=True, slots=True)
class SendContext:
    """What a sender needs. `step` is called with the name of each step that was passed, for tests that crash there."""

    ledger: Ledger
    clients: Callable[[int], Posting]
    render: Render
    pace: Pace
    step: Callable[[str], None]
    outage: SlackOutage
    revocation: Revocation = field(default_factory=Revocation)
    uploads: dict[str, str] = field(default_factory=dict[str, str])  # file ids of pictures not posted yet

    @property
    def timing(self) -> Timing:
        """The seconds of turns, leases and waits."""
        return self.pace.timing

    @property
    def now(self) -> datetime:
        """The current moment by the clock that people see."""
        return self.ledger.clock.now()

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Open a short write transaction."""
        with self.ledger.storage.write(Deadline.after(PATIENCE)) as connection:
            yield connection

    @contextmanager
    def read_session(self, workspace_no: int, member_no: int | None) -> Generator[ReadSession]:
        """Open a read transaction for one reader."""
        with self.ledger.read_session(By(workspace_no, member_no, Via.SYSTEM)) as session:
            yield session

    def render_notice(
        self,
        session: ReadSession,
        notice: Notice,
        *,
        in_place: bool = False,
        replaces: Notice | None = None,
        is_again: bool = False,
    ) -> Message | None:
        """Render the notice in its reader's language.

        With `in_place` the message replaces one that others may have seen, which said `replaces` where that is known.
        With `is_again` it gets the mark of a repeated message. Returns None when the notice is no longer true.
        """
        member_no = session.by.member_no
        voice = voice_for(session, member_no)
        message = self.render(session, notice, Reader(member_no, voice, in_place, replaces))
        if message is None or not is_again:
            return message
        mark = voice.say("said_again")
        return replace(message, text=f"{mark} {message.text}", blocks=(el.context(mark), *message.blocks))

    def send_with_fallback(self, workspace_no: int, kind: str, message: Message, say: Callable[[Message], T]) -> T:
        """Call `say` and return its result. If Slack refuses the blocks, call it again with the text alone.

        Raises PictureNotReady instead if the blocks show a picture: it may be taken a little later.
        """
        try:
            return say(message)
        except BlocksRefused as refused:
            if any("slack_file" in block for block in message.blocks):
                raise PictureNotReady(refused.code) from refused
            if not message.blocks:
                raise
            log.warning("blocks_refused", kind=kind, workspace_no=workspace_no, reason=refused.code)
            return say(Message(message.text))

    def is_slack_away(self, workspace_no: int, refused: SlackRefused) -> bool:
        """Whether a call failed because Slack is away, and not because of this message: the simplest call fails too."""
        is_outage = isinstance(refused, NO_ANSWER) and not self._answers(workspace_no)
        if is_outage:
            self.outage.failed(workspace_no, refused.code)
        return is_outage

    def is_token_refused(self, workspace_no: int, refused: TokenRefused) -> bool:
        """Whether Slack refuses the token of the simplest call, too; then sending stops, and no message is blamed."""
        try:
            self.clients(workspace_no).look()
        except TokenRefused:
            self.revocation.begin(workspace_no, refused.code)
            return True
        except SlackRefused:
            return False
        return False

    def is_token_accepted(self) -> bool:
        """Whether Slack accepts the token, as far as is known. While it does not, it is asked now and then."""
        if (workspace_no := self.revocation.workspace_no) is None:
            return True
        if not self.revocation.may_ask():
            return False
        try:
            self.clients(workspace_no).look()
        except SlackRefused:
            return False
        self.revocation.end()
        return True

    def may_call(self) -> bool:
        """Whether to call Slack now. During an outage the simplest call goes first, so that no message is lost."""
        if not self.is_token_accepted() or not self.outage.may_try():
            return False
        if (workspace_no := self.outage.seen_in) is None:
            return True
        if not self._answers(workspace_no):
            self.outage.failed(workspace_no, "no_answer")
            return False
        self.outage.over()
        return True

    def _answers(self, workspace_no: int) -> bool:
        try:
            self.clients(workspace_no).look()
        except NO_ANSWER:
            return False
        except SlackRefused:
            return True
        return True

    def find_sent(self, workspace_no: int, channel: str, key: str, thread_ts: str | None = None) -> str | None:
        """Return the timestamp of the message with this outbox key; None if it is not there or the app may not read."""
        try:
            return self.clients(workspace_no).find(channel, key, thread_ts=thread_ts)
        except SlackRefused as refused:
            log.info("message_look_up_failed", key=key, workspace_no=workspace_no, reason=refused.code)
            return None

    def save_outcome(self, settle: Callable[[Connection], object]) -> None:
        """Save the outcome of a call. While the database is busy or restarting, retry for `timing.saving` seconds.

        Raises Busy, or what the database raised last, when that time is over.
        """
        end = time.monotonic() + self.timing.saving
        while True:
            try:
                with self.writing() as connection:
                    settle(connection)
                return
            except (errors.Busy, DBAPIError) as problem:
                if time.monotonic() > end:
                    raise
                log.warning("outcome_not_saved_yet", error=type(problem).__name__)
                time.sleep(BETWEEN_SAVES)
