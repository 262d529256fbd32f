"""Which customer a name is of: the same one, one that is surely meant though inflected, or some that are alike."""

from __future__ import annotations

import pytest

from pipeline.customers.known import Likeness, near_customers
from pipeline.storage.engine import Storage
from tests.pipeline.team import Team, team_in

NAMES = (
    "Ylöjärven Betoni Oy", "Kuusiniemen Satama", "Kuusiniemen Satama Oy", "Acme Oy", "Acme Tmi", "Acme Huolto Oy",
    "Veljekset Vaskikallio Oy", "O'Brien & Sons Ltd", "Lahti Energia Oy", "Kone Oyj", "Virtanen Oy", "Hirsi-Saari Ky",
    "E.ON Suomi Oy", "Insinööritoimisto Kouvukoski Oy",
)  # fmt: skip


@pytest.fixture(scope="module")
def firms(shared_storage: Storage) -> Team:
    team = team_in(shared_storage)
    for name in NAMES:
        team.new(name)
    return team


@pytest.mark.parametrize(
    ("typed", "name", "likeness"),
    [
        ("Ylöjärven Betoni Oy", "Ylöjärven Betoni Oy", Likeness.SAME),
        ("ylöjärven  betoni oy.", "Ylöjärven Betoni Oy", Likeness.SAME),
        ("Ylöjärven Betoni", "Ylöjärven Betoni Oy", Likeness.SAME),
        ("Ylöjärven Betonille", "Ylöjärven Betoni Oy", Likeness.INFLECTED),
        ("ylojarven betoni", "Ylöjärven Betoni Oy", Likeness.INFLECTED),
        ("Ylöjärven Betoni Oy:lle", "Ylöjärven Betoni Oy", Likeness.INFLECTED),
        ("Kuusiniemen satama oy", "Kuusiniemen Satama Oy", Likeness.SAME),
        ("kuusiniemen satama", "Kuusiniemen Satama", Likeness.SAME),
        ("Veljekset Vaskikalliolle", "Veljekset Vaskikallio Oy", Likeness.INFLECTED),
        ("obrien & sons", "O'Brien & Sons Ltd", Likeness.INFLECTED),
        ("O’Brien and Sons Ltd", "O'Brien & Sons Ltd", Likeness.INFLECTED),
        ("hirsi saari ky", "Hirsi-Saari Ky", Likeness.INFLECTED),
        ("EON Suomi", "E.ON Suomi Oy", Likeness.SAME),
        ("Virtaselle", "Virtanen Oy", Likeness.INFLECTED),
        ("Koneelle", "Kone Oyj", Likeness.INFLECTED),
        ("Acme Huolto", "Acme Huolto Oy", Likeness.SAME),
    ],
)
def test_a_customer_is_known(firms: Team, typed: str, name: str, likeness: Likeness) -> None:
    with firms.ledger.read_session(firms.by()) as session:
        nearest, *others = near_customers(session, typed)

    assert (nearest.name, nearest.likeness) == (name, likeness)
    assert all(each.likeness < likeness for each in others)


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("Acme", {"Acme Oy", "Acme Tmi"}),
        ("Acme Ab", {"Acme Oy", "Acme Tmi"}),
        ("Acmelle", {"Acme Oy", "Acme Tmi"}),
        ("Ylöjärven Betoni Ky", {"Ylöjärven Betoni Oy"}),
        ("Veljekset Vaskkallio", {"Veljekset Vaskikallio Oy"}),
        ("Ylöjärvenn Betoni", {"Ylöjärven Betoni Oy"}),
        ("Insinööritoimisto Kouvukosk", {"Insinööritoimisto Kouvukoski Oy"}),
        ("Ylojarvne Betoni Oy", {"Ylöjärven Betoni Oy"}),
    ],
)
def test_customers_that_are_alike_are_asked_about(firms: Team, typed: str, alike: set[str]) -> None:
    with firms.ledger.read_session(firms.by()) as session:
        found = near_customers(session, typed)

    assert {each.name for each in found} == alike
    assert len(alike) > 1 or {each.likeness for each in found} == {Likeness.ALIKE}


@pytest.mark.parametrize(
    "typed",
    ["Ylöjärven Saha", "Lahti", "Kuusiniemen", "Betoni", "Oy", "", "—", "Toinen Firma Oy", "12 500 €", "Konepaja"],
)
def test_what_shares_a_word_or_none_is_another_customer(firms: Team, typed: str) -> None:
    with firms.ledger.read_session(firms.by()) as session:
        assert near_customers(session, typed) == ()


@pytest.mark.parametrize(
    ("first", "second", "are_same"),
    [
        ("Acme Oy", "ACME OY", True),
        ("Acme Oy", "Acme Oy.", True),
        ("Acme Oy", "A.C.M.E. oy", True),
        ("Acme Oy", "Acme", True),
        ("Acme", "Acme Oy", False),
        ("Acme Oy", "Acme Tmi", False),
        ("Väätänen", "Vaatanen", False),
        ("Acme Oy", "Acne Oy", False),
    ],
)
def test_a_new_deal_is_of_the_customer_that_is_the_same(team: Team, first: str, second: str, are_same: bool) -> None:
    one, other = team.there(team.new(first)), team.there(team.new(second))

    assert (one.customer_no == other.customer_no) is are_same
    assert team.is_sound()


def test_a_name_without_form_that_two_customers_have_is_a_new_customer(team: Team) -> None:
    deals = [team.there(team.new(name)) for name in ("Acme Oy", "Acme Tmi", "Acme", "acme")]

    assert len({deal.customer_no for deal in deals}) == 3
    assert deals[2].customer_no == deals[3].customer_no
