"""Pace: how fast Slack lets us speak, and how long a sender is patient; turns are kept in the database for all.

About one message a second may go to a channel, and so many calls a minute of a method from one workspace
(https://docs.slack.dev/apis/web-api/rate-limits). Pace, leases and waits are real time: no moved clock hastens them.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from pipeline.messages import pace
from pipeline.storage.engine import Deadline, Storage

PATIENCE = 2.5  # seconds that a short transaction of a sender may take


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between calls, of leases and of waits."""

    destination: float = 1.0  # between two messages to one channel or person
    posts: float = 0.25  # "several hundred messages a minute" for a workspace
    changes: float = 1.2  # chat.update: 50 a minute
    openings: float = 1.2  # conversations.open: 50 a minute
    lease: float = 30.0  # longer than all calls for one message may take
    first_wait: float = 2.0  # after a failure; doubled each time
    longest_wait: float = 300.0
    most_tries: int = 12  # failures that blame the message, before it is parked
    idle: float = 1.0  # at most between two looks: other processes write too, and the clock goes on

    def between(self, key: str) -> float:
        """Seconds from one turn of this key to the next."""
        shared = {pace.POSTS: self.posts, pace.CHANGES: self.changes, pace.OPENINGS: self.openings}
        return shared.get(key, self.destination)

    def wait_after(self, tries: int) -> float:
        """Seconds to wait after so many failures: doubled, bounded, and spread so that not all come back at once."""
        longest = min(self.longest_wait, self.first_wait * 2.0 ** min(tries, 16))
        return longest * random.uniform(0.5, 1.0)


class NotYet(Exception):
    """It is not this message's turn before `until` (real time)."""

    def __init__(self, until: float) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Pace:
    """The turns of all workspaces, shared by every process on this database."""

    storage: Storage
    timing: Timing = field(default_factory=Timing)

    def take(self, workspace_no: int, *keys: str) -> None:
        """Take a turn of each key, one transaction each, so that no two rows are ever locked. Raises NotYet."""
        for key in keys:
            with self.storage.write(Deadline.after(PATIENCE)) as connection:
                real = time.time()
                until = pace.take(connection, workspace_no, key, every=self.timing.between(key), real=real)
            if until is not None:
                raise NotYet(until)

    def hold(self, workspace_no: int, key: str, seconds: float) -> float:
        """Slack asked this key to wait so long; the moment until which."""
        with self.storage.write(Deadline.after(PATIENCE)) as connection:
            return pace.hold(connection, workspace_no, key, seconds=seconds, real=time.time())
