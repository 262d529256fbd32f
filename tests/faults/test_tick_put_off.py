"""What is due while the database may not be written is said once it can be, and is no mistake of the program's."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from pipeline import errors
from pipeline.messages.notices import NoticeKind
from pipeline.people import members
from pipeline.schedule.tick import tick
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.storage.test_trouble import may_write, writer_of
from tests.pipeline.team import ANNA, team_in


def test_what_was_due_is_said_by_the_next_tick_that_can(sqlite_url: str) -> None:
    team = team_in(Storage.open(sqlite_url))
    storage, writer = team.ledger.storage, writer_of(team)
    with storage.write(Deadline.after(10)) as connection:
        profile = members.Profile(ANNA, "Anna", "Europe/Helsinki", None, active=True)
        members.save_profile(connection, team.workspace_no, profile)
    team.story("1.3. new Acme")
    team.story("17.3. new Beta")  # when the first has stood still for ten business days

    may_write(writer, False)
    with capture_logs() as logged, pytest.raises(errors.Busy):
        tick(team.ledger)
    assert "tick_failed" not in {each["event"] for each in logged}
    may_write(writer, True)
    assert team.ask("SELECT says FROM outbox WHERE workspace_no = :w") == []

    tick(team.ledger)
    tick(team.ledger)
    assert [row.says for row in team.ask("SELECT says FROM outbox WHERE workspace_no = :w")] == [NoticeKind.STUCK]
    storage.close()
