"""The sender: sends what is due, answers first, then posts and reminders, then cards.

Several threads, and several processes on one PostgreSQL, send at the same time. One thread of each process sends only
answers, so that a call that hangs does not delay them.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.sending import cards as showing
from bot.sending import messages
from bot.sending.outage import SlackOutage
from bot.sending.pace import Pace, Timing
from bot.sending.send_context import Render, SendContext
from bot.slack.posting import Posting
from bot.slack.revocation import Revocation
from pipeline import errors
from pipeline.deals import cards
from pipeline.deals.cards import ClaimedCard
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import outbox, pace
from pipeline.messages.outbox import Claimed, Lane
from pipeline.people import settings

log = structlog.get_logger()

GENERAL_THREADS = 2  # threads for everything that is due, beside the thread for answers
SHUTDOWN_SECONDS = 10.0  # seconds in which a stopping process finishes its calls
SHORTEST_REST = 0.02
# Seconds between two looks of a thread that found nothing, however often `wake` is called. Under load each commit calls
# it, and a look after each would take the time that requests need.
BETWEEN_ANSWERS = 0.02
BETWEEN_LOOKS = 0.1
REST_AFTER_ERROR = 1.0  # seconds of rest after an error of the database


Send = Callable[[], bool]
DueCheck = Callable[[Connection, float], Send | None]
"""Checks whether a lane has something to send at this (real) time. Returns the function that sends it, or None."""


def _not_reported(_: Exception) -> bool:
    """Say of every error that nobody has reported it."""
    return False


def _no_step(_: str) -> None:
    """Ignore the step."""


@dataclass(slots=True)
class _WakeCalls:
    """Counts calls of `wake`. A sender rests only if there was none since it last looked."""

    _count: int = 0
    _called: threading.Condition = field(default_factory=threading.Condition)

    @property
    def count(self) -> int:
        with self._called:
            return self._count

    def call(self) -> None:
        with self._called:
            self._count += 1
            self._called.notify_all()

    def rest(self, since: int, seconds: float) -> None:
        with self._called:
            self._called.wait_for(lambda: self._count != since, timeout=max(0.0, seconds))


class Sender:
    """Sends what is due, in threads of this process (`run`) or in the caller's thread (`drain`)."""

    def __init__(
        self,
        ledger: Ledger,
        clients: Callable[[int], Posting],
        render: Render,
        *,
        timing: Timing | None = None,
        step: Callable[[str], None] = _no_step,
        is_reported: Callable[[Exception], bool] = _not_reported,
        revocation: Revocation | None = None,
    ) -> None:
        """`is_reported` says whether another part reports this database error, so that it needs no log line here.

        Nothing is sent during a `revocation`, which another part may begin.
        """
        pace_ = Pace(ledger.storage, timing or Timing())
        outage = SlackOutage(pace_.timing)
        self._context = SendContext(ledger, clients, render, pace_, step, outage, revocation or Revocation())
        self._calls = _WakeCalls()
        self._is_reported = is_reported

    # --- for others ---------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Look again now, because something was committed or the clock was moved."""
        self._calls.call()

    def may_send(self) -> bool:
        """Whether Slack accepts the bot token, as far as is known."""
        return self._context.is_token_accepted()

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set, then finish the current calls within ten seconds."""
        duties = [(self.answer_one, BETWEEN_ANSWERS), *[(self.send_one, BETWEEN_LOOKS)] * GENERAL_THREADS]
        threads = [
            threading.Thread(target=self._run_duty, args=(*duty, stop), name=f"sending-{number}", daemon=True)
            for number, duty in enumerate(duties)
        ]
        for thread in threads:
            thread.start()
        stop.wait()
        self.wake()
        end = time.monotonic() + SHUTDOWN_SECONDS
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def drain(self, until: float) -> bool:
        """Send all that is due, and wait for turns that come before `until` (monotonic).

        Return whether nothing is left.
        """
        while True:
            since = self._calls.count
            rest = self._done_or_rest(self.send_one, self._until_drained)
            if rest is None:
                continue
            if rest == 0.0:
                return True
            if rest > until - time.monotonic():
                return False
            self._calls.rest(since, rest)

    # --- one at a time ------------------------------------------------------------------------------------------

    def answer_one(self) -> bool:
        """Send the first answer that is due. Return whether there was one."""
        return self._send_first_due(self._answer_due)

    def send_one(self) -> bool:
        """Send the first thing that is due, or settle a claim of a lost sender. Return whether there was anything."""
        return self._send_first_due(self._answer_due, self._post_due, self._card_due, self._abandoned_due)

    def _send_first_due(self, *lanes: DueCheck) -> bool:
        """Look for something due in a read transaction, and open a write transaction only if there is something.

        All lanes are read at one moment. Otherwise a card could overtake a post whose turn comes between two reads.
        """
        with self._context.ledger.storage.read() as connection:
            real = time.time()
            found = next((act for lane in lanes if (act := lane(connection, real)) is not None), None)
        return found is not None and self._context.may_call() and found()

    def _answer_due(self, connection: Connection, real: float) -> Send | None:
        return self._message_due(connection, real, Lane.ANSWERS)

    def _post_due(self, connection: Connection, real: float) -> Send | None:
        return self._message_due(connection, real, Lane.POSTS)

    def _message_due(self, connection: Connection, real: float, lane: Lane) -> Send | None:
        is_due = outbox.is_due(connection, lane, now=self._context.now, real=real)
        return partial(self._send_message, lane) if is_due else None

    def _card_due(self, connection: Connection, real: float) -> Send | None:
        is_due = cards.is_due(connection, place_setting=settings.PLACE, real=real)
        return self._send_card if is_due else None

    def _abandoned_due(self, connection: Connection, real: float) -> Send | None:
        is_there = outbox.is_abandoned(connection, real=real)
        return partial(messages.settle_abandoned, self._context) if is_there else None

    def _send_message(self, lane: Lane) -> bool:
        claimed = self._claim(lane)
        if claimed is None:
            return False
        self._context.step("claimed")
        messages.carry_out(self._context, claimed)
        self._calls.call()
        return True

    def _claim(self, lane: Lane) -> Claimed | None:
        with self._context.writing() as connection:
            real = time.time()
            lease = real + self._context.timing.lease
            return outbox.claim(connection, lane, now=self._context.now, real=real, who=uuid.uuid4().hex, until=lease)

    def _send_card(self) -> bool:
        claimed = self._claim_card()
        if claimed is None:
            return False
        self._context.step("claimed")
        showing.carry_out(self._context, claimed)
        self._calls.call()
        return True

    def _claim_card(self) -> ClaimedCard | None:
        with self._context.writing() as connection:
            real = time.time()
            lease = real + self._context.timing.lease
            who = uuid.uuid4().hex
            return cards.claim(connection, place_setting=settings.PLACE, real=real, who=who, until=lease)

    # --- resting ------------------------------------------------------------------------------------------------

    def _run_duty(self, duty: Callable[[], bool], between: float, stop: threading.Event) -> None:
        while not stop.is_set():
            since, looked_at = self._calls.count, time.monotonic()
            rest = self._done_or_rest(duty, self._until_next)
            if rest is not None and not stop.is_set():
                self._calls.rest(since, rest)
                stop.wait(max(0.0, looked_at + between - time.monotonic()))

    def _done_or_rest(self, duty: Callable[[], bool], until_next: Callable[[], float]) -> float | None:
        """Run the duty. Return None if it did something, else the seconds to rest. No error ends a sender's thread."""
        try:
            return None if duty() else until_next()
        except (errors.Busy, DBAPIError) as problem:
            if not self._is_reported(problem):
                log.warning("sender_database_error", error=type(problem).__name__)
        except Exception:
            log.exception("sender_failed")
        return REST_AFTER_ERROR

    def _until_next(self) -> float:
        goes_at = self._next_look()
        idle = self._context.timing.idle
        if goes_at is None:
            return idle
        return min(idle, max(SHORTEST_REST, self._until_call(), goes_at - time.time()))

    def _until_call(self) -> float:
        """Return the seconds until Slack may be called; 0 unless it is away or refuses the token."""
        return max(self._context.outage.rest(), self._context.revocation.rest())

    def _until_drained(self) -> float:
        """Return the seconds to rest; 0 when nothing is due and no call is in progress."""
        goes_at = self._next_look()
        if self._in_flight():
            return SHORTEST_REST
        return 0.0 if goes_at is None else max(SHORTEST_REST, self._until_call(), goes_at - time.time())

    def _next_look(self) -> float | None:
        """Return the real time of the next look (0 for now), or None when nothing is due."""
        with self._context.ledger.storage.read() as connection:
            real = time.time()
            sayings_due, say_at = outbox.waiting(connection, now=self._context.now, real=real)
            cards_due, show_at = cards.waiting(connection, real=real)
            if not sayings_due and not cards_due:
                return None
            turn_at = pace.next_release(connection, real=real)
        return min((at for at in (say_at, show_at, turn_at) if at is not None), default=0.0)

    def _in_flight(self) -> bool:
        with self._context.ledger.storage.read() as connection:
            return outbox.in_flight(connection, now=self._context.now) or cards.in_flight(connection)
