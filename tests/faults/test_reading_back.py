"""Where a workspace lets Putki read, what may have arrived is looked for before anything else is concluded."""

from pipeline.messages.notices import NoticeKind
from tests.bot.sending.desk import SALES, Desk
from tests.faults.test_lost_senders import killed_at
from tests.pipeline.team import ANNA


def test_a_reminder_whose_answer_was_lost_is_found_and_answers_to_reactions(reading_desk: Desk) -> None:
    reading_desk.slack.fault("answer_lost", method="chat.postMessage")
    key = reading_desk.say(NoticeKind.STUCK, to_member=ANNA, deal=7, stay=3)
    reading_desk.send_all()
    assert reading_desk.outcome(key) == ("sent", None)
    ((ts,),) = reading_desk.ask("SELECT ts FROM slack_message WHERE workspace_no = :w AND key = :k", k=key)
    assert [each["ts"] for each in reading_desk.slack.messages("ULOCALAINO1")] == [ts]


def test_what_did_not_arrive_stays_unsure(reading_desk: Desk) -> None:
    reading_desk.slack.fault("error", method="chat.postMessage", error="fatal_error")
    key = reading_desk.say(NoticeKind.STUCK, to_member=ANNA)
    reading_desk.send_all()
    assert reading_desk.outcome(key) == ("unsure", "fatal_error")


def test_a_monday_post_that_stands_is_not_said_once_more(reading_desk: Desk) -> None:
    reading_desk.slack.fault("invalid_json", method="chat.postMessage")
    key = reading_desk.say(NoticeKind.MONDAY, to_place=SALES)
    reading_desk.send_all()
    assert reading_desk.outcome(key) == ("sent", None)
    assert len(reading_desk.messages(SALES)) == 1


def test_what_a_lost_sender_said_is_found(reading_desk: Desk) -> None:
    key = reading_desk.say(NoticeKind.STUCK, to_member=ANNA)
    killed_at(reading_desk, "said")
    assert reading_desk.outcome(key) == ("sent", None)
    assert len(reading_desk.direct(ANNA)) == 1


def test_a_card_that_a_lost_sender_posted_is_found_and_goes_on_being_changed(reading_desk: Desk) -> None:
    deal = reading_desk.team.new("Acme")
    killed_at(reading_desk, "said")
    assert reading_desk.card(deal).reason is None
    reading_desk.team.advance(deal)
    reading_desk.send_all()
    assert reading_desk.messages(SALES) == [f"deal {deal} in stage 2"]
