"""The pictures of a forecast: drawn in time, with all their numbers, and nothing loaded before it is needed."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.forecast.charts import CLOSEST, LabelledSum, PastForecast, RecordChart, draw, spread
from bot.forecast.pictures import alt_of, chart_of
from bot.language.voice import Voice
from pipeline.forecast.course import MonthCourse
from pipeline.forecast.report import MonthSum
from pipeline.money import Money

NOW = datetime(2026, 8, 17, 5, tzinfo=UTC)


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


COURSE = MonthCourse(
    first=date(2026, 8, 1),
    now=date(2026, 8, 17),
    won=((date(2026, 8, 4), euros(22_000)), (date(2026, 8, 12), euros(130_000))),
    end=MonthSum(euros(391_218), euros(300_000), euros(470_000), euros(130_000)),
    target=euros(400_000),
)
RECORD = RecordChart(
    "Osuvuus",
    tuple(PastForecast(f"{n}.6.", 20_000, 60_000, 50_000 if n % 4 else 70_000) for n in range(1, 14)),
    "osui haarukkaan",
    "ei osunut",
    "haarukka",
    LabelledSum(60_000, "600 €"),
)


def voice(language: str) -> Voice:
    return Voice(language, "Europe/Helsinki", NOW)


@pytest.mark.parametrize(
    ("language", "alt"),
    [
        (
            "fi",
            "Kuva: Elokuu, voitettu tähän mennessä 130 000 €, ennuste noin 391 000 €, "
            "haarukka 300 000–470 000 € (80 %), tavoite 400 000 €",
        ),
        (
            "en",
            "Chart: August, won so far €130,000, forecast about €391,000, range €300,000–470,000 (80%), "
            "target €400,000",
        ),
    ],
)
def test_the_text_has_every_number_of_the_picture(language: str, alt: str) -> None:
    assert alt_of(voice(language), COURSE).replace("\u00a0", " ") == alt
    chart = chart_of(voice(language), COURSE)
    assert chart.title in ("Elokuu", "August")
    assert chart.day_labels[0][1] == {"fi": "3.8.", "en": "3 Aug"}[language]


def test_a_picture_is_a_png_for_a_phone_drawn_within_half_a_second() -> None:
    draw(RECORD)  # loads the library
    for chart in (chart_of(voice("fi"), COURSE), RECORD):
        began = time.process_time()
        made = draw(chart)
        assert time.process_time() - began < 0.5
        with Image.open(io.BytesIO(made)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1000, 750))
        assert len(made) < 200_000


def test_the_picture_of_one_forecast_is_the_same_each_time() -> None:
    assert draw(chart_of(voice("fi"), COURSE)) == draw(chart_of(voice("fi"), COURSE))


def test_nothing_of_the_library_is_loaded_with_the_bot() -> None:
    seen = "import sys, bot.start; print([each for each in sys.modules if each.startswith('matplotlib')])"
    run = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@given(st.lists(st.floats(0, 1), max_size=5))
def test_labels_never_overlap_and_keep_their_order(heights: list[float]) -> None:
    placed = spread(sorted(heights), CLOSEST)
    assert all(upper - lower > CLOSEST - 1e-9 for lower, upper in pairwise(placed))
    assert all(0 <= each <= 1 for each in placed)
