"""Slack is away: no message is blamed for it, the log stays short, and what waits goes in order when it is back."""

import time

from structlog.testing import capture_logs

from pipeline.messages.notices import NoticeKind
from tests.bot.sending.desk import HURRIED, SALES, Desk
from tests.pipeline.team import ANNA

TRIES = "SELECT max(tries) FROM outbox WHERE workspace_no = :w"
PARKED = "SELECT count(*) FROM outbox WHERE workspace_no = :w AND state = 'parked'"


def test_all_waits_without_blame_and_goes_in_order_when_slack_is_back(desk: Desk) -> None:
    sender, deal = desk.sender(), desk.team.new(amount=500)
    desk.slack.fault("http_500", n=100_000)
    reminders = [desk.say(NoticeKind.STUCK, to_member=ANNA, nth=nth) for nth in range(1, 7)]
    post = desk.say(NoticeKind.WELCOME, to_place=SALES)

    with capture_logs() as logged:
        assert not sender.drain(time.monotonic() + 2.0)
        assert len(desk.calls("auth.test")) > HURRIED.most_tries
        assert (desk.ask(TRIES)[0][0], desk.ask(PARKED)[0][0]) == (0, 0)
        assert len(logged) <= 10
        desk.slack.fault("clear")
        assert sender.drain(time.monotonic() + 30.0)

    assert [key for key in reminders if desk.outcome(key) != ("sent", None)] == []
    assert [f"'nth': {nth}" in said for nth, said in enumerate(desk.direct(ANNA), start=1)] == [True] * 6
    assert desk.outcome(post) == ("sent", None)
    assert (desk.card(deal).due, desk.card(deal).tries) == (False, 0)
    assert [each["event"] for each in logged if each["event"].startswith("slack_")] == [
        "slack_away",
        "slack_back",
    ]


def test_of_a_slack_that_takes_calls_and_never_answers_only_the_first_messages_are_unsure(desk: Desk) -> None:
    desk.say(NoticeKind.STUCK, to_member=ANNA, nth=9)
    desk.send_all()
    desk.timeout = 0.3
    sender = desk.sender()
    for method in ("chat.postMessage", "auth.test"):
        desk.slack.fault("slow", method=method, seconds=1.0, n=100_000)
    keys = [desk.say(NoticeKind.STUCK, to_member=ANNA, nth=nth) for nth in range(1, 7)]

    assert not sender.drain(time.monotonic() + 4.0)
    desk.slack.fault("clear")
    assert sender.drain(time.monotonic() + 30.0)

    outcomes = [desk.outcome(key) for key in keys]
    assert outcomes == [("unsure", "timeout"), *[("sent", None)] * 5]


def test_one_message_that_fails_while_slack_answers_is_still_to_blame(desk: Desk) -> None:
    desk.slack.fault("http_500", method="chat.postMessage", n=100)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)

    with capture_logs() as logged:
        desk.send_all()

    assert desk.outcome(key) == ("parked", "http_500")
    assert not any(each["event"] == "slack_away" for each in logged)
