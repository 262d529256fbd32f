"""Deals typed badly, at random: none is surely taken for another, most are understood or among those asked about."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from pipeline.finding.words import typed_words, words_of
from pipeline.queries import find
from pipeline.storage.engine import Storage
from tests.pipeline.finding.many_names import NamedDeal, badly_typed, fill, invented
from tests.pipeline.team import Team, team_in

DEALS, TYPED = 1_000, 300  # the sweep has more of both


@pytest.fixture(scope="module")
def deals() -> list[NamedDeal]:
    return invented(Random(7), DEALS)


@pytest.fixture(scope="module")
def busy(shared_storage: Storage, deals: list[NamedDeal]) -> Team:
    team = team_in(shared_storage)
    fill(shared_storage, team.workspace_no, deals)
    return team


def outcomes(team: Team, deals: list[NamedDeal], random: Random, count: int) -> Counter[str]:
    """How many deals that are typed badly are understood, asked about with the right one shown, and so on.

    One that is another deal's name as it stands is no mistake of the search, and is left out.
    """
    found: Counter[str] = Counter()
    for _ in range(count):
        wanted = random.choice(deals)
        typed = badly_typed(random, wanted)
        with team.ledger.read_session(team.by()) as session:
            hits = find.which(session, typed)
        is_shown = any(line.customer == wanted.customer for line in hits.deals)
        if not hits.is_sure or len(hits.deals) != 1:
            found["shown" if is_shown else "asked about others" if hits.deals else "not found"] += 1
        elif is_shown:
            found["understood"] += 1
        elif not set(typed_words(typed)) <= {*words_of(hits.deals[0].customer), *words_of(hits.deals[0].name)}:
            found[f"{typed} is surely {hits.deals[0].customer}, not {wanted.customer}"] += 1
    return found


WAYS = {"understood", "shown", "asked about others", "not found"}


def test_none_is_surely_taken_for_another(busy: Team, deals: list[NamedDeal]) -> None:
    found = outcomes(busy, deals, Random(1), TYPED)

    assert set(found) <= WAYS, found
    assert found["understood"] + found["shown"] > 0.85 * TYPED, found
