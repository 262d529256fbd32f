"""How names and typed text are cut into words."""

from __future__ import annotations

import pytest

from pipeline.finding import words


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("O'Brien & Sons Ltd", "o brien sons obrien"),
        ("O’Brien", "o brien obrien"),
        ("H&M", "h m hm"),
        ("H & M", "h m hm"),
        ("Virtanen & Pojat Oy", "virtanen pojat"),
        ("Virtanen ja Pojat", "virtanen pojat"),
        ("Hirsi-Saari Oy", "hirsi saari hirsisaari"),
        ("Wärtsilä Oyj Abp", "vartsila"),
        ("Møller Ærø", "moller aero"),
        ("Macy's Ltd", "macy"),
        ("E.ON", "e on eon"),
        ("3Step It Oy", "3step it"),
        ("As Oy Mäkelä 7", "makela 7"),
        ("Oy Ab", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_by_its_words_cut_and_joined_without_company_forms(name: str, found_by: str) -> None:
    assert words.words_of(name) == found_by.split()


@pytest.mark.parametrize(
    ("typed", "cut"),
    [
        ("obrien", "obrien"),
        ("o'brien", "obrien"),
        ("acme oy:lle", "acme"),
        ("virtanen & pojat", "virtanen pojat"),
        ("Hirsi-Saaren", "hirsisaaren"),
        ("oy", ""),
    ],
)
def test_typed_words_are_joined_over_signs(typed: str, cut: str) -> None:
    assert words.typed_words(typed) == cut.split()


def test_typed_words_may_be_cut_at_signs() -> None:
    assert words.typed_words("acme-huolto", cut=True) == ["acme", "huolto"]


def test_a_whole_name_is_one_key_whatever_its_case_signs_and_form() -> None:
    names = ("Kuusiniemen Satama Oy", "KUUSINIEMEN  SATAMA", "Oy Kuusiniemen-Satama Ab", "kuusiniemen satama oy:lle")
    assert {words.whole(name) for name in names} == {"=kuusiniemen satama"}
    assert words.whole("Oy Ab") == "=oy ab"
    assert words.whole("–") == ""


def test_a_word_is_found_by_its_ends_of_four_letters_or_more_and_a_number_by_none() -> None:
    assert words.tails("pumppu") == ["umppu", "mppu"]
    assert words.tails("kone") == []
    assert words.tails("20261231") == []


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("Acme Oy", "ACME OY", True),
        ("A.C.M.E. Oy", "Acme Oy", True),
        ("Acme Oy.", "Ac Me Oy", True),
        ("Väätänen", "Vaatanen", False),
        ("Acme Oy", "Acme", False),
        ("Acme Oy", "Acme Tmi", False),
    ],
)
def test_customers_are_the_same_that_differ_by_case_dots_or_spaces_alone(one: str, other: str, are_same: bool) -> None:
    assert (words.tight(one) == words.tight(other)) is are_same


def test_a_name_is_known_without_its_form() -> None:
    assert {words.without_form(name) for name in ("Acme Oy", "Oy Acme Ab", "ACME", "acme o.y.")} == {"acme"}
    assert words.without_form("Oy Ab") == ""


def test_a_very_long_text_is_cut_short() -> None:
    assert len(words.typed_words("sana " * 700 + "toinen " * 700)) <= words.MOST_TYPED
    assert max(map(len, words.words_of("a" * 3_000))) == words.LONGEST_WORD
