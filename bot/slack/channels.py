"""Asks Slack about a channel once, within a second: who owns it, whether Putki is in it, and who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from pipeline import setup_errors

log = structlog.get_logger()

AT_ONCE = 999  # the largest number of people in one answer
UNSEEN, SHARED = "channel_not_found", "shared_channel"
"""Reasons why nothing may be posted in a channel: Slack does not show it to Putki, or another organisation reads it."""


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """Slack's description of a channel. `is_shared` means that another organisation reads it or is invited."""

    name: str
    is_shared: bool
    is_archived: bool
    has_putki: bool


@dataclass(frozen=True, slots=True)
class People:
    """The Slack ids of the people in a channel. If it is not `is_whole`, the channel has more."""

    ids: Sequence[str]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of one workspace. The time limit and the retries are those of `client`."""

    client: WebClient

    def info(self, channel: str) -> ChannelInfo | None:
        """Return Slack's description of a channel, or None for a private channel without Putki.

        Raises ChannelUnknown when Slack does not answer or refuses for another reason.
        """
        try:
            told = self.client.conversations_info(channel=channel).get("channel") or {}
        except (SlackApiError, SlackClientError, OSError) as failed:
            if (code := _error_code(failed)) == UNSEEN:
                return None
            log.warning("channel_look_up_failed", error=code)
            raise setup_errors.ChannelUnknown from failed
        return ChannelInfo(
            name=str(told.get("name") or ""),
            is_shared=bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")),
            is_archived=bool(told.get("is_archived")),
            has_putki=bool(told.get("is_member")),
        )

    def people(self, channel: str) -> People | None:
        """Return the people in a channel from one call, or None if the call failed."""
        try:
            answered: SlackResponse = self.client.conversations_members(channel=channel, limit=AT_ONCE)
        except (SlackApiError, SlackClientError, OSError) as failed:
            log.info("channel_members_look_up_failed", error=_error_code(failed))
            return None
        cursor = (answered.get("response_metadata") or {}).get("next_cursor")
        return People(list(answered.get("members") or ()), is_whole=not cursor)


def _error_code(failed: Exception) -> str:
    return str(failed.response.get("error")) if isinstance(failed, SlackApiError) else type(failed).__name__
