"""`kill -9` before every statement of every kind of change: nothing of it is left, and it comes again whole."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable
from datetime import date, datetime

import pytest

from pipeline.clock import StandingClock
from pipeline.deals import close, move, open, snooze, steps, undo
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome, Unchanged
from pipeline.ledger.unit_of_work import Ledger
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.faults.test_killed_while_changing import die_at
from tests.pipeline.team import ANNA, OFFER, Team, euros
from tests.processes import begun, exit_code

DAY = date(2026, 6, 1)
GIVEN = Given(amount=euros(5), promised_day=DAY, reason="too dear", note="met")
CHANGES: dict[str, Callable[[Ledger, By, int], CommitOutcome]] = {
    "new": lambda ledger, by, _: open.new(ledger, by, open.NewDeal("Betoni", amount=euros(7))),
    "advance": lambda ledger, by, deal: move.advance(ledger, by, deal, to_stage=OFFER, given=GIVEN),
    "won": lambda ledger, by, deal: close.won(ledger, by, deal, given=GIVEN),
    "lost": lambda ledger, by, deal: close.lost(ledger, by, deal, given=GIVEN),
    "step": lambda ledger, by, deal: steps.step(ledger, by, deal, text="call", day=DAY, meant_day=DAY),
    "snooze": lambda ledger, by, deal: snooze.snooze(ledger, by, deal, until=DAY),
    "undo": lambda ledger, by, deal: undo.undo(ledger, by, of_deal=deal, sure=True),
}


def _change_and_die(url: str, now: datetime, by: By, deal: int, what: str, where: str) -> None:
    storage = Storage.open(url)
    storage.writer.connect().close()
    die_at(where, storage.writer)
    CHANGES[what](Ledger(storage, StandingClock(now), SUBJECTS), by, deal)


@pytest.mark.parametrize("what", CHANGES)
def test_killed_before_any_statement_a_change_left_nothing_and_comes_again_whole(team: Team, what: str) -> None:
    url = team.ledger.storage.url
    passed: list[str] = []
    for statement in itertools.chain(["commit"], (f"statement {number}" for number in itertools.count(1))):
        deal = team.new()
        by = team.by(ANNA, f"delivery:{what}:{statement}")
        before = team.everything()
        code = exit_code(begun(_change_and_die, url, team.clock.now(), by, deal, what, statement))
        if code == 0:  # there are no more statements: it was done
            break
        assert code == -signal.SIGKILL
        assert team.everything() == before

        last = team.last_event
        answer = CHANGES[what](team.ledger, by, deal).notice
        assert team.last_event > last
        assert CHANGES[what](team.ledger, by, deal) == Unchanged(answer)
        assert team.is_sound()
        passed.append(statement)
    assert len(passed) > 5
    assert team.is_sound()
