"""A workspace for tests: two sellers, a lead, an admin, a guest, a clock that is moved, and histories as text."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import text

from pipeline.calendars import Calendar
from pipeline.clock import StandingClock
from pipeline.deals import close, move, open, snooze, steps, undo
from pipeline.deals.deal import Given
from pipeline.deals.projection import DealState
from pipeline.deals.read import deal_by_no
from pipeline.ledger import event_store
from pipeline.ledger.actor import By
from pipeline.ledger.events import Event, Key, Via
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.references import all_dangling
from pipeline.ledger.sequence import begin_workspace
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.ledger.verify import verify
from pipeline.messages.change_notices import (
    ChangeUndone,
    DealCreated,
    DealLost,
    DealMoved,
    DealSnoozed,
    DealWon,
    NextStepSet,
)
from pipeline.messages.notices import Notice
from pipeline.money import Money
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.stages import stages
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS

ANNA, BERTIL, LEENA, AATU, VERA = 1, 2, 3, 4, 5  # two sellers, a seller who leads, an admin, a guest
PEOPLE = {"Anna": ANNA, "Bertil": BERTIL, "Leena": LEENA, "Aatu": AATU, "Vera": VERA}
STAGE_NAMES: tuple[str, ...] = ("Tunnistaminen", "Yhteydenotto", "Tarjous", "Kauppa", "Hävitty")
FIRST, CONTACT, OFFER, SALE, LOST = 1, 2, 3, 4, 5
STAGES: dict[str, int] = dict(zip(STAGE_NAMES, (FIRST, CONTACT, OFFER, SALE, LOST), strict=True))
PIPELINE = 1
START = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday, 10:00 in Helsinki
HOUR = timedelta(hours=1)
NO_HURRY = 60.0  # seconds by which a request of a test arrives later than it does, on a busy machine
NOTHING = Given()
N = TypeVar("N", bound=Notice)


Calendar().is_business_day(START.date())  # reads the holidays once, which takes a second

_keys = count(1)
_workspaces = count(1)


def euros(major: int | str) -> Money:
    return Money.of(str(major), "EUR")


@dataclass
class Team:
    """One workspace, its people, and what they do."""

    ledger: Ledger
    clock: StandingClock
    workspace_no: int
    notices: list[Notice] = field(default_factory=list)

    def by(self, member_no: int | None = ANNA, *keys: str, via: Via = Via.COMMAND, arrived: float | None = None) -> By:
        """A request of this person; without keys one that was never delivered before, without `arrived` in no hurry."""
        arrived = time.monotonic() + NO_HURRY if arrived is None else arrived
        return By(self.workspace_no, member_no, via, keys or (f"key:{next(_keys)}",), arrived)

    # --- What people do, in short -------------------------------------------------------------------------------------

    def new(self, customer: str = "Acme", amount: int | None = None, who: int = ANNA) -> int:
        """A deal of this person's; its number."""
        money = euros(amount) if amount is not None else None
        return told(open.new(self.ledger, self.by(who), open.NewDeal(customer, amount=money)), DealCreated).deal

    def advance(self, deal_no: int, who: int = ANNA, **how: Any) -> DealMoved:
        return told(move.advance(self.ledger, self.by(who), deal_no, **how), DealMoved)

    def back(self, deal_no: int, who: int = ANNA, **how: Any) -> DealMoved:
        return told(move.back(self.ledger, self.by(who), deal_no, **how), DealMoved)

    def won(self, deal_no: int, who: int = ANNA, amount: int | None = None) -> DealWon:
        given = Given(amount=euros(amount) if amount is not None else None, promised_day=date(2026, 12, 1))
        return told(close.won(self.ledger, self.by(who), deal_no, given=given), DealWon)

    def lost(self, deal_no: int, who: int = ANNA, reason: str = "too dear") -> DealLost:
        return told(close.lost(self.ledger, self.by(who), deal_no, given=Given(reason=reason)), DealLost)

    def step(self, deal_no: int, who: int = ANNA, words: str = "call", days: int = 7) -> NextStepSet:
        day = (self.clock.now() + timedelta(days=days)).date()
        return told(steps.step(self.ledger, self.by(who), deal_no, text=words, day=day, meant_day=day), NextStepSet)

    def snooze(self, deal_no: int, who: int = ANNA, days: int = 5) -> DealSnoozed:
        until = (self.clock.now() + timedelta(days=days)).date()
        return told(snooze.snooze(self.ledger, self.by(who), deal_no, until=until), DealSnoozed)

    def undo(self, change_no: int | None = None, who: int = ANNA, *, sure: bool = True) -> ChangeUndone:
        return told(undo.undo(self.ledger, self.by(who), change_no=change_no, sure=sure), ChangeUndone)

    def do(self, decide: Callable[[UnitOfWork], object], who: int | None = None, via: Via = Via.SYSTEM) -> None:
        """Any change, as the system unless somebody is named."""

        def decided(work: UnitOfWork) -> None:
            decide(work)

        self.ledger.commit(self.by(who, via=via), decided)

    # --- What is there afterwards -------------------------------------------------------------------------------------

    def deal(self, deal_no: int) -> DealState | None:
        with self.ledger.storage.read() as connection:
            return deal_by_no(connection, self.workspace_no, deal_no)

    def there(self, deal_no: int) -> DealState:
        state = self.deal(deal_no)
        assert state is not None
        return state

    def history(self, key: Key) -> list[Event]:
        """All events of a subject, voids included."""
        with self.ledger.read_session(self.by(None)) as session:
            return event_store.history_of(session, key)

    def stays(self, deal_no: int) -> list[tuple[int, int, int | None]]:
        """Each stay of a deal: its number, its stage, and the event that ended it."""
        asked = "SELECT no, stage_no, ended_no FROM stay WHERE workspace_no = :w AND deal_no = :deal ORDER BY no"
        return [tuple(row) for row in self.ask(asked, deal=deal_no)]

    def ask(self, statement: str, **values: Any) -> list[Any]:
        with self.ledger.storage.read() as connection:
            return list(connection.execute(text(statement), {"w": self.workspace_no, **values}))

    def count(self, table: str) -> int:
        return self.ask(f"SELECT count(*) FROM {table} WHERE workspace_no = :w")[0][0]

    def everything(self) -> dict[str, list[Any]]:
        """All rows of the workspace, table by table: to see that nothing at all has changed."""
        tables = (
            "line event name words deal stay value stage field customer member setting deal_watch inbox outbox card "
            "word word_tail deal_word customer_word"
        ).split()
        return {
            table: sorted(map(repr, self.ask(f"SELECT * FROM {table} WHERE workspace_no = :w"))) for table in tables
        }

    @property
    def last_event(self) -> int:
        return self.ask("SELECT event_no FROM line WHERE workspace_no = :w")[0][0]

    def is_sound(self) -> bool:
        differences = verify(self.ledger.storage, SUBJECTS, self.workspace_no)
        assert differences == []
        return True

    # --- Histories as text --------------------------------------------------------------------------------------------

    def story(self, told: str) -> int:
        """`1.3. new Acme 12 500 · 4.3. → Tarjous · 5.3. Leena: → · 9.3. lost too dear`; the last deal's number.

        Each part: a day of 2026, whose act it is (Anna's unless named), what was done. `→` and `←` move, to a stage
        if one is named, with an amount if one is; `won 9 000 1.6.`; `lost reason`; `step words 1.6.`; `snooze 1.6.`;
        `seen`; `undo`. An act concerns the deal of the last `new`, or `#n`.
        """
        deal_no = 0
        for part in told.split("·"):
            day, month, who, act = _part(part.strip())
            self.clock.move_to(max(self.clock.now() + HOUR, datetime(2026, month, day, 8, tzinfo=UTC)))
            named = re.match(r"#(\d+)\s+(.*)", act)
            about, act = (int(named[1]), named[2]) if named else (deal_no, act)
            word, _, rest = act.partition(" ")
            self.notices.append(self._act(word, rest, about, PEOPLE[who]))
            if word == "new":
                about = self.notices[-1].about_deal or 0
            deal_no = about
        return deal_no

    def _act(self, word: str, rest: str, deal_no: int, who: int) -> Notice:
        rest, amount = _amount(rest) if word in {"new", "→", "←", "won"} else (rest, None)
        given = Given(amount=euros(amount) if amount is not None else None)
        match word:
            case "new":
                deal = open.NewDeal(rest, amount=given.amount)
                return told(open.new(self.ledger, self.by(who), deal))
            case "→":
                return self.advance(deal_no, who, to_stage=STAGES.get(rest), given=given)
            case "←":
                return self.back(deal_no, who, to_stage=STAGES.get(rest), given=given)
            case "won":
                given = Given(amount=given.amount, promised_day=_day(rest)[1] if rest else None)
                return told(close.won(self.ledger, self.by(who), deal_no, given=given))
            case "lost":
                return self.lost(deal_no, who, rest)
            case "step":
                words, day = _day(rest)
                return told(steps.step(self.ledger, self.by(who), deal_no, text=words, day=day, meant_day=day))
            case "snooze":
                return told(snooze.snooze(self.ledger, self.by(who), deal_no, until=_day(rest)[1]))
            case "seen":
                return told(snooze.see(self.ledger, self.by(who), deal_no))
            case "undo":
                return self.undo(int(rest) if rest else None, who)
        raise ValueError(word)


def _part(part: str) -> tuple[int, int, str, str]:
    told = re.fullmatch(r"(\d+)\.(\d+)\.\s+(?:(\w+):\s+)?(.+)", part)
    assert told, part
    return int(told[1]), int(told[2]), told[3] or "Anna", told[4]


def _amount(rest: str) -> tuple[str, str | None]:
    found = re.search(r"(?:^|\s)(\d{1,3}(?: \d{3})*|\d+)(?=\s|$)", rest)
    if not found:
        return rest, None
    return (rest[: found.start()] + rest[found.end() :]).strip(), found[1].replace(" ", "")


def _day(rest: str) -> tuple[str, date]:
    words, _, day = rest.rpartition(" ")
    found = re.fullmatch(r"(\d+)\.(\d+)\.", day)
    assert found, rest
    return words, date(2026, int(found[2]), int(found[1]))


def told(outcome: CommitOutcome, kind: type[N] = Notice) -> N:
    """The answer, which is of this kind."""
    assert isinstance(outcome.notice, kind)
    return outcome.notice


def change_of(answer: Notice | CommitOutcome) -> int:
    """The number of the change that this answer tells of."""
    number = (answer if isinstance(answer, Notice) else told(answer)).made_by
    assert number is not None
    return number


def references_hold(storage: Storage, workspace_no: int) -> None:
    """No subject of the workspace points at one that is missing. Every change of a test is followed by this."""
    with storage.read() as connection:
        assert list(all_dangling(connection, workspace_no, SUBJECTS)) == []


def settle(work: UnitOfWork) -> None:
    """The default stages, and the people."""
    stages.add_default_pipeline(work)
    for seller, admin in ((True, False), (True, False), (True, False), (False, True), (False, False)):
        members.add(work, seller=seller, admin=admin)
    members.set_role(work, LEENA, Role.LEAD, has=True, pipeline_no=PIPELINE)


def team_in(storage: Storage, clock: StandingClock | None = None, workspace_no: int | None = None) -> Team:
    """A new workspace in this database."""
    clock = clock or StandingClock(START)
    number = workspace_no or next(_workspaces)
    assert begin_workspace(storage, clock, number)
    team = Team(Ledger(storage, clock, SUBJECTS, on_commit=lambda: references_hold(storage, number)), clock, number)
    team.do(settle)
    return team
