"""What every reading and every change has in common: a connection, an actor, and what was read already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from pipeline.ledger.actor import By
from pipeline.ledger.subject import Subjects


class Session(Protocol):
    """A ReadSession or a UnitOfWork: one person, one moment, one transaction."""

    already_read: dict[tuple[str, int], Any]
    """What was read on the way, by what it is and its number, so that it is not read twice."""

    @property
    def connection(self) -> Connection: ...  # noqa: D102
    @property
    def by(self) -> By: ...  # noqa: D102
    @property
    def now(self) -> datetime: ...  # noqa: D102
    @property
    def subjects(self) -> Subjects: ...  # noqa: D102

    def remembered(self, what: str, load: Callable[[], Any]) -> Any: ...  # noqa: D102
