"""The anchor of this installation: where it is, what the database lacks of it, and going on after a restore."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.config import Config
from pipeline import errors
from pipeline.clock import Clock
from pipeline.ledger import anchor as anchors
from pipeline.ledger import gaps
from pipeline.ledger.anchor import LostEvents
from pipeline.ledger.replay import workspaces
from pipeline.people import restoring
from pipeline.storage.engine import Deadline, Storage

log = structlog.get_logger()

SECONDS = 10.0  # between two looks at the newest event
PATIENCE = 5.0  # seconds that a look may take
MEND = (
    "If a backup was restored, run `putki restore` once, then start Putki: numbers of what was lost are not given out "
    "again. If none was, the database has lost data: stop, keep its files, and restore a backup."
)


class LedgerLost(errors.CannotRun):
    """The database lacks changes that Putki has made."""


@dataclass(slots=True)
class AnchorFile:
    """The file with the newest event of each ledger, beside SQLite's file or where PUTKI_SEEN_FILE says."""

    path: Path
    storage: Storage
    is_warned: bool = False

    @classmethod
    def of(cls, config: Config, storage: Storage) -> AnchorFile | None:
        """The file of this installation; None on PostgreSQL where no place is set."""
        if config.seen_file is not None:
            return cls(config.seen_file, storage)
        file = storage.file
        return cls(file.with_name(f"{file.name}.seen"), storage) if file is not None else None

    def lost(self) -> list[LostEvents]:
        """The ledgers that lack what was seen of them."""
        seen = anchors.read(self.path)
        if not seen:
            return []
        with self.storage.read(Deadline.after(PATIENCE)) as connection:
            return anchors.lost_events(connection, seen)

    def require(self) -> None:
        """Raise LedgerLost if the database lacks what was seen."""
        if lost := self.lost():
            raise LedgerLost(f"{'; '.join(map(str, lost))}. {MEND}")

    def keep(self) -> None:
        """Write the newest events down, unless some are lost: that is said once, and what was seen stays written.

        A failure to read the database or to write the file is logged; the next look tries again.
        """
        try:
            if lost := self.lost():
                self._warn(lost)
                return
            with self.storage.read(Deadline.after(PATIENCE)) as connection:
                now = anchors.of_database(connection)
            if now != anchors.read(self.path):
                anchors.write(self.path, now)
        except Exception as failed:
            log.warning("anchor_not_kept", error=type(failed).__name__)

    def _warn(self, lost: list[LostEvents]) -> None:
        if not self.is_warned:
            log.error("ledger_lost_changes", problem="; ".join(map(str, lost)), fix=MEND)
        self.is_warned = True


def problem(config: Config, storage: Storage) -> tuple[str, str] | None:
    """What the database lacks, and what to do; None where it has all that was seen, or nothing was."""
    kept = AnchorFile.of(config, storage)
    lost = kept.lost() if kept is not None else []
    return ("; ".join(map(str, lost)), MEND) if lost else None


def left_out(storage: Storage) -> list[str]:
    """The numbers that each ledger leaves out since a restore, a sentence for each."""
    with storage.read() as connection:
        found = [(w, gap) for w in workspaces(connection) for gap in gaps.of_ledger(connection, w)]
    return [
        f"A backup was restored into workspace {w}: it left out the event numbers {gap.after + 1} to {gap.up_to}, "
        "which may have been lost."
        for w, gap in found
    ]


def go_on(config: Config, storage: Storage, clock: Clock) -> list[str]:
    """Let each ledger leave out the numbers of what was lost, and write the anchor anew; a sentence on each.

    A ledger that has all that was seen of it goes on as it is. One of which nothing was seen may have lost anything.
    """
    kept = AnchorFile.of(config, storage)
    seen = (anchors.read(kept.path) if kept is not None else None) or {}
    with storage.read() as connection:
        here = workspaces(connection)
        lost = {each.workspace_no for each in anchors.lost_events(connection, seen)}
    told: list[str] = []
    for workspace_no in here:
        if workspace_no in seen and workspace_no not in lost:
            told.append(f"Workspace {workspace_no} has all that Putki has seen of it. Nothing is changed.")
            continue
        leap = restoring.go_on(storage, clock, workspace_no, seen.get(workspace_no))
        told.append(
            f"Workspace {workspace_no} goes on with event {leap.up_to + 1}. The numbers {leap.after + 1} to "
            f"{leap.up_to} stay free: what was lost may have had them."
        )
    if kept is not None:
        with storage.read() as connection:
            anchors.write(kept.path, anchors.of_database(connection))
    return told or ["The database has no workspace yet. There is nothing to do."]
