"""A reading transaction for one person at one moment, with what it has read already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select

from pipeline.ledger.actor import By
from pipeline.ledger.rules_cache import WorkspaceRules
from pipeline.ledger.subject import Subjects
from pipeline.storage import schema
from pipeline.storage.prepared import Read

T = TypeVar("T")

_RULES_NO = Read(select(schema.line.c.rules_no).where(schema.line.c.workspace_no == bindparam("w")))


@dataclass(slots=True)
class ReadSession:
    """One person, one moment, reading only."""

    subjects: Subjects
    by: By
    now: datetime
    connect: Callable[[], Connection]
    rules: WorkspaceRules
    already_read: dict[tuple[str, int], Any] = field(default_factory=dict[tuple[str, int], Any])
    _rules_no: int | None = None
    _connection: Connection | None = None
    _read: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def connection(self) -> Connection:
        """The one transaction of all that is asked."""
        if self._connection is None:
            self._connection = self.connect()
        return self._connection

    @property
    def rules_no(self) -> int:
        """The newest event about the workspace's stages or settings."""
        no = self._rules_no
        if no is None:
            self._rules_no = no = int(_RULES_NO.first(self.connection, {"w": self.by.workspace_no}).rules_no)
        return no

    def once(self, what: str, load: Callable[[], T]) -> T:
        """What `load` gave when this look first asked: it is of one moment, and need not ask twice."""
        if what not in self._read:
            self._read[what] = load()
        return self._read[what]

    def remembered(self, what: str, load: Callable[[], T]) -> T:
        """See WorkspaceRules.of."""
        return self.rules.of(what, self.rules_no, load)
