"""A sender that is killed at any stage loses nothing, and what it may have said is not said twice."""

import signal
import threading
import time
from typing import Any

import pytest
from sqlalchemy import text

from bot.slack.addresses import ResponseUrl, dump
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.outbox import Lane
from tests.bot.sending.desk import PROJECTS, SALES, Desk
from tests.busy_machine import PATIENCE
from tests.faults.liar import Liar
from tests.faults.lost_sender import sender_process
from tests.pipeline.team import ANNA, BERTIL
from tests.processes import exit_code


def killed_at(desk: Desk, stage: str) -> None:
    """A sender has run in its own process, and was killed there; once its lease has ended another sends on."""
    assert exit_code(sender_process(desk, stage)) == -signal.SIGKILL
    desk.let_leases_end()
    desk.send_all()


@pytest.mark.parametrize(
    ("stage", "outcome", "arrived"),
    [
        ("claimed", ("sent", None), 1),  # nothing was begun: it is simply sent
        ("begun", ("unsure", "sender_lost"), 0),  # nobody knows, so it is not sent again
        ("said", ("unsure", "sender_lost"), 1),
        ("settled", ("sent", None), 1),
    ],
)
def test_a_reminder_arrives_once_at_most(desk: Desk, stage: str, outcome: tuple[str, str | None], arrived: int) -> None:
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    killed_at(desk, stage)
    assert desk.outcome(key) == outcome
    assert len(desk.direct(ANNA)) == arrived


@pytest.mark.parametrize(
    ("stage", "outcome", "arrived"),
    [
        ("claimed", ("sent", None), 1),
        ("refused", ("unsure", "sender_lost"), 0),  # the response URL took nothing, but nobody wrote that down
        ("said", ("unsure", "sender_lost"), 1),
    ],
)
def test_an_answer_that_is_told_directly_arrives_once_at_most(
    desk: Desk, stage: str, outcome: tuple[str, str | None], arrived: int
) -> None:
    with Liar((404, '{"ok": false, "error": "expired_url"}')) as liar:
        key = desk.say(NoticeKind.CREATED, to_member=ANNA, address=dump(ResponseUrl(liar.url)), lane=Lane.ANSWERS)
        killed_at(desk, stage)
    assert desk.outcome(key) == outcome
    assert len(desk.direct(ANNA)) == arrived


@pytest.mark.parametrize(("stage", "marked"), [("claimed", [False]), ("begun", [True]), ("said", [False, True])])
def test_a_monday_post_arrives_for_sure(desk: Desk, stage: str, marked: list[bool]) -> None:
    key = desk.say(NoticeKind.MONDAY, to_place=SALES)
    killed_at(desk, stage)
    assert desk.outcome(key) == ("sent", None)
    assert [each.startswith("Sent once more") for each in desk.messages(SALES)] == marked


@pytest.mark.parametrize(
    ("stage", "reason", "arrived"),
    [("claimed", None, 1), ("begun", "unsure", 0), ("said", "unsure", 1), ("placed", None, 1), ("settled", None, 1)],
)
def test_a_card_is_posted_once_at_most(desk: Desk, stage: str, reason: str | None, arrived: int) -> None:
    deal = desk.team.new("Acme")
    killed_at(desk, stage)
    assert (desk.card(deal).due, desk.card(deal).reason) == (False, reason)
    assert len(desk.messages(SALES)) == arrived


@pytest.mark.parametrize("stage", ["claimed", "begun", "said"])
def test_a_card_that_stands_shows_the_last_state_in_the_end(desk: Desk, stage: str) -> None:
    deal = desk.team.new("Acme")
    desk.send_all()
    desk.team.advance(deal)
    killed_at(desk, stage)
    assert desk.messages(SALES) == [f"deal {deal} in stage 2"]
    assert not desk.card(deal).due


def test_two_processes_on_one_database_say_each_thing_once(desk: Desk) -> None:
    keys = [desk.say(NoticeKind.WELCOME, to_place=place) for place in (SALES, PROJECTS) for _ in range(3)]
    keys += [desk.say(NoticeKind.STUCK, to_member=member) for member in (ANNA, BERTIL) for _ in range(3)]
    processes = [sender_process(desk) for _ in range(2)]
    assert [exit_code(process) for process in processes] == [0, 0]
    assert {desk.outcome(key) for key in keys} == {("sent", None)}
    assert len(desk.calls("chat.postMessage")) == len(keys)


def test_a_deal_that_changes_while_its_card_is_sent_is_shown_as_it_is_at_last(desk: Desk) -> None:
    deal = desk.team.new("Acme")
    changes: list[Notice] = []

    def step(stage: str) -> None:
        if stage == "begun" and not changes:
            changes.append(desk.team.advance(deal))

    assert desk.sender(step=step).drain(time.monotonic() + PATIENCE)
    assert desk.messages(SALES) == [f"deal {deal} in stage 2"]
    card = desk.card(deal)
    assert (card.shown, card.due) == (card.wanted, False)


def test_what_was_sent_is_written_down_once_the_database_lets_it(desk: Desk) -> None:
    """The message arrived while another writer holds the database: it is settled as sent, not sent again."""
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    held, free = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold, args=(desk, key, held, free))

    def step(stage: str) -> None:
        if stage == "said":
            holder.start()
            assert held.wait(PATIENCE)
            threading.Timer(3.0, free.set).start()  # longer than one try to settle may take

    assert desk.sender(step=step).send_one()
    holder.join(PATIENCE)
    assert desk.outcome(key) == ("sent", None)
    assert len(desk.direct(ANNA)) == 1


def _hold(desk: Desk, key: str, held: threading.Event, free: threading.Event) -> None:
    values: dict[str, Any] = {"w": desk.team.workspace_no, "key": key}
    with desk.team.ledger.storage.writer.connect() as connection, connection.begin():
        connection.execute(text("UPDATE outbox SET tries = tries WHERE workspace_no = :w AND key = :key"), values)
        held.set()
        assert free.wait(PATIENCE)


def test_a_stopping_sender_finishes_what_is_in_flight(desk: Desk) -> None:
    desk.slack.fault("slow", method="chat.postMessage", seconds=1)
    key = desk.say(NoticeKind.STUCK, to_member=ANNA)
    with desk.sending():
        desk.slack.until(lambda _: desk.calls("chat.postMessage"))
    assert desk.outcome(key) == ("sent", None)
