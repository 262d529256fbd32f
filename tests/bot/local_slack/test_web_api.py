"""The Web API: what it answers, and each thing it refuses, with Slack's code and the page it rests on."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlackServer, Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import (
    AINO,
    BOT,
    GARY,
    JOHTO,
    KAISA,
    MYYNTI,
    PROJEKTIT,
    SOFIA,
    YHTEINEN,
    YLEINEN,
    home,
    modal,
    section,
)


def refused(slack: Running, method: str, args: dict[str, Any]) -> str:
    """Call with the bot's token; give the error, having checked that it is on record with its source."""
    form = {key: json.dumps(value) if isinstance(value, dict) else value for key, value in args.items()}
    with pytest.raises(SlackApiError) as problem:
        Peer(slack).web.api_call(method, params=form)
    entry = slack.state()["refusals"][-1]
    assert (entry["method"], entry["error"]) == (method, problem.value.response["error"])
    assert entry["cites"].startswith("https://docs.slack.dev/")
    assert entry["why"]
    return problem.value.response["error"]


def call(slack: Running, method: str, *, token: str | None = None, **request: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(f"{slack.api_url}{method}", headers=headers, **request)


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a method it does not have": ("admin.users.list", {}, "unknown_method"),
    "an argument nobody knows": ("auth.test", {"colour": "red"}, "invalid_arguments"),
    "an argument that is missing": ("users.info", {}, "invalid_arguments"),
    "an argument of another type": ("users.list", {"limit": "many"}, "invalid_arguments"),
    "a person who is not there": ("users.info", {"user": "UNOBODY"}, "user_not_found"),
    "a page that is not there": ("users.list", {"cursor": "zzz"}, "invalid_cursor"),
    "a page that is too long": ("users.list", {"limit": 5000}, "invalid_limit"),
    "a bot that is not there": ("bots.info", {"bot": "BNOBODY"}, "bot_not_found"),
    "a channel that is not there": ("chat.postMessage", {"channel": "CNOWHERE1", "text": "x"}, "channel_not_found"),
    "a channel by its name": ("chat.postMessage", {"channel": "#myynti", "text": "x"}, "channel_not_found"),
    "a channel the app is not in": ("chat.postMessage", {"channel": YLEINEN, "text": "x"}, "not_in_channel"),
    "a private channel the app is not in": ("chat.postMessage", {"channel": JOHTO, "text": "x"}, "channel_not_found"),
    "a message to a bot": ("chat.postMessage", {"channel": BOT, "text": "x"}, "channel_not_found"),
    "a message to a stranger": ("chat.postMessage", {"channel": SOFIA, "text": "x"}, "channel_not_found"),
    "nothing to say": ("chat.postMessage", {"channel": MYYNTI}, "no_text"),
    "a thread that is not there": (
        "chat.postMessage",
        {"channel": MYYNTI, "text": "x", "thread_ts": "1.000001"},
        "thread_not_found",
    ),
    "a change to a message that is not there": (
        "chat.update",
        {"channel": MYYNTI, "ts": "1.000001", "text": "x"},
        "message_not_found",
    ),
    "a change in someone's direct message by their id": (
        "chat.update",
        {"channel": AINO, "ts": "1.000001", "text": "x"},
        "channel_not_found",
    ),
    "an ephemeral for someone who is not there": (
        "chat.postEphemeral",
        {"channel": MYYNTI, "user": GARY, "text": "x"},
        "user_not_in_channel",
    ),
    "a link to a message that is not there": (
        "chat.getPermalink",
        {"channel": MYYNTI, "message_ts": "1.000001"},
        "message_not_found",
    ),
    "a conversation with nobody": ("conversations.open", {}, "users_list_not_supplied"),
    "a conversation with itself": ("conversations.open", {"users": BOT}, "cannot_dm_bot"),
    "a message Slack would cut": ("chat.postMessage", {"channel": MYYNTI, "text": "x" * 40_001}, "msg_too_long"),
    "a conversation with someone who is not there": ("conversations.open", {"users": "UNOBODY"}, "user_not_found"),
    "a private channel from outside": ("conversations.info", {"channel": JOHTO}, "channel_not_found"),
    "a kind of channel nobody knows": ("conversations.list", {"types": "secret"}, "invalid_types"),
    "a list the scopes do not cover": ("conversations.list", {"types": "im"}, "missing_scope"),
    "a history without the scope": ("conversations.history", {"channel": MYYNTI}, "missing_scope"),
    "a thread without the scope": ("conversations.replies", {"channel": MYYNTI, "ts": "1.000001"}, "missing_scope"),
    "a reaction without the scope": (
        "reactions.add",
        {"channel": MYYNTI, "timestamp": "1.000001", "name": "eyes"},
        "missing_scope",
    ),
    "the team without the scope": ("team.info", {}, "missing_scope"),
    "a modal nobody asked for": ("views.open", {"trigger_id": "1.2.abc", "view": modal()}, "invalid_trigger_id"),
    "a modal without a trigger": ("views.open", {"view": modal()}, "invalid_arguments"),
    "a change to a modal that is not open": ("views.update", {"view_id": "VNONE", "view": modal()}, "not_found"),
    "a Home for nobody": ("views.publish", {"user_id": "UNOBODY", "view": home()}, "invalid_arguments"),
    "the app's own socket with the bot's token": ("apps.connections.open", {}, "not_allowed_token_type"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_slack_would_refuse_is_refused_in_its_words(slack: Running, case: str) -> None:
    method, args, error = REFUSED[case]
    assert refused(slack, method, args) == error


def test_a_missing_scope_says_what_is_needed_and_what_is_there(slack: Running) -> None:
    with pytest.raises(SlackApiError) as problem:
        Peer(slack).web.conversations_history(channel=MYYNTI)
    assert problem.value.response["needed"] == "channels:history"
    assert "chat:write" in problem.value.response["provided"].split(",")


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-local-putki-app", "not_allowed_token_type")],
)
def test_a_token_that_is_not_the_bots_gets_nowhere(slack: Running, token: str | None, error: str) -> None:
    assert call(slack, "auth.test", token=token).json() == {"ok": False, "error": error}


def test_a_token_never_reaches_the_log(slack: Running) -> None:
    call(slack, "auth.test", data={"token": slack.bot_token})
    assert slack.bot_token not in str(slack.log())


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"json": [1]}, "json_not_object"),
        ({"content": b"x", "headers": {"Content-Type": "text/xml"}}, "invalid_post_type"),
    ],
)
def test_a_body_that_is_none_is_refused(slack: Running, request_: dict[str, Any], error: str) -> None:
    assert httpx.post(f"{slack.api_url}auth.test", **request_).json()["error"] == error


def test_a_reading_method_takes_no_json(slack: Running) -> None:
    answer = call(slack, "users.info", token=slack.bot_token, json={"user": AINO}).json()
    assert answer["error"] == "invalid_arguments"


def test_another_ones_message_cannot_be_changed_or_removed(slack: Running) -> None:
    ts = slack.type(AINO, "myynti", "minun")["ts"]
    assert refused(slack, "chat.update", {"channel": MYYNTI, "ts": ts, "text": "x"}) == "cant_update_message"
    assert refused(slack, "chat.delete", {"channel": MYYNTI, "ts": ts}) == "cant_delete_message"


def test_an_archived_channel_takes_nothing(slack: Running) -> None:
    ts = Peer(slack).web.chat_postMessage(channel=MYYNTI, text="kortti")["ts"]
    slack.channel("oskari", "myynti", "archive")
    assert refused(slack, "chat.postMessage", {"channel": MYYNTI, "text": "x"}) == "is_archived"
    assert refused(slack, "chat.update", {"channel": MYYNTI, "ts": ts, "text": "x"}) == "is_inactive"


def test_a_reply_is_no_thread(slack: Running) -> None:
    web = Peer(slack).web
    ts = web.chat_postMessage(channel=MYYNTI, text="kortti")["ts"]
    reply = web.chat_postMessage(channel=MYYNTI, text="vastaus", thread_ts=ts)["ts"]
    args = {"channel": MYYNTI, "text": "x", "thread_ts": reply}
    assert refused(slack, "chat.postMessage", args) == "cannot_reply_to_message"


def test_someone_whose_account_is_off_is_not_written_to(slack: Running) -> None:
    slack.person(AINO, deleted=True)
    assert refused(slack, "conversations.open", {"users": AINO}) == "user_disabled"
    assert refused(slack, "chat.postMessage", {"channel": AINO, "text": "x"}) == "channel_not_found"


def test_home_must_be_on_in_the_manifest(manifest: dict[str, Any]) -> None:
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    with LocalSlackServer.start(manifest=manifest) as slack:
        assert refused(slack, "views.publish", {"user_id": AINO, "view": home()}) == "not_enabled"


def test_socket_mode_must_be_on_in_the_manifest(manifest: dict[str, Any]) -> None:
    manifest["settings"]["socket_mode_enabled"] = False
    with LocalSlackServer.start(manifest=manifest) as slack:
        assert call(slack, "apps.connections.open", token=slack.app_token).json()["error"] == "forbidden_team"


def test_a_message_to_a_person_lands_in_their_direct_message(slack: Running) -> None:
    web = Peer(slack).web
    channel = web.conversations_open(users=AINO)["channel"]["id"]
    assert web.chat_postMessage(channel=AINO, text="Hei")["channel"] == channel
    assert [each["text"] for each in slack.messages(AINO)] == ["Hei"]


def test_timestamps_follow_the_local_slacks_clock_and_never_repeat(slack: Running) -> None:
    web = Peer(slack).web
    stamps = [float(web.chat_postMessage(channel=MYYNTI, text="x")["ts"]) for _ in range(4)]
    assert stamps == sorted(set(stamps))
    assert slack.state()["clock"].startswith("2026-06-01T05:00")


def test_a_change_keeps_blocks_that_are_not_mentioned(slack: Running) -> None:
    web = Peer(slack).web
    ts = web.chat_postMessage(channel=MYYNTI, text="vanha", blocks=[section("kortti")])["ts"]
    web.chat_update(channel=MYYNTI, ts=ts, text="uusi")
    assert slack.messages("myynti")[0]["blocks"][0]["text"]["text"] == "kortti"
    web.chat_update(channel=MYYNTI, ts=ts, text="uusi", blocks=[])
    assert "blocks" not in slack.messages("myynti")[0]


def test_people_are_listed_page_by_page_with_their_language_when_asked(slack: Running) -> None:
    pages = [page["members"] for page in Peer(slack).web.users_list(limit=3, include_locale=True)]
    people = [each for page in pages for each in page]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert {each["id"]: each["locale"] for each in people}["ULOCALEMMA1"] == "en-GB"
    assert SOFIA not in {each["id"] for each in people}


def test_a_stranger_of_a_shared_channel_is_known_as_one(slack: Running) -> None:
    user: dict[str, Any] = Peer(slack).web.users_info(user=SOFIA)["user"]
    assert (user["is_stranger"], user["team_id"]) == (True, "TNABOLAGET1")


def test_a_shared_channel_says_that_it_is(slack: Running) -> None:
    channel: dict[str, Any] = Peer(slack).web.conversations_info(channel=YHTEINEN)["channel"]
    assert (channel["is_ext_shared"], channel["shared_team_ids"]) == (True, ["TLOCAL00001", "TNABOLAGET1"])


def test_the_app_lists_public_channels_and_its_own_private_ones(slack: Running) -> None:
    answer = Peer(slack).web.conversations_list(types="public_channel,private_channel")
    assert {each["id"] for each in answer["channels"]} == {MYYNTI, YLEINEN, PROJEKTIT, YHTEINEN}
    assert KAISA in Peer(slack).web.conversations_members(channel=MYYNTI)["members"]


def test_another_team_is_not_described(generous: Running) -> None:
    assert refused(generous, "team.info", {"team": "TOTHER"}) == "team_not_found"


def test_history_is_read_where_it_was_granted_with_metadata_when_asked(generous: Running) -> None:
    web = Peer(generous).web
    metadata = {"event_type": "card", "event_payload": {"key": "1"}}
    ts = web.chat_postMessage(channel=MYYNTI, text="kortti", metadata=metadata)["ts"]
    web.chat_postMessage(channel=MYYNTI, text="vastaus", thread_ts=ts)
    (top,) = web.conversations_history(channel=MYYNTI, include_all_metadata=True)["messages"]
    assert (top["metadata"], top["reply_count"]) == (metadata, 1)
    assert "metadata" not in web.conversations_history(channel=MYYNTI)["messages"][0]
    assert [m["text"] for m in web.conversations_replies(channel=MYYNTI, ts=str(ts))["messages"]] == [
        "kortti",
        "vastaus",
    ]


def test_auth_test_lets_an_app_know_that_this_is_a_local_slack(slack: Running) -> None:
    answer = Peer(slack).web.auth_test()
    assert str(answer["team_id"]).startswith("TLOCAL")
    assert answer["url"] == f"{slack.url}/"


def test_an_answer_names_the_tokens_scopes(slack: Running) -> None:
    scopes = Peer(slack).web.auth_test().headers["x-oauth-scopes"].split(",")
    assert "chat:write" in scopes
    assert "channels:history" not in scopes


def test_the_apps_own_token_comes_in_the_header_only(slack: Running) -> None:
    answer = call(slack, "apps.connections.open", data={"token": slack.app_token}).json()
    assert answer["error"] == "not_authed"


def test_the_apps_reactions_are_kept_and_refused_twice(generous: Running) -> None:
    web = Peer(generous).web
    ts = str(web.chat_postMessage(channel=MYYNTI, text="kortti")["ts"])
    web.reactions_add(channel=MYYNTI, timestamp=ts, name="eyes")
    args = {"channel": MYYNTI, "timestamp": ts, "name": "eyes"}
    assert refused(generous, "reactions.add", args) == "already_reacted"
    web.reactions_remove(channel=MYYNTI, timestamp=ts, name="eyes")
    assert refused(generous, "reactions.remove", args) == "no_reaction"
    assert refused(generous, "reactions.add", args | {"name": "Not An Emoji"}) == "invalid_name"
    assert refused(generous, "reactions.add", {"name": "eyes"}) == "no_item_specified"
