"""The page that counts lines and presses is what they are, and whatever takes more than two presses says why."""

from __future__ import annotations

from tests.presses import PAGE, played


def test_the_page_counts_what_each_act_takes() -> None:
    assert PAGE.read_text() == played(), "write it anew: python -m tests.presses"
