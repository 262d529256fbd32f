"""One local Slack: its world, and all the parts that act on it."""

from __future__ import annotations

from dataclasses import dataclass

from .clock import SlackClock
from .delivery.courier import Courier
from .delivery.socket import SocketMode
from .faults import Faults
from .files import Files
from .journal import Journal
from .manifest import Manifest
from .pace import PaceLimit
from .reply_urls import ReplyUrls
from .triggers import Triggers
from .world import World


@dataclass(frozen=True, slots=True)
class Secrets:
    """The tokens that the app must present, and the secret that signs requests to it."""

    bot_token: str = "xoxb-local-putki-bot"
    app_token: str = "xapp-local-putki-app"
    signing_secret: str = "local-signing-secret"

    def bot_token_of(self, installation: int) -> str:
        """Return the bot token of an installation, by its number from 1."""
        return self.bot_token if installation == 1 else f"{self.bot_token}-{installation}"


@dataclass(frozen=True, slots=True)
class LocalSlack:
    """The world, clock, deliveries, faults, limits and journal of one local Slack."""

    world: World
    clock: SlackClock
    manifest: Manifest
    secrets: Secrets
    faults: Faults
    pace: PaceLimit
    triggers: Triggers
    reply_urls: ReplyUrls
    files: Files
    journal: Journal
    socket: SocketMode
    courier: Courier
