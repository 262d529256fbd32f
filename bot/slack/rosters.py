"""Asks Slack who is in a channel or a user group, and which groups there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.channels import AT_ONCE

log = structlog.get_logger()

MOST_PAGES = 20  # so 20,000 people; a longer list is not read


class RosterUnknown(Exception):
    """Slack did not tell. `code` is its error, or the name of the exception."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class SlackGroup:
    """A user group of the workspace."""

    id: str
    name: str
    handle: str


def of_channel(client: WebClient, channel: str) -> list[str]:
    """Return Slack's ids of all the people in a channel. Raises RosterUnknown."""
    people: list[str] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        asked = {"channel": channel, "limit": AT_ONCE, **({"cursor": cursor} if cursor else {})}
        answered = _told(lambda asked=asked: client.conversations_members(**asked))
        people += answered.get("members") or ()
        cursor = (answered.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return people
    raise RosterUnknown("too_many_people")


def of_group(client: WebClient, group: str) -> list[str]:
    """Return Slack's ids of all the people in a user group. Raises RosterUnknown, also of a group that is disabled."""
    return list(_told(lambda: client.usergroups_users_list(usergroup=group)).get("users") or ())


def groups(client: WebClient) -> list[SlackGroup]:
    """Return the user groups that are in use, by their names. Raises RosterUnknown."""
    rows = _told(lambda: client.usergroups_list()).get("usergroups") or ()
    found = [SlackGroup(str(row["id"]), str(row.get("name") or ""), str(row.get("handle") or "")) for row in rows]
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


def _told(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (SlackApiError, SlackClientError, OSError) as failed:
        code = str(failed.response.get("error")) if isinstance(failed, SlackApiError) else type(failed).__name__
        log.warning("roster_look_up_failed", error=code)
        raise RosterUnknown(code) from failed
