"""The chain: a digest of all events of a workspace in order, by which a changed or lost event is noticed.

The digest after an event is the SHA-256 of the digest before it and the event's row as stored. Typed texts are not in
it, so that erasing them leaves it as it is. A ledger from before the chain begins it at its upgrade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

SEPARATOR = "\x1f"
LINKED = tuple(
    "no change_no batch_no subject subject_no kind version happened_at recorded_at member_no via voids data".split()
)
"""The columns of `event` that the digest covers, in this order."""


def digest_after(digest: str | None, rows: Iterable[Mapping[Any, Any]]) -> str | None:
    """The digest, in hexadecimal, after these rows of `event`, given the one before them (None: there were none)."""
    for row in rows:
        written = SEPARATOR.join([digest or "", *(_written(row[name]) for name in LINKED)])
        digest = sha256(written.encode()).hexdigest()
    return digest


def _written(value: Any) -> str:
    """A value of a row in one form, whatever the database: moments in UTC to the microsecond, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
