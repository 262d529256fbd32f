"""Senders that are killed again and again, each at a later stage: what is promised of each kind of message holds."""

from __future__ import annotations

import itertools
import os
import random
import re
import signal
import sys
import time
from collections import Counter

import pytest

from bot.sending.worker import Sender
from bot.slack.posting import Posting
from pipeline.clock import StandingClock
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.notices import NoticeKind
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.bot.sending.desk import HURRIED, MONDAY, PROJECTS, SALES, Desk, shown
from tests.busy_machine import PATIENCE
from tests.pipeline.team import AATU, ANNA, BERTIL
from tests.processes import begun, exit_code

SEEDS = range(12)
MOST_STAGES = 9  # that a sender passes before it is killed
MOST_KILLED = 200
PEOPLE, PLACES = (ANNA, BERTIL, AATU), (SALES, PROJECTS)


def _send_and_die(url: str, api_url: str, token: str, stages: int) -> None:
    """Send until so many stages were passed, or nothing is left that is due."""
    passed = 0

    def step(_: str) -> None:
        nonlocal passed
        passed += 1
        if passed == stages:
            os.kill(os.getpid(), signal.SIGKILL)

    client = Posting(token, api_url)
    sender = Sender(
        Ledger(Storage.open(url), StandingClock(MONDAY), SUBJECTS), lambda _: client, shown, timing=HURRIED, step=step
    )
    sys.exit(0 if sender.drain(time.monotonic() + PATIENCE) else 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_however_often_senders_are_killed_each_message_keeps_its_promise(desk: Desk, seed: int) -> None:
    numbers = itertools.count(1)
    reminders = [desk.say(NoticeKind.STUCK, to_member=member, nth=next(numbers)) for member in PEOPLE for _ in range(3)]
    posts = {
        n: desk.say(NoticeKind.MONDAY, to_place=place, pipeline=n)
        for place in PLACES
        for n in itertools.islice(numbers, 2)
    }
    deals = [desk.team.new(customer) for customer in ("Acme", "Betoni", "Cargo")]

    assert _killed_until_all_is_said(desk, random.Random(seed)) > 0

    said = Counter(_number(message) for member in PEOPLE for message in desk.direct(member))
    assert set(said.values()) == {1}  # a reminder comes once at most
    outcomes = Counter(desk.outcome(key) for key in reminders)
    assert outcomes.keys() <= {("sent", None), ("unsure", "sender_lost")}
    assert outcomes["sent", None] <= said.total()
    there = [message for place in PLACES for message in desk.messages(place)]
    posted = Counter(_number(message) for message in there if "monday" in message)
    assert set(posted.values()) <= {1, 2}  # a Monday post once more, if a sender is lost over it
    for n, key in posts.items():
        assert desk.outcome(key) in {("sent", None), ("unsure", "sender_lost")}  # it was lost over the second as well
        assert posted[n] >= 1 or desk.outcome(key) != ("sent", None)
    for deal in deals:
        assert [message.startswith(f"deal {deal} ") for message in there].count(True) <= 1
        assert desk.card(deal).reason in {None, "unsure"}
        assert not desk.card(deal).due


def _killed_until_all_is_said(desk: Desk, chance: random.Random) -> int:
    """How many senders were killed before one was left with nothing to send."""
    url, slack = desk.team.ledger.storage.url, desk.slack
    for killed in range(MOST_KILLED):
        stages = chance.randint(1, MOST_STAGES)
        code = exit_code(begun(_send_and_die, url, slack.api_url, slack.bot_token, stages))
        if code == 0:
            return killed
        assert code == -signal.SIGKILL
        desk.let_leases_end()
    raise AssertionError("it never ends")


def _number(message: str) -> int:
    told = re.search(r"'(?:nth|pipeline)': (\d+)", message)
    assert told, message
    return int(told[1])
