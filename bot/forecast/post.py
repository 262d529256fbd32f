"""The forecast message, for the Monday post and `/deal forecast`. Words replace figures that would be too precise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Block, Message
from bot.blocks.team import aim_of
from bot.forecast.details import DEALS, SUMS, Page, button
from bot.forecast.notes import is_more_likely, notes_of
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.targets import Target
from pipeline.forecast.report import DealShare, Figures, Month, MonthSum
from pipeline.forecast.snapshot import Headline
from pipeline.queries.deal_lists import DealLine

FIRST = 3  # deals in the list "begin with these"
AHEAD = timedelta(days=7)  # how far ahead their next steps are looked for
LOOKED_AT = 20  # deals among which `_deals_to_begin_with` looks: those with the largest expected amounts


@dataclass(frozen=True, slots=True)
class ForecastContent:
    """A forecast, the deals among which it recommends some, and the team's target of each month that has one.

    `statement` is the key of the post; the buttons open the pages of that post. It is empty for the current forecast.
    `ended` tells of the month that ended, in a Monday post on the first business day of a month, and `more` has its
    buttons.
    """

    figures: Figures
    first: tuple[DealLine, ...] = ()
    statement: str = ""
    ended: SafeText | None = None
    more: tuple[Block, ...] = ()
    targets: Mapping[date, Target] = field(default_factory=dict[date, Target])


def largest_deals(figures: Figures) -> list[int]:
    """Return the numbers of the deals with the largest expected amounts this month, the largest first."""
    if not figures.months:
        return []
    return [part.deal_no for part in figures.open_in(figures.months[0]) if part.expected > 0]


def forecast(voice: Voice, said: ForecastContent) -> Message:
    """Build the message: what to expect this month and the next, the deals behind it, and where to begin."""
    figures = said.figures
    title = voice.label(
        "forecast_title", day=figures.day, week=voice.week(figures.day), pipeline=voice.say("pipeline_default")
    )
    if not figures.parts:
        empty = voice.say("forecast_empty")
        return Message(f"{title}\n{empty}", (el.header(title), el.section(empty)))
    months = phrases.lines(
        [
            *(month_line(voice, figures, month, said.targets.get(month.first)) for month in figures.months),
            None if figures.has_open else voice.say("forecast_empty"),
        ]
    )
    stages = _stages(voice, figures) if figures.has_open else None
    first, notes = _deals_to_begin_with(voice, said.first), phrases.joined(notes_of(voice, figures), " ")
    blocks: list[Block] = [
        el.header(title),
        *([el.section(said.ended)] if said.ended is not None else []),
        el.section(months),
        *([el.section(stages)] if stages else []),
        *([el.section(first)] if first else []),
        el.context(notes),
        *el.actions(*said.more, *_buttons(voice, said)),
    ]
    heard = phrases.lines([said.ended, months, stages, first, notes])
    return Message(f"{title}\n{heard.replace('*', '')}", tuple(blocks))


# --- A month ----------------------------------------------------------------------------------------------------------


def month_line(voice: Voice, figures: Figures, month: Month, target: Target | None = None) -> SafeText | None:
    """Return the expected amounts, the target, the wins and what is won already; None when nothing can come."""
    parts = figures.open_in(month)
    if not parts and not month.won_count:
        return None
    sums = [_sum(voice, each, parts) for each in month.money]
    aim = aim_of(voice, target.amount, target.count) if target is not None else None
    aimed = voice.say("forecast_target", sum=aim) if aim is not None else None
    counted = (_wins(voice, month, parts), _won_already(voice, month))
    said = phrases.joined([*sums, aimed, _others(voice, month, sums), *counted])
    if not any(sums):
        said = phrases.joined([voice.say(_without_money(month, parts)), said])
    name = phrases.bold(voice.month(month.first, leading=True))
    return voice.say("forecast_month", month=name, expected=said)


def _sum(voice: Voice, each: MonthSum, parts: Sequence[DealShare]) -> SafeText | None:
    """Return an amount with its range.

    Words replace the range when no more will come, and when one deal decides between two amounts.
    """
    deciding = [part for part in parts if part.amount is not None and part.currency == each.expected.currency]
    if not each.won.minor and not is_more_likely(each):
        return None
    if not deciding:
        return voice.say("forecast_all_won", won=each.won)
    if not is_more_likely(each):
        return voice.say("forecast_hardly_more", won=each.won)
    if len(deciding) == 1 and deciding[0].amount is not None:
        won_too = each.won + deciding[0].amount
        return voice.say("forecast_either", low=each.won, high=won_too, chance=voice.percent(deciding[0].chance))
    expected = voice.about(each.expected, at_least=each.won)
    return voice.say("forecast_sum", sum=expected, range=voice.range(each.low, each.high))


def in_short(voice: Voice, said: Headline) -> SafeText:
    """Return one line a month: what it is expected to bring, without the number of wins."""
    return phrases.lines(_month_in_short(voice, said, month) for month in said.months)


def _month_in_short(voice: Voice, said: Headline, month: Month) -> SafeText:
    parts = [each for each in said.deciding if each.month == month.first]
    sums = phrases.joined(_sum(voice, each, parts) for each in month.money)
    name = phrases.bold(voice.month(month.first, leading=True))
    return voice.say("forecast_month", month=name, expected=sums or voice.say("forecast_hardly_any"))


def _others(voice: Voice, month: Month, sums: Sequence[SafeText | None]) -> SafeText | None:
    """Return a note that other currencies have expected amounts too, if the figures do not mention them."""
    untold = [each for each, said in zip(month.money, sums, strict=True) if said is None and each.expected.minor]
    return voice.say("forecast_others") if untold and any(sums) else None


def _without_money(month: Month, parts: Sequence[DealShare]) -> str:
    """Return the key of the sentence for a month without an amount: no amount is known, or hardly any will come."""
    is_unknown = any(part.amount is None for part in parts) or not parts
    return "forecast_no_sum" if is_unknown and round(month.wins) >= 1 else "forecast_hardly_any"


def _wins(voice: Voice, month: Month, parts: Sequence[DealShare]) -> SafeText | None:
    """Return the number of wins in whole deals, or None for 0. The number has no "about" when all are won already."""
    n = max(month.won_count, round(month.wins))
    if not n:
        return None
    return voice.say("forecast_wins" if parts and n > month.won_count else "forecast_wins_so_far", n=n)


def _won_already(voice: Voice, month: Month) -> SafeText | None:
    """Return the amounts that are won, unless the sums above include them."""
    won = [each.won for each in month.money if each.won.minor and is_more_likely(each)]
    return voice.say("forecast_won", won=phrases.sums(voice, won)) if won else None


# --- What is behind it ------------------------------------------------------------------------------------------------


def _stages(voice: Voice, figures: Figures) -> SafeText:
    return phrases.lines(
        phrases.joined(
            [
                SafeText(f"{phrases.stage(voice, each.stage)} {voice.number(each.count)}"),
                phrases.sums(voice, each.sums),
            ]
        )
        for each in figures.stages
    )


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
    yield button(voice.label("show_deals_button"), Page(DEALS), said.statement)
    yield button(voice.label("show_sums_button"), Page(SUMS), said.statement)
