"""How fast Slack lets Putki call it, and how long a sender waits. The turns are in the database, for all processes.

Slack allows about one message a second in a channel, and a number of calls a minute of each method in a workspace
(https://docs.slack.dev/apis/web-api/rate-limits). Pace, leases and waits use real time, which does not follow a moved
clock.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from pipeline.messages import pace
from pipeline.storage.engine import Deadline, Storage

PATIENCE = 2.5  # seconds for a short transaction of a sender


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between calls, of leases and of waits."""

    destination: float = 1.0  # between two messages to one channel or person
    posts: float = 0.25  # Slack allows "several hundred messages a minute" in a workspace
    changes: float = 1.2  # Slack allows 50 chat.update a minute
    openings: float = 1.2  # Slack allows 50 conversations.open a minute
    homes: float = 10.0  # between two calls that draw one person's Home, but for those that they ask for
    lease: float = 30.0  # longer than all calls for one message take
    saving: float = 10.0  # in which the outcome of a call must be saved; later it is unsure
    first_wait: float = 2.0  # after the first failure; doubled after each further one
    longest_wait: float = 300.0
    most_tries: int = 12  # failures for which the message may be to blame, before it is parked
    # the longest rest between two looks, because other processes write to the database too and the clock moves
    idle: float = 1.0

    def between(self, key: str) -> float:
        """Return the seconds from one turn of this key to the next."""
        shared = {pace.POSTS: self.posts, pace.CHANGES: self.changes, pace.OPENINGS: self.openings}
        return shared.get(key, self.destination)

    def wait_after(self, tries: int) -> float:
        """Return the seconds to wait after this many failures.

        The wait doubles up to `longest_wait`. A random factor spreads the retries of different messages.
        """
        longest = min(self.longest_wait, self.first_wait * 2.0 ** min(tries, 16))
        return longest * random.uniform(0.5, 1.0)


class NotYet(Exception):
    """The turn of this message comes at `until` (real time, seconds since the epoch)."""

    def __init__(self, until: float) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Pace:
    """The turns of all workspaces. All processes on this database share them."""

    storage: Storage
    timing: Timing = field(default_factory=Timing)

    def take(self, workspace_no: int, *keys: str) -> None:
        """Take a turn of each key. Raises NotYet if a turn is not free.

        Each key has a transaction of its own, so that no two rows are locked at the same time.
        """
        for key in keys:
            with self.storage.write(Deadline.after(PATIENCE)) as connection:
                real = time.time()
                until = pace.take(connection, workspace_no, key, every=self.timing.between(key), real=real)
            if until is not None:
                raise NotYet(until)

    def hold(self, workspace_no: int, key: str, seconds: float) -> float:
        """Make this key wait for `seconds`, as Slack asked. Return the time until which it waits (real time)."""
        with self.storage.write(Deadline.after(PATIENCE)) as connection:
            return pace.hold(connection, workspace_no, key, seconds=seconds, real=time.time())
