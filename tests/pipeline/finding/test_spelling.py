"""Words bent and mistyped: what is typed may also be no word at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.finding import spelling


@pytest.mark.parametrize("letter", ["a", "k", "n", "s"])
def test_a_word_longer_than_any_names_is_only_itself(letter: str) -> None:
    endless = letter * 3_100

    assert spelling.matching_words(endless, [letter * 3, letter * 20, endless]) == {endless}


@example("a", "iin")
@given(st.text("aenikstvyä", min_size=1, max_size=4), st.text("aenikstvyä", min_size=1, max_size=4))
def test_the_shortest_words_are_compared_whichever_way_around(one: str, other: str) -> None:
    assert spelling.is_inflected(one, other) == spelling.is_inflected(other, one)
    assert one in spelling.matching_words(one, [one, other])
