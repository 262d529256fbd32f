"""What a new deal may double is shown: deals of a customer that is nearly the same, or that repeat what it says."""

from __future__ import annotations

import pytest

from pipeline.deals import open as opening
from pipeline.messages.change_notices import DealCreated
from pipeline.queries.doubles import SHOWN, doubles, doubles_of
from tests.pipeline.team import Team, euros, told


def new(team: Team, customer: str, name: str | None = None, amount: int | None = None) -> int:
    money = euros(amount) if amount is not None else None
    deal = opening.NewDeal(customer, name, amount=money)
    return told(opening.new(team.ledger, team.by(), deal), DealCreated).deal


@pytest.mark.parametrize(
    ("customer", "name", "amount", "is_alike"),
    [
        ("Kouvukoski Oy", "huoltosopimus", 10_000, True),
        ("Kouvukoski Oy", "Huoltosopimus", None, True),
        ("kouvukoski", "huoltosopimus", None, True),
        ("Kouvukoski Oy", "pumppu", 12_500, True),
        ("Kouvukoski Oy", "pumppu", 9_000, False),
        ("Kouvukoski Oy", "pumppu", None, False),
        ("Kouvukoski Oy", None, None, False),
        ("Kouvukoski Ky", "pumppu", None, True),
        ("Kouvukoskelle", "pumppu", None, True),
        ("Kouvukosk", "pumppu", 9_000, True),
        ("Hirvikoski Oy", "huoltosopimus", 12_500, False),
    ],
)
def test_a_deal_that_is_nearly_there_is_found(
    team: Team, customer: str, name: str | None, amount: int | None, *, is_alike: bool
) -> None:
    there = new(team, "Kouvukoski Oy", "huoltosopimus", 12_500)
    money = euros(amount) if amount is not None else None

    with team.ledger.read_session(team.by()) as session:
        found = doubles(session, customer, name, money)

    assert [each.deal_no for each in found] == ([there] if is_alike else [])


def test_two_deals_without_a_name_of_one_customer_are_alike(team: Team) -> None:
    first, second = team.new("Kouvukoski Oy"), team.new("Kouvukoski Oy")

    with team.ledger.read_session(team.by()) as session:
        assert [each.deal_no for each in doubles_of(session, second)] == [first]


def test_closed_deals_double_nothing_and_few_are_shown(team: Team) -> None:
    deals = [team.new("Kouvukoski Oy") for _ in range(6)]
    team.lost(deals[-1])

    with team.ledger.read_session(team.by()) as session:
        assert [each.deal_no for each in doubles_of(session, deals[0])] == deals[4 : 4 - SHOWN : -1]
        assert doubles_of(session, 99) == ()
