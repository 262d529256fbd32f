"""Adds the messages, ephemerals and views of the world file to a new local workspace."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any

from .blocks.identity import with_ids
from .filling import initial_state
from .world import Ephemeral, OpenView, PostedMessage, World

_NUMBERED = re.compile(r"[A-Z]LOCAL(\d{5})")


def add_initial_content(world: World, standing: Mapping[str, list[dict[str, Any]]]) -> None:
    """Add the given messages, ephemerals and views to a new world.

    A message has channel, ts, user, text, and optionally blocks, thread_ts and reactions. An ephemeral has these too,
    except reactions; its `user` is the person who sees it. A view has id, user, and `view` as the app gave it. If a
    person has several modals, the last one lies on top.
    """
    for row in standing.get("messages", []):
        blocks = with_ids(row.get("blocks") or []) or None
        told = {**row, "blocks": blocks, "is_bots": row["user"] == world.bot_user_id}
        world.messages[row["channel"]].append(PostedMessage(**told, state=initial_state(blocks or [])))
    for row in standing.get("ephemerals", []):
        blocks = with_ids(row.get("blocks") or []) or None
        world.ephemerals.append(Ephemeral(**{**row, "blocks": blocks}, state=initial_state(blocks or [])))
    for row in standing.get("views", []):
        _show(world, row)
    _number_on(world)


def _show(world: World, row: dict[str, Any]) -> None:
    view = row["view"] | {"blocks": with_ids(row["view"]["blocks"])}
    shown = OpenView(
        id=row["id"], user=row["user"], view=view, hash="0", root_id=row["id"], state=initial_state(view["blocks"])
    )
    if view["type"] == "home":
        world.homes[shown.user] = shown
    else:
        world.views[shown.id] = shown


def _number_on(world: World) -> None:
    """Make new ids follow those that the world already has."""
    there = (*world.channels, *world.views, *(each.id for each in world.homes.values()))
    numbers = [int(found[1]) for each in there if (found := _NUMBERED.fullmatch(each))]
    world.numbers = itertools.count(max(numbers, default=0) + 1)
