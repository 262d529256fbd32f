"""A new subject needs no change in the ledger: one with a head, a part and typed text goes all the way through it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, SmallInteger, Table

from pipeline import errors
from pipeline.ledger import event_store, undoing
from pipeline.ledger.events import EXISTS, Event, EventData
from pipeline.ledger.fold import known_at
from pipeline.ledger.subject import Effect, EventKind, Head, Part, Put, Reference, Subject, Subjects
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.ledger.verify import verify
from pipeline.people.events import MEMBER
from pipeline.storage import schema
from pipeline.storage.engine import Storage
from pipeline.storage.schema import Count, number, workspace_key
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import ANNA, BERTIL, Team

TOY = "toy"
tables = MetaData()
toy = Table(
    "toy",
    tables,
    workspace_key(),
    number("toy_no"),
    Column("name", Count, nullable=False),
    Column("keeper", Count, nullable=False),
    Column("last_no", Count, nullable=False),
)
wheel = Table("toy_wheel", tables, workspace_key(), number("toy_no"), number("place"), Column("size", SmallInteger))


class ToyMade(EventData):
    kind = "toy_made"
    subject = TOY
    fields_set = frozenset({EXISTS, "name", "keeper"})
    fields_needed = frozenset()
    texts = (("name", "name"),)

    name: int
    keeper: int


class ToyLent(EventData):
    kind = "toy_lent"
    subject = TOY
    fields_set = frozenset({"keeper"})

    keeper: int


class WheelFitted(EventData):
    kind = "wheel_fitted"
    subject = TOY

    place: int
    size: int

    def sets(self) -> frozenset[str]:
        return frozenset({f"wheel.{self.place}"})


@dataclass(frozen=True)
class Toy:
    toy_no: int
    name: int
    keeper: int
    last_no: int


def _made(_before: None, event: Event) -> Toy:
    assert isinstance(event.data, ToyMade)
    return Toy(event.subject_no, event.data.name, event.data.keeper, event.no)


def _lent(before: Toy, event: Event) -> Toy:
    assert isinstance(event.data, ToyLent)
    return replace(before, keeper=event.data.keeper)


def _fitted(_before: Toy, event: Event) -> Iterable[Effect]:
    assert isinstance(event.data, WheelFitted)
    yield Put(wheel, {"toy_no": event.subject_no, "place": event.data.place, "size": event.data.size})


TOYS = Subject(
    name=TOY,
    kinds=(EventKind(ToyMade, _made), EventKind(ToyLent, _lent), EventKind(WheelFitted, effects=_fitted)),
    head=Head(toy, "toy_no", lambda row: Toy(row.toy_no, row.name, row.keeper, row.last_no)),
    parts=(Part(wheel, ("toy_no", "place"), replaces=True),),
    references=(Reference("keeper", MEMBER),),
)
WITH_TOYS = Subjects(all=(*SUBJECTS.all, TOYS), follow_ups=SUBJECTS.follow_ups)


@pytest.fixture
def toys(team: Team) -> Team:
    """The team, with a ledger that knows toys as well, in a database that has their tables."""
    storage: Storage = team.ledger.storage
    tables.create_all(storage.writer)
    return Team(Ledger(storage, team.clock, WITH_TOYS), team.clock, team.workspace_no)


def _do(team: Team, data: EventData, who: int = ANNA) -> int:
    """Append this to toy 1; the change's number."""
    team.do(lambda work: work.append(data, 1, work.head_of((TOY, 1))), who)
    return team.last_event


def _make(team: Team) -> int:
    def make(work: UnitOfWork) -> None:
        name = work.text(schema.name, TOY, 1, "Red engine")
        work.append(ToyMade(name=name, keeper=ANNA), 1, None)
        work.append(WheelFitted(place=1, size=3), 1, work.head_of((TOY, 1)))

    team.do(make, ANNA)
    return team.last_event - 1


def _undo(team: Team, change_no: int) -> None:
    def undo(work: UnitOfWork) -> None:
        change, histories = event_store.change_with_histories(work, change_no)
        for link in undoing.targets(change, histories):
            work.void(link, histories[link.key])

    team.do(undo, ANNA)


def _rows(team: Team) -> tuple[list[Any], list[Any]]:
    heads = team.ask("SELECT keeper FROM toy WHERE workspace_no = :w")
    wheels = team.ask("SELECT place, size FROM toy_wheel WHERE workspace_no = :w ORDER BY place")
    return [row[0] for row in heads], [tuple(row) for row in wheels]


def _is_sound(team: Team) -> bool:
    return verify(team.ledger.storage, WITH_TOYS, team.workspace_no) == []


def test_it_is_appended_undone_and_redone_and_its_tables_follow(toys: Team) -> None:
    _make(toys)
    lent = _do(toys, ToyLent(keeper=BERTIL))
    fitted = _do(toys, WheelFitted(place=1, size=5))
    assert _rows(toys) == ([BERTIL], [(1, 5)])
    _undo(toys, lent)
    assert _rows(toys) == ([ANNA], [(1, 5)])
    _undo(toys, fitted)
    assert _rows(toys) == ([ANNA], [(1, 3)])
    assert _is_sound(toys)
    _undo(toys, toys.last_event)
    assert _rows(toys) == ([ANNA], [(1, 5)])
    assert _is_sound(toys)


def test_what_was_built_on_refuses_and_a_first_event_takes_all_rows_with_it(toys: Team) -> None:
    made = _make(toys)
    lent = _do(toys, ToyLent(keeper=BERTIL))
    with pytest.raises(errors.ChangedSince):
        _undo(toys, made)
    _undo(toys, lent)
    _undo(toys, made)
    assert _rows(toys) == ([], [])
    assert _is_sound(toys)


def test_replay_knows_it_as_it_was(toys: Team) -> None:
    made = _make(toys)
    _do(toys, ToyLent(keeper=BERTIL))
    history = toys.history((TOY, 1))
    assert known_at(TOYS, history, made + 1).state.keeper == ANNA
    assert known_at(TOYS, history, toys.last_event).state.keeper == BERTIL


def test_verify_finds_a_keeper_who_is_not_there(toys: Team) -> None:
    _make(toys)
    assert _is_sound(toys)
    _do(toys, ToyLent(keeper=99))
    found = verify(toys.ledger.storage, WITH_TOYS, toys.workspace_no)
    assert [(each.table, each.replayed) for each in found] == [("toy", "a member that can be referred to")]


def test_its_texts_are_blanked_and_the_ledger_stays_whole(toys: Team) -> None:
    _make(toys)
    toys.do(lambda work: work.erase_texts((TOY, 1)))
    assert toys.ask("SELECT text FROM name WHERE workspace_no = :w AND about = 'toy'") == [(None,)]
    assert _is_sound(toys)
    with pytest.raises(errors.CannotUndo):
        _undo(toys, toys.last_event)
