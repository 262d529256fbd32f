"""The post of a card whose outcome nobody knows: it is looked for once more before the card is posted anew."""

from __future__ import annotations

import pytest

from bot.requests.stray_cards import Fate, fate_of
from bot.slack.message_locations import BegunCard, MessageLocation
from tests.bot.sending.desk import MONDAY, SALES, Desk
from tests.faults.test_lost_senders import killed_at

BEGUN = BegunCard(event_no=7, place_no=1, channel="C1", begun_at=MONDAY)
KNOWN = MessageLocation("card:1:9", "C1", "1781500002.000100", MONDAY)
BEFORE, AFTER = "1781500001.000100", "1781500003.000100"


def test_a_card_that_could_not_be_looked_for_is_found_at_the_next_change_and_stays_the_only_one(
    reading_desk: Desk,
) -> None:
    deal = reading_desk.team.new("Acme")
    reading_desk.slack.fault("error", method="conversations.history", error="ratelimited")
    killed_at(reading_desk, "said")
    assert reading_desk.card(deal).reason == "unsure"

    reading_desk.team.advance(deal)
    reading_desk.send_all()

    assert reading_desk.messages(SALES) == [f"deal {deal} in stage 2"]
    reading_desk.team.back(deal)
    reading_desk.send_all()
    assert reading_desk.messages(SALES) == [f"deal {deal} in stage 1"]


@pytest.mark.parametrize(
    ("ts", "known", "begun", "is_claimed", "fate"),
    [
        (BEFORE, KNOWN, [BEGUN], False, Fate.OLD),
        (BEFORE, KNOWN, [], False, Fate.OLD),  # somebody had it posted anew with `putki outbox --retry`
        (BEFORE, KNOWN, [BEGUN], True, Fate.LEFT),
        (BEFORE, None, [BEGUN], False, Fate.KEPT),
        (AFTER, KNOWN, [BEGUN], False, Fate.KEPT),
        (AFTER, KNOWN, [BEGUN], True, Fate.LEFT),  # it may be the card that is being posted
        (AFTER, KNOWN, [], False, Fate.LEFT),  # of a restored backup, which knows nothing of it
        (BEFORE, None, [], False, Fate.LEFT),
    ],
)
def test_an_unknown_card_becomes_the_deals_card_or_an_old_one(
    ts: str, known: MessageLocation | None, begun: list[BegunCard], is_claimed: bool, fate: Fate
) -> None:
    assert fate_of(ts, known, begun, is_claimed=is_claimed) is fate
