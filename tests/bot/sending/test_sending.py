"""What is due is said, in order, where it belongs, and as it is true at that moment."""

import time
from datetime import timedelta

from bot.slack.addresses import InPlaceOf, InThread, written
from pipeline.messages.notices import Says
from pipeline.messages.outbox import Lane
from tests.bot.sending.desk import CHANNELS, PROJECTS, SALES, Desk, texts
from tests.pipeline.team import ANNA


def test_a_post_is_said_in_its_place_and_remembered(desk: Desk) -> None:
    key = desk.say(Says.WELCOME, to_place=SALES)
    desk.send_all()
    assert texts(desk.messages(SALES)) == ["welcome"]
    assert desk.outcome(key) == ("sent", None)
    ((ts, place),) = desk.ask("SELECT ts, place_no FROM slack_message WHERE workspace_no = :w AND key = :k", k=key)
    assert (ts, place) == (desk.slack.messages(CHANNELS[SALES])[0]["ts"], SALES)


def test_a_reminder_goes_to_the_member_whose_conversation_is_opened_once(desk: Desk) -> None:
    desk.say(Says.STUCK, to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    desk.say(Says.HAPPENED, to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    assert texts(desk.direct(ANNA)) == ["stalled", "what_happened"]
    assert len(desk.calls("conversations.open")) == 1
    found = desk.ask("SELECT says, deal_no, stay, member_no FROM slack_message WHERE workspace_no = :w ORDER BY ts")
    assert [tuple(row) for row in found] == [("stalled", 7, 3, ANNA), ("what_happened", 7, 3, ANNA)]


def test_the_key_of_the_occasion_is_in_the_metadata(desk: Desk) -> None:
    key = desk.say(Says.WELCOME, to_place=SALES)
    desk.send_all()
    (call,) = desk.calls("chat.postMessage")
    assert call["payload"]["metadata"] == {"event_type": "putki_said", "event_payload": {"key": key}}


def test_what_is_no_longer_true_is_dropped(desk: Desk) -> None:
    key = desk.say(Says.STUCK, to_member=ANNA, untrue=True)
    desk.send_all()
    assert desk.outcome(key) == ("dropped", "untrue")
    assert desk.direct(ANNA) == []


def test_nothing_is_said_before_it_is_due(desk: Desk) -> None:
    key = desk.say(Says.STUCK, to_member=ANNA, due_at=desk.team.clock.now() + timedelta(hours=1))
    desk.send_all()
    assert desk.outcome(key) == ("waiting", None)
    desk.team.clock.move_by(timedelta(hours=1))
    desk.send_all()
    assert desk.outcome(key) == ("sent", None)


def test_answers_come_before_posts_and_posts_before_cards(desk: Desk) -> None:
    desk.team.new("Acme")
    desk.say(Says.WELCOME, to_place=SALES)
    desk.say(Says.SHOWN, address=written(InThread(CHANNELS[SALES], None)), to_member=ANNA, lane=Lane.ANSWERS)
    desk.send_all()
    assert texts(desk.messages(SALES)) == ["show", "welcome", "deal"]


def test_an_answer_takes_the_place_of_the_message_it_answers(desk: Desk) -> None:
    key = desk.say(Says.STUCK, to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    answer = desk.say(Says.SNOOZED, address=written(InPlaceOf(key)), to_member=ANNA, lane=Lane.ANSWERS)
    desk.send_all()
    assert texts(desk.direct(ANNA)) == ["snoozed"]
    assert desk.outcome(answer) == ("sent", None)
    assert desk.ask("SELECT address FROM outbox WHERE workspace_no = :w AND key = :k", k=answer)[0][0] is None


def test_a_channel_takes_about_one_message_a_second_while_others_flow(desk: Desk) -> None:
    desk.timing = type(desk.timing)()  # as in earnest
    began = time.monotonic()
    for place in (SALES, SALES, PROJECTS):
        desk.say(Says.WELCOME, to_place=place)
    desk.sender().drain(began + 0.8)
    assert (len(desk.messages(SALES)), len(desk.messages(PROJECTS))) == (1, 1)
    desk.send_all()
    assert len(desk.messages(SALES)) == 2
    assert time.monotonic() - began > 1.0


def test_the_thread_wakes_when_it_is_called(desk: Desk) -> None:
    desk.timing = type(desk.timing)(idle=60.0)
    with desk.sending() as sender:
        desk.say(Says.WELCOME, to_place=SALES)
        sender.wake()
        desk.slack.until(lambda state: state["messages"][CHANNELS[SALES]])
