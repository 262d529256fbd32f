"""Finds the channel on which a method acts, and checks that the app may see it and write there."""

from __future__ import annotations

from .. import sources
from ..instance import LocalSlack
from ..people import Channel
from ..refusal import ApiRefusal

_READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}


def visible(slack: LocalSlack, method: str, channel_id: str) -> Channel:
    """Find a channel that the app can see: any public one, or a private one that it is in. Raises ApiRefusal."""
    channel = slack.world.channels.get(channel_id)
    is_member = channel is not None and slack.world.bot_user_id in channel.members
    if channel is None or (channel.kind != "channel" and not is_member):
        raise ApiRefusal("channel_not_found", f"no channel {channel_id!r} that the app can see", sources.method(method))
    return channel


def writable(slack: LocalSlack, method: str, channel_id: str) -> Channel:
    """Find a channel to which the app can post; a person's id means the direct message with them. Raises ApiRefusal."""
    person = slack.world.people.get(channel_id)
    if person is not None:
        if person.is_bot or person.deleted or person.team_id != slack.world.team.id:
            raise ApiRefusal(
                "channel_not_found", "the app can write to people of this workspace", sources.method(method)
            )
        return slack.world.direct_channel(person.id)
    channel = visible(slack, method, channel_id)
    if channel.is_archived:
        raise ApiRefusal("is_archived", f"#{channel.name} is archived", sources.method(method))
    if slack.world.bot_user_id not in channel.members:
        raise ApiRefusal("not_in_channel", f"the app is not in #{channel.name}", sources.method(method))
    return channel


def require_read(slack: LocalSlack, channel: Channel) -> None:
    """Raise ApiRefusal without the scope for reading about this kind of conversation."""
    require(slack, _READ[channel.kind])


def require_history(slack: LocalSlack, channel: Channel) -> None:
    """Raise ApiRefusal without the scope for reading messages of this kind of conversation."""
    require(slack, _HISTORY[channel.kind])


def require(slack: LocalSlack, *scopes: str) -> None:
    """Raise ApiRefusal unless the manifest asks for all of these scopes."""
    granted = slack.manifest.scopes
    if missing := [each for each in scopes if each not in granted]:
        raise ApiRefusal(
            "missing_scope",
            f"the manifest does not ask for {', '.join(missing)}",
            f"{sources.SCOPES}/{missing[0].replace(':', '.')}",
            {"needed": ",".join(missing), "provided": ",".join(sorted(granted))},
        )
