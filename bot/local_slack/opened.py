"""Open views: opens, stacks, replaces and closes modals, and sets Homes."""

from __future__ import annotations

import secrets
from typing import Any

from .blocks.identity import with_ids
from .blocks.limits import LIMITS
from .filling import carried_state, initial_state
from .refusal import ApiRefusal
from .world import OpenView, World


def open_root(world: World, user: str, view: dict[str, Any]) -> OpenView:
    """Open a modal in place of those that this person has open, or set their Home."""
    opened = _new(world, user, view)
    if view["type"] == "home":
        world.homes[user] = opened
    else:
        for other in [each.id for each in stack_of(world, user)]:
            del world.views[other]
        world.views[opened.id] = opened
    world.changed()
    return opened


def push_on(world: World, below: OpenView, view: dict[str, Any]) -> OpenView:
    """Put a modal on top of another. Raises ApiRefusal if the stack is full."""
    limit = LIMITS["view.stacked"]
    if len(stack_of(world, below.user)) >= limit.most:
        raise ApiRefusal("push_limit_reached", f"{limit.most} modals are open", limit.cites)
    opened = _new(world, below.user, view)
    opened.root_id, opened.previous_id = below.root_id, below.id
    world.views[opened.id] = opened
    world.changed()
    return opened


def replace_view(world: World, opened: OpenView, view: dict[str, Any]) -> None:
    """Replace the content of an open view. Elements with the same ids keep what was filled in."""
    blocks = with_ids(view["blocks"])
    opened.state = carried_state(blocks, opened.state)
    opened.view = view | {"blocks": blocks}
    opened.hash = new_hash(world)
    opened.errors = {}
    world.changed()


def stack_of(world: World, user: str) -> list[OpenView]:
    """List a person's open modals, lowest first."""
    return [each for each in world.views.values() if each.user == user]


def close(world: World, opened: OpenView) -> None:
    """Close a modal; the one below it is then on top."""
    world.views.pop(opened.id, None)
    world.changed()


def clear(world: World, user: str) -> None:
    """Close all modals of a person."""
    for each in stack_of(world, user):
        world.views.pop(each.id, None)
    world.changed()


def new_hash(world: World) -> str:
    """Make a new hash for the content of a view."""
    return f"{int(world.clock.now().timestamp())}.{secrets.token_hex(4)}"


def _new(world: World, user: str, view: dict[str, Any]) -> OpenView:
    view_id = world.new_id("V")
    blocks = with_ids(view["blocks"])
    return OpenView(
        id=view_id,
        user=user,
        view=view | {"blocks": blocks},
        hash=new_hash(world),
        root_id=view_id,
        state=initial_state(blocks),
    )
