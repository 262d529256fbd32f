"""Slack's refusals as classes that know what follows: wait, give up, post anew, or tell the admin.

The codes are those of Slack's method pages; `internal_error` and `fatal_error` say there that some aspect of the
operation may have succeeded, so they count as a lost answer. HTTP 500 and 503 are what Slack's own SDK retries.
"""

from __future__ import annotations


class SlackRefused(Exception):
    """Slack did not do what was asked, or did not say whether it did; `code` says why, in Slack's words or ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Wait(SlackRefused):
    """Nothing was done; the same may succeed later, unless `blames_message`: then only so many times."""

    blames_message = False


class RateLimited(Wait):
    """Too fast: `seconds` to wait, as `Retry-After` says."""

    def __init__(self, code: str, seconds: float) -> None:
        super().__init__(code)
        self.seconds = seconds


class Unreachable(Wait):
    """The call never reached Slack, or Slack says that it is down."""


class ServerError(Wait):
    """Slack stumbled over this call; nothing was done."""

    blames_message = True


class AnswerLost(SlackRefused):
    """The call went out and no usable answer came back: it may have been done."""


class MessageGone(SlackRefused):
    """The message to be changed is not there, or cannot be changed any more."""


class GiveUp(SlackRefused):
    """This will never succeed as it is."""


class Barred(GiveUp):
    """Nothing may be said in that channel as long as it is as it is: Slack was not even asked."""


class TooLate(GiveUp):
    """An answer reaches nobody where it was to go: the response URL is used up or too old, or others read there now."""


class BlocksRefused(GiveUp):
    """The blocks are not as Slack wants them; their text alone may be taken."""


class TellAdmin(SlackRefused):
    """Nothing can be said in this workspace until an admin has done something: a token or a right is missing."""


_TOO_FAST = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_DOWN = frozenset({"service_unavailable", "team_added_to_org", "org_login_required", "external_channel_migrating"})
_NOT_TAKEN = frozenset({"request_timeout"})  # "the POST data was either missing or truncated"
_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_FORM = _BLOCKS | {"invalid_arguments", "view_too_large"}
_LOST = frozenset({"internal_error", "fatal_error"})
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_ADMIN = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})  # until somebody invites the app
ARCHIVED = frozenset({"is_archived", "is_inactive"})  # until somebody unarchives it
DEFAULT_WAIT = 5.0  # seconds, when Slack says "too fast" and not how long


def refusal(code: str, *, retry_after: str | None = None) -> SlackRefused:
    """What an error code of the Web API means; one that is not known is given up, so that somebody looks."""
    if code in _TOO_FAST:
        return RateLimited(code, _seconds(retry_after))
    kinds = (
        (_DOWN, Unreachable),
        (_NOT_TAKEN, ServerError),
        (_LOST, AnswerLost),
        (_GONE, MessageGone),
        (_BLOCKS, BlocksRefused),
        (_ADMIN, TellAdmin),
    )
    return next((kind(code) for codes, kind in kinds if code in codes), GiveUp(code))


def form_refused(code: str | None) -> bool:
    """Whether Slack will never take that form as it is."""
    return code in _FORM


def refusal_of_status(status: int, code: str | None, *, retry_after: str | None = None) -> SlackRefused | None:
    """What an HTTP status means that is not 200; None when the code alone decides."""
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
