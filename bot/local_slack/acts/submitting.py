"""Fills in, submits and closes modals, and carries out the response action that answers a submission."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..blocks.identity import Block, interactive
from ..blocks.surfaces import check_view
from ..delivery.envelope import Envelope
from ..delivery.payloads import closed_payload, submission_payload
from ..filling import is_empty, state_entry
from ..instance import LocalSlack
from ..opened import clear, close, push_on, replace_view, stack_of
from ..people import Person
from ..refusal import ApiRefusal, Impossible
from ..world import OpenView
from .finding import find_person, find_place
from .pressing import TROUBLE
from .suggesting import with_suggestions

_ACTIONS = {"clear", "update", "push", "errors"}


async def submit(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Fill in values by the label or id of their block, and submit the modal."""
    person = find_person(slack, asked["user"])
    view = _modal(slack, person, asked)
    await _fill(slack, person, view, asked.get("values") or {})
    if not view.view.get("submit"):
        raise Impossible("this modal has no submit button")
    _complete(view)
    view.errors = {}
    payload = submission_payload(
        slack.world, person=person, view=view, trigger_id=slack.triggers.issue(person.id, view.id)
    )
    outcome = await slack.courier.deliver(Envelope("interactive", payload, accepts_response=True))
    if outcome.failure is not None:
        slack.world.notice(person.id, None, TROUBLE, outcome.failure, sources.MODALS)
        return {"acked": False, "failure": outcome.failure}
    try:
        return {"acked": True, **_respond(slack, view, outcome.payload)}
    except ApiRefusal as refusal:
        slack.journal.refuse("view_submission", refusal)
        slack.world.notice(person.id, None, TROUBLE, refusal.error, refusal.cites)
        return {"acked": True, "failure": refusal.error, "why": refusal.why}


async def close_view(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Close a modal as its cancel button does, or the whole stack as × does."""
    person = find_person(slack, asked["user"])
    view = _modal(slack, person, asked)
    is_cleared = bool(asked.get("all") or view.view.get("clear_on_close"))
    closing = stack_of(slack.world, person.id) if is_cleared else [view]
    for each in reversed(closing):
        close(slack.world, each)
    for each in closing:
        if each.view.get("notify_on_close"):
            payload = closed_payload(slack.world, person=person, view=each, is_cleared=is_cleared)
            await slack.courier.deliver(Envelope("interactive", payload))
    return {"acked": True}


def _modal(slack: LocalSlack, person: Person, asked: dict[str, Any]) -> OpenView:
    view = find_place(slack, person, {"view_id": asked["view_id"]})
    if not isinstance(view, OpenView) or view.view["type"] != "modal":
        raise Impossible("only a modal can be submitted or closed")
    return view


async def _fill(slack: LocalSlack, person: Person, view: OpenView, values: dict[str, Any]) -> None:
    for name, value in values.items():
        block, element = _field(view, name)
        element = await with_suggestions(slack, person, view, block, element, value)
        view.state.setdefault(block["block_id"], {})[element["action_id"]] = state_entry(element, value)
    slack.world.changed()


def _field(view: OpenView, name: str) -> tuple[Block, Block]:
    found = [
        (block, element)
        for block in view.view["blocks"]
        for element in interactive(block)
        if name in (block["block_id"], element["action_id"], _label(block))
    ]
    if len(found) != 1:
        fields = [_label(each) or each["block_id"] for each in view.view["blocks"] if interactive(each)]
        raise Impossible(f"{len(found)} fields are called {name!r}; there are {fields}")
    return found[0]


def _label(block: Block) -> str | None:
    label = block.get("label")
    return label["text"] if isinstance(label, dict) else None


def _complete(view: OpenView) -> None:
    for block in view.view["blocks"]:
        if block["type"] != "input" or block.get("optional"):
            continue
        entry = view.state[block["block_id"]][block["element"]["action_id"]]
        if is_empty(entry):
            raise Impossible(f"{_label(block)!r} is required: please complete this required field")


def _respond(slack: LocalSlack, view: OpenView, payload: Any) -> dict[str, Any]:
    if payload in (None, "", {}):
        close(slack.world, view)
        return {"response_action": None}
    action = payload.get("response_action") if isinstance(payload, dict) else None
    if action not in _ACTIONS:
        raise ApiRefusal("invalid_response", f"a submission is answered by one of {sorted(_ACTIONS)}", sources.MODALS)
    if action == "clear":
        clear(slack.world, view.user)
    elif action == "errors":
        view.errors = _errors(view, payload.get("errors"))
        slack.world.changed()
    else:
        check_view(payload.get("view"), sources.MODALS, "modal")
        if action == "update":
            replace_view(slack.world, view, payload["view"])
        else:
            push_on(slack.world, view, payload["view"])
    return {"response_action": action, "errors": view.errors or None}


def _errors(view: OpenView, errors: Any) -> dict[str, str]:
    inputs = {each["block_id"] for each in view.view["blocks"] if each["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not all(isinstance(each, str) for each in errors.values()):
        raise ApiRefusal("invalid_response", "errors are texts by the block_id of an input", sources.MODALS)
    if wrong := sorted(set(errors) - inputs):
        raise ApiRefusal("invalid_response", f"no input block is called {wrong[0]!r}", sources.MODALS)
    return errors
