"""Who acts: the actor of every command, where and how it was asked for, and until when it is worth carrying out."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ledger.events import Via
from pipeline.storage.engine import Deadline

ACTOR = "member"
"""The subject that acts: a text that a person typed for themselves is about its number."""

PATIENCE = 2.5  # seconds a request has, from before it queues for a thread: Slack waits three for its acknowledgement


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, where, how, by which deliveries, and until when it is worth anything."""

    workspace_no: int
    member_no: int | None  # none: the system
    via: Via
    keys: tuple[str, ...] = ()
    arrived: float | None = None  # on the monotonic clock; none: now
    reply: str | None = None  # an opaque address to which the answer is said; none: it rides in the acknowledgement
    in_place_of: str | None = None  # the outbox key of the message whose place the answer takes
    limit: Deadline | None = None  # another time than a request's, for what nobody waits for
