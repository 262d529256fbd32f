"""Uninstalls the app, revokes its bot token, and installs it again."""

from __future__ import annotations

from typing import Any

from ..instance import LocalSlack
from ..refusal import Impossible
from .telling import send_event


async def change_app(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Uninstall or install the app, or revoke its bot token; return the bot token of a new installation."""
    if asked["do"] == "install":
        return _install(slack)
    if asked["do"] not in ("uninstall", "revoke"):
        raise Impossible(f"there is no {asked['do']!r} for an app; there are install, uninstall, revoke")
    if not slack.world.has_bot_token:
        raise Impossible("the app has no bot token")
    _revoke(slack, is_uninstalled=asked["do"] == "uninstall")
    return {}


def _revoke(slack: LocalSlack, *, is_uninstalled: bool) -> None:
    """Tell the app, and remove its bot from the channels: https://docs.slack.dev/reference/methods/auth.revoke

    Of an app that is uninstalled two events tell, in no certain order. One whose token is revoked still gets commands.
    """
    world = slack.world
    send_event(slack, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [world.bot_user_id]}})
    if is_uninstalled:
        send_event(slack, {"type": "app_uninstalled"})
    for channel in world.channels.values():
        if not channel.is_im and world.bot_user_id in channel.members:
            channel.members.remove(world.bot_user_id)
    world.has_bot_token, world.is_installed = False, not is_uninstalled
    world.changed()


def _install(slack: LocalSlack) -> dict[str, Any]:
    """Install the app: it gets a new bot token."""
    world = slack.world
    if world.has_bot_token:
        raise Impossible("the app is installed")
    world.has_bot_token = world.is_installed = True
    world.installations += 1
    world.changed()
    return {"bot_token": slack.secrets.bot_token_of(world.installations)}
