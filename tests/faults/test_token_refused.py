"""Slack refuses the bot token: no message is blamed, one log line says so, and all goes on if it is accepted again."""

import time

from structlog.testing import capture_logs

from bot.slack.revocation import Revocation
from pipeline.messages.notices import NoticeKind
from tests.bot.sending.desk import SALES, Desk
from tests.pipeline.team import ANNA


def test_all_waits_in_order_until_the_token_is_accepted_again(desk: Desk) -> None:
    deal, sender = desk.team.new(amount=500), desk.sender(revocation=Revocation(between=0.05))
    desk.slack.fault("error", error="account_inactive", n=100_000)
    reminders = [desk.say(NoticeKind.STUCK, to_member=ANNA, nth=nth) for nth in range(1, 4)]
    post = desk.say(NoticeKind.WELCOME, to_place=SALES)

    with capture_logs() as logged:
        assert not sender.drain(time.monotonic() + 1.0)
        assert not sender.may_send()
        assert {desk.outcome(key)[0] for key in [*reminders, post]} == {"waiting"}
        assert len(desk.calls("conversations.open")) + len(desk.calls("chat.postMessage")) == 1
        desk.slack.fault("clear")
        assert sender.drain(time.monotonic() + 30.0)

    assert {desk.outcome(key) for key in [*reminders, post]} == {("sent", None)}
    assert [f"'nth': {nth}" in said for nth, said in enumerate(desk.direct(ANNA), start=1)] == [True] * 3
    assert not desk.card(deal).due
    stopped = [(each["event"], each.get("reason")) for each in logged if each["event"].startswith("sending_")]
    assert stopped == [("sending_stopped", "account_inactive"), ("sending_resumed", None)]


def test_a_card_that_meets_it_first_waits_too(desk: Desk) -> None:
    deal, sender = desk.team.new(), desk.sender(revocation=Revocation(between=0.05))
    desk.slack.fault("error", error="token_revoked", n=100_000)

    assert not sender.drain(time.monotonic() + 0.5)
    assert (desk.card(deal).due, desk.card(deal).reason) == (True, None)

    desk.slack.fault("clear")
    assert sender.drain(time.monotonic() + 30.0)
    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]
