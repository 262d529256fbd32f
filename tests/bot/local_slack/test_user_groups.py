"""User groups of the local Slack: listed, read, changed and told of, each with its scope.

Shapes: https://docs.slack.dev/reference/methods/usergroups.list and .../reference/events/subteam_members_changed
"""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlackServer, Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import MATTI

VIENTI = "SLOCALVIENT"
EMMA, LIISA = "ULOCALEMMA1", "ULOCALLIISA"


def refused(ask: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        ask()
    return str(refusal.value.response["error"])


def test_the_groups_and_who_is_in_them_are_told(slack: Running) -> None:
    web = Peer(slack).web

    (group,) = web.usergroups_list()["usergroups"]
    assert (group["id"], group["name"], group["handle"], group["user_count"]) == (VIENTI, "Vienti", "vienti", "2")
    assert web.usergroups_users_list(usergroup=VIENTI)["users"] == [EMMA, LIISA]
    assert refused(lambda: web.usergroups_users_list(usergroup="SNOBODY01")) == "no_such_subteam"


def test_a_group_that_is_disabled_is_told_of_only_where_that_is_asked_for(slack: Running) -> None:
    web = Peer(slack).web
    slack.group(VIENTI, "disable")

    assert web.usergroups_list()["usergroups"] == []
    assert web.usergroups_list(include_disabled=True)["usergroups"][0]["date_delete"] > 0
    assert refused(lambda: web.usergroups_users_list(usergroup=VIENTI)) == "no_such_subteam"
    assert web.usergroups_users_list(usergroup=VIENTI, include_disabled=True)["users"] == [EMMA, LIISA]


def test_who_joins_or_leaves_is_told(slack: Running) -> None:
    with Peer(slack) as peer:
        slack.group(VIENTI, "add", who=MATTI)
        slack.group(VIENTI, "remove", who=LIISA)
        slack.group(VIENTI, "disable")
        told = [each.payload["event"] for each in peer.wait_for(3)]

    assert [each["type"] for each in told] == ["subteam_members_changed", "subteam_members_changed", "subteam_updated"]
    assert (told[0]["subteam_id"], told[0]["added_users"], told[1]["removed_users"]) == (VIENTI, [MATTI], [LIISA])
    assert told[2]["subteam"]["users"] == [EMMA, MATTI]


def test_an_app_without_the_scope_is_told_nothing(manifest: dict[str, Any]) -> None:
    manifest["oauth_config"]["scopes"]["bot"].remove("usergroups:read")
    with LocalSlackServer.start(manifest=manifest) as slack:
        web = Peer(slack).web
        assert refused(lambda: web.usergroups_list()) == "missing_scope"
        assert refused(lambda: web.usergroups_users_list(usergroup=VIENTI)) == "missing_scope"
