"""The pace that the bot keeps is one that Slack takes, however long it goes on; a town's haste changes both alike."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from bot.local_slack.pace import TIERS
from bot.local_slack.pace import PaceLimit as LocalSlacksPace
from bot.local_slack.refusal import ApiRefusal
from bot.sending.pace import Timing
from tests.scenarios.town import HASTE, hastened

CALLS = 200


def keep_at_it(haste: int, apart: float, act: Callable[[LocalSlacksPace], Any]) -> None:
    """Do it over and over, so many real seconds apart, to a local Slack whose seconds are so much shorter."""
    now: list[Any] = [0]
    slack = LocalSlacksPace(lambda: now[0])
    for turn in range(CALLS):
        now[0] = turn * haste * Fraction(str(apart))  # to the last digit: fifty calls take a minute exactly
        act(slack)


@pytest.mark.parametrize("haste", [1, HASTE])
def test_a_channel_takes_a_message_at_each_turn(haste: int) -> None:
    keep_at_it(haste, hastened(haste).destination, lambda slack: slack.post("C1"))


@pytest.mark.parametrize("haste", [1, HASTE])
def test_changes_and_conversations_are_taken_at_each_turn(haste: int) -> None:
    keep_at_it(haste, hastened(haste).changes, lambda slack: slack.call("chat.update", TIERS[3]))
    keep_at_it(haste, hastened(haste).openings, lambda slack: slack.call("conversations.open", TIERS[3]))


def test_a_bot_that_hurries_more_than_its_slack_is_refused() -> None:
    with pytest.raises(ApiRefusal):
        keep_at_it(1, hastened(2).destination, lambda slack: slack.post("C1"))
    with pytest.raises(ApiRefusal):
        keep_at_it(1, hastened(2).changes, lambda slack: slack.call("chat.update", TIERS[3]))


def test_only_the_pace_is_hastened() -> None:
    assert hastened(1) == Timing()
    assert (hastened(HASTE).lease, hastened(HASTE).first_wait) == (Timing().lease, Timing().first_wait)
