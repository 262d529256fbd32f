"""What a decision came to: it was committed by this very call, or nothing was changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.messages.notices import Notice


@dataclass(frozen=True, slots=True)
class Committed:
    """A change that this call committed; `notice` is its answer, None where there is nothing to answer.

    The answer was written in the same commit: to the inbox under each delivery's key and, where it goes to an address,
    to the outbox. `rules_no` and `already_read` are what the change read on its way, so that whoever shows the
    answer need not read it again. They are never stored, for they hold names.
    """

    notice: Notice | None
    rules_no: int
    already_read: dict[tuple[str, int], Any]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A decision that changed nothing now: it was so already, or an earlier delivery committed it.

    `notice` is the answer, None where there is nothing to answer. This call has written it nowhere.
    """

    notice: Notice | None


CommitOutcome = Committed | Unchanged
