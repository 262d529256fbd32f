"""Asks Slack about the installation for `putki doctor`: whose token it is, which scopes it has, and Slack's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.slack.channels import Channels

PATIENCE = 10  # seconds for one call


SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "reactions:read",
    "usergroups:read",
    "users:read",
)
"""What the bot token must be allowed; `manifest.yml` asks for it."""


@dataclass(frozen=True, slots=True)
class InspectionRefused:
    """Slack refused the call, or could not be reached. `code` is Slack's error code or the name of the exception."""

    code: str
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """The team and user of a bot token. The scopes and the time are None if the server does not send them."""

    team: str
    user: str
    scopes: frozenset[str] | None
    at: datetime | None


def identity(api_url: str, token: str) -> Identity | InspectionRefused:
    """Return what `auth.test` says about a bot token."""
    client = WebClient(token=token, base_url=api_url, timeout=PATIENCE)
    try:
        answered = client.auth_test()
    except SlackApiError as refused:
        return InspectionRefused(str(refused.response.get("error")))
    except (SlackClientError, OSError) as failed:
        return InspectionRefused(type(failed).__name__, is_unreachable=True)
    at = _header(answered, "date")
    return Identity(
        team=str(answered.get("team")),
        user=str(answered.get("user")),
        scopes=granted_scopes(answered),
        at=parsedate_to_datetime(at) if at is not None else None,
    )


def granted_scopes(answered: SlackResponse) -> frozenset[str] | None:
    """Return the scopes of the token that the call was made with; None if the server does not send them."""
    scopes = _header(answered, "x-oauth-scopes")
    return frozenset(each.strip() for each in scopes.split(",")) if scopes is not None else None


def missing_scopes(answered: SlackResponse) -> tuple[str, ...]:
    """Return the scopes that Putki needs and the token lacks, as in an installation of an older version."""
    granted = granted_scopes(answered)
    return tuple(each for each in SCOPES if granted is not None and each not in granted)


def channels(api_url: str, token: str) -> Channels:
    """Return the channels of a bot token, with a longer time limit than the bot's own."""
    return Channels(WebClient(token=token, base_url=api_url, timeout=PATIENCE))


def try_socket(api_url: str, app_token: str) -> InspectionRefused | None:
    """Try to open Socket Mode with this app-level token. Returns the refusal, or None if it opens."""
    client = WebClient(base_url=api_url, timeout=PATIENCE)
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as refused:
        return InspectionRefused(str(refused.response.get("error")))
    except (SlackClientError, OSError) as failed:
        return InspectionRefused(type(failed).__name__, is_unreachable=True)
    return None


def _header(answered: SlackResponse, name: str) -> str | None:
    """Return a header of an answer. Upper and lower case do not matter."""
    for key, value in answered.headers.items():
        if key.lower() == name:
            return value[0] if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    return None
