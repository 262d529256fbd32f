"""A channel in which nothing may be said: what is for it waits there without a call, and goes once it may."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.sending import unreachable_channels
from bot.slack import message_locations
from bot.slack.addresses import ThreadAddress, dump
from bot.slack.channels import ChannelInfo
from pipeline.deals.deal import Given
from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import Lane
from tests.bot.sending.desk import CHANNELS, PROJECTS, SALES, Desk, texts
from tests.busy_machine import PATIENCE
from tests.pipeline.team import AATU, ANNA, euros

OURS = ChannelInfo("myynti", is_shared=False, is_archived=False, has_putki=True)
SHARED = ChannelInfo("myynti", is_shared=True, is_archived=False, has_putki=True)


def _learn(desk: Desk, seen: ChannelInfo | None) -> None:
    unreachable_channels.save_channel_state(desk.team.ledger, desk.team.by(None), CHANNELS[SALES], seen)


@pytest.mark.parametrize(("seen", "reason"), [(SHARED, "shared_channel"), (None, "channel_not_found")])
def test_nothing_is_said_and_slack_is_not_even_asked(desk: Desk, seen: ChannelInfo | None, reason: str) -> None:
    _learn(desk, seen)
    key = desk.say(NoticeKind.WELCOME, to_place=SALES)
    deal = desk.team.new("Acme")

    desk.send_all()

    assert desk.outcome(key) == ("parked", reason)
    assert (desk.card(deal).due, desk.card(deal).reason) == (False, reason)
    assert CHANNELS[SALES] not in [each["payload"]["channel"] for each in desk.calls("chat.postMessage")]
    assert len(desk.direct(AATU)) == 1


def test_a_card_that_stands_there_is_changed_no_more_and_comes_anew_elsewhere(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    _learn(desk, SHARED)
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]

    desk.post_to(PROJECTS)
    desk.team.advance(deal, to_stage=3, given=Given(amount=euros(100)))
    desk.send_all()

    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]
    assert desk.messages(PROJECTS) == [f"deal {deal} in stage 3"]


def test_once_it_may_be_said_what_waited_goes_in_its_order(desk: Desk) -> None:
    _learn(desk, SHARED)
    desk.say(NoticeKind.WELCOME, to_place=SALES)
    deal = desk.team.new("Acme")
    desk.send_all()

    _learn(desk, OURS)
    desk.send_all()

    assert texts(desk.messages(SALES)) == ["welcome", "deal"]
    assert not desk.card(deal).due


@pytest.mark.parametrize("what", ["a post", "a card"])
def test_what_is_being_held_back_when_the_channel_opens_is_not_left_behind(desk: Desk, what: str) -> None:
    """The look at the channel came before it opened, the parking after what was parked there had been let go."""
    _learn(desk, SHARED)
    say: Callable[[], object] = {
        "a post": lambda: desk.say(NoticeKind.WELCOME, to_place=SALES),
        "a card": lambda: desk.team.new("Acme"),
    }[what]
    say()
    opened: list[str] = []

    def step(stage: str) -> None:
        if stage == "barred" and not opened:
            opened.append(stage)
            _learn(desk, OURS)

    assert desk.sender(step=step).drain(time.monotonic() + PATIENCE)

    assert opened
    assert texts(desk.messages(SALES)) == ["welcome" if what == "a post" else "deal"]


@pytest.mark.parametrize("what", ["a post", "a card", "a change of a card"])
@pytest.mark.parametrize("then", ["the channel opens", "the pipeline gets another channel"])
def test_what_is_being_refused_when_its_channel_opens_or_changes_is_not_left_behind(
    desk: Desk, what: str, then: str
) -> None:
    """Slack's refusal came first, the parking after what was parked there had been let go."""
    stands = desk.team.new("Acme") if what == "a change of a card" else None
    desk.send_all()
    desk.slack.channel("ULOCALOSKAR", CHANNELS[SALES], "archive")
    if what == "a post":
        desk.say(NoticeKind.MONDAY, to_place=SALES)
    elif stands is None:
        desk.team.new("Acme")
    else:
        desk.team.advance(stands)
    done: list[str] = []

    def step(stage: str) -> None:
        if stage != "refused" or done:
            return
        done.append(stage)
        if then == "the channel opens":
            desk.slack.channel("ULOCALOSKAR", CHANNELS[SALES], "unarchive")
            _learn(desk, OURS)
        else:
            desk.move_to(PROJECTS)

    assert desk.sender(step=step).drain(time.monotonic() + PATIENCE)

    assert done
    arrived = desk.messages(SALES if then == "the channel opens" else PROJECTS)
    assert [each for each in texts(arrived) if each != "welcome"] == ["monday" if what == "a post" else "deal"]
    if stands is not None:
        assert "stage 2" in arrived[-1]
    assert not desk.unsent()


def test_an_answer_that_was_asked_for_before_it_was_shared_is_told_directly_or_not_at_all(desk: Desk) -> None:
    thread = dump(ThreadAddress(CHANNELS[SALES], "1781497801.000100"))
    _learn(desk, SHARED)
    done = desk.say(NoticeKind.ADVANCED, address=thread, to_member=ANNA, lane=Lane.ANSWERS)
    shown = desk.say(NoticeKind.BOARD, address=thread, to_member=ANNA, lane=Lane.ANSWERS)

    desk.send_all()

    assert not desk.messages(SALES)
    assert texts(desk.direct(ANNA)) == ["advanced"]
    assert desk.outcome(done) == ("sent", None)
    assert desk.outcome(shown) == ("dropped", "shared_channel")


def test_of_another_channel_nothing_is_learned(desk: Desk) -> None:
    unreachable_channels.save_channel_state(desk.team.ledger, desk.team.by(None), "CLOCALYHTEI", SHARED)

    with desk.team.ledger.storage.read() as connection:
        assert message_locations.barred_reason(connection, desk.team.workspace_no, SALES) is None
    key = desk.say(NoticeKind.WELCOME, to_place=SALES)
    desk.send_all()
    assert desk.outcome(key) == ("sent", None)
