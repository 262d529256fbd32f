"""What is typed behind the word of a list: small words say nothing, won, lost and all choose, the rest is left."""

from datetime import date

import pytest

from bot.language.list_words import ListWords, is_of_months, read_list_words

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.mark.parametrize("text", ["", "diilit", "avoimet diilit, kiitos", "deals please", "nyt?", "  "])
def test_small_words_say_nothing(text: str) -> None:
    assert read_list_words(text).is_plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("voitetut", ListWords(is_won=True)),
        ("won", ListWords(is_won=True)),
        ("hävityt diilit", ListWords(is_lost=True)),
        ("kaikki", ListWords(is_everybody=True)),
        ("liisan diilit", ListWords("liisan")),
        ("liisa nieminen voitetut", ListWords("liisa nieminen", is_won=True)),
        ("voitetut liisa", ListWords("liisa", is_won=True)),
        ("Art of Sales", ListWords("Art of Sales")),
        ("1.5.", ListWords("1.5.")),
        ("on 1 May", ListWords("1 May")),
    ],
)
def test_what_is_no_small_word_is_left(text: str, read: ListWords) -> None:
    assert read_list_words(text) == read


def test_a_long_line_is_left_as_it_is() -> None:
    assert read_list_words("kaikki " * 500).rest == "kaikki " * 500


@pytest.mark.parametrize(
    "text",
    ["kesäkuu", "Kesäkuussa", "kesäkuu 2026", "tämä kuu", "ensi kuu", "kesäkuu ja heinäkuu", "June, July", "jul"],
)
def test_the_two_months_of_a_forecast_are_known_by_their_names(text: str) -> None:
    assert is_of_months(text, JUNE, JULY)


@pytest.mark.parametrize("text", ["toukokuu", "kesäkuu 2025", "Q3", "viime kuu", "matti", "kesäkuu ja elokuu", ""])
def test_no_other_period_is_one_of_them(text: str) -> None:
    assert not is_of_months(text, JUNE, JULY)
