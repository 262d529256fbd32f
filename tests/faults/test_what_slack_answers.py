"""Whatever Slack answers: it waits, or parks with a reason; what may have arrived is not said twice; others flow."""

import dataclasses
import time

import pytest
from structlog.testing import capture_logs

from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.language.safe_text import SafeText
from bot.sending.scene import Reader
from bot.slack import message_locations
from bot.slack.addresses import ResponseUrl, ThreadAddress, dump
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import attention
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.outbox import Lane
from pipeline.storage.engine import Deadline
from tests.bot.sending.desk import CHANNELS, HURRIED, PROJECTS, SALES, Desk, shown, texts
from tests.faults.liar import Liar
from tests.pipeline.team import ANNA


def test_too_fast_for_one_channel_holds_that_channel_and_no_other(desk: Desk) -> None:
    desk.slack.fault("ratelimited", channel=CHANNELS[SALES], retry_after=60)
    held, other = desk.say(NoticeKind.WELCOME, to_place=SALES), desk.say(NoticeKind.WELCOME, to_place=PROJECTS)
    desk.send_until(lambda: desk.outcome(other) == ("sent", None))
    assert (desk.messages(SALES), texts(desk.messages(PROJECTS))) == ([], ["welcome"])
    assert desk.outcome(held) == ("waiting", "ratelimited")


def test_too_fast_is_said_again_when_slack_lets_it(desk: Desk) -> None:
    desk.slack.fault("ratelimited", channel=CHANNELS[SALES], retry_after=2)
    began = time.monotonic()
    desk.say(NoticeKind.WELCOME, to_place=SALES)
    desk.send_all()
    assert time.monotonic() - began > 2.0
    assert texts(desk.messages(SALES)) == ["welcome"]


def test_a_server_error_is_tried_again(desk: Desk) -> None:
    desk.slack.fault("http_500", method="chat.postMessage", n=2)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    assert len(desk.direct(ANNA)) == 1
    assert desk.outcome(key) == ("sent", None)


def test_what_only_ever_fails_is_parked_after_some_tries(desk: Desk) -> None:
    desk.slack.fault("http_500", method="chat.postMessage", n=100)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    assert desk.outcome(key) == ("parked", "http_500")
    assert len(desk.calls("chat.postMessage")) == HURRIED.most_tries


def test_an_unreachable_slack_is_waited_for_however_long(desk: Desk) -> None:
    with Liar() as liar:
        nobody_there = liar.url
    desk.api_url = f"{nobody_there}/api/"
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    assert not desk.sender().drain(time.monotonic() + 1.0)
    assert desk.outcome(key) == ("waiting", "unreachable")
    desk.api_url = None
    desk.send_all()
    assert desk.outcome(key) == ("sent", None)


@pytest.mark.parametrize(("fault", "reason"), [("answer_lost", "connection_lost"), ("invalid_json", "bad_answer")])
def test_a_reminder_whose_answer_was_lost_is_not_sent_again(desk: Desk, fault: str, reason: str) -> None:
    desk.slack.fault(fault, method="chat.postMessage")
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    desk.send_all()
    assert len(desk.direct(ANNA)) == 1
    assert desk.outcome(key) == ("unsure", reason)


def test_a_timeout_after_the_post_leaves_it_unsure(desk: Desk) -> None:
    desk.timeout = 0.5
    desk.slack.fault("slow", method="chat.postMessage", seconds=1.5)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    assert len(desk.direct(ANNA)) == 1
    assert desk.outcome(key) == ("unsure", "timeout")


def test_an_internal_error_may_have_succeeded_as_slack_says(desk: Desk) -> None:
    desk.slack.fault("error", method="chat.postMessage", error="internal_error")
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    assert desk.outcome(key) == ("unsure", "internal_error")


def test_a_monday_post_whose_answer_was_lost_is_said_once_more_and_marked(desk: Desk) -> None:
    desk.slack.fault("answer_lost", method="chat.postMessage", n=2)
    key = desk.say(NoticeKind.MONDAY, to_place=SALES)
    desk.send_all()
    first, second = desk.messages(SALES)
    mark = "Sent once more"
    assert (first.startswith(mark), second.startswith(mark)) == (False, True)
    assert desk.outcome(key) == ("unsure", "connection_lost")


@pytest.mark.parametrize("code", ["not_in_channel", "token_revoked", "invalid_blocks"])
def test_a_final_refusal_is_parked_with_its_reason_and_can_be_sent_when_it_is_mended(desk: Desk, code: str) -> None:
    desk.slack.fault("error", method="chat.postMessage", channel=CHANNELS[SALES], error=code)
    refused, other = desk.say(NoticeKind.WELCOME, to_place=SALES), desk.say(NoticeKind.WELCOME, to_place=PROJECTS)
    desk.send_all()
    assert desk.outcome(refused) == ("parked", code)
    assert desk.outcome(other) == ("sent", None)
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection:
        (stranded,) = attention.unsent_messages(connection, desk.team.workspace_no)
        assert (stranded.key, stranded.reason, stranded.to_place) == (refused, code, SALES)
        assert attention.retry(connection, desk.team.workspace_no, refused)
    desk.send_all()
    assert desk.outcome(refused) == ("sent", None)


def test_a_conversation_that_is_gone_is_opened_anew(desk: Desk) -> None:
    desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    desk.slack.fault("error", method="chat.postMessage", error="channel_not_found")
    key = desk.say(NoticeKind.HAPPENED, to_member=ANNA)
    desk.send_all()
    assert desk.outcome(key) == ("sent", None)
    assert len(desk.calls("conversations.open")) == 2


# --- blocks that Slack will not have ----------------------------------------------------------------------------------


@pytest.fixture
def block_desk(desk: Desk) -> Desk:
    """Every message has its text in a block, too."""

    def in_blocks(session: ReadSession, notice: Notice, reader: Reader) -> Message | None:
        message = shown(session, notice, reader)
        return message and Message(message.text, (el.section(SafeText(message.text)),))

    desk.render = in_blocks
    return desk


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
def test_what_slack_will_not_have_in_blocks_is_said_in_plain_text(block_desk: Desk, code: str) -> None:
    desk = block_desk
    desk.slack.fault("error", method="chat.postMessage", error=code)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    with capture_logs() as logged:
        desk.send_all()
    (message,) = desk.slack.messages("ULOCALAINO1")
    assert (texts([message["text"]]), message.get("blocks")) == (["stalled"], None)
    assert desk.outcome(key) == ("sent", None)
    (warned,) = [each for each in logged if each["event"] == "blocks_refused"]
    assert (warned["log_level"], warned["kind"], warned["reason"]) == ("warning", "stalled", code)


def test_what_slack_will_not_have_in_plain_text_either_is_parked(block_desk: Desk) -> None:
    desk = block_desk
    desk.slack.fault("error", method="chat.postMessage", error="invalid_blocks", n=2)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    desk.send_all()
    assert desk.outcome(key) == ("parked", "invalid_blocks")
    assert len(desk.calls("chat.postMessage")) == 2


def test_an_answer_whose_blocks_its_response_url_refuses_is_given_in_plain_text(block_desk: Desk) -> None:
    with Liar((400, '{"ok": false, "error": "invalid_blocks"}')) as liar:
        key = _answer(block_desk, liar.url)
        block_desk.send_all()
    assert ["blocks" in body for body in liar.bodies] == [True, False]
    assert block_desk.outcome(key) == ("parked", "invalid_blocks")


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_a_card_whose_blocks_slack_refuses_is_shown_in_plain_text(block_desk: Desk, method: str) -> None:
    desk, deal = block_desk, block_desk.team.new("Acme")
    if method == "chat.update":
        desk.send_all()
        desk.team.advance(deal)
    desk.slack.fault("error", method=method, error="invalid_blocks")
    desk.send_all()
    (card,) = desk.slack.messages(CHANNELS[SALES])
    assert card["text"] == f"deal {deal} in stage {2 if method == 'chat.update' else 1}"
    assert not card.get("blocks")
    assert (desk.card(deal).due, desk.card(deal).reason) == (False, None)


# --- cards ------------------------------------------------------------------------------------------------------------


def test_a_card_post_whose_answer_was_lost_is_not_posted_twice(desk: Desk) -> None:
    desk.slack.fault("answer_lost", method="chat.postMessage")
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]
    assert (desk.card(deal).due, desk.card(deal).reason) == (False, "unsure")
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES)[-1] == f"deal {deal} in stage 2"
    assert desk.card(deal).reason is None


def test_a_card_that_nobody_is_sure_of_is_posted_again_when_somebody_has_looked(desk: Desk) -> None:
    desk.slack.fault("error", method="chat.postMessage", error="internal_error")
    deal = desk.team.new("Acme")
    desk.send_all()
    assert (desk.messages(SALES), desk.card(deal).reason) == ([], "unsure")
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection:
        assert attention.retry_card(connection, desk.team.workspace_no, deal)
        message_locations.clear_unsure_cards(connection, desk.team.workspace_no, deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]


def test_a_card_change_whose_answer_was_lost_is_made_again(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.slack.fault("answer_lost", method="chat.update")
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 2"]
    assert not desk.card(deal).due


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message"])
def test_a_card_that_cannot_be_changed_any_more_is_posted_anew(desk: Desk, code: str) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.slack.fault("error", method="chat.update", error=code)
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES)[1:] == [f"deal {deal} in stage 2"]
    desk.team.back(deal)
    desk.send_all()
    assert desk.messages(SALES)[1:] == [f"deal {deal} in stage 1"]


def test_too_fast_with_changes_waits_and_shows_the_last_state(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.slack.fault("ratelimited", method="chat.update", retry_after=1)
    desk.team.advance(deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 2"]


def test_a_card_refused_for_good_is_parked_until_the_deal_changes(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.slack.fault("error", method="chat.update", error="is_archived")
    desk.team.advance(deal)
    desk.send_all()
    assert (desk.card(deal).due, desk.card(deal).reason) == (False, "is_archived")
    desk.team.back(deal)
    desk.send_all()
    assert desk.messages(SALES) == [f"deal {deal} in stage 1"]
    assert desk.card(deal).reason is None


# --- answers ----------------------------------------------------------------------------------------------------------


def test_an_answer_goes_to_its_response_url_once(desk: Desk) -> None:
    with Liar() as liar:
        key = _answer(desk, liar.url)
        desk.send_all()
    (body,) = liar.bodies
    assert (body["response_type"], body["replace_original"], texts([body["text"]])) == ("ephemeral", False, ["show"])
    assert desk.outcome(key) == ("sent", None)


@pytest.mark.parametrize(
    ("lie", "outcome"),
    [
        ((404, '{"ok": false, "error": "used_url"}'), ("dropped", "used_url")),
        ((200, '{"ok": false, "error": "invalid_blocks"}'), ("parked", "invalid_blocks")),
        (None, ("unsure", "connection_lost")),
    ],
)
def test_an_answer_that_is_not_taken_is_not_given_twice(
    desk: Desk, lie: tuple[int, str] | None, outcome: tuple[str, str]
) -> None:
    with Liar(lie) as liar:
        key = _answer(desk, liar.url)
        desk.send_all()
        desk.send_all()
    assert len(liar.bodies) == 1
    assert desk.outcome(key) == outcome


EXPIRED = (404, '{"ok": false, "error": "expired_url"}')
ENDED = {
    "expired": EXPIRED,
    "used up": (404, '{"ok": false, "error": "used_url"}'),
    "with a space": (403, '{"ok": false, "error": "Expired url"}'),
    "with a 200": (200, '{"ok": false, "error": "expired_url"}'),
    "without a word": (410, ""),
}


@pytest.mark.parametrize("says", [NoticeKind.CREATED, NoticeKind.REFUSED])
@pytest.mark.parametrize("how", ENDED)
def test_what_was_done_is_told_directly_when_its_response_url_takes_nothing_any_more(
    desk: Desk, says: NoticeKind, how: str
) -> None:
    with Liar(ENDED[how]) as liar:
        key = _answer(desk, liar.url, says)
        desk.send_all()
        desk.send_all()
    assert len(liar.bodies) == 1
    assert texts(desk.direct(ANNA)) == [says.value]
    assert desk.outcome(key) == ("sent", None)


def test_what_was_asked_for_only_is_not_told_directly(desk: Desk) -> None:
    with Liar(EXPIRED) as liar:
        key = _answer(desk, liar.url, NoticeKind.MINE)
        desk.send_all()
    assert desk.direct(ANNA) == []
    assert desk.outcome(key) == ("dropped", "expired_url")


def test_an_answer_to_nobody_known_is_dropped_with_its_response_url(desk: Desk) -> None:
    with Liar(EXPIRED) as liar:
        key = desk.say(NoticeKind.REFUSED, address=dump(ResponseUrl(liar.url)), lane=Lane.ANSWERS)
        desk.send_all()
    assert desk.outcome(key) == ("dropped", "expired_url")


def test_an_answer_told_directly_waits_its_turn_like_any_message(desk: Desk) -> None:
    desk.slack.fault("ratelimited", method="chat.postMessage", retry_after=1)
    with Liar(EXPIRED) as liar:
        key = _answer(desk, liar.url, NoticeKind.CREATED)
        desk.send_all()
    assert texts(desk.direct(ANNA)) == ["created"]
    assert desk.outcome(key) == ("sent", None)


def test_an_answer_is_never_behind_a_card_that_hangs(desk: Desk) -> None:
    deals = [desk.team.new("Acme"), desk.team.new("Betoni")]
    desk.send_all()
    desk.timing = dataclasses.replace(HURRIED, lease=30.0)
    desk.slack.fault("slow", method="chat.update", seconds=3, n=2)
    for deal in deals:
        desk.team.advance(deal)
    with desk.sending() as sender:
        desk.slack.until(lambda _: len(desk.calls("chat.update")) == 2)
        address = dump(ThreadAddress(CHANNELS[PROJECTS], None))
        desk.say(NoticeKind.SHOWN, address=address, to_member=ANNA, lane=Lane.ANSWERS)
        sender.wake()
        desk.slack.until(lambda state: state["messages"][CHANNELS[PROJECTS]])
        assert [desk.card(deal).claimed_by is not None for deal in deals] == [True, True]


def _answer(desk: Desk, url: str, says: NoticeKind = NoticeKind.SHOWN) -> str:
    return desk.say(says, address=dump(ResponseUrl(url)), to_member=ANNA, lane=Lane.ANSWERS)
