"""People can do what people can do in Slack, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.local_slack import ControlRefused, LocalSlackServer, Running
from bot.local_slack.people import BadWorld, read_world
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import AINO, BOT, KAISA, MATTI, MYYNTI, OSKARI, actions, button, home


def test_a_person_is_found_by_name_or_full_name(slack: Running) -> None:
    assert slack.type("Aino Virtanen", "#myynti", "hei")["channel"] == MYYNTI
    assert slack.type("aino", MYYNTI, "hei taas")["channel"] == MYYNTI


def test_a_message_to_the_app_is_typed_into_its_direct_message(slack: Running) -> None:
    slack.type(AINO, "@app", "hei Putki")
    assert [each["text"] for each in slack.messages(AINO)] == ["hei Putki"]


@pytest.mark.parametrize(
    ("user", "channel", "why"),
    [
        ("UNOBODY", "myynti", "nobody is called"),
        (BOT, "myynti", "does nothing here"),
        (AINO, "olematon", "sees no channel"),
        (MATTI, "yhteinen-nabolaget", "has not joined"),
    ],
)
def test_nobody_types_where_they_cannot(slack: Running, user: str, channel: str, why: str) -> None:
    with pytest.raises(ControlRefused, match=why):
        slack.type(user, channel, "hei")


def test_nobody_types_into_an_archive(slack: Running) -> None:
    slack.channel(OSKARI, "myynti", "archive")
    with pytest.raises(ControlRefused, match="is archived"):
        slack.type(AINO, "myynti", "hei")


def test_nobody_replies_to_nothing(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="no message"):
        slack.type(AINO, "myynti", "hei", thread_ts="1.000001")


def test_an_app_that_takes_no_messages_gets_none(manifest: dict[str, Any]) -> None:
    manifest["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    with LocalSlackServer.start(manifest=manifest) as slack, pytest.raises(ControlRefused, match="turned off"):
        slack.type(AINO, "@app", "hei")


def test_an_app_without_a_home_has_none_to_open(manifest: dict[str, Any]) -> None:
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    with LocalSlackServer.start(manifest=manifest) as slack, pytest.raises(ControlRefused, match="no Home"):
        slack.open_home(AINO)


def test_home_is_neither_submitted_nor_closed(slack: Running) -> None:
    Peer(slack).web.views_publish(user_id=AINO, view=home(actions(button())))
    with pytest.raises(ControlRefused, match="only a modal"):
        slack.submit(AINO, "home")


@pytest.mark.parametrize(
    ("channel", "do", "more", "why"),
    [
        ("yleinen", "archive", {}, "never archived"),
        ("myynti", "join", {}, "they are in the channel"),
        ("johtoryhmä", "leave", {"who": AINO}, "they are not in the channel"),
        ("myynti", "paint", {}, "there is no 'paint'"),
    ],
)
def test_a_channel_takes_only_what_can_be_done(
    slack: Running, channel: str, do: str, more: dict[str, str], why: str
) -> None:
    with pytest.raises(ControlRefused, match=why):
        slack.channel(KAISA, channel, do, **more)


def test_only_some_things_of_a_person_change(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="cannot be changed"):
        slack.person(AINO, team_id="TOTHER")
    with pytest.raises(ControlRefused, match="no time zone"):
        slack.person(AINO, tz="Europe/Atlantis")


def test_joining_lets_one_type(slack: Running) -> None:
    slack.channel(MATTI, "yhteinen-nabolaget", "join")
    assert slack.type(MATTI, "yhteinen-nabolaget", "hei")["ok"]


def world(**more: Any) -> dict[str, Any]:
    person = {"id": "ULOCALAINO1", "name": "aino", "real_name": "Aino Virtanen"}
    return {"team": {"id": "TLOCAL1", "name": "Oy", "domain": "oy"}, "people": [person], "channels": []} | more


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"team": {"id": "T0REAL", "name": "Oy", "domain": "oy"}}, "starts with TLOCAL"),
        ({"channels": [{"id": "c1", "name": "x"}]}, "capital letters"),
        ({"channels": [{"id": "ULOCALAINO1", "name": "x"}]}, "each once"),
        ({"channels": [{"id": "CLOCAL1", "name": "x", "members": ["UNOBODY"]}]}, "no people"),
    ],
)
def test_a_world_that_cannot_be_is_refused(more: dict[str, Any], why: str) -> None:
    with pytest.raises(BadWorld, match=why):
        read_world(world(**more))
