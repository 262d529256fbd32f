"""Presses and chooses: buttons, menus, pickers and checkboxes, in messages, ephemerals, modals and Home."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..blocks.identity import Block
from ..delivery.envelope import Envelope
from ..delivery.payloads import action_of, press_payload
from ..filling import KINDS, option, state_entry
from ..instance import LocalSlack
from ..people import Person
from ..refusal import Impossible
from ..world import Ephemeral, OpenView, PostedMessage
from .finding import Place, find_element, find_person, find_place
from .suggesting import with_suggestions

TROUBLE = "We had some trouble connecting. Try again?"


async def press(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Press or choose an element, and send the app a block action if Slack would."""
    person = find_person(slack, asked["user"])
    place = find_place(slack, person, asked)
    block, element = find_element(place, asked)
    element = await with_suggestions(slack, person, place, block, element, asked.get("value"))
    picked = _picked(element, asked.get("value"))
    if element["type"] in KINDS:
        place.state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **picked}
        slack.world.changed()
    if block["type"] == "input" and not block.get("dispatch_action"):
        return {"acked": True, "dispatched": False}
    if element.get("confirm") and not asked.get("confirm", True):
        return {"acked": True, "dispatched": False}
    return await _dispatch(slack, person, place, block, element, picked)


def _picked(element: Block, value: Any) -> dict[str, Any]:
    if element["type"] in ("button", "workflow_button"):
        if value not in (None, element.get("value")):
            raise Impossible("a button has the value the app gave it")
        return {}
    if element["type"] == "overflow":
        return {"selected_option": option(element, value)}
    entry = state_entry(element, value)
    return {key: held for key, held in entry.items() if key != "type"}


async def _dispatch(
    slack: LocalSlack, person: Person, place: Place, block: Block, element: Block, picked: dict[str, Any]
) -> dict[str, Any]:
    url = None
    if isinstance(place, PostedMessage | Ephemeral):
        is_ephemeral = isinstance(place, Ephemeral)
        url = slack.reply_urls.issue(person.id, place.channel, ts=place.ts, is_ephemeral=is_ephemeral)
    view_id = place.id if isinstance(place, OpenView) and place.view["type"] == "modal" else None
    payload = press_payload(
        slack.world,
        person=person,
        place=place,
        action=action_of(element, block["block_id"], picked),
        trigger_id=slack.triggers.issue(person.id, view_id),
        response_url=slack.reply_urls.address(url) if url else None,
    )
    outcome = await slack.courier.deliver(Envelope("interactive", payload))
    if outcome.failure is not None:
        channel = None if isinstance(place, OpenView) else place.channel
        slack.world.notice(person.id, channel, TROUBLE, outcome.failure, sources.INTERACTION)
    return {"acked": outcome.acked, "dispatched": True, "failure": outcome.failure}
