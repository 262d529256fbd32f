"""Each answer of Slack's, or none, becomes what follows from it; no call is ever made twice."""

from dataclasses import dataclass

import pytest

from bot.blocks.elements import Message
from bot.slack.posting import NO_LINK_PREVIEWS, Posting
from bot.slack.refusals import (
    AnswerLost,
    BlocksRefused,
    GiveUp,
    MessageGone,
    RateLimited,
    ServerError,
    SlackRefused,
    TellAdmin,
    TokenRefused,
    TooLate,
    Unreachable,
)
from tests.faults.liar import Liar

HELLO = Message("hello")


@dataclass(frozen=True)
class Told:
    """What was made of an answer, and how often it was asked for."""

    kind: type[SlackRefused]
    code: str
    calls: int


def posted(lie: tuple[int, str] | None) -> Told:
    with Liar(lie) as liar:
        client = Posting("xoxb-test", f"{liar.url}/api/", timeout=2)
        with pytest.raises(SlackRefused) as refused:
            client.post("C1", HELLO, key="occasion:1")
    return Told(type(refused.value), refused.value.code, len(liar.bodies))


def refused_as(error: str) -> tuple[int, str]:
    return 200, f'{{"ok": false, "error": "{error}"}}'


@pytest.mark.parametrize(
    ("lie", "kind", "code"),
    [
        (refused_as("ratelimited"), RateLimited, "ratelimited"),
        (refused_as("rate_limited"), RateLimited, "rate_limited"),
        (refused_as("service_unavailable"), Unreachable, "service_unavailable"),
        (refused_as("internal_error"), AnswerLost, "internal_error"),
        (refused_as("fatal_error"), AnswerLost, "fatal_error"),
        (refused_as("message_not_found"), MessageGone, "message_not_found"),
        (refused_as("cant_update_message"), MessageGone, "cant_update_message"),
        (refused_as("channel_not_found"), GiveUp, "channel_not_found"),
        (refused_as("is_archived"), GiveUp, "is_archived"),
        (refused_as("not_in_channel"), GiveUp, "not_in_channel"),
        (refused_as("invalid_blocks"), BlocksRefused, "invalid_blocks"),
        (refused_as("an_error_of_tomorrow"), GiveUp, "an_error_of_tomorrow"),
        (refused_as("token_revoked"), TokenRefused, "token_revoked"),
        (refused_as("account_inactive"), TokenRefused, "account_inactive"),
        (refused_as("missing_scope"), TellAdmin, "missing_scope"),
        ((429, ""), RateLimited, "ratelimited"),
        ((500, '{"ok": false, "error": "internal_error"}'), ServerError, "http_500"),
        ((502, "<html>"), Unreachable, "http_502"),
        ((503, "<html>"), Unreachable, "http_503"),
        ((504, "<html>"), AnswerLost, "http_504"),
        ((200, "<html>upstream error"), AnswerLost, "bad_answer"),
        ((200, "[]"), AnswerLost, "bad_answer"),
        ((200, '"ok"'), AnswerLost, "bad_answer"),
        ((200, '{"ok": true}'), AnswerLost, "bad_answer"),  # and no timestamp: who knows what it posted
        (None, AnswerLost, "connection_lost"),
    ],
)
def test_an_answer_to_a_post_is_a_class_that_knows_what_follows(
    lie: tuple[int, str] | None, kind: type[SlackRefused], code: str
) -> None:
    assert posted(lie) == Told(kind, code, 1)


@pytest.mark.parametrize(
    ("lie", "kind", "code"),
    [
        (refused_as("message_not_found"), MessageGone, "message_not_found"),
        ((200, "<html>upstream error"), AnswerLost, "bad_answer"),
        ((200, "[]"), AnswerLost, "bad_answer"),
        ((200, '"ok"'), AnswerLost, "bad_answer"),
        ((200, "{}"), AnswerLost, "bad_answer"),
        (None, AnswerLost, "connection_lost"),
    ],
)
def test_a_change_to_a_message_is_done_only_when_slack_says_so(
    lie: tuple[int, str] | None, kind: type[SlackRefused], code: str
) -> None:
    with Liar(lie) as liar, pytest.raises(SlackRefused) as refused:
        Posting("xoxb-test", f"{liar.url}/api/", timeout=2).update("C1", "1.1", HELLO)
    assert Told(type(refused.value), refused.value.code, len(liar.bodies)) == Told(kind, code, 1)


@pytest.mark.parametrize(
    ("lie", "kind", "code"),
    [
        ((404, '{"ok": false, "error": "used_url"}'), TooLate, "used_url"),
        ((404, '{"ok": false, "error": "expired_url"}'), TooLate, "expired_url"),
        ((404, "<html>"), TooLate, "http_404"),
        ((400, '{"ok": false, "error": "invalid_payload"}'), GiveUp, "invalid_payload"),
        ((429, ""), RateLimited, "ratelimited"),
        ((500, ""), ServerError, "http_500"),
        ((504, ""), AnswerLost, "http_504"),
        (None, AnswerLost, "connection_lost"),
    ],
)
def test_an_answer_at_a_response_url_too(lie: tuple[int, str] | None, kind: type[SlackRefused], code: str) -> None:
    with Liar(lie) as liar, pytest.raises(SlackRefused) as refused:
        Posting("xoxb-test").respond(liar.url, HELLO, replace=False)
    assert Told(type(refused.value), refused.value.code, len(liar.bodies)) == Told(kind, code, 1)


def test_a_server_that_is_not_there_was_told_nothing() -> None:
    with Liar() as liar:
        nowhere = liar.url
    with pytest.raises(Unreachable):
        Posting("xoxb-test", f"{nowhere}/api/").post("C1", HELLO, key="occasion:1")
    with pytest.raises(Unreachable):
        Posting("xoxb-test").respond(nowhere, HELLO, replace=False)


def test_in_a_thread_a_response_url_needs_to_be_told_so() -> None:
    with Liar() as liar:
        Posting("xoxb-test").respond(liar.url, HELLO, replace=False, thread_ts="1.2")
        Posting("xoxb-test").respond(liar.url, HELLO, replace=True)
    in_thread, in_place = liar.bodies
    assert in_thread == {
        "text": "hello",
        "replace_original": False,
        "response_type": "in_channel",
        "thread_ts": "1.2",
        **NO_LINK_PREVIEWS,
    }
    assert in_place == {"text": "hello", "replace_original": True, **NO_LINK_PREVIEWS}


def test_what_was_said_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    posted((200, "<html>hello"))
    posted(None)
    assert "hello" not in caplog.text


def test_nothing_that_is_posted_for_all_to_read_unfolds_the_links_in_it() -> None:
    """A customer may be called acme.fi: nobody asked to see what is there."""
    with Liar((200, '{"ok": true, "ts": "1.1"}')) as liar:
        client = Posting("xoxb-test", f"{liar.url}/api/", timeout=2)
        client.post("C1", HELLO, key="occasion:1")
        client.post("C1", HELLO, key="occasion:2", thread_ts="1.0")
        client.respond(liar.url, HELLO, replace=False, thread_ts="1.0")
        client.respond(liar.url, HELLO, replace=False)
        client.respond(liar.url, HELLO, replace=True)

    assert [(each.get("unfurl_links"), each.get("unfurl_media")) for each in liar.bodies] == [(False, False)] * 5
