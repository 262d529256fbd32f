"""Several processes that change one workspace at once: no number is missing, nothing is lost or doubled."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from pipeline.clock import StandingClock
from pipeline.deals import move, open, snooze, undo
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.outcome import CommitOutcome, Unchanged
from pipeline.ledger.unit_of_work import Ledger
from pipeline.refused import Refused
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import ANNA, BERTIL, LEENA, NO_HURRY, Team, euros
from tests.processes import begun, exit_code

PROCESSES, COMMANDS, DEALS = 3, 500, 12
GIVEN = Given(amount=euros(5), promised_day=date(2026, 6, 1), reason="too dear")
Act = Callable[[Ledger, By], CommitOutcome]


def _some_act(chance: random.Random) -> Act:
    deal = chance.randint(1, DEALS)
    return chance.choice(
        [
            partial(_advance, deal=deal, stage=chance.choice([1, 2, 3, None])),
            partial(_advance, deal=deal, stage=chance.choice([1, 2, 3, None])),
            partial(_back, deal=deal),
            partial(_snooze, deal=deal),
            _undo,
            _new,
        ]
    )


def _new(ledger: Ledger, by: By) -> CommitOutcome:
    return open.new(ledger, by, open.NewDeal("Acme", amount=euros(1)))


def _advance(ledger: Ledger, by: By, *, deal: int, stage: int | None) -> CommitOutcome:
    return move.advance(ledger, by, deal, to_stage=stage, given=GIVEN)


def _back(ledger: Ledger, by: By, *, deal: int) -> CommitOutcome:
    return move.back(ledger, by, deal, to_stage=1)


def _snooze(ledger: Ledger, by: By, *, deal: int) -> CommitOutcome:
    return snooze.snooze(ledger, by, deal, until=date(2026, 6, 1))


def _undo(ledger: Ledger, by: By) -> CommitOutcome:
    return undo.undo(ledger, by, sure=True)


def _work(url: str, now: datetime, workspace_no: int, seed: int) -> None:
    """Do what comes to mind; what was done is delivered once more, and answered as before."""
    chance = random.Random(seed)
    storage = Storage.open(url)
    ledger = Ledger(storage, StandingClock(now), SUBJECTS)
    for number in range(COMMANDS):
        who, act = chance.choice([ANNA, BERTIL, LEENA]), _some_act(chance)
        by = By(workspace_no, who, Via.COMMAND, (f"soak:{seed}:{number}",), time.monotonic() + NO_HURRY)
        try:
            answer = act(ledger, by)
        except Refused:
            continue
        if ledger.answered(by) is not None:  # it changed something
            assert act(ledger, by) == Unchanged(answer.notice)
    storage.close()


def test_processes_that_change_one_workspace_at_once_lose_and_double_nothing(team: Team) -> None:
    for number in range(DEALS):
        team.new(f"Customer {number}", 5)

    workers = [
        begun(_work, team.ledger.storage.url, team.clock.now(), team.workspace_no, seed) for seed in range(PROCESSES)
    ]
    assert [exit_code(worker) for worker in workers] == [0] * PROCESSES

    numbers = [no for (no,) in team.ask("SELECT no FROM event WHERE workspace_no = :w ORDER BY no")]
    assert numbers == list(range(1, team.last_event + 1))
    done = team.ask("SELECT count(*) FROM inbox WHERE workspace_no = :w AND key LIKE 'soak:%'")[0][0]
    assert done > COMMANDS  # of all: enough to have met each other
    assert team.is_sound()
