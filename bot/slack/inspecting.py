"""What Slack says of an installation when it is asked: who it is, what it may do, and what time it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.slack.channels import Channels

PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True)
class InspectionRefused:
    """Slack refused (`code`), or could not be reached."""

    code: str
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token it is; scopes and time are None where the server does not tell them."""

    team: str
    user: str
    scopes: frozenset[str] | None
    at: datetime | None


def identity(api_url: str, token: str) -> Identity | InspectionRefused:
    """What `auth.test` says of a bot token."""
    client = WebClient(token=token, base_url=api_url, timeout=PATIENCE)
    try:
        answered = client.auth_test()
    except SlackApiError as refused:
        return InspectionRefused(str(refused.response.get("error")))
    except (SlackClientError, OSError) as failed:
        return InspectionRefused(type(failed).__name__, is_unreachable=True)
    scopes, at = _header(answered, "x-oauth-scopes"), _header(answered, "date")
    return Identity(
        team=str(answered.get("team")),
        user=str(answered.get("user")),
        scopes=frozenset(each.strip() for each in scopes.split(",")) if scopes is not None else None,
        at=parsedate_to_datetime(at) if at is not None else None,
    )


def channels(api_url: str, token: str) -> Channels:
    """Channels asked about in no hurry."""
    return Channels(WebClient(token=token, base_url=api_url, timeout=PATIENCE))


def opens_socket(api_url: str, app_token: str) -> InspectionRefused | None:
    """Whether Socket Mode opens with this app-level token; None when it does."""
    client = WebClient(base_url=api_url, timeout=PATIENCE)
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as refused:
        return InspectionRefused(str(refused.response.get("error")))
    except (SlackClientError, OSError) as failed:
        return InspectionRefused(type(failed).__name__, is_unreachable=True)
    return None


def _header(answered: SlackResponse, name: str) -> str | None:
    """A header of an answer, whatever its letter case."""
    for key, value in answered.headers.items():
        if key.lower() == name:
            return value[0] if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    return None
