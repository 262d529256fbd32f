"""Backups that are restored, with many more deals and changes than the suite has; the seed repeats what fails."""

from __future__ import annotations

import pytest

from tests.databases import Databases
from tests.faults.restored_town import play


@pytest.mark.parametrize("seed", range(40, 46))
def test_no_press_of_what_was_posted_after_a_backup_changes_anything(databases: Databases, seed: int) -> None:
    done = play(databases, seed, deals=8, changes=60)

    assert done.pressed > 60
    assert done.reused > 40
    assert done.submitted == 3
