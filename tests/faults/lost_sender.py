"""A sender in a process of its own, which may be killed at one stage."""

from __future__ import annotations

import os
import signal
import sys
import time
from multiprocessing.process import BaseProcess

from bot.sending.worker import Sender
from bot.slack.posting import Posting
from pipeline.clock import StandingClock
from pipeline.ledger.unit_of_work import Ledger
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.bot.sending.desk import HURRIED, MONDAY, Desk, shown
from tests.busy_machine import PATIENCE
from tests.processes import begun


def sender_process(desk: Desk, stage: str | None = None) -> BaseProcess:
    """Start one; it ends when nothing is left that is due, or is killed at that stage."""
    url, slack = desk.team.ledger.storage.url, desk.slack
    return begun(_send, url, slack.api_url, slack.bot_token, stage)


def _send(url: str, api_url: str, token: str, stage: str | None) -> None:
    def step(passed: str) -> None:
        if passed == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    ledger = Ledger(Storage.open(url), StandingClock(MONDAY), SUBJECTS)
    client = Posting(token, api_url)
    sender = Sender(ledger, lambda _: client, shown, timing=HURRIED, step=step)
    sys.exit(0 if sender.drain(time.monotonic() + PATIENCE) else 1)
