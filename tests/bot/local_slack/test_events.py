"""Events: what the app is told, and again when it does not acknowledge."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import ControlRefused, LocalSlackServer, Running
from tests.bot.local_slack.conftest import MONDAY
from tests.bot.local_slack.peer import SILENCE, Peer
from tests.bot.local_slack.things import AINO, BOT, GARY, JOHTO, MATTI, MYYNTI, home


def told(peer: Peer, number: int = 1) -> dict[str, Any]:
    return peer.wait_for(number)[-1].payload["event"]


def test_a_mention_in_a_thread_reaches_the_app(slack: Running, peer: Peer) -> None:
    ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="kortti")["ts"])
    slack.type(AINO, "myynti", "@putki advance", thread_ts=ts)
    event = told(peer)
    assert (event["type"], event["text"], event["thread_ts"]) == ("app_mention", f"<@{BOT}> advance", ts)
    assert (event["user"], event["channel"]) == (AINO, MYYNTI)


def test_plain_words_reach_the_app_only_where_it_subscribed(slack: Running, peer: Peer, generous: Running) -> None:
    slack.type(AINO, "myynti", "huomenta")
    slack.type(AINO, "myynti", "@putki hei")
    assert [each.payload["event"]["type"] for each in peer.wait_for(1)] == ["app_mention"]
    with Peer(generous) as other:
        generous.type(AINO, "myynti", "huomenta")
        assert told(other)["channel_type"] == "channel"


def test_one_mention_comes_as_two_events_where_both_are_subscribed(generous: Running) -> None:
    with Peer(generous) as peer:
        generous.type(AINO, "myynti", "@putki hei")
        events = [each.payload for each in peer.wait_for(2)]
        assert {each["event"]["type"] for each in events} == {"message", "app_mention"}
        assert len({each["event_id"] for each in events}) == 2
        assert len({each["event"]["ts"] for each in events}) == 1


def test_nothing_is_told_of_channels_the_app_is_not_in(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "yleinen", "@putki hei")
    slack.type(AINO, "myynti", "@putki hei")
    assert told(peer)["channel"] == MYYNTI


def test_a_reaction_is_told_when_put_and_when_taken_back(slack: Running, peer: Peer) -> None:
    ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="muistutus")["ts"])
    slack.react(AINO, "myynti", ts, ":eyes:")
    assert told(peer)["item"] == {"type": "message", "channel": MYYNTI, "ts": ts}
    assert slack.messages("myynti")[0]["reactions"] == [{"name": "eyes", "users": [AINO], "count": 1}]
    slack.react(AINO, "myynti", ts, "eyes")
    assert (told(peer, 2)["type"], told(peer, 2)["reaction"]) == ("reaction_removed", "eyes")


def test_nobody_reacts_where_they_are_not(slack: Running, peer: Peer) -> None:
    ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="muistutus")["ts"])
    with pytest.raises(ControlRefused):
        slack.react(GARY, MYYNTI, ts, "eyes")


def test_home_opened_is_told_with_what_it_shows(slack: Running, peer: Peer) -> None:
    slack.open_home(AINO)
    assert "view" not in told(peer)
    peer.web.views_publish(user_id=AINO, view=home())
    slack.open_home(AINO)
    assert (told(peer, 2)["tab"], told(peer, 2)["view"]["type"]) == ("home", "home")


def test_people_who_come_or_change_are_told_of(slack: Running, peer: Peer) -> None:
    slack.person("ULOCALPEKKA", real_name="Pekka Peltola", locale="fi-FI")
    assert (told(peer)["type"], told(peer)["user"]["real_name"]) == ("team_join", "Pekka Peltola")
    slack.person(AINO, locale="en-GB")
    assert (told(peer, 2)["type"], told(peer, 2)["user"]["locale"]) == ("user_change", "en-GB")


@pytest.mark.parametrize(
    ("do", "more", "event"),
    [
        ("archive", {}, "channel_archive"),
        ("rename", {"name": "myyntitiimi"}, "channel_rename"),
        ("invite", {"who": GARY}, "member_joined_channel"),
    ],
)
def test_what_happens_to_a_channel_is_told(generous: Running, do: str, more: dict[str, str], event: str) -> None:
    with Peer(generous) as peer:
        generous.channel("oskari", "myynti", do, **more)
        assert told(peer)["type"] == event


def test_the_app_is_told_that_it_was_invited(slack: Running, peer: Peer) -> None:
    slack.channel("kaisa", JOHTO, "invite", who="@app")
    assert (told(peer)["user"], told(peer)["channel_type"], told(peer)["inviter"]) == (BOT, "G", "ULOCALKAISA")


def test_an_event_without_its_scope_is_not_sent(manifest: dict[str, Any]) -> None:
    manifest["oauth_config"]["scopes"]["bot"].remove("reactions:read")
    with LocalSlackServer.start(manifest=manifest, clock=MONDAY) as slack, Peer(slack) as peer:
        ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="muistutus")["ts"])
        slack.react(AINO, "myynti", ts, "eyes")
        slack.type(MATTI, "myynti", "@putki hei")
        assert told(peer)["type"] == "app_mention"


def test_an_event_nobody_acknowledged_comes_again_at_once_and_after_one_and_five_minutes(
    slack: Running, peer: Peer
) -> None:
    slack.fault("ack_lost", n=4, of="events_api")
    slack.type(AINO, "myynti", "@putki hei")
    peer.wait_for(2)
    slack.clock(by="1min")
    peer.wait_for(3)
    slack.clock(by="5min")
    requests = peer.wait_for(4)
    assert [each.retry_attempt for each in requests] == [0, 1, 2, 3]
    assert len({each.payload["event_id"] for each in requests}) == 1


def test_an_app_that_answers_late_gets_the_event_again(slack: Running, peer: Peer) -> None:
    answers = iter([SILENCE, None])
    peer.answers["event_callback"] = lambda payload: next(answers)
    slack.type(AINO, "myynti", "@putki hei")
    assert [each.retry_attempt for each in peer.wait_for(2)] == [0, 1]


def test_sharing_a_channel_is_told_where_the_app_is_and_what_is_told_of_it_changes(slack: Running, peer: Peer) -> None:
    slack.channel(AINO, MYYNTI, "offer")
    assert peer.web.conversations_info(channel=MYYNTI)["channel"]["is_pending_ext_shared"] is True
    slack.channel(AINO, MYYNTI, "share")
    event = told(peer)
    assert (event["type"], event["channel"]) == ("channel_shared", MYYNTI)
    shown = peer.web.conversations_info(channel=MYYNTI)["channel"]
    assert (shown["is_ext_shared"], shown["is_pending_ext_shared"]) == (True, False)

    slack.channel(AINO, MYYNTI, "unshare")
    assert (told(peer, 2)["type"], told(peer, 2)["is_ext_shared"]) == ("channel_unshared", False)
    with pytest.raises(ControlRefused):
        slack.channel(AINO, MYYNTI, "unshare")


def test_words_to_the_app_alone_reach_it_with_their_thread(generous: Running) -> None:
    with Peer(generous) as peer:
        generous.type(AINO, "@app", "omat")
        typed = told(peer)
        generous.type(AINO, "@app", "siirrä", thread_ts=typed["ts"])
        reply = told(peer, 2)

    assert (typed["type"], typed["channel_type"], typed["text"], typed["user"]) == ("message", "im", "omat", AINO)
    assert "subtype" not in typed
    assert (reply["thread_ts"], reply["parent_user_id"]) == (typed["ts"], AINO)


def test_the_app_is_told_of_its_own_messages_there_changed_and_deleted_too(generous: Running) -> None:
    with Peer(generous) as peer:
        generous.type(AINO, "@app", "omat")
        room = told(peer)["channel"]
        ts = str(peer.web.chat_postMessage(channel=room, text="yksi")["ts"])
        posted = told(peer, 2)
        peer.web.chat_update(channel=room, ts=ts, text="kaksi")
        changed = told(peer, 3)
        peer.web.chat_delete(channel=room, ts=ts)
        deleted = told(peer, 4)

    assert (posted["user"], posted["text"], posted["channel_type"]) == (BOT, "yksi", "im")
    assert posted["bot_id"]
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("kaksi", "yksi")
    assert "user" not in changed
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


def test_words_to_the_app_alone_do_not_reach_it_without_the_scope_or_the_event(manifest: dict[str, Any]) -> None:
    for part, wanted in (("scope", "im:history"), ("event", "message.im")):
        scopes = manifest["oauth_config"]["scopes"]["bot"]
        events = manifest["settings"]["event_subscriptions"]["bot_events"]
        listed = scopes if part == "scope" else events
        listed[:] = [each for each in listed if each != wanted]
        with LocalSlackServer.start(manifest=manifest, clock=MONDAY) as slack, Peer(slack) as peer:
            slack.type(MATTI, "@app", "omat")
            slack.type(MATTI, "myynti", "@putki hei")
            assert [each.payload["event"]["type"] for each in peer.wait_for(1)] == ["app_mention"]
        listed.append(wanted)


def refused(slack: Running, token: str) -> str | None:
    """With which code a call with this token is refused; None: it is not."""
    client = WebClient(token=token, base_url=slack.api_url)
    try:
        client.auth_test()
    except SlackApiError as problem:
        return str(problem.response["error"])
    return None


def test_an_uninstalled_app_is_told_and_its_token_refused_until_it_is_installed_anew(
    slack: Running, peer: Peer
) -> None:
    slack.app("uninstall")

    told_of = {each.payload["event"]["type"]: each.payload["event"] for each in peer.wait_for(2)}
    assert told_of["tokens_revoked"]["tokens"]["bot"] == [BOT]
    assert set(told_of) == {"tokens_revoked", "app_uninstalled"}
    assert refused(slack, slack.bot_token) == "account_inactive"
    assert slack.type(AINO, "myynti", "/deal omat")["failure"] == "invalid_command"
    with pytest.raises(ControlRefused):
        slack.app("uninstall")

    token = slack.app("install")["bot_token"]
    assert (refused(slack, token), refused(slack, slack.bot_token)) == (None, "account_inactive")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        WebClient(token=token, base_url=slack.api_url).chat_postMessage(channel=MYYNTI, text="hei")
    with pytest.raises(ControlRefused):
        slack.app("install")


def test_an_app_whose_token_is_revoked_is_told_and_still_gets_commands(slack: Running, peer: Peer) -> None:
    slack.app("revoke")

    assert told(peer)["type"] == "tokens_revoked"
    assert refused(slack, slack.bot_token) == "account_inactive"
    assert slack.type(AINO, "myynti", "/deal omat")["acked"]
    with pytest.raises(ControlRefused):
        slack.app("remove")
