"""Every statement on a tenant's table names the workspace: a listener that reads each statement the product sends."""

import functools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from sqlalchemy import Engine, event

from pipeline.storage import prepared, schema
from pipeline.subjects import SUBJECTS as SUBJECTS  # its rooms declare the tables that are looked for

PRODUCT = tuple(str(Path(__file__).resolve().parent.parent / room) + "/" for room in ("pipeline", "bot"))
NAMED = r'"?\w+"?(?:\s+AS\s+"?\w+"?)?'
REFERENCES = re.compile(rf"\b(?:FROM|JOIN|UPDATE|INTO)\s+({NAMED}(?:\s*,\s*{NAMED})*)", re.IGNORECASE)

# The few questions that are asked of all workspaces at once, by module and function, each with its reason.
OF_ALL_WORKSPACES = {
    ("bot.outbox_command", "workspaces"): "which installations there are",
    ("bot.start", "upgrade_database"): "the migrations bring all workspaces to a new schema",
    ("bot.slack.directory", "install"): "which installation this is, before there is a workspace number",
    ("pipeline.schedule.tick", "_due"): "what is due, by time",
    ("pipeline.schedule.tick", "next_due"): "what is due, by time",
    ("pipeline.storage.health", "try_to_write"): "whether each can be written",
    ("pipeline.messages.inbox", "delete_old"): "rows too old to matter, by time",
    ("pipeline.ledger.replay", "workspaces"): "which workspaces there are, to verify each",
    ("pipeline.messages.old_messages", "delete_old"): "rows too old to matter, by time",
    ("pipeline.messages.outbox", "_first_due"): "what is due, by time",
    ("pipeline.messages.outbox", "is_due"): "what is due, by time",
    ("pipeline.messages.outbox", "is_abandoned"): "what is due, by time",
    ("pipeline.messages.outbox", "_abandoned"): "what is due, by time",
    ("pipeline.deals.cards", "is_due"): "what is due, by time",
    ("pipeline.messages.outbox", "in_flight"): "what is due, by time",
    ("pipeline.messages.outbox", "waiting"): "what is due, by time",
    ("pipeline.deals.cards", "_first_due"): "what is due, by time",
    ("pipeline.deals.cards", "in_flight"): "what is due, by time",
    ("pipeline.deals.cards", "waiting"): "what is due, by time",
    ("pipeline.messages.pace", "next_release"): "when what is due may go, by time",
}


class Watch:
    """What was asked without a workspace, and may not be."""

    def __init__(self) -> None:
        self.found: list[str] = []
        event.listen(Engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: self._look(statement))
        prepared.watchers.append(self._look)

    def _look(self, statement: str) -> None:
        open_tables = tables_without_workspace(statement)
        if open_tables and (asker := _asker()) and asker not in OF_ALL_WORKSPACES:
            self.found.append(f"{'.'.join(asker)} asks {', '.join(open_tables)} of all workspaces: {statement}")

    def taken(self) -> list[str]:
        """What was found since the last look."""
        found, self.found = self.found, []
        return found


@functools.cache
def tables_without_workspace(statement: str) -> tuple[str, ...]:
    """The tenants' tables in a statement whose rows it does not hold to a workspace."""
    tenants = {table.name for table in schema.metadata.tables.values() if "workspace_no" in table.primary_key.columns}
    if re.match(r"\s*(CREATE|ALTER|DROP|PRAGMA|ANALYZE)\b", statement, re.IGNORECASE):
        return ()
    references = [(name, alias) for name, alias in _references(statement) if name in tenants]
    return tuple(name for name, alias in references if not _is_held(statement, alias, alone=len(references) == 1))


def _references(statement: str) -> Iterator[tuple[str, str]]:
    """Each table named, with what it is called in the rest of the statement."""
    for listed in REFERENCES.findall(statement):
        for one in listed.split(","):
            words = one.replace('"', "").split()
            yield words[0], words[-1]


def _is_held(statement: str, alias: str, *, alone: bool) -> bool:
    if re.match(r"\s*INSERT\b", statement, re.IGNORECASE) and re.search(
        rf'INTO "?{alias}"? \([^)]*workspace_no', statement
    ):
        return True
    column = rf'"?{alias}"?\.workspace_no' if not alone else rf'(?:"?{alias}"?\.)?\bworkspace_no'
    return re.search(rf"{column}\s*(=|IN\b)|=\s*{column}", statement) is not None


def _asker() -> tuple[str, str] | None:
    """The module and function of ours that sent the statement; none when a test did."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(PRODUCT) and ("/storage/" not in file or file.endswith("/health.py")):
            return frame.f_globals["__name__"], frame.f_code.co_name
        frame = frame.f_back
    return None
