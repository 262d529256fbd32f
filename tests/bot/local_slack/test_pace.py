"""Pace: what comes too fast gets 429 with Retry-After, and is taken after that."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot.local_slack import Running
from bot.local_slack.pace import POST_BURST, PaceLimit
from bot.local_slack.refusal import ApiRefusal
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import AINO, MYYNTI, PROJEKTIT, home


def test_a_channel_takes_a_small_burst_and_then_asks_to_wait(slack: Running) -> None:
    web = Peer(slack).web
    for number in range(POST_BURST):
        web.chat_postMessage(channel=MYYNTI, text=str(number))
    with pytest.raises(SlackApiError) as problem:
        web.chat_postMessage(channel=MYYNTI, text="liikaa")
    response = problem.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert web.chat_postMessage(channel=PROJEKTIT, text="muualle")["ok"]


def test_it_can_be_made_stricter_but_never_more_generous() -> None:
    pace = PaceLimit()
    pace.tighten(100)
    for _ in range(POST_BURST):
        pace.post("C1")
    with pytest.raises(ApiRefusal):
        pace.post("C1")
    pace.tighten(1)
    pace.post("C2")
    with pytest.raises(ApiRefusal):
        pace.post("C2")


def test_a_place_is_free_again_after_a_second() -> None:
    seconds = [0.0]
    pace = PaceLimit(lambda: seconds[0])
    for _ in range(POST_BURST):
        pace.post("C1")
    seconds[0] += 1
    pace.post("C1")
    with pytest.raises(ApiRefusal):
        pace.post("C1")


def test_a_tightened_pace_is_asked_for_as_a_fault(slack: Running) -> None:
    slack.fault("pace", times=1)
    web = Peer(slack).web
    web.chat_postMessage(channel=MYYNTI, text="yksi")
    with pytest.raises(SlackApiError, match="ratelimited"):
        web.chat_postMessage(channel=MYYNTI, text="kaksi")


def test_a_method_takes_so_many_calls_a_minute(slack: Running) -> None:
    web = Peer(slack).web
    for _ in range(20):
        web.users_list()
    with pytest.raises(SlackApiError) as problem:
        web.users_list()
    assert int(problem.value.response.headers["Retry-After"]) > 50
    assert web.views_publish(user_id=AINO, view=home())["ok"]
