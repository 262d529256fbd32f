"""Changes channels, user groups and accounts: archives, renames, shares, joins and leaves channels, and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from ..instance import LocalSlack
from ..people import Channel, Person
from ..refusal import Impossible
from ..shapes import group_shape, user_shape
from .finding import find_channel, find_person
from .telling import send_event

_CHANGEABLE = {"real_name", "name", "title", "locale", "tz", "is_admin", "is_owner", "is_restricted", "deleted"}
_ELSEWHERE = "TELSEWHERE1"  # the id of the other organisation's workspace with which a channel is shared


async def reload(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Reload a person's window, which removes their ephemerals."""
    person = find_person(slack, asked["user"])
    slack.world.ephemerals[:] = [each for each in slack.world.ephemerals if each.user != person.id]
    slack.world.changed()
    return {}


async def change_channel(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Do one of `_CHANNEL_ACTS` to a channel. Raises Impossible if Slack would not allow it."""
    person = find_person(slack, asked["user"])
    channel = find_channel(slack, person, asked["channel"])
    act = _CHANNEL_ACTS.get(asked["do"])
    if act is None or channel.is_im:
        raise Impossible(f"there is no {asked['do']!r} for it; there are {', '.join(_CHANNEL_ACTS)}")
    act(slack, person, channel, asked)
    slack.world.changed()
    return {}


def _archive(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    if channel.is_general:
        raise Impossible("the general channel is never archived")
    channel.is_archived = asked["do"] == "archive"
    _send_channel_event(slack, channel, asked["do"], {"channel": channel.id, "user": person.id})


def _rename(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    channel.name = asked["name"]
    named = {"id": channel.id, "name": channel.name, "created": channel.created, "is_channel": True}
    _send_channel_event(slack, channel, "rename", {"channel": named})


def _offer(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    """Invite another organisation to the channel; it has not accepted yet."""
    if channel.is_ext_shared or channel.is_general:
        raise Impossible("it is shared already, or the general channel, which never is")
    channel.is_pending_ext_shared = True


def _share(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    """Share the channel with the other organisation: https://docs.slack.dev/reference/events/channel_shared"""
    if channel.is_ext_shared or channel.is_general:
        raise Impossible("it is shared already, or the general channel, which never is")
    channel.is_ext_shared, channel.is_pending_ext_shared = True, False
    _send_sharing_event(slack, channel, {"type": "channel_shared", "connected_team_id": _ELSEWHERE})


def _unshare(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    """End the sharing of the channel: https://docs.slack.dev/reference/events/channel_unshared"""
    if not channel.is_ext_shared:
        raise Impossible("it is not shared")
    channel.is_ext_shared = False
    gone = {"type": "channel_unshared", "previously_connected_team_id": _ELSEWHERE, "is_ext_shared": False}
    _send_sharing_event(slack, channel, gone)


def _join(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    who = _subject(slack, person, asked)
    if who in channel.members:
        raise Impossible("they are in the channel")
    channel.members.append(who)
    event = {"type": "member_joined_channel", "user": who} | ({"inviter": person.id} if who != person.id else {})
    _send_member_event(slack, channel, event)


def _leave(slack: LocalSlack, person: Person, channel: Channel, asked: dict[str, Any]) -> None:
    who = _subject(slack, person, asked)
    if who not in channel.members:
        raise Impossible("they are not in the channel")
    _send_member_event(slack, channel, {"type": "member_left_channel", "user": who})
    channel.members.remove(who)


_CHANNEL_ACTS: dict[str, Callable[[LocalSlack, Person, Channel, dict[str, Any]], None]] = {
    "archive": _archive,
    "unarchive": _archive,
    "rename": _rename,
    "offer": _offer,
    "share": _share,
    "unshare": _unshare,
    "join": _join,
    "invite": _join,
    "leave": _leave,
    "remove": _leave,
}


def _subject(slack: LocalSlack, person: Person, asked: dict[str, Any]) -> str:
    if "who" not in asked:
        return person.id
    is_app = asked["who"] in ("@app", slack.world.bot_user_id)
    return slack.world.bot_user_id if is_app else find_person(slack, asked["who"]).id


def _send_channel_event(slack: LocalSlack, channel: Channel, what: str, event: dict[str, Any]) -> None:
    if channel.is_private and slack.world.bot_user_id not in channel.members:
        return
    kind = f"{channel.kind}_{what}"
    send_event(slack, {"type": kind, **event, "event_ts": slack.world.new_ts()}, channel=channel)


def _send_sharing_event(slack: LocalSlack, channel: Channel, event: dict[str, Any]) -> None:
    """Send an event about sharing if the app is in the channel; of other channels Slack documents nothing."""
    scope = "groups:read" if channel.is_private else "channels:read"
    if slack.world.bot_user_id in channel.members and scope in slack.manifest.scopes:
        send_event(slack, event | {"channel": channel.id, "event_ts": slack.world.new_ts()}, channel=channel)


def _send_member_event(slack: LocalSlack, channel: Channel, event: dict[str, Any]) -> None:
    if slack.world.bot_user_id not in channel.members:
        return
    team = slack.world.people[event["user"]].team_id
    letter = "G" if channel.is_private else "C"
    more = {"channel": channel.id, "channel_type": letter, "team": team, "event_ts": slack.world.new_ts()}
    send_event(slack, event | more, channel=channel)


async def change_group(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Add a person to a user group, remove one, or disable or enable the group. Raises Impossible."""
    group = slack.world.groups.get(asked["group"])
    if group is None:
        raise Impossible(f"there is no user group {asked['group']!r}")
    if asked["do"] in ("disable", "enable"):
        group.is_disabled = asked["do"] == "disable"
        slack.world.changed()
        send_event(slack, {"type": "subteam_updated", "subteam": group_shape(slack.world, group, with_users=True)})
        return {}
    who, adds = find_person(slack, asked["who"]).id, asked["do"] == "add"
    if (who in group.members) == adds:
        raise Impossible("they are in the group" if adds else "they are not in the group")
    (group.members.append if adds else group.members.remove)(who)
    slack.world.changed()
    at = int(slack.clock.now().timestamp())
    added, removed = ([who], []) if adds else ([], [who])
    event = {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": slack.world.team.id,
        "date_previous_update": at,
        "date_update": at,
        "added_users": added,
        "added_users_count": str(len(added)),
        "removed_users": removed,
        "removed_users_count": str(len(removed)),
    }
    send_event(slack, event)
    return {}


async def change_person(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Change fields of a person's account, or add a person if nobody has that id."""
    fields = {key: value for key, value in asked.items() if key != "id"}
    if wrong := sorted(set(fields) - _CHANGEABLE):
        raise Impossible(f"{wrong[0]!r} of a person cannot be changed")
    if "tz" in fields and fields["tz"] not in available_timezones():
        raise Impossible(f"there is no time zone {fields['tz']!r}")
    person = slack.world.people.get(asked["id"])
    kind = "team_join" if person is None else "user_change"
    if person is None:
        person = Person(id=asked["id"], team_id=slack.world.team.id, **{"name": asked["id"].lower(), **fields})
        slack.world.people[person.id] = person
    for key, value in fields.items():
        setattr(person, key, value)
    person.updated = int(slack.clock.now().timestamp())
    slack.world.changed()
    event = {"type": kind, "user": user_shape(slack.world, person, with_locale=True)}
    send_event(slack, event | ({"cache_ts": person.updated} if kind == "user_change" else {}))
    return {"id": person.id}
