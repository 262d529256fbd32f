"""Fields of a form in which things are searched for, or several people chosen."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import elements as el
from bot.blocks import limits
from bot.blocks.elements import Block


def people_field(
    name: str, label: str, *, placeholder: str, chosen: Sequence[str] = (), hint: str | None = None
) -> Block:
    """Return a menu of several people by Slack id; nobody need be chosen."""
    element: Block = {
        "type": "multi_users_select",
        "action_id": name,
        "placeholder": el.plain(placeholder, limits.PLACEHOLDER),
    }
    if chosen:
        element["initial_users"] = list(chosen)
    return el.input_field(name, label, element, hint=hint, optional=True)


def search_field(
    name: str,
    label: str,
    *,
    placeholder: str,
    initial: Block | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a menu whose options Slack asks for when it opens and while the person types."""
    element: Block = {
        "type": "external_select",
        "action_id": name,
        "min_query_length": 0,
        "placeholder": el.plain(placeholder, limits.PLACEHOLDER),
    }
    if initial is not None:
        element["initial_option"] = initial
    return el.input_field(name, label, element, hint=hint, optional=optional)
