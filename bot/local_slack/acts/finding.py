"""Finds what a control call names: a person, a channel, a message, a view, or an element, by id or label."""

from __future__ import annotations

from typing import Any

from ..blocks.identity import Block, interactive
from ..instance import LocalSlack
from ..people import Channel, Person
from ..refusal import Impossible
from ..world import Ephemeral, OpenView, PostedMessage

Place = PostedMessage | Ephemeral | OpenView


def find_person(slack: LocalSlack, user: Any) -> Person:
    """Find a person by id, name or full name. Raises Impossible for nobody, a bot, or a deleted account."""
    for person in slack.world.people.values():
        if user in (person.id, person.name, person.real_name):
            if person.is_bot or person.deleted:
                raise Impossible(f"{person.real_name} does nothing here")
            return person
    raise Impossible(f"nobody is called {user!r}")


def find_channel(slack: LocalSlack, person: Person, named: Any) -> Channel:
    """Find a channel that this person sees, by id or name; `@app` is the direct message with the app.

    Raises Impossible if they see no such channel.
    """
    if named in ("@app", f"@{slack.manifest.bot_name}"):
        return slack.world.direct_channel(person.id)
    for channel in slack.world.channels.values():
        if named == channel.id or (channel.name and named in (channel.name, f"#{channel.name}")):
            if not slack.world.sees(person.id, channel):
                break
            return channel
    raise Impossible(f"{person.real_name} sees no channel {named!r}")


def find_place(slack: LocalSlack, person: Person, asked: dict[str, Any]) -> Place:
    """Find the view, Home, message or ephemeral that a control call names. Raises Impossible if they see none such."""
    if view_id := asked.get("view_id"):
        view = slack.world.views.get(view_id) or _home(slack, person, view_id)
        if view is None or view.user != person.id:
            raise Impossible(f"{person.real_name} has no view {view_id!r} open")
        if view.view["type"] == "modal" and top_modal(slack, person) is not view:
            raise Impossible("another modal lies on top of that one")
        return view
    ts = asked.get("ts")
    for ephemeral in slack.world.ephemerals:
        if ephemeral.ts == ts and ephemeral.user == person.id:
            return ephemeral
    for channel_id, messages in slack.world.messages.items():
        if asked.get("channel") not in (None, channel_id, slack.world.channels[channel_id].name):
            continue
        for message in messages:
            if message.ts == ts and slack.world.sees(person.id, slack.world.channels[channel_id]):
                return message
    raise Impossible(f"{person.real_name} sees no message {ts!r}")


def _home(slack: LocalSlack, person: Person, view_id: str) -> OpenView | None:
    home = slack.world.homes.get(person.id)
    return home if home is not None and view_id in ("home", home.id) else None


def top_modal(slack: LocalSlack, person: Person) -> OpenView | None:
    """Return the modal that lies on top for a person, or None."""
    mine = [each for each in slack.world.views.values() if each.user == person.id]
    return mine[-1] if mine else None


def blocks_of(place: Place) -> list[Block]:
    """List the blocks of a view or message."""
    return place.view["blocks"] if isinstance(place, OpenView) else place.blocks or []


def find_element(place: Place, asked: dict[str, Any]) -> tuple[Block, Block]:
    """Find an element, with its block, by its action_id or label. Raises Impossible unless exactly one fits.

    `block_id`, or the `value` of a button, selects one of several with the same name.
    """
    wanted, block_id = str(asked.get("action_id") or asked["label"]), asked.get("block_id")
    all_there = [(block, element) for block in blocks_of(place) for element in interactive(block)]
    found = [pair for pair in all_there if wanted == pair[1]["action_id"]]
    found = found or [pair for pair in all_there if wanted in labels_of(*pair)]
    found = [pair for pair in found if block_id in (None, pair[0]["block_id"])]
    if len(found) > 1 and asked.get("value") is not None:
        found = [pair for pair in found if pair[1].get("value") == asked["value"]] or found
    if len(found) != 1:
        shown = [each for pair in all_there for each in (*labels_of(*pair), pair[1]["action_id"])]
        raise Impossible(f"{len(found)} things there are called {wanted!r}; there are {shown}")
    return found[0]


def labels_of(block: Block, element: Block) -> list[str]:
    """List the texts by which a person knows an element: its text, its placeholder, or the label of its block."""
    texts = [element.get("text"), element.get("placeholder"), block.get("label") if block["type"] == "input" else None]
    return [each["text"] for each in texts if isinstance(each, dict)]
