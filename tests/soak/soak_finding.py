"""Finding among 100,000 deals: none that is typed badly is surely taken for another, and each answer is cheap."""

from __future__ import annotations

import time
from random import Random

import pytest

from pipeline.queries import find
from pipeline.storage.engine import Storage
from tests.pipeline.finding.many_names import NamedDeal, badly_typed, fill, invented
from tests.pipeline.finding.test_badly_typed import WAYS, outcomes
from tests.pipeline.team import Team, team_in

DEALS, TYPED = 100_000, 1_000
WORST = 0.25  # seconds of a core; the bench measures closer, on a machine that does nothing else


@pytest.fixture(scope="module")
def deals() -> list[NamedDeal]:
    return invented(Random(7), DEALS)


@pytest.fixture(scope="module")
def busy(shared_storage: Storage, deals: list[NamedDeal]) -> Team:
    team = team_in(shared_storage)
    fill(shared_storage, team.workspace_no, deals)
    return team


def test_none_is_surely_taken_for_another(busy: Team, deals: list[NamedDeal]) -> None:
    found = outcomes(busy, deals, Random(3), TYPED)

    assert set(found) <= WAYS, found
    assert found["understood"] + found["shown"] > 0.8 * TYPED, found


def test_no_answer_is_dear(busy: Team, deals: list[NamedDeal]) -> None:
    random = Random(4)
    lines = [badly_typed(random, random.choice(deals)) for _ in range(100)]
    lines += ["konepaja", "konepaja huoltosopimus", "a", "ko", "oy", "kuusiniemen konepaja ja saha oy huoltosopimus"]
    dear: list[tuple[float, str]] = []
    for line in lines:
        took: list[float] = []
        for _ in range(2):  # the first time a statement of that form may be prepared
            began = time.process_time()
            with busy.ledger.read_session(busy.by()) as session:
                find.which(session, line)
                find.which_first(session, line)
                find.find(session, line)
            took.append(time.process_time() - began)
        dear.append((min(took), line))
    assert [each for each in dear if each[0] > WORST] == []
