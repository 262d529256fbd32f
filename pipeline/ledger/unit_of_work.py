"""Work: one person, one moment, one commit of inbox, events, projections, card and outbox.

A workspace's writers queue at its `line` row, which gives the numbers and the moment, so that order and time agree
across processes. Whatever is refused, asked or has no effect rolls back and leaves no gap.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.exc import IntegrityError

from pipeline import errors
from pipeline.clock import Clock
from pipeline.ledger import rows
from pipeline.ledger import sequence as lines
from pipeline.ledger.events import Event, EventData, StageKind, Subject, Via, Voided
from pipeline.ledger.projections import DealState, Folded, State, apply_event, fold
from pipeline.ledger.rules_cache import RulesCache
from pipeline.ledger.sharing import Answered, Sharing
from pipeline.ledger.turns import Change, Turns
from pipeline.messages import inbox, outbox
from pipeline.messages.notices import Known, Notice
from pipeline.storage import schema
from pipeline.storage.deal_names import DealName
from pipeline.storage.engine import Deadline, Storage
from pipeline.storage.prepared import Read

PATIENCE = 2.5  # seconds a request has, from before it queues for a thread
T = TypeVar("T")

_RULES_NO = Read(select(schema.line.c.rules_no).where(schema.line.c.workspace_no == bindparam("w")))


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, where, how, by which deliveries, and until when it is worth anything."""

    workspace_no: int
    member_no: int | None  # none: the system
    via: Via
    keys: tuple[str, ...] = ()
    arrived: float | None = None  # on the monotonic clock; none: now
    reply: str | None = None  # an opaque address to which the answer is said; none: it rides in the acknowledgement
    limit: Deadline | None = None  # another time than a request's, for what nobody waits for

    @property
    def deadline(self) -> Deadline:
        """The moment by which the commit must have begun."""
        return self.limit or Deadline.after(PATIENCE, since=self.arrived)


Decide = Callable[["UnitOfWork"], Notice]
_Decision = tuple[By, Decide]


@dataclass(slots=True)
class Ledger:
    """The one way to change anything: `commit` a decision; and what is remembered between changes."""

    storage: Storage
    clock: Clock
    on_commit: Callable[[], None] = lambda: None
    cache: RulesCache = field(default_factory=RulesCache)
    turns: Turns[_Decision] = field(init=False)

    def __post_init__(self) -> None:
        sharing: Sharing[_Decision] = Sharing(
            self.storage,
            self.cache,
            alone=lambda change: self._alone(*change),
            shared=lambda connection, change: self._once(connection, *change),
        )
        self.turns = Turns(sharing.carry_out)

    def answered(self, by: By) -> Notice | None:
        """The answer that one of these deliveries was given before, looked up before anything is asked for."""
        with self.storage.read(by.deadline) as connection:
            return inbox.saved_answer(connection, by.workspace_no, by.keys)

    def commit(self, by: By, decide: Decide) -> Notice:
        """Carry out what `decide` appends, in one transaction, once; the answer given for these deliveries.

        A delivery that comes again is decided again, and fails when it claims its keys: only then, or where it comes
        to nothing, is the first answer looked for. What is decided together with others may be decided a second time,
        when the first was rolled back. Raises what `decide` refuses with, and Busy when the deadline passes; nothing
        is kept then.
        """
        try:
            notice = (
                self._in_turn(by, decide) if self.storage.is_sqlite and by.limit is None else self._alone(by, decide)
            )
        except Answered as done:
            return done.notice
        except (errors.Refused, IntegrityError) as refused:
            if isinstance(refused, errors.Busy) or (earlier := self.answered(by)) is None:
                raise
            return earlier
        self.on_commit()
        return notice

    def _in_turn(self, by: By, decide: Decide) -> Notice:
        change = Change((by, decide), by.deadline)
        self.turns.take(change)
        match change.outcome:
            case Notice() as notice:
                return notice
            case Exception() as failed:
                raise failed
            case _:
                raise errors.Busy  # whoever carried it out was broken off, and nothing was kept

    def _once(self, connection: Connection, by: By, decide: Decide) -> Notice:
        """As `_made`; a delivery that was done before is known as such at once, or its claim would undo the others."""
        if (earlier := inbox.saved_answer(connection, by.workspace_no, by.keys)) is not None:
            raise Answered(earlier)
        return self._made(connection, by, decide)

    def _alone(self, by: By, decide: Decide) -> Notice:
        with self.storage.write(by.deadline) as connection:
            return self._made(connection, by, decide)

    def _made(self, connection: Connection, by: By, decide: Decide) -> Notice:
        work = self._begin(connection, by)
        notice = decide(work)
        if not work.has_effect:
            raise Answered(inbox.saved_answer(connection, by.workspace_no, by.keys) or notice)
        work.finish(notice)
        return replace(notice, known=work.known)

    def _begin(self, connection: Connection, by: By) -> UnitOfWork:
        line = lines.take(connection, by.workspace_no)
        return UnitOfWork(
            ledger=self, connection=connection, by=by, sequence=line, now=max(line.recorded_at, self.clock.now())
        )

    def reply(self, by: By, notice: Notice) -> None:
        """Say an answer that changed nothing to the address it was asked from."""
        with self.storage.write(by.deadline) as connection:
            outbox.add(connection, by.workspace_no, [answer(by, notice, self.clock.now())], self.clock.now())
        self.on_commit()

    def keep_text(self, by: By, text: str) -> int:
        """Keep what a person typed until they come back to it; its number."""
        with self.storage.write(by.deadline) as connection:
            work = self._begin(connection, by)
            no = work.text(schema.words, Subject.MEMBER, by.member_no or 0, text)
            work.keep_texts()
        return no

    @contextmanager
    def read_session(self, by: By, known: Known | None = None) -> Generator[ReadSession]:
        """A reading transaction for one person, begun with the first question that `known` leaves."""
        with ExitStack() as stack:

            def connect() -> Connection:
                return stack.enter_context(self.storage.read(by.deadline))

            if known is None:
                yield ReadSession(self, by, self.clock.now(), connect)
            else:
                yield ReadSession(self, by, self.clock.now(), connect, known.called, known.rules_no)


@dataclass(slots=True)
class ReadSession:
    """One person, one moment, reading only."""

    ledger: Ledger
    by: By
    now: datetime
    connect: Callable[[], Connection]
    called: dict[int, DealName] = field(default_factory=dict[int, DealName])
    _rules_no: int | None = None
    _connection: Connection | None = None
    _read: dict[str, Any] = field(default_factory=dict[str, Any])
    _forgot: int = field(init=False)

    def __post_init__(self) -> None:
        self._forgot = self.ledger.cache.generation

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
        """See Memory.of."""
        return self.ledger.cache.of(what, self.by.workspace_no, self.rules_no, self._forgot, load)


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
    _before: dict[tuple[Subject, int], State | None] = field(default_factory=dict[tuple[Subject, int], State | None])
    _after: dict[tuple[Subject, int], State | None] = field(default_factory=dict[tuple[Subject, int], State | None])
    _histories: dict[tuple[Subject, int], Sequence[Event]] = field(
        default_factory=dict[tuple[Subject, int], Sequence[Event]]
    )
    rules_no: int = 0
    _forgot: int = field(init=False)
    called: dict[int, DealName] = field(default_factory=dict[int, DealName])  # deals that came through the door

    def __post_init__(self) -> None:
        self._counters = {name: getattr(self.sequence, name) for name in lines.COUNTERS}
        self.rules_no = self.sequence.rules_no
        self._forgot = self.ledger.cache.generation

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
    def known(self) -> Known:
        """What this change read; no name when it wrote one, for that may be the newer."""
        return Known(self.rules_no, {} if schema.name.name in self._texts else self.called)

    def remembered(self, what: str, load: Callable[[], T]) -> T:
        """See Memory.of; what this change itself alters is not seen before its commit."""
        return self.ledger.cache.of(what, self.by.workspace_no, self.sequence.rules_no, self._forgot, load)

    def take(self, counter: str) -> int:
        """The next number of a counter: `deal_no`, `customer_no`, `place_no`, …"""
        self._counters[counter] += 1
        return self._counters[counter]

    def text(self, table: Table, about: Subject, about_no: int, text: str, *, folded: str | None = None) -> int:
        """Keep typed text, and give its number; `folded` is how a customer's name is found again."""
        no = self.take("words_no")
        row = {"workspace_no": self.by.workspace_no, "no": no, "about": about.value, "about_no": about_no, "text": text}
        _table, texts = self._texts.setdefault(table.name, (table, []))
        texts.append(row if table is schema.words else row | {"folded": folded})
        return no

    def append(
        self,
        happening: EventData,
        subject_no: int,
        before: State | None,
        *,
        happened_at: datetime | None = None,
        subject: Subject | None = None,
    ) -> tuple[Event, State]:
        """Append one event to a subject whose state is `before`; the event and the state after it.

        `subject` is needed by a kind that may stand on any (`erased`).
        """
        event = self._event(happening, subject or happening.subject, subject_no, happened_at=happened_at)
        key = (event.subject, subject_no)
        state = apply_event(before, event)
        self._before.setdefault(key, before)
        self._after[key] = state
        return event, state

    def void(self, voided: Event, history: Sequence[Event]) -> Event:
        """Append a void of `voided`; `history` is all that its subject's events were before this change."""
        event = self._event(Voided(), voided.subject, voided.subject_no, voids=voided.no)
        self._histories[event.subject, event.subject_no] = history
        return event

    def refolded(self) -> Mapping[tuple[Subject, int], Folded]:
        """What the subjects touched by voids come to, with this change's events."""
        mine: dict[tuple[Subject, int], list[Event]] = {key: [] for key in self._histories}
        for event in self.events:
            if (key := (event.subject, event.subject_no)) in mine:
                mine[key].append(event)
        return {key: fold([*events, *mine[key]]) for key, events in self._histories.items()}

    def say(self, message: outbox.OutboxMessage) -> None:
        """Let something be said once this change is committed."""
        self.messages.append(message)

    def finish(self, notice: Notice) -> None:
        """Write everything; the inbox last."""
        w = self.by.workspace_no
        self._write_texts()
        rows.insert_events(self.connection, w, self.events)
        self._write_states()
        self._watch()
        if self.by.reply is not None:
            self.say(answer(self.by, notice, self.now))
        outbox.add(self.connection, w, self.messages, self.now)
        self._keep_counters()
        inbox.save_answer(self.connection, w, self.by.keys, notice, self.now)

    def keep_texts(self) -> None:
        """Write the texts alone: a change without an event."""
        self._write_texts()
        self._keep_counters()

    def _write_texts(self) -> None:
        for table, texts in self._texts.values():
            rows.keep_texts(self.connection, table, texts)

    def _event(
        self,
        happening: EventData,
        subject: Subject,
        subject_no: int,
        *,
        happened_at: datetime | None = None,
        voids: int | None = None,
    ) -> Event:
        no = self.take("event_no")
        if subject in (Subject.STAGE, Subject.SETTING):
            self.rules_no = no
        event = Event(
            no=no,
            change_no=self.change_no,
            subject=subject,
            subject_no=subject_no,
            data=happening,
            happened_at=happened_at or self.now,
            recorded_at=self.now,
            member_no=self.by.member_no,
            via=self.by.via,
            voids=voids,
            batch_no=self.batch_no,
        )
        self.events.append(event)
        return event

    def _write_states(self) -> None:
        w = self.by.workspace_no
        plain = [key for key in self._after if key not in self._histories]
        rows.write_states(self.connection, w, [(self._before[key], self._after[key]) for key in plain], self.events)
        if self._histories:
            rows.rewrite(self.connection, w, self.refolded())

    def _watch(self) -> None:
        """What stall rests on has changed: the tick looks again; and cards show what came of it."""
        w = self.by.workspace_no
        if any(_moves_limits(event) for event in self.events):
            rows.look_at_all_again(self.connection, w, self.now)
        last = {event.subject_no: event.no for event in self.events if event.subject is Subject.DEAL}
        watched = [no for no in last if not self._is_born_closed(no)]
        if watched:
            rows.look_again(self.connection, w, watched, self.now)
        if last and self.by.via is not Via.IMPORT:
            rows.want_cards(self.connection, w, last)

    def _is_born_closed(self, deal_no: int) -> bool:
        """Whether this change both opened and closed the deal (an import does): nothing was ever to be watched."""
        key = (Subject.DEAL, deal_no)
        after = self._after.get(key)
        return self._before.get(key) is None and isinstance(after, DealState) and after.state is not StageKind.OPEN

    def _keep_counters(self) -> None:
        now = {**self._counters, "rules_no": self.rules_no, "recorded_at": self.now}
        changed = {name: value for name, value in now.items() if value != getattr(self.sequence, name)}
        lines.keep(self.connection, self.by.workspace_no, changed)

    def state_of(self, subject: Subject, subject_no: int) -> State | None:
        """A subject's state after what this change appended so far; None when it appended nothing to it."""
        return self._after.get((subject, subject_no))


def answer(by: By, notice: Notice, now: datetime) -> outbox.OutboxMessage:
    """An answer on its way to the address it was asked from, once per delivery."""
    return outbox.OutboxMessage(
        key=f"answer:{by.keys[0] if by.keys else notice.values.get('change', now.isoformat())}",
        lane=outbox.Lane.ANSWERS,
        kind=notice.kind,
        values=notice.values,
        to_member=by.member_no,
        address=by.reply,
        due_at=now,
    )


def _moves_limits(event: Event) -> bool:
    """Whether deals may become stuck earlier or later by this: a stage's limit, the workspace's calendar."""
    return event.subject is Subject.STAGE or (event.subject is Subject.SETTING and event.subject_no == 0)
