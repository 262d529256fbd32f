"""After an upgrade whoever set Putki up is told once what changed; where they are no admin any more, another one is."""

from __future__ import annotations

from sqlalchemy import select

from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.notices import NoticeKind
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.schedule import setup
from pipeline.schedule.upgraded import tell_admins
from pipeline.storage import schema
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.team import AATU, BERTIL, Team, team_in

STEPS = ("core_0003", "core_0004")


def told(team: Team) -> list[int]:
    """Tell twice, as two starts would; who was told."""
    for _ in range(2):
        with team.ledger.storage.write(Deadline.after(10)) as connection:
            tell_admins(connection, STEPS, team.clock.now())
    asked = select(schema.outbox.c.to_member).where(
        schema.outbox.c.workspace_no == team.workspace_no, schema.outbox.c.says == NoticeKind.UPGRADED.value
    )
    with team.ledger.storage.read() as connection:
        return list(connection.scalars(asked))


def make_admin(team: Team, who: int, has: bool) -> None:
    def decide(work: UnitOfWork) -> None:
        members.set_role(work, who, Role.ADMIN, has=has, pipeline_no=None)

    team.ledger.commit(team.by(None), decide)


def set_up(team: Team, who: int) -> None:
    setup.save(team.ledger, team.by(who), setup.SettingsChoice(zone="Europe/Stockholm"))


def test_who_set_it_up_is_told_once_and_no_other_admin(storage: Storage) -> None:
    team = team_in(storage)
    make_admin(team, BERTIL, True)
    set_up(team, BERTIL)

    assert told(team) == [BERTIL]


def test_where_they_are_no_admin_any_more_another_admin_is_told(storage: Storage) -> None:
    team = team_in(storage)
    make_admin(team, BERTIL, True)
    set_up(team, BERTIL)
    make_admin(team, BERTIL, False)

    assert told(team) == [AATU]


def test_where_nobody_set_it_up_nobody_is_told(storage: Storage) -> None:
    assert told(team_in(storage)) == []
