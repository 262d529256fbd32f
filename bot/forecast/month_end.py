"""The end of a month in words: what was won, what was forecast and to be won, and the forecast of the new month."""

from __future__ import annotations

from collections.abc import Iterable

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Message
from bot.forecast import post
from bot.forecast.notes import is_more_likely
from bot.forecast.pages import SUMS, WON, Page, button
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.figures import Figures, MonthSum
from pipeline.forecast.misses import MissCause
from pipeline.forecast.month_end import MonthEnd, MonthTarget
from pipeline.forecast.rounding import rounded_to, unit_of
from pipeline.money import Money

MISSES = {
    (MissCause.SLIPPED, False): "miss_slipped",
    (MissCause.SLIPPED, True): "miss_slipped_big",
    (MissCause.LOST, False): "miss_lost",
    (MissCause.LOST, True): "miss_lost_big",
    (MissCause.WON, False): "miss_won",
    (MissCause.WON, True): "miss_won_big",
    (MissCause.NEW, False): "miss_new",
    (MissCause.NEW, True): "miss_new_big",
}


def month_post(
    voice: Voice, told: SafeText, ended: MonthEnd, figures: Figures, statement: str, pipeline: str = ""
) -> Message:
    """Build the post; `told` is what is told of the month that ended, `figures` the forecast of the new one.

    `pipeline` is the pipeline's own name.
    """
    called = voice.name(pipeline) if pipeline else voice.say("pipeline_default")
    title = voice.label("month_end_heading", month=voice.month(ended.month.first, leading=True), pipeline=called)
    coming = phrases.lines(
        [voice.say("month_end_forecast", day=figures.day), post.month_line(voice, figures, figures.months[0])]
    )
    is_coming = figures.has_open and figures.parts
    blocks = (
        el.header(title),
        el.section(told),
        *([el.section(coming)] if is_coming else []),
        *el.actions(*buttons(voice, ended, statement), button(voice.label("show_sums_button"), Page(SUMS), statement)),
    )
    heard = phrases.lines([told, coming if is_coming else None]).replace("*", "")
    return Message(f"{title}\n{heard}", blocks)


def buttons(voice: Voice, ended: MonthEnd, statement: str) -> list[el.Block]:
    """Return the button that opens the deals won in the month, if there are any."""
    if not ended.month.won_count:
        return []
    return [button(voice.label("month_end_won_button"), Page(WON, ended.month.first), statement)]


def month_lines(voice: Voice, ended: MonthEnd) -> Iterable[SafeText]:
    """Return what was won in the month, and beside it the forecast and the target, a line each."""
    month = ended.month
    won = phrases.joined([_sums(voice, ended), voice.say("month_end_wins", n=month.won_count)], ", ")
    yield (
        voice.say("forecast_month", month=phrases.bold(voice.month(month.first, leading=True)), expected=won)
        if month.won_count
        else voice.say("month_end_none", month=phrases.bold(voice.month(month.first, leading=True)))
    )
    held = [_held(voice, ended, each) for each in ended.forecast if _counts(ended, each)]
    if held and ended.forecast_day is not None:
        yield voice.say("month_end_was", day=ended.forecast_day, forecast=phrases.joined(held, "; "))
    target = _target(voice, ended, ended.target) if ended.target is not None else None
    if target is not None:
        yield target


def in_one_line(voice: Voice, ended: MonthEnd) -> SafeText | None:
    """Return what was won in the month, what was forecast when it began, and the target; None where nothing is known.

    For a Monday post that comes after the end of the month was told.
    """
    if not ended.has_anything:
        return None
    won = _sums(voice, ended)
    was = [each for each in ended.forecast if each.expected.minor and _counts(ended, each)]
    parts = [
        voice.say("month_was_won", sum=won) if won else voice.say("month_was_not_won"),
        voice.say("month_was_forecast", sum=phrases.sums(voice, _rounded(each.expected for each in was)))
        if was
        else None,
        *(_missed(voice, ended, each) for each in was),
        voice.say("forecast_target", sum=ended.target.amount) if ended.target and ended.target.amount else None,
    ]
    name = phrases.bold(voice.month(ended.month.first, leading=True))
    return voice.say("forecast_month", month=name, expected=phrases.joined(parts))


def _missed(voice: Voice, ended: MonthEnd, each: MonthSum) -> SafeText | None:
    """Return the range that did not hold, and why; None where it held."""
    if each.low.minor <= _won_in(ended, each.expected.currency).minor <= each.high.minor:
        return None
    missed = voice.say("month_was_missed", range=voice.range(each.low, each.high))
    why = _why_missed(voice, ended, each)
    return voice.say("month_end_because", held=missed, why=why) if why else missed


def _rounded(sums: Iterable[Money]) -> list[Money]:
    return [rounded_to(each, unit_of(each)) for each in sums]


def _sums(voice: Voice, ended: MonthEnd) -> SafeText | None:
    won = [each.won for each in ended.month.money if each.won.minor]
    return phrases.sums(voice, won) if won else None


def _counts(ended: MonthEnd, each: MonthSum) -> bool:
    """Whether a forecast of a currency can be compared: something was expected, or something was won."""
    return bool(each.high.minor or _won_in(ended, each.expected.currency).minor)


def _held(voice: Voice, ended: MonthEnd, each: MonthSum) -> SafeText:
    """Return what was expected in one currency, and whether what was won lies in the range."""
    won = _won_in(ended, each.expected.currency)
    if not is_more_likely(each):
        return voice.say("forecast_hardly_more", won=each.won) if each.won.minor else voice.say("forecast_hardly_any")
    key = "month_end_held"
    if won.minor < each.low.minor:
        key = "month_end_below"
    elif won.minor > each.high.minor:
        key = "month_end_above"
    held = voice.say(key, sum=voice.about(each.expected), range=voice.range(each.low, each.high))
    why = _why_missed(voice, ended, each)
    return voice.say("month_end_because", held=held, why=why) if why else held


def _why_missed(voice: Voice, ended: MonthEnd, each: MonthSum) -> SafeText | None:
    """Return which few deals account for what came outside the range: "4 suurta lykkääntyi"."""
    causes = ended.misses.get(each.expected.currency, ())
    return phrases.joined((voice.say(MISSES[one.cause, one.are_big], n=one.count) for one in causes), ", ") or None


def _target(voice: Voice, ended: MonthEnd, target: MonthTarget) -> SafeText | None:
    """Return how much of the target was reached: of its sum, or of its number of deals."""
    if target.amount is not None:
        won = _won_in(ended, target.amount.currency)
        share = won.minor / target.amount.minor
        return voice.say("month_end_target", target=target.amount, share=voice.percent(share, decimals=0))
    if target.count is None:
        return None
    wins = voice.say("month_end_wins", n=target.count)
    share = ended.month.won_count / target.count
    return voice.say("month_end_target", target=wins, share=voice.percent(share, decimals=0))


def _won_in(ended: MonthEnd, currency: str) -> Money:
    return next((each.won for each in ended.month.money if each.won.currency == currency), Money(0, currency))
