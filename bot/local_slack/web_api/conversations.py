"""conversations.*: channels, their members, direct messages, and, with its scope, their history."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..instance import LocalSlack
from ..refusal import ApiRefusal
from ..shapes import channel_shape, history_shape
from .method import COUNT, FLAG, LIST, TEXT, Args, Method
from .places import require, require_history, require_read, visible
from .workspace import page_of

_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_TYPE_SCOPES = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def info(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Describe a channel."""
    channel = visible(slack, "conversations.info", args["channel"])
    require_read(slack, channel)
    shape = channel_shape(slack.world, channel)
    if args.get("include_num_members") and not channel.is_im:
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


def open_direct(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Open the direct message with one person."""
    method = "conversations.open"
    users = args.get("users") or []
    if len(users) != 1:
        raise ApiRefusal(
            "users_list_not_supplied", "name one person; group messages are not served", sources.method(method)
        )
    person = slack.world.people.get(users[0])
    if person is None or person.team_id != slack.world.team.id:
        raise ApiRefusal("user_not_found", f"nobody has the id {users[0]!r}", sources.method(method))
    if person.deleted:
        raise ApiRefusal("user_disabled", "that person's account is off", sources.method(method))
    if person.is_bot:
        raise ApiRefusal("cannot_dm_bot", "a bot cannot be written to", sources.method(method))
    known = set(slack.world.channels)
    channel = slack.world.direct_channel(person.id)
    answer: dict[str, Any] = {"channel": {"id": channel.id}}
    if args.get("return_im"):
        answer["channel"] = {
            key: value
            for key, value in channel_shape(slack.world, channel).items()
            if key in {"id", "created", "is_im", "is_org_shared", "user", "is_open", "priority", "context_team_id"}
        }
    return answer | ({"no_op": True, "already_open": True} if channel.id in known else {})


def listing(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """List the channels that the app can see."""
    method = "conversations.list"
    types = [each.strip() for each in args.get("types") or ["public_channel"]]
    if wrong := [each for each in types if each not in _TYPES]:
        raise ApiRefusal("invalid_types", f"no kind of channel is called {wrong[0]!r}", sources.method(method))
    kinds = {_TYPES[each] for each in types}
    require(slack, *(_TYPE_SCOPES[each] for each in sorted(kinds)))
    bot = slack.world.bot_user_id
    rows = [
        each
        for each in slack.world.channels.values()
        if each.kind in kinds
        and (each.kind == "channel" or bot in each.members)
        and not (args.get("exclude_archived") and each.is_archived)
    ]
    page, cursor = page_of(rows, args, method, most=999)
    shapes = [channel_shape(slack.world, each) for each in page]
    for shape in shapes:
        shape.pop("is_open", None)
    return {
        "channels": shapes,
        "response_metadata": {"next_cursor": cursor},
    }


def members(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """List who is in a channel."""
    channel = visible(slack, "conversations.members", args["channel"])
    require_read(slack, channel)
    page, cursor = page_of(channel.members, args, "conversations.members", most=999)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Return a channel's messages, newest first. It needs the scope for that kind of conversation."""
    method = "conversations.history"
    channel = visible(slack, method, args["channel"])
    require_history(slack, channel)
    if slack.world.bot_user_id not in channel.members:
        raise ApiRefusal("not_in_channel", f"the app is not in #{channel.name}", sources.method(method))
    rows = [
        each
        for each in reversed(slack.world.messages[channel.id])
        if each.thread_ts in (None, each.ts) or each.broadcast
    ]
    page, cursor = page_of(_between(rows, args), {"limit": 100, **args}, method, most=999)
    return _told(slack, page, cursor, args) | {"pin_count": 0}


def replies(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Return the messages of a thread, oldest first."""
    method = "conversations.replies"
    channel = visible(slack, method, args["channel"])
    require_history(slack, channel)
    parent = slack.world.message(channel.id, args["ts"])
    if parent is None:
        raise ApiRefusal("thread_not_found", f"no message {args['ts']}", sources.method(method))
    rows = [parent, *slack.world.thread(channel.id, parent.ts)]
    page, cursor = page_of(_between(rows, args), args, method, most=1000)
    return _told(slack, page, cursor, args)


def _between(rows: list[Any], args: Args) -> list[Any]:
    oldest, latest = args.get("oldest", "0"), args.get("latest", "9999999999.999999")
    if args.get("inclusive"):
        return [each for each in rows if float(oldest) <= float(each.ts) <= float(latest)]
    return [each for each in rows if float(oldest) < float(each.ts) < float(latest)]


def _told(slack: LocalSlack, page: list[Any], cursor: str, args: Args) -> dict[str, Any]:
    shapes = [history_shape(slack.world, each) for each in page]
    if not args.get("include_all_metadata"):
        shapes = [{key: value for key, value in each.items() if key != "metadata"} for each in shapes]
    answer: dict[str, Any] = {"messages": shapes, "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


_PAGE = {"cursor": TEXT, "limit": COUNT}
_RANGE = {**_PAGE, "channel": TEXT, "oldest": TEXT, "latest": TEXT, "inclusive": FLAG, "include_all_metadata": FLAG}

METHODS = (
    Method(
        "conversations.info",
        info,
        {"channel": TEXT, "include_locale": FLAG, "include_num_members": FLAG},
        ("channel",),
        json_body=False,
    ),
    Method(
        "conversations.open",
        open_direct,
        {"users": LIST, "channel": TEXT, "return_im": FLAG, "prevent_creation": FLAG},
        scopes=("im:write",),
    ),
    Method(
        "conversations.list",
        listing,
        {**_PAGE, "types": LIST, "exclude_archived": FLAG},
        a_minute=20,
        json_body=False,
    ),
    Method("conversations.members", members, {**_PAGE, "channel": TEXT}, ("channel",), a_minute=100, json_body=False),
    Method("conversations.history", history, _RANGE, ("channel",), json_body=False),
    Method("conversations.replies", replies, {**_RANGE, "ts": TEXT}, ("channel", "ts"), json_body=False),
)
