"""Words that speak of time are told from names that have such words in them."""

import pytest

from bot.language.folding import folded
from bot.language.signs_of_time import Kind, kind_of_folded


def speaks_of_time(text: str) -> bool:
    return any(kind_of_folded(folded(word)) is Kind.CORE for word in text.split())


@pytest.mark.parametrize(
    "text",
    [
        "syksyllä", "loppukesästä", "ennen juhannusta", "juhannuksen jälkeen", "heinäkuun puolivälissä", "ensi vuonna",
        "loppiaisena", "before christmas", "H2", "Q3/2026", "2027", "elo-syyskuu", "vko 32-33", "kuun vaihteessa",
        "ens viikol", "maanantaina", "this summer", "asap", "30092026", "tilikauden lopussa",
    ],
)  # fmt: skip
def test_a_time_is_heard(text: str) -> None:
    assert speaks_of_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "verkkokauppa", "joulukortit", "kesäkalusteet", "vuosihuolto", "viikkosiivous", "Pekka May", "to", "la",
        "after sales", "Joulupukki", "maaliskuukausi", "tonni", "5000", "x" * 3000,
    ],
)  # fmt: skip
def test_another_word_is_no_time(text: str) -> None:
    assert not speaks_of_time(text)
