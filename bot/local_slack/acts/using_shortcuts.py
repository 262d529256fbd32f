"""Uses shortcuts: those in the menu of a message, and global ones, which concern no message."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..delivery.envelope import Envelope
from ..delivery.payloads import global_shortcut_payload, message_action_payload
from ..instance import LocalSlack
from ..manifest import Shortcut
from ..people import Person
from ..refusal import ApiRefusal, Impossible
from ..world import PostedMessage
from .finding import find_channel, find_person
from .pressing import TROUBLE


async def use_shortcut(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Use a shortcut of the app. Raises Impossible where Slack's menus do not offer it to this person."""
    person = find_person(slack, asked["user"])
    shortcut = _find_shortcut(slack, person, str(asked["callback_id"]))
    if shortcut.kind == "message":
        message = _find_message(slack, person, asked["channel"], asked["ts"])
        channel, payload = message.channel, _on_message(slack, person, message, shortcut)
    else:
        if asked.get("ts") is not None:
            raise Impossible(f"{shortcut.name!r} is a global shortcut; it concerns no message")
        channel, payload = None, _global(slack, person, shortcut)
    outcome = await slack.courier.deliver(Envelope("interactive", payload))
    if outcome.failure is not None:
        slack.world.notice(person.id, channel, TROUBLE, outcome.failure, sources.SHORTCUTS)
        return {"acked": False, "failure": outcome.failure}
    if outcome.payload not in (None, "", {}):
        why = "a shortcut is acknowledged with nothing in it; answer with a modal, or at the response URL"
        refusal = ApiRefusal("invalid_response", why, sources.SHORTCUTS)
        slack.journal.refuse("acknowledgement", refusal)
        slack.world.notice(person.id, channel, TROUBLE, refusal.error, refusal.cites)
        return {"acked": True, "failure": refusal.error, "why": why}
    return {"acked": True}


def _find_shortcut(slack: LocalSlack, person: Person, callback_id: str) -> Shortcut:
    found = slack.manifest.shortcut(callback_id)
    if found is None:
        raise Impossible(f"the app has no shortcut {callback_id!r}")
    if person.team_id != slack.world.team.id:
        raise Impossible(f"{person.real_name} is of another workspace and does not have the app")
    return found


def _find_message(slack: LocalSlack, person: Person, channel_named: Any, ts: Any) -> PostedMessage:
    """Find a message in whose menu shortcuts stand: no ephemeral, and none in an archived or a foreign channel."""
    channel = find_channel(slack, person, channel_named)
    if channel.is_archived:
        raise Impossible(f"#{channel.name} is archived; its messages have no shortcuts")
    if person.id not in channel.members:
        raise Impossible(f"{person.real_name} has not joined #{channel.name}")
    message = slack.world.message(channel.id, str(ts))
    if message is None:
        raise Impossible(f"there is no message {ts!r} with a menu in #{channel.name}")
    return message


def _on_message(slack: LocalSlack, person: Person, message: PostedMessage, shortcut: Shortcut) -> dict[str, Any]:
    return message_action_payload(
        slack.world,
        person=person,
        message=message,
        callback_id=shortcut.callback_id,
        trigger_id=slack.triggers.issue(person.id),
        response_url=slack.reply_urls.address(slack.reply_urls.issue(person.id, message.channel)),
    )


def _global(slack: LocalSlack, person: Person, shortcut: Shortcut) -> dict[str, Any]:
    trigger_id = slack.triggers.issue(person.id)
    return global_shortcut_payload(slack.world, person=person, callback_id=shortcut.callback_id, trigger_id=trigger_id)
