"""usergroups.*: the workspace's user groups, and who is in them."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..instance import LocalSlack
from ..refusal import ApiRefusal
from ..shapes import group_shape
from .method import FLAG, TEXT, Args, Method


def listing(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """List the user groups, those that are disabled only where they are asked for."""
    groups = [each for each in slack.world.groups.values() if args.get("include_disabled") or not each.is_disabled]
    with_users = args.get("include_users", False)
    return {"usergroups": [group_shape(slack.world, each, with_users=with_users) for each in groups]}


def users(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """List who is in a user group."""
    group = slack.world.groups.get(args["usergroup"])
    if group is None or (group.is_disabled and not args.get("include_disabled")):
        raise ApiRefusal(
            "no_such_subteam",
            f"no user group has the id {args['usergroup']!r}",
            sources.method("usergroups.users.list"),
        )
    return {"users": [*group.members]}


METHODS = (
    Method(
        "usergroups.list",
        listing,
        {"include_count": FLAG, "include_disabled": FLAG, "include_users": FLAG},
        scopes=("usergroups:read",),
        a_minute=20,
        json_body=False,
    ),
    Method(
        "usergroups.users.list",
        users,
        {"usergroup": TEXT, "include_disabled": FLAG},
        ("usergroup",),
        ("usergroups:read",),
        a_minute=20,
        json_body=False,
    ),
)
