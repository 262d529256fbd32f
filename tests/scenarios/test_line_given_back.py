"""A line that is refused is given back below the refusal: Slack shows a command nowhere once it is sent."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer, Town


@pytest.fixture
def won(town: Town) -> tuple[Newcomer, str]:
    """A seller with a deal that is won and not delivered."""
    seller = town.newcomer()
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name} 12 500, toimitus 1.9., lähde messut")
    return seller, name


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("tyytymätön {deal} venttiili vuotaa taas", "ei ole vielä toimitettu"),
        ("tyytyväisyys {deal} 🙁 venttiili vuotaa", "ei ole vielä toimitettu"),
        ("tarjous {deal} 15 000, 3 viikkoa, 30 pv", ""),
        ("siirrä {deal} tarjous -- sovittiin puhelimessa", ""),
    ],
)
def test_what_was_typed_is_not_lost(won: tuple[Newcomer, str], line: str, refusal: str) -> None:
    seller, name = won
    typed = line.format(deal=name)
    said = seller.type(f"/deal {typed}")
    assert refusal in said
    assert f"Kirjoitit: /deal {typed}" in said


def test_a_short_line_is_not(won: tuple[Newcomer, str]) -> None:
    seller, name = won
    assert "Kirjoitit" not in seller.type(f"/deal siirrä {name}")
