"""Slack's refusals as classes that say what to do next: wait, give up, post again, or tell the admin.

The codes are those of Slack's method pages. The pages say of `internal_error` and `fatal_error` that some aspect of the
operation may have succeeded, so they count as a lost answer. Slack's own SDK retries HTTP 500 and 503.
"""

from __future__ import annotations


class SlackRefused(Exception):
    """Slack did not do what it was asked, or its answer was lost.

    `code` is the reason: Slack's error code or one of ours.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Wait(SlackRefused):
    """Slack did nothing, and the same call may succeed later. If it `blames_message`, there is a limit of tries."""

    blames_message = False


class RateLimited(Wait):
    """The calls came too fast. `seconds` is the time to wait, from `Retry-After`."""

    def __init__(self, code: str, seconds: float) -> None:
        super().__init__(code)
        self.seconds = seconds


class Unreachable(Wait):
    """The call did not reach Slack, or Slack says that it is down."""


class ServerError(Wait):
    """Slack failed on this call and did nothing."""

    blames_message = True


class PictureNotReady(ServerError):
    """Slack does not show the uploaded picture yet, so it refused the message. A little later it may."""


class AnswerLost(SlackRefused):
    """The call went out and no usable answer came back. Slack may have done it."""


class MessageGone(SlackRefused):
    """The message that was to be changed does not exist or can no longer be changed."""


class GiveUp(SlackRefused):
    """This call can never succeed as it is."""


class Barred(GiveUp):
    """A saved reason forbids messages in this channel, so Slack was not called."""


class TooLate(GiveUp):
    """An answer can no longer go where it was asked for: the response URL has ended, or outsiders read the
    channel now.
    """


class BlocksRefused(GiveUp):
    """Slack does not accept the blocks. It may accept the text alone."""


class TellAdmin(SlackRefused):
    """A token or a scope is missing. Nothing can be posted in this workspace until an admin acts."""


class TokenRefused(TellAdmin):
    """Slack does not accept the token: the app was uninstalled, or the token was revoked or never given out."""


_TOO_FAST = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_DOWN = frozenset({"service_unavailable", "team_added_to_org", "org_login_required", "external_channel_migrating"})
_NOT_TAKEN = frozenset({"request_timeout"})  # Slack's text: "the POST data was either missing or truncated"
_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_FORM = _BLOCKS | {"invalid_arguments", "view_too_large"}
_LOST = frozenset({"internal_error", "fatal_error"})
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
REVOKED = frozenset({"account_inactive", "token_expired", "token_revoked"})  # of a token that was good once
_TOKEN = REVOKED | {"invalid_auth", "not_authed"}
_ADMIN = frozenset(
    {
        "access_denied",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "team_access_not_granted",
        "two_factor_setup_required",
    }
)
NOT_IN_CHANNEL = frozenset({"not_in_channel", "channel_not_found"})  # until somebody invites the app
IS_ARCHIVED = "is_archived"
ARCHIVED = frozenset({IS_ARCHIVED, "is_inactive"})  # until somebody unarchives the channel
DEFAULT_WAIT = 5.0  # seconds, when Slack says "too fast" without a time


def refusal(code: str, *, retry_after: str | None = None) -> SlackRefused:
    """Return what an error code of the Web API means. An unknown code is a GiveUp, so that somebody looks at it."""
    if code in _TOO_FAST:
        return RateLimited(code, _seconds(retry_after))
    kinds = (
        (_DOWN, Unreachable),
        (_NOT_TAKEN, ServerError),
        (_LOST, AnswerLost),
        (_GONE, MessageGone),
        (_BLOCKS, BlocksRefused),
        (_TOKEN, TokenRefused),
        (_ADMIN, TellAdmin),
    )
    return next((kind(code) for codes, kind in kinds if code in codes), GiveUp(code))


def form_refused(code: str | None) -> bool:
    """Whether this error code means that Slack will never accept the form as it is."""
    return code in _FORM


def refusal_of_status(status: int, code: str | None, *, retry_after: str | None = None) -> SlackRefused | None:
    """Return what an HTTP status means, or None when the error code decides."""
    if status == 429:
        return RateLimited(code or "ratelimited", _seconds(retry_after))
    if status in (502, 503):
        return Unreachable(f"http_{status}")
    if status in (500, 501):
        return ServerError(f"http_{status}")
    if status >= 500:
        return AnswerLost(f"http_{status}")
    return None


def _seconds(retry_after: str | None) -> float:
    try:
        return max(1.0, float(retry_after or DEFAULT_WAIT))
    except ValueError:
        return DEFAULT_WAIT
