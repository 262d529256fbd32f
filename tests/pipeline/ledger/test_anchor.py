"""The anchor outside the database tells that a restored backup lacks changes; going on leaves their numbers out."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pipeline.clock import StandingClock
from pipeline.deals import undo
from pipeline.ledger import anchor, gaps
from pipeline.ledger.anchor import NewestEvent
from pipeline.ledger.sequence import COUNTERS
from pipeline.ledger.unit_of_work import Ledger
from pipeline.ledger.verify import verify
from pipeline.people import restoring
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS
from tests.databases import Databases
from tests.pipeline.team import START, Team, team_in
from tests.pipeline.team import change_of as change

W = 1


@dataclass
class Backup:
    """A team's database, and a backup of it from before its last changes; only one of the two is open."""

    databases: Databases
    url: str
    copy: str
    clock: StandingClock

    @contextmanager
    def opened(self, url: str) -> Iterator[Team]:
        storage = Storage.open(url)
        try:
            yield Team(Ledger(storage, self.clock, SUBJECTS), self.clock, W)
        finally:
            storage.close()


@pytest.fixture
def backup(databases: Databases) -> Iterator[Backup]:
    url, clock = databases.fresh(), StandingClock(START)
    storage = Storage.open(url)
    team = team_in(storage, clock, W)
    team.new("Acme", 100)
    storage.close()
    made = Backup(databases, url, databases.copied(url), clock)
    clock.move_by(timedelta(minutes=5))
    yield made
    databases.remove(made.url)
    databases.remove(made.copy)


def seen_of(team: Team) -> dict[int, NewestEvent]:
    with team.ledger.storage.read() as connection:
        return anchor.of_database(connection)


def lost(team: Team, seen: dict[int, NewestEvent]) -> list[anchor.LostEvents]:
    with team.ledger.storage.read() as connection:
        return anchor.lost_events(connection, seen)


def line_of(team: Team) -> Any:
    return team.ask("SELECT * FROM line WHERE workspace_no = :w")[0]


def changed(team: Team, statement: str) -> None:
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        connection.execute(text(statement), {"w": W})


def seen_before_the_loss(backup: Backup) -> dict[int, NewestEvent]:
    """What was seen of the ledger after two more changes, which the backup lacks."""
    with backup.opened(backup.url) as team:
        team.advance(1)
        team.new("Other", 100)
        return seen_of(team)


def test_a_ledger_that_went_on_lacks_nothing(backup: Backup) -> None:
    with backup.opened(backup.url) as team:
        seen = seen_of(team)
        assert lost(team, seen) == []
        team.advance(1)
        assert lost(team, seen) == []


def test_a_restored_backup_lacks_what_was_seen(backup: Backup) -> None:
    seen = seen_before_the_loss(backup)
    with backup.opened(backup.copy) as team:
        (found,) = lost(team, seen)
        assert (found.event_no, found.seen) == (team.last_event, seen[W])
        assert str(found) == (
            f"The ledger of workspace 1 ends with event {team.last_event}, but Putki has seen event "
            f"{seen[W].event_no} of it"
        )


@pytest.mark.parametrize("more", [0, 1, 5])
def test_other_changes_under_the_same_numbers_are_noticed(backup: Backup, more: int) -> None:
    seen = seen_before_the_loss(backup)
    with backup.opened(backup.copy) as team:
        backup.clock.move_by(timedelta(minutes=5))
        while team.last_event < seen[W].event_no + more:
            team.step(1)
        (found,) = lost(team, seen)
        assert str(found) == f"The ledger of workspace 1 has another event {seen[W].event_no} than Putki has seen"


def test_a_database_without_the_workspace_lacks_all_of_it(backup: Backup) -> None:
    seen = seen_before_the_loss(backup)
    with backup.opened(backup.copy) as team:
        assert [each.event_no for each in lost(team, {7: seen[W]})] == [0]


def test_after_going_on_numbers_of_what_was_lost_are_not_given_out_and_all_is_sound(backup: Backup) -> None:
    seen = seen_before_the_loss(backup)
    with backup.opened(backup.copy) as team:
        before = line_of(team)
        leap = restoring.go_on(team.ledger.storage, team.clock, W, seen[W])
        assert (leap.after, leap.up_to) == (before.event_no, seen[W].event_no + 10_000)
        after = line_of(team)
        leaps = {name: getattr(after, name) - getattr(before, name) for name in COUNTERS if name != "event_no"}
        assert {leaps.pop("deal_no"), leaps.pop("offer_no")} == {1_000}
        assert set(leaps.values()) == {1_000_000}
        assert after.event_no == leap.up_to + 1

        assert team.new("Third", 100) == before.deal_no + 1_001
        moved = change(team.advance(1))
        assert moved > leap.up_to
        undo.undo(team.ledger, team.by(), change_no=moved, of_deal=1)

        assert lost(team, seen) == []
        assert team.is_sound()


def test_where_nothing_was_seen_a_million_numbers_are_left_out(backup: Backup) -> None:
    with backup.opened(backup.copy) as team:
        before = team.last_event
        leap = restoring.go_on(team.ledger.storage, team.clock, W, None)
        assert (leap.after, leap.up_to) == (before, before + 1_000_000)
        team.advance(1)
        assert team.is_sound()


def test_a_second_restore_leaves_numbers_out_again(backup: Backup) -> None:
    with backup.opened(backup.copy) as team:
        restoring.go_on(team.ledger.storage, team.clock, W, None)
        team.advance(1)
        restoring.go_on(team.ledger.storage, team.clock, W, seen_of(team)[W])
        team.new("Third", 100)
        with team.ledger.storage.read() as connection:
            assert len(gaps.of_ledger(connection, W)) == 2
        assert team.is_sound()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET data = '{\"after\"\\:1,\"up_to\"\\:10}' WHERE workspace_no = :w AND kind = 'restored'",
        "DELETE FROM event WHERE workspace_no = :w AND no = (SELECT max(no) - 1 FROM event WHERE workspace_no = :w "
        "AND kind = 'moved')",
        "UPDATE event SET data = '{}' WHERE workspace_no = :w AND kind = 'restored'",
        "DELETE FROM event WHERE workspace_no = :w AND kind = 'restored'",
    ],
)
def test_verify_allows_that_gap_alone(backup: Backup, damage: str) -> None:
    with backup.opened(backup.copy) as team:
        restoring.go_on(team.ledger.storage, team.clock, W, None)
        team.advance(1)
        assert not verify(team.ledger.storage, SUBJECTS)

        changed(team, damage)

        assert any(each.table in ("event", "line") for each in verify(team.ledger.storage, SUBJECTS))


def test_the_file_is_read_as_it_was_written_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "putki.db.seen"
    kept = {1: NewestEvent(12, "c-1", "ab"), 2: NewestEvent(0, "", None)}
    anchor.write(file, kept)
    anchor.write(file, kept | {1: replace(kept[1], event_no=13)})
    assert anchor.read(file) == kept | {1: NewestEvent(13, "c-1", "ab")}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"1": 5}', '{"1": {"event_no": 1}}', '{"x": {}}'])
def test_a_file_that_is_none_of_ours_says_nothing(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "putki.db.seen"
    if content is not None:
        file.write_text(content)
    assert anchor.read(file) is None
