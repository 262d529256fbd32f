"""Types into external selects, whose options the app is asked for while the person waits."""

from __future__ import annotations

from typing import Any

from ..blocks.identity import Block
from ..blocks.surfaces import check_suggestions
from ..delivery.envelope import Envelope
from ..delivery.payloads import suggestion_payload
from ..instance import LocalSlack
from ..people import Person
from ..refusal import ApiRefusal, Impossible
from .finding import Place, find_element, find_person, find_place

EXTERNAL = {"external_select", "multi_external_select"}


async def suggest(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Ask the app for the options that fit what was typed, and return them."""
    person = find_person(slack, asked["user"])
    place = find_place(slack, person, asked)
    block, element = find_element(place, asked)
    if element["type"] not in EXTERNAL:
        raise Impossible(f"a {element['type']} asks for no options")
    return await _options(slack, person, place, block, element, str(asked.get("typed", "")))


async def with_suggestions(
    slack: LocalSlack, person: Person, place: Place, block: Block, element: Block, value: Any
) -> Block:
    """Return an external select with the options that the app offers for the chosen value; others unchanged."""
    if element["type"] not in EXTERNAL or value in (None, "", []):
        return element
    for typed in value if isinstance(value, list) else [value]:
        if not _is_offered(place, element, typed):
            await _options(slack, person, place, block, element, str(typed))
    return {**element, "options": place.offered.get(element["action_id"], [])}


def _is_offered(place: Place, element: Block, value: Any) -> bool:
    offered = place.offered.get(element["action_id"], [])
    return any(value in (each.get("value"), each["text"]["text"]) for each in offered)


async def _options(
    slack: LocalSlack, person: Person, place: Place, block: Block, element: Block, typed: str
) -> dict[str, Any]:
    if len(typed) < element.get("min_query_length", 3) and typed:
        raise Impossible(f"options come from {element.get('min_query_length', 3)} characters on")
    payload = suggestion_payload(
        slack.world,
        person=person,
        place=place,
        block_id=block["block_id"],
        action_id=element["action_id"],
        typed=typed,
    )
    outcome = await slack.courier.deliver(Envelope("interactive", payload, accepts_response=True))
    answer: dict[str, Any] = outcome.payload if isinstance(outcome.payload, dict) else {}
    try:
        check_suggestions(answer) if outcome.acked else None
    except ApiRefusal as refusal:
        slack.journal.refuse("block_suggestion", refusal)
        answer = {}
    options, groups = answer.get("options") or [], answer.get("option_groups") or []
    place.offered[element["action_id"]] = [*options, *(each for group in groups for each in group["options"])]
    return {"acked": outcome.acked, "options": options, "option_groups": groups}
