"""The directory: who may act, kept true as Slack tells of people, and quiet where nothing changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.slack import message_locations
from bot.slack.directory import Directory, install
from pipeline import errors
from pipeline.clock import SystemClock
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.people import access, members
from pipeline.people.events import Role
from pipeline.storage.engine import Storage
from pipeline.storage.schema import event
from pipeline.subjects import SUBJECTS

TEAM = "T0123ABCD"


def person(user_id: str = "U1", **fields: Any) -> dict[str, Any]:
    return {
        "id": user_id,
        "team_id": TEAM,
        "tz": "Europe/Helsinki",
        "locale": "fi-FI",
        "profile": {"real_name": "Aino Virtanen"},
        **fields,
    }


@pytest.fixture
def directory(storage: Storage) -> Directory:
    ledger = Ledger(storage, SystemClock(), SUBJECTS)
    workspace_no = install(storage, ledger.clock, {"team_id": TEAM, "user_id": "U0BOT"})
    return Directory(ledger, workspace_no, TEAM, "", "U0BOT", lambda _user: None)


def changes(directory: Directory) -> int:
    with directory.ledger.storage.read() as connection:
        return connection.scalar(select(func.count()).where(event.c.workspace_no == directory.workspace_no)) or 0


def test_a_full_member_becomes_a_seller_and_a_slack_admin_an_admin(directory: Directory) -> None:
    directory.save_people([person(), person("U2", is_admin=True)])

    with directory.ledger.storage.read() as connection:
        first = members.roles_of(connection, directory.workspace_no, directory.member("U1", None))
        second = members.roles_of(connection, directory.workspace_no, directory.member("U2", None))
    assert first is not None
    assert (first.seller, first.admin) == (True, False)
    assert second is not None
    assert (second.seller, second.admin) == (True, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_bot": True},
        {"deleted": True},
        {"is_stranger": True},
        {"team_id": "T0999ELSE"},
    ],
)
def test_guests_bots_and_people_of_elsewhere_never_act(directory: Directory, fields: dict[str, Any]) -> None:
    directory.save_people([person(**fields)])

    with pytest.raises(errors.Stranger):
        directory.member("U1", None)


def test_what_is_known_already_changes_nothing(directory: Directory) -> None:
    directory.save_people([person()])
    before = changes(directory)

    directory.save_people([person()])

    assert changes(directory) == before


def test_a_new_zone_is_kept_without_an_event(directory: Directory) -> None:
    directory.save_people([person()])
    before = changes(directory)

    directory.save_people([person(tz="Europe/London")])

    assert changes(directory) == before
    with directory.ledger.storage.read() as connection:
        kept = members.profile_of(connection, directory.workspace_no, directory.member("U1", None))
    assert kept is not None
    assert kept.zone == "Europe/London"


def test_who_becomes_a_guest_loses_their_roles(directory: Directory) -> None:
    directory.save_people([person(is_admin=True)])
    number = directory.member("U1", None)

    directory.save_people([person(is_restricted=True)])

    with directory.ledger.storage.read() as connection:
        state = members.roles_of(connection, directory.workspace_no, number)
    assert state is not None
    assert (state.seller, state.admin) == (False, False)


@pytest.mark.parametrize("fields", [{"is_restricted": True}, {"deleted": True}])
def test_a_lead_who_may_not_act_any_more_leads_nothing(directory: Directory, fields: dict[str, Any]) -> None:
    directory.save_people([person()])
    number = directory.member("U1", None)

    def promoted(work: UnitOfWork) -> None:
        members.set_role(work, number, Role.LEAD, has=True, pipeline_no=1)

    directory.ledger.commit(directory.system, promoted)
    directory.save_people([person(**fields)])

    with directory.ledger.storage.read() as connection:
        assert members.lead(connection, directory.workspace_no, 1) is None
        who = access.rights_of(connection, By(directory.workspace_no, number, Via.COMMAND))
    assert not who.is_known


def test_an_unknown_person_is_looked_up_once(directory: Directory) -> None:
    asked: list[str] = []

    def ask(user_id: str) -> dict[str, Any]:
        asked.append(user_id)
        return person(user_id)

    directory.ask_for_user = ask

    assert directory.member("U7", None) == directory.member("U7", None)
    assert asked == ["U7"]


def test_guests_among_the_people_of_a_channel_are_counted_as_slack_tells_of_them(directory: Directory) -> None:
    directory.save_people([person(), person("U2", is_restricted=True), person("U3", is_ultra_restricted=True)])
    directory.save_people([person("U4", is_bot=True), person("U5", is_restricted=True, deleted=True)])

    def guests() -> int:
        with directory.ledger.storage.read() as connection:
            people = ["U1", "U2", "U3", "U4", "U5", "U9"]
            return message_locations.guests_among(connection, directory.workspace_no, people)

    assert guests() == 2
    directory.save_people([person("U2")])  # now a full member
    assert guests() == 1
