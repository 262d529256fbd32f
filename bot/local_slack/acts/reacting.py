"""Adds and removes reactions, and opens the app's Home."""

from __future__ import annotations

from typing import Any

from ..instance import LocalSlack
from ..refusal import Impossible
from .finding import find_channel, find_person
from .telling import send_home_opened, send_reaction_event


async def react(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Add a reaction to a message, or remove it if this person has added it before."""
    person = find_person(slack, asked["user"])
    channel = find_channel(slack, person, asked["channel"])
    message = slack.world.message(channel.id, asked["ts"])
    name = str(asked["emoji"]).strip(":")
    if message is None or channel.is_archived or person.id not in channel.members:
        raise Impossible(f"{person.real_name} cannot react to {asked['ts']!r}")
    users = message.reactions.setdefault(name, [])
    added = person.id not in users
    users.append(person.id) if added else users.remove(person.id)
    if not users:
        del message.reactions[name]
    slack.world.changed()
    send_reaction_event(slack, message, person.id, name, added=added)
    return {"added": added}


async def open_home(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Open the app's Home tab, or another `tab` of the app."""
    person = find_person(slack, asked["user"])
    if not slack.manifest.home_tab:
        raise Impossible("the app has no Home")
    slack.world.home_opened.add(person.id)
    send_home_opened(slack, person.id, str(asked.get("tab", "home")))
    return {}
