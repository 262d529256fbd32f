"""views.*: modals and Home."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..blocks.surfaces import check_view
from ..instance import LocalSlack
from ..opened import open_root, push_on, replace_view
from ..refusal import ApiRefusal
from ..shapes import view_shape
from ..world import OpenView
from .method import JSON, TEXT, Args, Method


def open_modal(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Open a modal for the person who caused the trigger."""
    method = "views.open"
    check_view(args["view"], sources.method(method), "modal")
    slack.files.check(args["view"]["blocks"], "/view/blocks")
    user, view_id = slack.triggers.take(_trigger(args, method), method)
    _unique(slack, args["view"], method)
    if view_id in slack.world.views:
        return {"view": view_shape(slack.world, push_on(slack.world, slack.world.views[view_id], args["view"]))}
    return {"view": view_shape(slack.world, open_root(slack.world, user, args["view"]))}


def push(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Put a modal on top of the one from which the trigger came."""
    method = "views.push"
    check_view(args["view"], sources.method(method), "modal")
    slack.files.check(args["view"]["blocks"], "/view/blocks")
    _, view_id = slack.triggers.take(_trigger(args, method), method)
    below = slack.world.views.get(view_id or "")
    if below is None:
        raise ApiRefusal("not_found", "the trigger came from no open modal", sources.method(method))
    _unique(slack, args["view"], method)
    return {"view": view_shape(slack.world, push_on(slack.world, below, args["view"]))}


def update(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Change an open modal."""
    method = "views.update"
    check_view(args["view"], sources.method(method), "modal")
    slack.files.check(args["view"]["blocks"], "/view/blocks")
    view = _named(slack, args)
    if view is None:
        raise ApiRefusal("not_found", "no open view has that id", sources.method(method))
    _same_hash(view, args, method)
    _unique(slack, args["view"], method, but=view)
    replace_view(slack.world, view, args["view"])
    return {"view": view_shape(slack.world, view)}


def publish(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Set the content of a person's Home."""
    method = "views.publish"
    if not slack.manifest.home_tab:
        raise ApiRefusal("not_enabled", "the manifest has no Home tab", sources.method(method))
    check_view(args["view"], sources.method(method), "home")
    slack.files.check(args["view"]["blocks"], "/view/blocks")
    person = slack.world.people.get(args["user_id"])
    if person is None or person.is_bot or person.team_id != slack.world.team.id:
        raise ApiRefusal("invalid_arguments", f"nobody has the id {args['user_id']!r}", sources.method(method))
    home = slack.world.homes.get(person.id)
    if home is None:
        home = open_root(slack.world, person.id, args["view"])
    else:
        _same_hash(home, args, method)
        replace_view(slack.world, home, args["view"])
    return {"view": view_shape(slack.world, home)}


def _trigger(args: Args, method: str) -> str:
    if "trigger_id" not in args:
        raise ApiRefusal("invalid_arguments", "trigger_id is needed", sources.method(method))
    return args["trigger_id"]


def _named(slack: LocalSlack, args: Args) -> OpenView | None:
    if "view_id" in args:
        return slack.world.views.get(args["view_id"])
    wanted = args.get("external_id")
    return next(
        (each for each in slack.world.views.values() if wanted and each.view.get("external_id") == wanted), None
    )


def _same_hash(view: OpenView, args: Args, method: str) -> None:
    if args.get("hash") not in (None, view.hash):
        raise ApiRefusal("hash_conflict", "the view has changed since that hash", sources.method(method))


def _unique(slack: LocalSlack, view: dict[str, Any], method: str, but: OpenView | None = None) -> None:
    wanted = view.get("external_id")
    if wanted and any(
        each.view.get("external_id") == wanted and each is not but for each in slack.world.views.values()
    ):
        raise ApiRefusal("duplicate_external_id", f"{wanted!r} is in use", sources.method(method))


METHODS = (
    Method("views.open", open_modal, {"view": JSON, "trigger_id": TEXT}, ("view",), a_minute=100),
    Method("views.push", push, {"view": JSON, "trigger_id": TEXT}, ("view",), a_minute=100),
    Method(
        "views.update",
        update,
        {"view": JSON, "view_id": TEXT, "external_id": TEXT, "hash": TEXT},
        ("view",),
        a_minute=100,
    ),
    Method("views.publish", publish, {"view": JSON, "user_id": TEXT, "hash": TEXT}, ("view", "user_id"), a_minute=100),
)
