"""auth.*, apps.*, team.*, users.*, bots.*: the app's identity, its workspace, and the people in it."""

from __future__ import annotations

import base64
from typing import Any

from .. import sources
from ..instance import LocalSlack
from ..refusal import ApiRefusal
from ..shapes import bot_profile, user_shape
from .method import COUNT, FLAG, TEXT, Args, Method


def auth_test(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Describe the owner of the token."""
    world = slack.world
    return {
        "url": f"{slack.reply_urls.base}/",
        "team": world.team.name,
        "user": world.people[world.bot_user_id].name,
        "team_id": world.team.id,
        "user_id": world.bot_user_id,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Return a URL that opens one socket once."""
    if not slack.manifest.socket_mode:
        raise ApiRefusal(
            "forbidden_team", "Socket Mode is off in the manifest", sources.method("apps.connections.open")
        )
    return {"url": slack.socket.ticket()}


def team_info(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Describe the workspace."""
    team = slack.world.team
    if args.get("team", team.id) != team.id:
        raise ApiRefusal("team_not_found", "the app is not installed there", sources.method("team.info"))
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"{slack.reply_urls.base}/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": f"{slack.reply_urls.base}/",
            "is_verified": False,
        }
    }


def users_info(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Describe a person."""
    person = slack.world.people.get(args["user"])
    if person is None or not _met(slack, person.id):
        raise ApiRefusal("user_not_found", f"nobody has the id {args['user']!r}", sources.method("users.info"))
    return {"user": user_shape(slack.world, person, with_locale=args.get("include_locale", False))}


def _met(slack: LocalSlack, user: str) -> bool:
    """Whether the app can know this person: they are of its workspace, or in a channel shared with another one."""
    world = slack.world
    if world.people[user].team_id == world.team.id:
        return True
    return any(each.is_ext_shared and user in each.members for each in world.channels.values())


def users_list(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """List the workspace's people, page by page."""
    world = slack.world
    people = [each for each in world.people.values() if each.team_id == world.team.id]
    page, cursor = page_of(people, args, "users.list", most=1000)
    locale = args.get("include_locale", False)
    return {
        "members": [user_shape(world, each, with_locale=locale) for each in page],
        "cache_ts": int(world.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def page_of(rows: list[Any], args: Args, method: str, most: int) -> tuple[list[Any], str]:
    """Return the page of rows that the arguments `cursor` and `limit` name, and the next cursor."""
    limit = args.get("limit", 0) or min(most, 1000)
    if not 1 <= limit <= most:
        raise ApiRefusal("invalid_limit", f"limit is 1 to {most}", sources.method(method))
    start = _position(args.get("cursor", ""), method)
    rest = rows[start + limit :]
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if rest else ""
    return rows[start : start + limit], cursor


def _position(cursor: str, method: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as problem:
        raise ApiRefusal("invalid_cursor", f"no page has the cursor {cursor!r}", sources.method(method)) from problem


def bots_info(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Describe the app's bot."""
    if args.get("bot") != slack.world.bot_id:
        raise ApiRefusal("bot_not_found", f"no bot {args.get('bot')!r}", sources.method("bots.info"))
    profile = bot_profile(slack.world)
    profile.pop("team_id")
    return {"bot": profile | {"user_id": slack.world.bot_user_id}}


METHODS = (
    Method("auth.test", auth_test, {}, a_minute=600),
    Method("apps.connections.open", connections_open, {}, a_minute=20, token="app"),
    Method("team.info", team_info, {"team": TEXT, "domain": TEXT}, scopes=("team:read",), json_body=False),
    Method(
        "users.info",
        users_info,
        {"user": TEXT, "include_locale": FLAG},
        ("user",),
        ("users:read",),
        a_minute=100,
        json_body=False,
    ),
    Method(
        "users.list",
        users_list,
        {"cursor": TEXT, "limit": COUNT, "include_locale": FLAG},
        scopes=("users:read",),
        a_minute=20,
        json_body=False,
    ),
    Method("bots.info", bots_info, {"bot": TEXT}, scopes=("users:read",), json_body=False),
)
