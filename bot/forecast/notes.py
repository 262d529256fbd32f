"""The notes below a forecast: how much history it has, which deals it includes, and when it was made."""

from __future__ import annotations

from collections.abc import Iterable

from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.figures import Figures, Month, MonthSum


def notes_of(voice: Voice, figures: Figures) -> list[SafeText]:
    """Return the notes. Those on assumptions and scope appear only while deals are open."""
    as_of = voice.say("forecast_as_of", at=figures.made_at)
    if not figures.has_open:
        return [as_of]
    without = voice.say("forecast_without_sum", n=figures.without_amount) if figures.without_amount else None
    notes = (*_little_history(voice, figures), without, as_of)
    return [each for each in notes if each]


def _little_history(voice: Voice, figures: Figures) -> Iterable[SafeText]:
    if figures.is_little_history:
        yield voice.say("little_history", n=figures.closed) if figures.closed else voice.say("no_history")
        if any(_has_range(figures, month, each) for month in figures.months for each in month.money):
            yield voice.say("wide_range")


def _has_range(figures: Figures, month: Month, each: MonthSum) -> bool:
    deciding = [part for part in figures.open_in(month) if part.amount and part.currency == each.expected.currency]
    return is_more_likely(each) and len(deciding) > 1


def is_more_likely(each: MonthSum) -> bool:
    """Whether the expected range goes above what is won already."""
    return each.high.minor > each.won.minor
