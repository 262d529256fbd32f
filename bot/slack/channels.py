"""What Slack tells of a channel, asked within a second and once: whose it is, whether Putki is in it, who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from pipeline import errors

log = structlog.get_logger()

AT_ONCE = 999  # people of a channel that one call gives at most
UNSEEN, SHARED = "channel_not_found", "shared_channel"
"""Why nothing may be said in a channel: nobody knows whose it is (Slack's word), or another organisation reads it."""


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """What is told of a channel. `is_shared`: another organisation reads it, or is invited to."""

    name: str
    is_shared: bool
    is_archived: bool
    has_putki: bool


@dataclass(frozen=True, slots=True)
class People:
    """Who is in a channel, by their ids; not `is_whole`: there are more."""

    ids: Sequence[str]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Channels:
    """One workspace's channels; `client` waits a second at most, and tries once."""

    client: WebClient

    def look(self, channel: str) -> ChannelInfo | None:
        """What is told of a channel; None when it is a private one that Putki is not in. Raises ChannelUntold."""
        try:
            told = self.client.conversations_info(channel=channel).get("channel") or {}
        except (SlackApiError, SlackClientError, OSError) as failed:
            if (code := _code(failed)) == UNSEEN:
                return None
            log.warning("channel_not_told", error=code)
            raise errors.ChannelUntold from failed
        return ChannelInfo(
            name=str(told.get("name") or ""),
            is_shared=bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")),
            is_archived=bool(told.get("is_archived")),
            has_putki=bool(told.get("is_member")),
        )

    def people(self, channel: str) -> People | None:
        """Who is in it, as far as one call tells; None when it does not."""
        try:
            answered: SlackResponse = self.client.conversations_members(channel=channel, limit=AT_ONCE)
        except (SlackApiError, SlackClientError, OSError) as failed:
            log.info("people_of_channel_not_told", error=_code(failed))
            return None
        cursor = (answered.get("response_metadata") or {}).get("next_cursor")
        return People(list(answered.get("members") or ()), is_whole=not cursor)


def _code(failed: Exception) -> str:
    return str(failed.response.get("error")) if isinstance(failed, SlackApiError) else type(failed).__name__
