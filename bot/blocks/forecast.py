"""The forecast: the Monday post, `/deal forecast`, and what opens from them: the sums behind figures, and the deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.blocks import elements as el
from bot.blocks import ids, lists, phrases
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Word
from bot.language.typed import Said
from bot.language.voice import Voice
from pipeline.money import Money, total
from pipeline.queries.day import DealLine
from pipeline.queries.monday import Figures, InMoney, Month, Part
from pipeline.queries.names import DealName

FIRST = 3  # deals to begin with
SHOWN = 10  # deals listed behind the figures
COUNTED = 15  # deals whose sums are shown one by one in a month; the rest is added up
SUMS, DEALS = "sums", "deals"  # what the post's buttons open, as their value says it


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast and the deals to begin with; `statement` is its key once posted, for the buttons to open that one."""

    figures: Figures
    first: tuple[DealLine, ...] = ()
    statement: str = ""


def begin_with(figures: Figures) -> list[int]:
    """The deals that most of this month's money rests on, the largest first."""
    if not figures.months:
        return []
    month = figures.months[0].first
    mine = [part for part in figures.parts if part.month == month and part.expected > 0]
    return [part.deal_no for part in sorted(mine, key=lambda part: (-part.expected, part.deal_no))]


def forecast(voice: Voice, said: Told) -> Message:
    """The post: what to expect of this month and the next, on what it rests, and where to begin."""
    figures = said.figures
    title = voice.label(
        "forecast_title", day=figures.day, week=voice.week(figures.day), pipeline=voice.say("pipeline_default")
    )
    if not figures.parts and not any(month.won_count for month in figures.months):
        empty = voice.say("forecast_empty")
        return Message(f"{title}\n{empty}", (el.header(title), el.section(empty)))
    months = [_month(voice, month) for month in figures.months]
    stages = _stages(voice, figures)
    first = _begin(voice, said.first)
    notes = _notes(voice, figures)
    blocks: list[Block] = [
        el.header(title),
        el.section(phrases.lines(_month(voice, month, marked=True) for month in figures.months)),
        *([el.section(stages)] if stages else []),
        *([el.section(first)] if first else []),
        el.context(phrases.joined(notes, " ")),
        *el.actions(*_buttons(voice, said)),
    ]
    heard = phrases.lines([*months, stages, first, phrases.joined(notes, " ")])
    return Message(f"{title}\n{heard.replace('*', '')}", tuple(blocks))


def sums(voice: Voice, figures: Figures, names: Mapping[int, DealName]) -> Message:
    """How the figures were made: per month what is won, and each open deal's chance times its sum, adding up."""
    title = voice.label("forecast_sums_title", day=figures.day)
    blocks: list[Block] = [el.header(title)]
    heard: list[Said] = []
    for month in figures.months:
        text = _sums_of(voice, figures, month, names)
        blocks.append(el.section(text))
        heard.append(text)
    notes = _notes(voice, figures)
    blocks.append(el.context(phrases.joined([voice.say("forecast_how"), *notes], " ")))
    return Message(f"{title}\n{phrases.lines(heard).replace('*', '')}", tuple(blocks))


def deals(voice: Voice, figures: Figures, lines: Sequence[DealLine]) -> Message:
    """The deals that most of this month's money rests on, each with its button."""
    count = len({part.deal_no for part in figures.parts})
    title = voice.say("forecast_deals_title", n=count)
    shown = lines[:SHOWN]
    rest = count - len(shown)
    more = [el.context(voice.say("more", n=rest))] if rest > 0 else []
    heard = phrases.lines([title, *(phrases.deal(voice, line) for line in shown)])
    return Message(heard, (el.section(phrases.bold(title)), *lists.with_buttons(voice, shown, with_owner=True), *more))


# --- A month ----------------------------------------------------------------------------------------------------------


def _month(voice: Voice, month: Month, *, marked: bool = False) -> Said:
    name = voice.month(month.first, leading=True)
    first, *others = month.money
    line = voice.say(
        "forecast_month",
        month=phrases.bold(name) if marked else name,
        expected=_expected(voice, first),
        n=_wins(month.wins),
    )
    more = (_expected(voice, each) for each in others)
    return phrases.joined([line, *more, _won_already(voice, month)])


def _expected(voice: Voice, each: InMoney, *, exact: bool = False) -> Said:
    """A sum with its range; without one where all is won, or where so few deals decide that it would mislead."""
    total_sum = voice.money(each.expected) if exact or each.expected == each.won else voice.about(each.expected)
    if each.expected == each.won and each.low == each.high:
        return total_sum
    if each.low < each.high and each.low <= each.expected <= each.high:
        return voice.say("forecast_sum", sum=total_sum, range=voice.range(each.low, each.high))
    return voice.say("forecast_few", sum=total_sum)


def _wins(wins: float) -> float | int:
    """Whole deals; under one with a decimal, since "about 0 wins" would say that none may come."""
    return round(wins) if wins >= 0.95 else round(wins, 1)


def _won_already(voice: Voice, month: Month) -> Said | None:
    won = [each.won for each in month.money if each.won.minor]
    return voice.say("forecast_won", won=phrases.sums(voice, won)) if won else None


# --- What it rests on -------------------------------------------------------------------------------------------------


def _stages(voice: Voice, figures: Figures) -> Said:
    return phrases.lines(
        phrases.joined(
            [
                Said(f"{phrases.stage(voice, each.stage)} {voice.number(each.count)}"),
                phrases.sums(voice, each.sums),
            ]
        )
        for each in figures.stages
    )


def _begin(voice: Voice, first: Sequence[DealLine]) -> Said | None:
    if not first:
        return None
    deals = (Said(f"• {phrases.bold(phrases.deal(voice, line))}: {_why(voice, line)}") for line in first[:FIRST])
    return phrases.lines([voice.say("forecast_begin"), *deals])


def _why(voice: Voice, line: DealLine) -> Said:
    """What makes this deal worth beginning with: it is stuck, it has a step to take, or what it is worth."""
    if line.is_stuck:
        return voice.say("begin_stuck", n=line.days)
    if line.step_day is not None:
        return voice.say("step_was" if line.step_day < voice.today else "step_on", day=line.step_day)
    return phrases.money(voice, line.amount)


def _notes(voice: Voice, figures: Figures) -> list[Said]:
    little = voice.say("little_history", n=figures.closed) if figures.is_little_history else None
    without = voice.say("forecast_without_sum", n=figures.without_amount) if figures.without_amount else None
    as_of = voice.say("forecast_as_of", at=figures.made_at)
    return [each for each in (little, voice.say("forecast_scope"), without, as_of) if each]


def _buttons(voice: Voice, said: Told) -> Iterable[Block]:
    for key, opens in (("show_deals_button", DEALS), ("show_sums_button", SUMS)):
        action_id, value = ids.button(Word.FORECAST, typed=f"{opens} {said.statement}".strip())
        yield el.button(voice.label(key), (f"{action_id}.{opens}", value))


# --- The sums ---------------------------------------------------------------------------------------------------------


def _sums_of(voice: Voice, figures: Figures, month: Month, names: Mapping[int, DealName]) -> Said:
    parts = sorted(
        (part for part in figures.parts if part.month == month.first), key=lambda part: (-part.expected, part.deal_no)
    )
    shown, rest = parts[:COUNTED], parts[COUNTED:]
    return phrases.lines(
        [
            phrases.bold(voice.month(month.first, leading=True)),
            *(_together(voice, each) for each in month.money),
            *(voice.say("sums_won", sum=each.won) for each in month.money if each.won.minor),
            *(_part(voice, part, names) for part in shown),
            _rest(voice, rest),
        ]
    )


def _part(voice: Voice, part: Part, names: Mapping[int, DealName]) -> Said:
    known = names.get(part.deal_no)
    deal = phrases.deal_called(voice, known.customer, known.name, part.deal_no) if known else None
    called = deal or voice.deal_number(part.deal_no)
    chance = _chance(voice, part.chance)
    if part.amount is None:
        return voice.say("sums_part_without", deal=called, chance=chance)
    expected = Money(part.expected, part.currency)
    return voice.say("sums_part", deal=called, chance=chance, sum=part.amount, expected=expected)


def _chance(voice: Voice, chance: float) -> Said:
    """Per cent with a decimal, so that the sums can be followed."""
    return voice.percent(chance, decimals=1)


def _rest(voice: Voice, rest: Sequence[Part]) -> Said | None:
    if not rest:
        return None
    amounts = total(Money(part.expected, part.currency) for part in rest if part.amount is not None)
    shown = Said(" + ".join(voice.money(amount) for amount in amounts.values()))
    return phrases.joined([voice.say("sums_rest", n=len(rest)), shown], ": ")


def _together(voice: Voice, each: InMoney) -> Said:
    return voice.say("sums_together", expected=_expected(voice, each, exact=True))


def opened_by(typed: str) -> tuple[str, str]:
    """What a button of the post opens, and the statement it was on ("" for the forecast of now)."""
    opens, _, statement = typed.partition(" ")
    return opens, statement
