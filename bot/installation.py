"""What Putki asks Slack about its installation when it starts: whose token it has, and who is in the workspace."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPException
from typing import Any, TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.config import Config, Misconfigured
from bot.slack import directory as directories
from bot.slack import inspecting
from bot.slack.directory import Directory
from pipeline import errors
from pipeline.ledger.actor import By
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.stages import stages
from pipeline.storage.engine import Deadline

log = structlog.get_logger()

UNKNOWN_USER_ERRORS = {"user_not_found", "users_not_found", "user_not_visible"}
LOOK_UP_SHARE = 0.4  # of a request's time, so one second: how long looking up a new person or a channel may take
STARTING_SECONDS = 60.0  # seconds that a change may take before the bot listens
PERMANENT_TOKEN_ERRORS = {  # refusals of a token that no retry can change
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
LONGEST_PAUSE = 30.0  # seconds between two tries to reach Slack


class Stopped(Misconfigured):
    """The bot was told to stop before Slack answered."""


@dataclass(frozen=True, slots=True)
class Token:
    """A kind of Slack token: its name, and what to do when Slack refuses it."""

    name: str
    mend: str


BOT_TOKEN = Token(
    "bot token", "reinstall the app with the scopes of manifest.yml, and set PUTKI_BOT_TOKEN to its token."
)
APP_TOKEN = Token(
    "app token", "create a new app-level token with the scope connections:write, and set PUTKI_APP_TOKEN to it."
)
T = TypeVar("T")


def load_directory(config: Config, ledger: Ledger, stop: threading.Event) -> Directory:
    """Return the directory of the installation, after saving its default pipeline and its people."""
    return load_workspace(config, ledger, stop)[0]


def load_workspace(
    config: Config, ledger: Ledger, stop: threading.Event, *, timeout: float = 30
) -> tuple[Directory, list[Mapping[str, Any]]]:
    """Return the directory of the installation, as `load_directory` does, and the people as Slack describes them.

    A call to Slack takes `timeout` seconds at most. Raises Stopped when `stop` is set before Slack answers.
    """
    client = slack_client(config, timeout=timeout)
    answered = retry_until_slack_answers(client.auth_test, stop, BOT_TOKEN)
    identity = _fields(answered)
    if missing := inspecting.missing_scopes(answered):
        log.warning("scopes_missing", scopes=missing)
    directory = Directory(
        ledger=ledger,
        workspace_no=directories.install(ledger.storage, ledger.clock, identity),
        team_id=identity.get("team_id") or "",
        enterprise_id=identity.get("enterprise_id") or "",
        bot_user_id=identity["user_id"],
        ask_for_user=_user_look_up(slack_client(config, timeout=LOOK_UP_SHARE * ledger.patience)),
        url=identity.get("url") or "",
        missing_scopes=missing,
    )
    ensure_pipeline(ledger, directory)
    return directory, save_everyone(client, directory, stop)


def slack_client(config: Config, *, timeout: float) -> WebClient:
    """Return a client with the bot token; a call takes `timeout` seconds at most and is not repeated."""
    return WebClient(
        token=config.bot_token.get_secret_value(),
        base_url=config.slack_api_url,
        timeout=timeout,  # type: ignore[arg-type]  urllib takes fractions of a second
        retry_handlers=[],
        logger=logging.getLogger("putki.slack"),
    )


def retry_until_slack_answers(ask: Callable[[], T], stop: threading.Event, token: Token) -> T:
    """Call `ask` until Slack answers, and return the answer.

    Raises Misconfigured when Slack refuses the token, and Stopped when `stop` is set.
    """
    pause = 1.0
    while True:
        try:
            return ask()
        except (SlackClientError, HTTPException, OSError) as failed:
            code = _code(failed)
            if code in PERMANENT_TOKEN_ERRORS:
                raise Misconfigured(f"Slack refuses the {token.name} ({code}): {token.mend}") from failed
            log.warning("slack_unreachable", error=code)
            wait = _retry_after(failed) or pause
        if stop.wait(wait):
            raise Stopped("Stopped before Slack answered.")
        pause = min(pause * 2, LONGEST_PAUSE)


def _code(failed: Exception) -> str:
    """Return Slack's error code, or the name of the exception."""
    return str(failed.response.get("error")) if isinstance(failed, SlackApiError) else type(failed).__name__


def _retry_after(failed: Exception) -> float | None:
    """Return the seconds that Slack asks for with "too many requests", or None."""
    if not isinstance(failed, SlackApiError) or failed.response.status_code != 429:
        return None
    return float(failed.response.headers.get("Retry-After", 0)) or None


def auth_test(client: WebClient, stop: threading.Event) -> Mapping[str, Any]:
    """Return the answer of `auth.test`."""
    return call_slack(client.auth_test, stop)


def call_slack(ask: Callable[[], SlackResponse], stop: threading.Event) -> Mapping[str, Any]:
    """Return the fields in the answer of a Web API method."""
    return _fields(retry_until_slack_answers(ask, stop, BOT_TOKEN))


def _fields(answered: SlackResponse) -> Mapping[str, Any]:
    assert isinstance(answered.data, dict)
    return answered.data


def ensure_pipeline(ledger: Ledger, directory: Directory) -> None:
    """Add the default pipeline to a new workspace."""

    def decide(work: UnitOfWork) -> None:
        if not stages.of_workspace(work).all:
            stages.add_default_pipeline(work)

    ledger.commit(starter(directory), decide)


def starter(directory: Directory) -> By:
    """Return the actor of what is saved before the bot listens. It has a minute, because no person waits for it."""
    return replace(directory.system, limit=Deadline.after(STARTING_SECONDS))


def save_everyone(client: WebClient, directory: Directory, stop: threading.Event) -> list[Mapping[str, Any]]:
    """Read all pages of `users.list`, save the people, and return them."""
    cursor, users = "", list[Mapping[str, Any]]()
    while True:
        asked = partial(client.users_list, limit=200, cursor=cursor or None, include_locale=True)
        answered = call_slack(asked, stop)
        users.extend(answered.get("members") or [])
        cursor = (answered.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    directory.save_people(users, by=starter(directory))
    log.info("people_saved", count=len(users))
    return users


def _user_look_up(client: WebClient) -> Callable[[str], Mapping[str, Any] | None]:
    """Return a function that asks Slack about a new person within a second and without a retry.

    It returns None for a person whom Slack does not know, and raises Busy when Slack does not answer.
    """

    def ask(user_id: str) -> Mapping[str, Any] | None:
        try:
            return client.users_info(user=user_id, include_locale=True).get("user")
        except SlackApiError as refused:
            code = refused.response.get("error")
            log.info("person_look_up_failed", error=code)
            if code in UNKNOWN_USER_ERRORS:
                return None
            raise errors.Busy from refused
        except (SlackClientError, OSError) as failed:
            log.info("person_look_up_failed", error=type(failed).__name__)
            raise errors.Busy from failed

    return ask
