"""The forecast message, for the Monday post and `/deal forecast`. Words replace figures that would be too precise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Block, Message
from bot.blocks.team import aim_of
from bot.forecast.likelihood import in_words
from bot.forecast.notes import is_more_likely, notes_of
from bot.forecast.pages import DEALS, RECORD, SUMS, Page, button
from bot.forecast.sums_in_short import made_of, since_then, waiting
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.targets import Target
from pipeline.forecast.figures import DealShare, Figures, Month, MonthSum
from pipeline.forecast.rounding import rounded_to, unit_of
from pipeline.forecast.snapshot import Headline
from pipeline.months import number_of_quarter
from pipeline.queries.deal_lists import DealLine

FIRST = 3  # deals in the list "begin with these"
AHEAD = timedelta(days=7)  # how far ahead their next steps are looked for
BELOW_PICTURE = 2  # blocks of the post below its picture: the notes and the buttons
LOOKED_AT = 20  # deals among which `_deals_to_begin_with` looks: those with the largest expected amounts


@dataclass(frozen=True, slots=True)
class ForecastContent:
    """A forecast, the deals among which it recommends some, and the team's target of each month that has one.

    `statement` is the key of the post; the buttons open the pages of that post. It is empty for the current forecast,
    which tells of the quarter as well. `ended` tells of the month that ended, in the first Monday post of a month, and
    `more` has its buttons. `record` tells how past forecasts did. `pipeline` is the pipeline's own name. With `person`,
    their name, it is the part of the forecast that is this person's, and opens no pages.
    """

    figures: Figures
    first: tuple[DealLine, ...] = ()
    statement: str = ""
    ended: SafeText | None = None
    more: tuple[Block, ...] = ()
    targets: Mapping[date, Target] = field(default_factory=dict[date, Target])
    record: SafeText | None = None
    pipeline: str = ""
    person: str = ""


def largest_deals(figures: Figures) -> list[int]:
    """Return the numbers of the deals with the largest expected amounts this month, the largest first."""
    if not figures.months:
        return []
    return [part.deal_no for part in figures.open_in(figures.months[0]) if part.expected > 0]


def forecast(voice: Voice, said: ForecastContent) -> Message:
    """Build the message: what to expect this month and the next, the deals behind it, and where to begin."""
    figures = said.figures
    called = voice.name(said.pipeline) if said.pipeline else voice.say("pipeline_default")
    called = phrases.joined([called, voice.name(said.person)]) if said.person else called
    title = voice.label("forecast_title", day=figures.day, week=voice.week(figures.day), pipeline=called)
    if not figures.has_anything:
        lines = [each for each in (said.ended, voice.say("forecast_empty")) if each is not None]
        heard = phrases.lines(lines).replace("*", "")
        return Message(
            f"{title}\n{heard}", (el.header(title), *(el.section(each) for each in lines), *el.actions(*said.more))
        )
    months = phrases.lines(
        [
            *_months(voice, said),
            None if said.statement or said.person else quarter_line(voice, figures.quarter),
            _nothing_open(voice, said),
        ]
    )
    stages = _record_and_stages(voice, said)
    first = _deals_to_begin_with(voice, said.first)
    of_person = [voice.say("forecast_person_note")] if said.person else []
    notes = phrases.joined([*of_person, *notes_of(voice, figures)], " ")
    blocks: list[Block] = [
        el.header(title),
        *([el.section(said.ended)] if said.ended is not None else []),
        *([el.section(months)] if months else []),
        *([el.section(stages)] if stages else []),
        *([el.section(first)] if first else []),
        el.context(notes),
        *el.actions(*said.more, *_buttons(voice, said)),
    ]
    heard = phrases.lines([said.ended, months, stages, first, notes])
    return Message(f"{title}\n{heard.replace('*', '')}", tuple(blocks))


def _nothing_open(voice: Voice, said: ForecastContent) -> SafeText | None:
    """Return that nothing is open, where nothing is expected either."""
    figures = said.figures
    is_expected = any(each.to_come.minor for month in figures.told for each in month.money)
    return None if figures.has_open or is_expected else voice.say("forecast_empty")


def _months(voice: Voice, said: ForecastContent) -> Iterator[SafeText | None]:
    """Yield the lines of this month and the next: the sum, what it is made of, and why this month's has changed."""
    figures = said.figures
    for place, month in enumerate(figures.told):
        yield month_line(
            voice, figures, month, said.targets.get(month.first), counts_wins=place > 0 or not figures.has_open
        )
        for each in month.money:
            if _is_told_as_sum(figures, month, each):
                yield made_of(voice, each)
            if figures.bridge is not None and _is_bridge_told(figures, month, each):
                yield since_then(voice, month, figures.bridge, each.expected.currency)
        if figures.bridge is not None and figures.bridge.month == month.first:
            gone = [each for each in figures.bridge.currencies() if month.sum_in(each) is None]
            yield from (since_then(voice, month, figures.bridge, currency) for currency in gone)


# --- A month ----------------------------------------------------------------------------------------------------------


def month_line(
    voice: Voice, figures: Figures, month: Month, target: Target | None = None, *, counts_wins: bool = True
) -> SafeText | None:
    """Return the expected amounts, the target and, if asked for, the wins; None when nothing can come."""
    parts = figures.open_in(month)
    is_expected = any(is_more_likely(each) for each in month.money)
    if not parts and not month.won_count and not is_expected:
        return None
    sums = [_sum(voice, each, parts) for each in month.money]
    aim = aim_of(voice, target.amount, target.count) if target is not None else None
    aimed = voice.say("forecast_target", sum=aim) if aim is not None else None
    counted = _wins(voice, month) if counts_wins else None
    said = [*sums, aimed, _others(voice, month, sums), counted]
    name = voice.month(month.first, leading=True)
    if not any(sums):
        said = [voice.say(_without_money(month, parts)), *said]
    elif _is_sum(month.money[0], parts):
        return phrases.joined([headline(voice, name, month.money[0]), *said[1:]])
    return voice.say("forecast_month", month=phrases.bold(name), expected=phrases.joined(said))


def headline(voice: Voice, name: SafeText, each: MonthSum) -> SafeText:
    """Return "*Elokuu: noin 391 000 €*, haarukka 300 000–470 000 € (80 %)"."""
    said = phrases.bold(voice.say("forecast_headline", month=name, sum=_about(voice, each)))
    return voice.say("forecast_range", headline=said, range=_range(voice, each))


def _range(voice: Voice, each: MonthSum) -> SafeText:
    """Return the range; where it begins with what is won, that is said in as many figures as the sum is."""
    low = rounded_to(each.won, unit_of(each.expected)) if each.low == each.won else each.low
    return voice.range(low, each.high)


def _about(voice: Voice, each: MonthSum) -> SafeText:
    """Return the expected sum as its parts add up to it; never less than is won."""
    return voice.about(rounded_to(each.expected, unit_of(each.expected)), at_least=each.won)


def _is_bridge_told(figures: Figures, month: Month, each: MonthSum) -> bool:
    """Whether it is told why a sum changed: where it is told as a sum, or where nothing more is expected."""
    if figures.bridge is None or figures.bridge.month != month.first:
        return False
    return _is_told_as_sum(figures, month, each) or not is_more_likely(each)


def _is_told_as_sum(figures: Figures, month: Month, each: MonthSum) -> bool:
    return _is_sum(each, figures.open_in(month))


def _is_sum(each: MonthSum, parts: Sequence[DealShare]) -> bool:
    """Whether an amount is told as a sum with a range, not in words."""
    return is_more_likely(each) and (bool(each.to_come.minor) or len(_deciding(each, parts)) > 1)


def _deciding(each: MonthSum, parts: Sequence[DealShare]) -> list[DealShare]:
    return [part for part in parts if part.amount is not None and part.currency == each.expected.currency]


def _sum(voice: Voice, each: MonthSum, parts: Sequence[DealShare]) -> SafeText | None:
    """Return an amount with its range.

    Words replace the range when no more will come, and when one deal decides between two amounts.
    """
    deciding = _deciding(each, parts)
    if not each.won.minor and not is_more_likely(each):
        return None
    if not deciding and not each.to_come.minor:
        return voice.say("forecast_all_won", won=each.won)
    if not is_more_likely(each):
        return voice.say("forecast_hardly_more", won=each.won)
    if not _is_sum(each, parts) and (decides := deciding[0].counted) is not None:
        won_too, share = each.won + decides, in_words(voice, deciding[0].chance)
        return voice.say("forecast_either", low=each.won, high=won_too, share=share)
    return voice.say("forecast_sum", sum=_about(voice, each), range=_range(voice, each))


def in_short(voice: Voice, said: Headline) -> SafeText:
    """Return one line a month, and one for the quarter: what it is to bring, without the number of wins."""
    months = [_month_in_short(voice, said, month) for month in said.months]
    return phrases.lines([*months, quarter_line(voice, said.quarter)])


def _month_in_short(voice: Voice, said: Headline, month: Month) -> SafeText:
    parts = [each for each in said.deciding if each.month == month.first]
    sums = phrases.joined(_sum(voice, each, parts) for each in month.money)
    name = phrases.bold(voice.month(month.first, leading=True))
    return voice.say("forecast_month", month=name, expected=sums or voice.say("forecast_hardly_any"))


def quarter_line(voice: Voice, quarter: Month | None) -> SafeText | None:
    """Return what a quarter is to bring, and what that is made of; None where nothing is told of it."""
    if quarter is None:
        return None
    name = voice.say("quarter_name", n=number_of_quarter(quarter.first))
    there = [each for each in quarter.money if is_more_likely(each)]
    return phrases.lines(part for each in there for part in (headline(voice, name, each), made_of(voice, each))) or None


def _others(voice: Voice, month: Month, sums: Sequence[SafeText | None]) -> SafeText | None:
    """Return a note that other currencies have expected amounts too, if the figures do not mention them."""
    untold = [each for each, said in zip(month.money, sums, strict=True) if said is None and each.expected.minor]
    return voice.say("forecast_others") if untold and any(sums) else None


def _without_money(month: Month, parts: Sequence[DealShare]) -> str:
    """Return the key of the sentence for a month without an amount: no amount is known, or hardly any will come."""
    is_unknown = any(part.amount is None for part in parts) or not parts
    return "forecast_no_sum" if is_unknown and round(month.wins) >= 1 else "forecast_hardly_any"


def _wins(voice: Voice, month: Month) -> SafeText | None:
    """Return the number of wins in whole deals, or None for 0. The number has no "about" when all are won already."""
    n = max(month.won_count, round(month.wins))
    if not n:
        return None
    return voice.say("forecast_wins" if n > month.won_count else "forecast_wins_so_far", n=n)


# --- What is behind it ------------------------------------------------------------------------------------------------


def _record_and_stages(voice: Voice, said: ForecastContent) -> SafeText | None:
    """Return how past forecasts did, whose turn it is, how many deals each stage has, and the wins of the month."""
    figures = said.figures
    record = phrases.joined([said.record, waiting(voice, figures)])
    counts = [SafeText(f"{phrases.stage(voice, each.stage)} {voice.number(each.count)}") for each in figures.stages]
    stages = phrases.joined([*counts, _wins(voice, figures.months[0])]) if figures.has_open else None
    return phrases.lines([record or None, stages]) or None


def _deals_to_begin_with(voice: Voice, first: Sequence[DealLine]) -> SafeText | None:
    """Return the deals whose next step is to be done this week, the nearest first; None if there is none.

    Others read the post: what is late or forgotten is told to a deal's owner alone.
    """
    until = voice.today + AHEAD
    coming = [
        (line.step_day, place, line)
        for place, line in enumerate(first)
        if line.step_day is not None and voice.today <= line.step_day < until
    ]
    if not coming:
        return None
    chosen = [line for _day, _place, line in sorted(coming, key=lambda each: each[:2])[:FIRST]]
    return phrases.lines([voice.say("forecast_begin"), *(_deal_to_begin_with(voice, line) for line in chosen)])


def _deal_to_begin_with(voice: Voice, line: DealLine) -> SafeText:
    called = phrases.joined([phrases.bold(phrases.deal(voice, line)), phrases.money(voice, line.amount)], ", ")
    step = voice.say("step_on", day=line.step_day or voice.today)
    return SafeText(f"• {called}: {phrases.joined([step, voice.name(line.owner_name)], ', ')}")


def _buttons(voice: Voice, said: ForecastContent) -> Iterable[Block]:
    if said.person:
        return
    yield button(voice.label("show_deals_button"), Page(DEALS), said.statement)
    yield button(voice.label("show_sums_button"), Page(SUMS), said.statement)
    if said.record is not None:
        yield button(voice.label("record_button"), Page(RECORD), said.statement)
