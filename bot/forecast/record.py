"""The record of past forecasts: one line for the post, and the page of `forecast record` with its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Block, Message
from bot.blocks.picture import Picture
from bot.forecast.charts import LabelledSum, PastForecast, RecordChart, draw
from bot.forecast.pictures import short_day
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.grades import Grade, TrackRecord
from pipeline.money import Money

MONTHS = 6  # whose first forecasts the page lists
BELOW_PICTURE = 1  # blocks of the page below its picture: the note
DRAWN = 13  # forecasts in the picture: a quarter of Mondays


def line(voice: Voice, records: Sequence[TrackRecord]) -> SafeText | None:
    """Return the record in one line, of the first currency with enough forecasts, else of wins; None where too few."""
    told = _told(records)
    return _counted(voice, told, better=_better(voice, told)) if told is not None else None


def _told(records: Sequence[TrackRecord]) -> TrackRecord | None:
    return next((each for each in records if each.is_enough), None)


def _counted(voice: Voice, told: TrackRecord, *, better: SafeText | None = None) -> SafeText:
    off = voice.say("record_off", share=voice.percent(told.off)) if told.off is not None else None
    return phrases.joined([voice.say("record_line", n=len(told.grades), k=told.held), off, better])


def _better(voice: Voice, told: TrackRecord) -> SafeText | None:
    """Return which method without a model was closest, where it was closer than the forecast."""
    others = _others(told)
    if told.off is None or not others:
        return None
    least, key = min(others)
    return voice.say(key, share=voice.percent(least)) if least < told.off else None


def _others(told: TrackRecord) -> list[tuple[float, str]]:
    both = ((told.last_again_off, "record_last_again"), (told.percentages_off, "record_percentages"))
    return [(off, key) for off, key in both if off is not None]


# --- The page ---------------------------------------------------------------------------------------------------------


def page(voice: Voice, records: Sequence[TrackRecord], pipeline: str) -> Message:
    """Build the page of a pipeline's record: in each currency and of wins, with the months and the picture."""
    title = voice.label("record_title", pipeline=voice.name(pipeline) if pipeline else voice.say("pipeline_default"))
    enough = [each for each in records if each.is_enough]
    if not enough:
        count = max((len(each.grades) for each in records), default=0)
        said = voice.say("record_too_few", n=count) if count else voice.say("record_none")
        return Message(f"{title}\n{said}", (el.header(title), el.section(said)))
    parts = [_part(voice, each) for each in enough]
    how = voice.say("record_how")
    blocks: tuple[Block, ...] = (el.header(title), *(el.section(part) for part in parts), el.context(how))
    heard = phrases.lines([*parts, how]).replace("*", "")
    return Message(f"{title}\n{heard}", blocks, picture=_picture(voice, enough[0], title))


def _part(voice: Voice, told: TrackRecord) -> SafeText:
    of = (
        voice.say("record_of_wins")
        if told.currency is None
        else voice.say("record_of_money", currency=SafeText(told.currency))
    )
    months = (SafeText(f"• {_month(voice, told, each)}") for each in told.firsts[-MONTHS:])
    return phrases.lines([phrases.bold(of), _counted(voice, told), *_beside(voice, told), *months])


def _beside(voice: Voice, told: TrackRecord) -> Iterator[SafeText]:
    """Yield how far the two methods without a model were off, and which was closest."""
    again, percentages = told.last_again_off, told.percentages_off
    if told.off is None or again is None or percentages is None:
        return
    yield voice.say("record_beside", again=voice.percent(again), percentages=voice.percent(percentages))
    if told.off <= min(again, percentages):
        yield voice.say("record_was_closest")
    else:
        yield voice.say("record_again_closest" if again <= percentages else "record_percentages_closest")


def _month(voice: Voice, told: TrackRecord, each: Grade) -> SafeText:
    key = "record_month" if each.has_held else "record_month_missed"
    return voice.say(
        key,
        month=voice.month(each.month, leading=True),
        day=each.day,
        sum=_about(voice, told.currency, each.expected),
        range=_range(voice, told.currency, each.low, each.high),
        came=_number(voice, told.currency, each.came),
    )


def _number(voice: Voice, currency: str | None, of: float) -> SafeText:
    return voice.number(round(of)) if currency is None else voice.money(Money(round(of), currency))


def _about(voice: Voice, currency: str | None, of: float) -> SafeText:
    return voice.number(round(of)) if currency is None else voice.about(Money(round(of), currency))


def _range(voice: Voice, currency: str | None, low: float, high: float) -> SafeText:
    if currency is not None:
        return voice.range(Money(round(low), currency), Money(round(high), currency))
    first, last = voice.number(round(low)), voice.number(round(high))
    return first if first == last else SafeText(f"{first}–{last}")


# --- The picture ------------------------------------------------------------------------------------------------------


def _picture(voice: Voice, told: TrackRecord, title: str) -> Picture:
    last: date = told.grades[-1].day
    return Picture(
        name=f"{voice.label('record_file')}-{last.isoformat()}.png",
        alt=alt_of(voice, told),
        blocks_below=BELOW_PICTURE,
        draw=partial(draw, chart_of(voice, told, title)),
    )


def chart_of(voice: Voice, told: TrackRecord, title: str) -> RecordChart:
    """Return what the picture shows: the newest forecasts, each with its range and what came."""
    shown = told.grades[-DRAWN:]
    top = max(max(each.high, each.came) for each in shown)
    return RecordChart(
        title=title,
        forecasts=tuple(
            PastForecast(short_day(voice, each.day), round(each.low), round(each.high), round(each.came))
            for each in shown
        ),
        hit=voice.label("record_hit"),
        miss=voice.label("record_miss"),
        range=voice.label("record_range"),
        top=LabelledSum(round(top), str(_about(voice, told.currency, top))),
    )


def alt_of(voice: Voice, told: TrackRecord) -> str:
    """Return the numbers of the picture as text."""
    months = phrases.joined((_month(voice, told, each) for each in told.firsts[-MONTHS:]), "; ")
    off = voice.percent(told.off) if told.off is not None else voice.number(0)
    return voice.label("record_alt", n=len(told.grades), k=told.held, share=off, months=months)
