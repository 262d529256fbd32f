"""A backup is restored; nothing that was posted after it changes anything."""

from __future__ import annotations

from tests.databases import Databases
from tests.faults.restored_town import play


def test_what_was_posted_after_a_backup_changes_nothing_once_it_is_restored(databases: Databases) -> None:
    done = play(databases, 7, deals=2, changes=8)

    assert done.pressed > 15
    assert done.reused > 8  # without marks, these reach what others did since
    assert done.submitted == 3
