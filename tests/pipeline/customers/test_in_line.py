"""Which customer that exists the words of a line name: bent or without dots, but never another one like it."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.customers.in_line import KnownCustomer, find_among, known_customer
from pipeline.storage.engine import Storage
from tests.pipeline.finding.many_names import NamedDeal, fill, invented
from tests.pipeline.team import Team, team_in

NAMES = (
    "Ylöjärven Betoni", "Kuusiniemen Satama Oy", "Virtanen Oy", "Joki Oy", "As Oy Mäkelä 7", "Kone Oyj", "Öljy Ky",
    "Alike Oy", "Alike Ab", "Åbrant & Pojat Oy", "Hirsi-Saari Ky", "H&M", "O'Brien & Sons Ltd",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(shared_storage: Storage) -> Team:
    """A workspace with a deal of each of these customers."""
    team = team_in(shared_storage)
    for name in NAMES:
        team.new(name)
    return team


def known(team: Team, typed: str) -> KnownCustomer | None:
    with team.ledger.read_session(team.by()) as session:
        return known_customer(session, typed.split(), lambda nos: nos)


@pytest.mark.parametrize(
    ("typed", "name", "end"),
    [
        ("Ylöjärven Betoni", "Ylöjärven Betoni", 2), ("Ylöjärven Betonille pumppu", "Ylöjärven Betoni", 2),
        ("ylojarven betonin pumppu", "Ylöjärven Betoni", 2), ("Kuusiniemen Satamalle", "Kuusiniemen Satama Oy", 2),
        ("Kuusiniemen Satama Oy:lle huolto", "Kuusiniemen Satama Oy", 3), ("virtaselle huolto", "Virtanen Oy", 1),
        ("joen huolto", "Joki Oy", 1), ("As Oy Mäkelä 7 putkiremontti", "As Oy Mäkelä 7", 4),
        ("koneen huolto", "Kone Oyj", 1), ("oljylle huolto", "Öljy Ky", 1), ("alike ab", "Alike Ab", 2),
        ("abrant & pojat", "Åbrant & Pojat Oy", 3), ("Hirsi-Saarelle hella", "Hirsi-Saari Ky", 1),
        ("hirsi saarelle hella", "Hirsi-Saari Ky", 2), ("h&m verho", "H&M", 1),
        ("obrien & sons taps", "O'Brien & Sons Ltd", 3),
    ],
)  # fmt: skip
def test_a_customer_is_known_by_its_name_however_it_is_bent(town: Team, typed: str, name: str, end: int) -> None:
    found = known(town, typed)

    assert found is not None
    assert (found.start, found.end, found.name) == (0, end, name)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "Ylöjärven",
        "Ylöjärven Betonituote",
        "Kuusiniemen Satama Ab",
        "alike",
        "Konela Oy",
        "Kuusiniemi Satama",
        "Kuusiniemen Satamat",
        "Virtasen Oy",
        "x" * 3000,
        "% _ %",
    ],
)
def test_a_name_that_is_another_or_could_be_two_is_not_known(town: Team, typed: str) -> None:
    assert known(town, typed) is None


def test_a_name_in_the_middle_is_found_with_its_place(town: Team) -> None:
    assert known(town, "pumppu Ylöjärven Betonille") == KnownCustomer(1, 3, "Ylöjärven Betoni")


@pytest.mark.parametrize(
    ("typed", "is_sure"), [("Kone Huolto", False), ("Kone huolto", True), ("Koneen huolto", False)]
)
def test_a_next_word_that_may_belong_to_the_name_makes_it_unsure(typed: str, is_sure: bool) -> None:
    found = find_among(typed.split(), ["Kone Oyj"])

    assert found is not None
    assert found.is_sure is is_sure


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("Kone ja Terä", 3),
        ("kone & terä sirkkeli", 3),
        ("Kone- ja Siltarakennus Pojat huolto", 4),
        ("Koneelle and Sons", 3),
    ],
)
def test_words_that_are_joined_to_a_name_belong_to_it(typed: str, end: int) -> None:
    assert find_among(typed.split(), ["Kone Oyj"]) == KnownCustomer(0, end, "Kone Oyj", is_sure=False, is_joined=True)


def test_another_workspaces_customers_are_not_known(town: Team, shared_storage: Storage) -> None:
    assert known(team_in(shared_storage), "Ylöjärven Betoni") is None


def test_a_customer_is_known_among_many_that_have_its_words(shared_storage: Storage) -> None:
    team = team_in(shared_storage)
    deals = invented(Random(3), 40_000)
    fill(team.ledger.storage, team.workspace_no, [*deals, NamedDeal("Leipomo Ky", "uuni", is_open=True)])

    assert known(team, "leipomolle uuni") == KnownCustomer(0, 1, "Leipomo Ky")
    named = [each.customer for each in deals[:20]]
    assert [getattr(known(team, name), "name", None) for name in named] == named
