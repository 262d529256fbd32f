"""Work: one person, one moment, one commit of inbox, events, projections, card and outbox.

A workspace's writers queue at its `line` row, which gives the numbers and the moment, so that order and time agree
across processes. Whatever is refused, asked or has no effect rolls back and leaves no gap.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from pipeline import errors
from pipeline.clock import Clock
from pipeline.ledger import event_store, projection_rows
from pipeline.ledger import sequence as lines
from pipeline.ledger.actor import ACTOR, PATIENCE, By
from pipeline.ledger.chain import digest_after
from pipeline.ledger.events import Erased, Event, EventData, Key, Voided
from pipeline.ledger.fold import Folded, apply_event, effects_of, fold, roots_of_voids
from pipeline.ledger.group_commit import GroupCommit
from pipeline.ledger.outcome import CommitOutcome, Committed, Unchanged
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.rules_cache import RulesCache, WorkspaceRules
from pipeline.ledger.subject import Appended, Effect, Subjects
from pipeline.messages import inbox, outbox
from pipeline.messages.notices import Notice
from pipeline.refused import Refused
from pipeline.storage import schema
from pipeline.storage.engine import Deadline, Storage

T = TypeVar("T")


Decide = Callable[["UnitOfWork"], Notice | None]
"""Appends what is to happen, and gives the answer; None where there is nothing to answer."""


class _NothingToKeep(Exception):
    """A change came to nothing: the first answer to its delivery, else its own; nothing is kept of it."""

    def __init__(self, notice: Notice | None) -> None:
        super().__init__()
        self.notice = notice


@dataclass(frozen=True, slots=True)
class _Made:
    """A change that is committed with its turn, and whether it changed the workspace's rules."""

    committed: Committed
    changes_rules: bool


@dataclass(slots=True)
class Ledger:
    """The one way to change anything: `commit` a decision; and what is remembered between changes."""

    storage: Storage
    clock: Clock
    subjects: Subjects
    on_commit: Callable[[], None] = lambda: None
    patience: float = PATIENCE  # seconds that a request has
    cache: RulesCache = field(default_factory=RulesCache)
    group: GroupCommit[_Made] = field(init=False)

    def __post_init__(self) -> None:
        # The next change of the same commit would remember rules that are not committed yet.
        self.group = GroupCommit(self.storage, is_last=lambda made: made.changes_rules)

    def deadline(self, by: By) -> Deadline:
        """The moment by which the commit of this request must have begun."""
        return by.limit or Deadline.after(self.patience, since=by.arrived)

    def answered(self, by: By) -> Unchanged | None:
        """The answer that was committed for one of these deliveries before; None where none was."""
        with self.storage.read(self.deadline(by)) as connection:
            kept = inbox.saved_answer(connection, by.workspace_no, by.keys)
        return Unchanged(kept.notice) if kept is not None else None

    def commit(self, by: By, decide: Decide) -> CommitOutcome:
        """Carry out what `decide` appends, in one transaction, once; the answer, and whether this call committed it.

        On SQLite `decide` is called by the thread that writes, once. A delivery that comes again is decided again, and
        fails when it claims its keys: only then, or where it comes to nothing, is the first answer looked for.
        Raises what `decide` refuses with, and Busy when the deadline passes; nothing is kept then.
        """
        try:
            committed = self._committed(by, decide).committed
        except _NothingToKeep as done:
            return Unchanged(done.notice)
        except (Refused, IntegrityError) as refused:
            if isinstance(refused, errors.Busy) or (earlier := self.answered(by)) is None:
                raise
            return earlier
        self.on_commit()
        return committed

    def _committed(self, by: By, decide: Decide) -> _Made:
        """A change of its own where nobody waits for it, or where the database has several writers."""
        if self.storage.is_sqlite and by.limit is None:
            return self.group.commit(lambda connection: self._made(connection, by, decide), self.deadline(by))
        with self.storage.write(self.deadline(by)) as connection:
            return self._made(connection, by, decide)

    def _made(self, connection: Connection, by: By, decide: Decide) -> _Made:
        work = self._begin(connection, by)
        notice = decide(work)
        if not work.has_effect:
            earlier = inbox.saved_answer(connection, by.workspace_no, by.keys)
            raise _NothingToKeep(earlier.notice if earlier is not None else notice)
        work.finish(notice)
        committed = Committed(notice, work.rules_no, work.safe_to_reuse)
        return _Made(committed, work.rules_no != work.sequence.rules_no)

    def _begin(self, connection: Connection, by: By) -> UnitOfWork:
        line = lines.take(connection, by.workspace_no)
        return UnitOfWork(
            ledger=self, connection=connection, by=by, sequence=line, now=max(line.recorded_at, self.clock.now())
        )

    def reply(self, by: By, notice: Notice) -> None:
        """Say an answer that changed nothing to the address it was asked from."""
        with self.storage.write(self.deadline(by)) as connection:
            outbox.add(connection, by.workspace_no, [answer(by, notice, self.clock.now())], self.clock.now())
        self.on_commit()

    def keep_text(self, by: By, text: str) -> int:
        """Keep what a person typed until they come back to it; its number."""
        with self.storage.write(self.deadline(by)) as connection:
            work = self._begin(connection, by)
            no = work.text(schema.words, ACTOR, by.member_no or 0, text)
            work.keep_texts()
        return no

    def session_on(self, connection: Connection, by: By, now: datetime) -> ReadSession:
        """A reading session on a transaction that is open already."""
        return ReadSession(self.subjects, by, now, lambda: connection, self.cache.of(by.workspace_no))

    @contextmanager
    def read_session(self, by: By, after: Committed | None = None) -> Generator[ReadSession]:
        """A reading transaction for one person, begun with the first question that the change just made left open."""
        with ExitStack() as stack:

            def connect() -> Connection:
                return stack.enter_context(self.storage.read(self.deadline(by)))

            rules, now = self.cache.of(by.workspace_no), self.clock.now()
            if after is None:
                yield ReadSession(self.subjects, by, now, connect, rules)
            else:
                yield ReadSession(self.subjects, by, now, connect, rules, after.already_read, after.rules_no)


@dataclass(slots=True)
class UnitOfWork:
    """A change being made: numbers are taken, text and events appended, and all is written at the end."""

    ledger: Ledger
    connection: Connection
    by: By
    sequence: Any
    now: datetime  # the moment of this change: read after taking the line
    events: list[Event] = field(default_factory=list[Event])
    batch_no: int | None = None
    messages: list[outbox.OutboxMessage] = field(default_factory=list[outbox.OutboxMessage])
    _counters: dict[str, int] = field(default_factory=dict[str, int])
    _texts: dict[str, tuple[Table, list[dict[str, Any]]]] = field(
        default_factory=dict[str, tuple[Table, list[dict[str, Any]]]]
    )
    already_read: dict[tuple[str, int], Any] = field(default_factory=dict[tuple[str, int], Any])
    _before: dict[Key, Any] = field(default_factory=dict[Key, Any])
    _after: dict[Key, Any] = field(default_factory=dict[Key, Any])
    effects: list[tuple[Key, Effect]] = field(default_factory=list[tuple[Key, Effect]])  # on parts of subjects, so far
    _histories: dict[Key, Sequence[Event]] = field(default_factory=dict[Key, Sequence[Event]])
    _blanked: dict[int, str] = field(default_factory=dict[int, str])
    rules_no: int = 0
    _rules: WorkspaceRules = field(init=False)
    _refolded: tuple[int, Mapping[Key, Folded]] | None = None  # with how many events it was folded

    def __post_init__(self) -> None:
        self._counters = {name: getattr(self.sequence, name) for name in lines.COUNTERS}
        self.rules_no = self.sequence.rules_no
        self._rules = self.ledger.cache.of(self.by.workspace_no)

    @property
    def subjects(self) -> Subjects:
        """What events can be about."""
        return self.ledger.subjects

    @property
    def has_effect(self) -> bool:
        """Whether anything was appended."""
        return bool(self.events)

    @property
    def change_no(self) -> int:
        """The number of this change: its first event's."""
        return self.sequence.event_no + 1

    @property
    def last_no(self) -> int:
        """The newest event that was in the ledger before this change."""
        return self.sequence.event_no

    @property
    def safe_to_reuse(self) -> dict[tuple[str, int], Any]:
        """What this change read and may be shown with its answer; nothing when it wrote a name, which may be newer."""
        return {} if schema.name.name in self._texts else self.already_read

    def remembered(self, what: str, load: Callable[[], T]) -> T:
        """See WorkspaceRules.of; what this change itself alters is not seen before its commit."""
        return self._rules.of(what, self.sequence.rules_no, load)

    def take(self, counter: str) -> int:
        """The next number of a counter: `deal_no`, `customer_no`, `place_no`, …"""
        self._counters[counter] += 1
        return self._counters[counter]

    def text(self, table: Table, about: str, about_no: int, text: str, *, folded: str | None = None) -> int:
        """Keep a typed text about a subject; its number. `folded` is how a text that is looked up is found again."""
        no = self.take("words_no")
        row = {"workspace_no": self.by.workspace_no, "no": no, "about": about, "about_no": about_no, "text": text}
        _table, texts = self._texts.setdefault(table.name, (table, []))
        texts.append(row if table is schema.words else row | {"folded": folded})
        return no

    def append(
        self,
        data: EventData,
        subject_no: int,
        before: Any,
        *,
        happened_at: datetime | None = None,
        subject: str | None = None,
    ) -> tuple[Event, Any]:
        """Append one event to a subject whose head is `before`; the event and the head after it.

        `subject` is needed by a kind that may stand on any (`erased`). A subject without a head has None before and
        after.
        """
        event = self._event(data, subject or data.subject, subject_no, happened_at=happened_at)
        about = self.subjects[event.subject]
        self.effects.extend((event.key, effect) for effect in effects_of(about, before, event))
        after = apply_event(about, before, event)
        self._before.setdefault(event.key, before)
        self._after[event.key] = after
        return event, after

    def void(self, voided: Event, history: Sequence[Event]) -> Event:
        """Append a void of `voided`; `history` is all that its subject's events were before this change."""
        event = self._event(Voided(), voided.subject, voided.subject_no, voids=voided.no)
        self._histories[event.key] = history
        return event

    def erase_texts(self, key: Key) -> Event:
        """Blank every text about a subject for good, and append `erased` to it; the event.

        The texts of other subjects, such as the deals of a customer, stay: the caller names each subject.
        """
        event, _head = self.append(Erased(), key[1], self.head_of(key), subject=key[0])
        self._blanked |= event_store.names_about(self.connection, self.by.workspace_no, key)
        event_store.blank_texts(self.connection, self.by.workspace_no, event)
        return event

    def refolded(self) -> Mapping[Key, Folded]:
        """What the subjects touched by voids come to, with this change's events."""
        if self._refolded is not None and self._refolded[0] == len(self.events):
            return self._refolded[1]
        mine: dict[Key, list[Event]] = {key: [] for key in self._histories}
        for event in self.events:
            if event.key in mine:
                mine[event.key].append(event)
        found = {key: fold(self.subjects[key[0]], [*events, *mine[key]]) for key, events in self._histories.items()}
        self._refolded = (len(self.events), found)
        return found

    def heads_after(self) -> Mapping[Key, Any]:
        """The heads of all subjects that this change touched, as they are after it; None: the subject is gone."""
        touched = self._after | {key: folded.state for key, folded in self.refolded().items()}
        return {key: state for key, state in touched.items() if self.subjects[key[0]].head is not None}

    def head_of(self, key: Key) -> Any:
        """A subject's head after what this change appended so far; None where there is no such subject."""
        return self.heads_of([key])[key]

    def heads_of(self, keys: Collection[Key]) -> dict[Key, Any]:
        """The heads of these subjects after what this change appended so far; None where there is no such subject."""
        self._read_heads(keys)
        return {key: self._after[key] if key in self._after else self._before[key] for key in keys}

    def _read_heads(self, keys: Iterable[Key]) -> None:
        """Read those of these heads that are not known yet, as they are before this change."""
        unknown = [key for key in keys if key not in self._before]
        self._before |= projection_rows.heads_by_key(self.connection, self.by.workspace_no, self.subjects, unknown)

    def say(self, message: outbox.OutboxMessage) -> None:
        """Let something be said once this change is committed."""
        self.messages.append(message)

    def finish(self, notice: Notice | None) -> None:
        """Write everything; the inbox last."""
        w = self.by.workspace_no
        self._write_texts()
        rows = event_store.event_rows(w, self.events)
        event_store.insert_events(self.connection, rows)
        self._read_heads(self._histories)
        after = self.heads_after()
        self._write_projections(after)
        self._follow_up(after)
        if self.by.reply is not None and notice is not None:
            self.say(answer(self.by, notice, self.now))
        outbox.add(self.connection, w, self.messages, self.now)
        self._keep_counters(digest_after(self.sequence.digest, rows))
        inbox.save_answer(self.connection, w, self.by.keys, notice, self.now)

    def keep_texts(self) -> None:
        """Write the texts alone: a change without an event."""
        self._write_texts()
        self._keep_counters(self.sequence.digest)

    def _write_texts(self) -> None:
        for table, texts in self._texts.values():
            event_store.insert_texts(self.connection, table, texts)

    def _event(
        self,
        data: EventData,
        subject: str,
        subject_no: int,
        *,
        happened_at: datetime | None = None,
        voids: int | None = None,
    ) -> Event:
        no = self.take("event_no")
        if subject in self.subjects.rules:
            self.rules_no = no
        event = Event(
            no=no,
            change_no=self.change_no,
            subject=subject,
            subject_no=subject_no,
            data=data,
            happened_at=happened_at or self.now,
            recorded_at=self.now,
            member_no=self.by.member_no,
            via=self.by.via,
            voids=voids,
            batch_no=self.batch_no,
        )
        self.events.append(event)
        return event

    def _write_projections(self, after: Mapping[Key, Any]) -> None:
        w, subjects = self.by.workspace_no, self.subjects
        projection_rows.write_heads(self.connection, w, subjects, self._before, after)
        gone = {key: Folded() for key, state in after.items() if state is None}
        anew = gone | dict(self.refolded())
        effects = [(subjects[key[0]], effect) for key, effect in self.effects if key not in anew]
        projection_rows.write_effects(self.connection, w, effects)
        projection_rows.rewrite_parts(self.connection, w, subjects, anew)

    def _follow_up(self, after: Mapping[Key, Any]) -> None:
        """Write what follows from this change beside events and projections."""
        appended = Appended(
            connection=self.connection,
            workspace_no=self.by.workspace_no,
            now=self.now,
            via=self.by.via,
            events=self.events,
            before=self._before,
            after=after,
            blanked=self._blanked,
            roots=roots_of_voids(self.events, self._histories),
            in_place_of=self.by.in_place_of,
        )
        for follow_up in self.subjects.follow_ups:
            follow_up(appended)

    def _keep_counters(self, digest: str | None) -> None:
        now = {**self._counters, "rules_no": self.rules_no, "recorded_at": self.now, "digest": digest}
        changed = {name: value for name, value in now.items() if value != getattr(self.sequence, name)}
        lines.keep(self.connection, self.by.workspace_no, changed)


def answer(by: By, notice: Notice, now: datetime) -> outbox.OutboxMessage:
    """An answer on its way to the address it was asked from, once per delivery."""
    return outbox.OutboxMessage(
        key=f"answer:{by.keys[0] if by.keys else notice.made_by or now.isoformat()}",
        lane=outbox.Lane.ANSWERS,
        notice=notice,
        to_member=by.member_no,
        address=by.reply,
        due_at=now,
    )
