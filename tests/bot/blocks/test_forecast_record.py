"""The record of past forecasts read aloud: one line in the post, its page, and what stays silent."""

from __future__ import annotations

import pytest

from bot.forecast import post, record
from tests.gallery.deals import FIGURES, voice
from tests.gallery.records import RECORDS, of_money, of_wins


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Edelliset 26 ennustetta: 18 osui haarukkaan · poikkeama keskimäärin 14 %"),
        ("en", "Last 26 forecasts: 18 in range · 14% off on average"),
    ],
)
def test_a_post_tells_the_record_in_one_line(language: str, said: str) -> None:
    told = record.line(voice(language), RECORDS[""])
    message = post.forecast(voice(language), post.ForecastContent(FIGURES, record=told))
    assert said in _plain(message.text).splitlines()
    buttons = [
        element["action_id"]
        for block in message.blocks
        for element in block.get("elements", ())
        if "action_id" in element
    ]
    assert any("record" in each for each in buttons)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", " · viime kuu uudestaan olisi osunut lähemmäs: 2 %"),
        ("en", " · last month again would have been closer: 2% off"),
    ],
)
def test_it_says_where_a_method_without_a_model_was_closer(language: str, said: str) -> None:
    assert said in _plain(str(record.line(voice(language), RECORDS["-beaten"])))
    assert said not in _plain(str(record.line(voice(language), RECORDS[""])))


def test_a_post_is_silent_under_five() -> None:
    assert record.line(voice("fi"), (of_money(4), of_wins(4))) is None
    message = post.forecast(voice("fi"), post.ForecastContent(FIGURES))
    assert "osui haarukkaan" not in message.text
    assert not any("record" in str(block) for block in message.blocks)


def test_wins_are_told_where_no_currency_has_five() -> None:
    assert "21 osui" in str(record.line(voice("fi"), (of_money(4), of_wins())))


def test_a_page_lists_each_months_first_forecast_with_what_came() -> None:
    said = _plain(record.page(voice("fi"), RECORDS[""], "").text).splitlines()
    assert said[0] == "Ennusteen osuvuus · Myynti"
    assert "• Huhtikuu: ennuste ma 6.4. 310 000 €, haarukka 248 000–372 000 € ei pitänyt, tuli 388 000 €" in said
    assert "• Kesäkuu: ennuste ma 1.6. 280 000 €, haarukka 224 000–336 000 €, tuli 300 000 €" in said
    assert "Ennuste osui lähemmäs kuin kumpikaan." in said


def test_the_picture_has_its_numbers_as_text_and_shows_a_quarter_of_mondays() -> None:
    picture = record.page(voice("en"), RECORDS[""], "").picture
    assert picture is not None
    assert "26 forecasts, 18 in range, 14% off on average" in picture.alt
    assert len(record.chart_of(voice("en"), of_money(), "").forecasts) == record.DRAWN
    assert picture.draw().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "said"),
    [("-few", "The months of only 3 Monday forecasts have ended."), ("-none", "No Monday forecast’s month has ended")],
)
def test_too_few_forecasts_are_said_to_be_too_few(name: str, said: str) -> None:
    message = record.page(voice("en"), RECORDS[name], "")
    assert said in message.text
    assert message.picture is None
