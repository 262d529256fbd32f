"""Words for a deal beside its name or number are no part of it."""

from __future__ import annotations

import pytest

from bot.language.deal_words import without_deal_words, without_first_deal_words
from bot.language.grammar import read_which


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("acmen diili", "acmen"), ("acmen kauppa", "acmen"), ("Koneen deal", "Koneen"), ("koneen keissi", "koneen"),
        ("diili acme", "acme"), ("the Acme deal", "Acme"), ("the deal Acme", "Acme"), ("acmen diiliä", "acmen"),
        ("acmen diilille", "acmen"), ("acmen kaupan", "acmen"), ("diilin acme oy", "acme oy"), ("acme case", "acme"),
        ("acme", "acme"), ("diili", "diili"), ("kauppa", "kauppa"), ("Kauppahalli Oy", "Kauppahalli Oy"),
        ("Diilikoski", "Diilikoski"), ("the", "the"), ("", ""),
    ],
)  # fmt: skip
def test_deal_words_at_the_ends_are_left_out(typed: str, name: str) -> None:
    assert without_deal_words(typed) == name


def test_only_those_in_front_are_left_out_of_what_follows_a_name() -> None:
    assert without_first_deal_words("diili soita heille") == "soita heille"
    assert without_first_deal_words("soita diili") == "soita diili"
    assert without_first_deal_words("diili") == ""


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("#521", 521, ""), ("D-521", 521, ""), ("d-521 tarjous", 521, "tarjous"), ("diili 521", 521, ""),
        ("Diili #521", 521, ""), ("nro 521", 521, ""), ("nro. 521", 521, ""), ("numero 521", 521, ""),
        ("deal 521", 521, ""), ("deal no 521", 521, ""), ("deal no. 521 offer", 521, "offer"), ("n:o 521", 521, ""),
        ("number 521", 521, ""), ("#521 diili", 521, ""), ("the deal 521", 521, ""), ("keissi 521", 521, ""),
    ],
)  # fmt: skip
def test_a_number_is_a_deals_where_it_is_said_so(typed: str, number: int, rest: str) -> None:
    which = read_which(typed, {})

    assert (which.deal_no, which.whole) == (number, rest)


@pytest.mark.parametrize("typed", ["521", "As Oy Mäkelä 7", "diili 521a", "acme 521", "diili acme", "nokia 5", "no"])
def test_other_numbers_are_words(typed: str) -> None:
    assert read_which(typed, {}).deal_no is None
