"""The forecast's line of a month: a range where there is one to tell, the plain sum where all is won, and honesty."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.blocks import forecast
from bot.language.voice import Voice
from pipeline.money import Money
from pipeline.queries.monday import Figures, InMoney, Month

NOW = datetime(2026, 6, 15, 5, tzinfo=UTC)


def line(expected: int, low: int, high: int, won: int, language: str = "fi") -> str:
    money = InMoney(*(Money(each, "EUR") for each in (expected, low, high, won)))
    month = Month(date(2026, 6, 1), 1, 1.4, 1.0, 2.0, (money,))
    figures = Figures(1, date(2026, 6, 15), NOW, 9, 50, (month,), (), 0, ())
    shown = forecast.forecast(Voice(language, "Europe/Helsinki", NOW), forecast.Told(figures)).text
    return next(each for each in shown.replace("\u00a0", " ").splitlines() if each.startswith(("Kesäkuu", "June")))


def test_a_range_stands_beside_the_sum() -> None:
    assert "84 000 €, haarukka 61 000–102 000 € (80 %)" in line(8_400_000, 6_100_000, 10_200_000, 0)


def test_what_is_won_is_exact_and_has_no_range() -> None:
    told = line(125_050, 125_050, 125_050, 125_050)

    assert "Kesäkuu: 1 250,50 € ·" in told
    assert "voitettu jo 1 250,50 €" in told
    assert "haarukka" not in told


@pytest.mark.parametrize(("language", "words"), [("fi", "muutama diili ratkaisee"), ("en", "a few deals decide")])
def test_where_a_few_deals_decide_no_range_is_claimed(language: str, words: str) -> None:
    told = line(9_000, 0, 0, 0, language)

    assert words in told
    assert "80 %" not in told
