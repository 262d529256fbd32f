"""What is due is said, in order, where it belongs, and as it is true at that moment."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.sending.outage import SlackOutage
from bot.sending.pace import Pace
from bot.sending.send_context import SendContext
from bot.slack.addresses import MessageAddress, ThreadAddress, dump
from bot.slack.posting import Posting
from pipeline import errors
from pipeline.messages import attention, old_messages, pace
from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import Lane
from pipeline.storage.engine import Deadline
from tests.bot.sending.desk import CHANNELS, GONE, PATIENCE, PROJECTS, SALES, Desk, texts
from tests.pipeline.team import ANNA, BERTIL


def test_a_post_is_said_in_its_place_and_remembered(desk: Desk) -> None:
    key = desk.say(NoticeKind.WELCOME, to_place=SALES)
    desk.send_all()
    assert texts(desk.messages(SALES)) == ["welcome"]
    assert desk.outcome(key) == ("sent", None)
    ((ts, place),) = desk.ask("SELECT ts, place_no FROM slack_message WHERE workspace_no = :w AND key = :k", k=key)
    assert (ts, place) == (desk.slack.messages(CHANNELS[SALES])[0]["ts"], SALES)


def test_a_reminder_goes_to_the_member_whose_conversation_is_opened_once(desk: Desk) -> None:
    desk.say(NoticeKind.STUCK, to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    desk.say(NoticeKind.HAPPENED, to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    assert texts(desk.direct(ANNA)) == ["stalled", "what_happened"]
    assert len(desk.calls("conversations.open")) == 1
    found = desk.ask("SELECT says, deal_no, stay, member_no FROM slack_message WHERE workspace_no = :w ORDER BY ts")
    assert [tuple(row) for row in found] == [("stalled", 7, 3, ANNA), ("what_happened", 7, 3, ANNA)]


def test_the_key_of_the_occasion_is_in_the_metadata(desk: Desk) -> None:
    key = desk.say(NoticeKind.WELCOME, to_place=SALES)
    desk.send_all()
    (call,) = desk.calls("chat.postMessage")
    assert call["payload"]["metadata"] == {"event_type": "putki_said", "event_payload": {"key": key}}


def test_what_is_no_longer_true_is_dropped(desk: Desk) -> None:
    key = desk.say(NoticeKind.STUCK, to_member=ANNA, deal=GONE)
    desk.send_all()
    assert desk.outcome(key) == ("dropped", "untrue")
    assert desk.direct(ANNA) == []


def test_what_a_newer_program_stored_is_parked_and_delays_no_other(desk: Desk) -> None:
    key = desk.say(NoticeKind.STUCK, to_member=ANNA, deal=7, stay=3)
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection:
        connection.execute(text("UPDATE outbox SET says = 'from_the_future' WHERE key = :k"), {"k": key})
    other = desk.say(NoticeKind.STUCK, to_member=ANNA, deal=8, stay=4)
    desk.send_all()
    assert desk.outcome(other) == ("sent", None)
    assert desk.outcome(key) == ("parked", "Unreadable")


def test_nothing_is_said_before_it_is_due(desk: Desk) -> None:
    key = desk.say(NoticeKind.STUCK, to_member=ANNA, due_at=desk.team.clock.now() + timedelta(hours=1))
    desk.send_all()
    assert desk.outcome(key) == ("waiting", None)
    desk.team.clock.move_by(timedelta(hours=1))
    desk.send_all()
    assert desk.outcome(key) == ("sent", None)


def test_answers_come_before_posts_and_posts_before_cards(desk: Desk) -> None:
    desk.team.new("Acme")
    desk.say(NoticeKind.WELCOME, to_place=SALES)
    desk.say(NoticeKind.SHOWN, address=dump(ThreadAddress(CHANNELS[SALES], None)), to_member=ANNA, lane=Lane.ANSWERS)
    desk.send_all()
    assert texts(desk.messages(SALES)) == ["show", "welcome", "deal"]


def test_an_answer_takes_the_place_of_the_message_it_answers(desk: Desk) -> None:
    key = desk.say(NoticeKind.STUCK, to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    answer = desk.say(NoticeKind.SNOOZED, address=dump(MessageAddress(key)), to_member=ANNA, lane=Lane.ANSWERS)
    desk.send_all()
    assert texts(desk.direct(ANNA)) == ["snoozed"]
    assert desk.outcome(answer) == ("sent", None)
    assert desk.ask("SELECT address FROM outbox WHERE workspace_no = :w AND key = :k", k=answer)[0][0] is None


def test_a_channel_takes_about_one_message_a_second(desk: Desk) -> None:
    desk.timing = type(desk.timing)()  # as in earnest
    began = time.monotonic()
    for _ in range(2):
        desk.say(NoticeKind.WELCOME, to_place=SALES)
    desk.send_all()
    assert texts(desk.messages(SALES)) == ["welcome"] * 2
    assert time.monotonic() - began > 1.0


def test_while_a_channel_waits_for_its_next_message_others_flow(desk: Desk) -> None:
    desk.timing = replace(desk.timing, destination=60.0)
    for place in (SALES, SALES, PROJECTS):
        desk.say(NoticeKind.WELCOME, to_place=place)
    desk.send_until(lambda: desk.messages(PROJECTS) != [])
    went = [call["payload"]["channel"] for call in desk.calls("chat.postMessage")]
    assert went == [CHANNELS[SALES], CHANNELS[PROJECTS]]


def test_reminders_keep_their_order_though_several_hands_send_them(desk: Desk) -> None:
    desk.timing = replace(desk.timing, destination=0.2, openings=0.25)  # so that they wait for one another
    now = desk.team.clock.now()
    told = [(nth, now - timedelta(microseconds=4 - nth)) for nth in range(4)]
    for nth, due_at in reversed(told):
        for member in (ANNA, BERTIL):
            desk.say(NoticeKind.STUCK, to_member=member, nth=nth, due_at=due_at)
    with desk.sending():
        desk.slack.until(lambda _: len(desk.direct(ANNA)) + len(desk.direct(BERTIL)) == 8)
    for member in (ANNA, BERTIL):
        assert desk.direct(member) == [
            f"stalled {{'deal': 7, 'stay': 3, 'nth': {nth}, 'first': False}}" for nth in range(4)
        ]


def test_one_that_failed_holds_no_other_up(desk: Desk) -> None:
    later = desk.team.clock.now()
    failing = desk.say(NoticeKind.STUCK, to_member=ANNA, due_at=later - timedelta(minutes=1))
    desk.slack.fault("http_500", method="chat.postMessage", n=1)
    desk.say(NoticeKind.MORE_STUCK, to_member=ANNA, count=2, due_at=later)
    desk.send_all()
    assert desk.outcome(failing) == ("sent", None)
    assert sorted(texts(desk.direct(ANNA))) == ["stalled", "the_rest"]


def test_the_thread_wakes_when_it_is_called(desk: Desk) -> None:
    desk.timing = type(desk.timing)(idle=60.0)
    with desk.sending() as sender:
        desk.say(NoticeKind.WELCOME, to_place=SALES)
        sender.wake()
        desk.slack.until(lambda state: state["messages"][CHANNELS[SALES]])


# --- the outcome of a call --------------------------------------------------------------------------------------------


def sending_with(desk: Desk, seconds: float) -> SendContext:
    """What a sender of this desk has in its hands, with so much time to save the outcome of a call."""
    timing = replace(desk.timing, saving=seconds)
    client = Posting(desk.slack.bot_token, desk.slack.api_url)
    pace, outage = Pace(desk.team.ledger.storage, timing), SlackOutage(timing)
    return SendContext(desk.team.ledger, lambda _: client, desk.render, pace, lambda _: None, outage)


def test_the_outcome_of_a_call_is_saved_once_the_database_takes_it(desk: Desk) -> None:
    key = desk.say(NoticeKind.WELCOME, to_place=SALES)
    tries: list[int] = []

    def settle(connection: Connection) -> None:
        tries.append(len(tries))
        if len(tries) < 2:
            raise errors.Busy
        named = {"w": desk.team.workspace_no, "key": key}
        connection.execute(text("UPDATE outbox SET reason = 'told' WHERE workspace_no = :w AND key = :key"), named)

    sending_with(desk, PATIENCE).save_outcome(settle)
    assert tries == [0, 1]
    assert desk.outcome(key) == ("waiting", "told")


def test_a_sender_that_cannot_save_the_outcome_of_a_call_says_so(desk: Desk) -> None:
    tries: list[int] = []

    def settle(_: Connection) -> None:
        tries.append(len(tries))
        raise errors.Busy

    with pytest.raises(errors.Busy):
        sending_with(desk, 0.1).save_outcome(settle)
    assert tries == [0, 1]


# --- cards ------------------------------------------------------------------------------------------------------------


def test_a_card_is_one_message_that_shows_the_deal_as_it_is(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.team.advance(deal)
    desk.team.back(deal)
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 2"]
    assert len(desk.calls("chat.update")) == 1
    assert (desk.card(deal).shown, desk.card(deal).due) == (desk.card(deal).wanted, False)


def test_a_card_older_than_eighty_days_is_posted_anew(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.team.clock.move_by(timedelta(days=81))
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 1", f"deal {deal} in stage 2"]


def test_a_card_stays_where_it_stands_when_the_pipeline_posts_elsewhere(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.post_to(PROJECTS)
    desk.team.advance(deal)
    other = desk.team.new("Betoni")
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 2"]
    assert desk.messages(PROJECTS) == [f"deal {other} in stage 1"]


def test_a_card_without_a_place_waits_with_its_reason_until_somebody_retries(desk: Desk) -> None:
    desk.post_to(None)
    deal = desk.team.new("Acme")
    desk.send_all()
    assert (desk.card(deal).due, desk.card(deal).reason) == (False, "no_place")
    desk.post_to(SALES)
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection:
        assert attention.retry_card(connection, desk.team.workspace_no, deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]


# --- several workspaces -----------------------------------------------------------------------------------------------


def test_one_workspace_that_has_to_wait_holds_no_other(desk: Desk) -> None:
    other = Desk.at(desk.team.ledger.storage, desk.slack, workspace_no=2)
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection:
        pace.hold(connection, desk.team.workspace_no, pace.POSTS, seconds=60, real=time.time())
    held, goes = desk.say(NoticeKind.WELCOME, to_place=SALES), other.say(NoticeKind.WELCOME, to_place=SALES)
    desk.send_until(lambda: other.outcome(goes) == ("sent", None))
    assert desk.outcome(held) == ("waiting", None)


def test_what_was_settled_long_ago_is_forgotten_but_a_stay_is_reminded_of_once(desk: Desk) -> None:
    desk.say(NoticeKind.WELCOME, key="welcome:1", to_place=SALES)
    desk.say(NoticeKind.STUCK, key="stuck:7:3:1", to_member=ANNA, deal=7, stay=3)
    desk.send_all()
    desk.team.clock.move_by(timedelta(days=31))
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection:
        old_messages.delete_old(connection, desk.team.clock.now())
    kept = desk.ask("SELECT key, says_values FROM outbox WHERE workspace_no = :w")
    assert [tuple(row) for row in kept] == [("stuck:7:3:1", "{}")]
    assert len(desk.ask("SELECT key FROM slack_message WHERE workspace_no = :w")) == 2
