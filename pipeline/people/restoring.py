"""Going on after a restored backup (`putki restore`): numbers that were given out after it are not given out again."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.clock import Clock
from pipeline.ledger import event_store, sequence
from pipeline.ledger.anchor import NewestEvent
from pipeline.ledger.chain import digest_after
from pipeline.ledger.events import Event, Via
from pipeline.people.events import SETTING, Restored
from pipeline.storage.engine import Deadline, Storage

LEAP = 10_000  # event numbers that are left out behind the newest that was seen: it was written up to 10 s earlier
BLIND_LEAP = 1_000_000  # event numbers that are left out where nobody knows what was lost
DEAL_LEAP = 1_000  # numbers of deals and offers, which people type
LEAPS = dict.fromkeys(sequence.COUNTERS, BLIND_LEAP) | {"deal_no": DEAL_LEAP, "offer_no": DEAL_LEAP}
PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Leap:
    """The event numbers that a ledger leaves out: those behind `after`, up to `up_to`."""

    workspace_no: int
    after: int
    up_to: int


def go_on(storage: Storage, clock: Clock, workspace_no: int, seen: NewestEvent | None) -> Leap:
    """Raise every counter of the workspace beyond what may have been lost, and append `restored`.

    `seen` is the newest event that is known to have been there before.
    """
    with storage.write(Deadline.after(PATIENCE)) as connection:
        line = sequence.take(connection, workspace_no)
        after = line.event_no
        up_to = after + BLIND_LEAP if seen is None else max(after, seen.event_no) + LEAP
        now = max(line.recorded_at, clock.now())
        event = Event(
            no=up_to + 1,
            change_no=up_to + 1,
            subject=SETTING,
            subject_no=0,
            data=Restored(after=after, up_to=up_to),
            happened_at=now,
            recorded_at=now,
            member_no=None,
            via=Via.SYSTEM,
        )
        rows = event_store.event_rows(workspace_no, [event])
        event_store.insert_events(connection, rows)
        raised = {name: getattr(line, name) + by for name, by in LEAPS.items()}
        newest = {"event_no": event.no, "rules_no": event.no, "recorded_at": now}
        sequence.keep(connection, workspace_no, raised | newest | {"digest": digest_after(line.digest, rows)})
    return Leap(workspace_no, after, up_to)
