"""Words bent and mistyped: what is typed may also be no word at all."""

from __future__ import annotations

import pytest

from pipeline.finding import spelling


@pytest.mark.parametrize("letter", ["a", "k", "n", "s"])
def test_a_word_longer_than_any_names_is_only_itself(letter: str) -> None:
    endless = letter * 3_100

    assert spelling.matching_words(endless, [letter * 3, letter * 20, endless]) == {endless}
