"""The pages behind the forecast's figures: the deals won, each open deal's chance times its amount, and all the deals.

A button carries all that its page needs (the page, the month, the first deal, the post), so nothing is stored for it.
The pages of a post come from the snapshot that was saved with it, so they always agree with the post.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.blocks import elements as el
from bot.blocks import lists, phrases
from bot.blocks.elements import Block, Message
from bot.forecast import reasons
from bot.forecast.notes import notes_of
from bot.forecast.pages import (
    ALL_DEALS,
    DEALS,
    LISTED,
    OPEN,
    PAGE,
    SUMS,
    WON,
    Page,
    button,
    deal_name,
    page_sections,
    steps,
)
from bot.forecast.sums_in_short import PLUS
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.figures import DealShare, Figures, Month, MonthSum
from pipeline.money import Money, total
from pipeline.months import number_of_quarter, quarter_of
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import DealName

FIRST_WON, FIRST_OPEN = 5, 10  # deals of a month on the page of sums


def sums(voice: Voice, figures: Figures, names: Mapping[int, DealName], statement: str = "") -> Message:
    """Show how the figures add up: per month the amounts won, and each open deal's chance times its amount."""
    title = voice.label("forecast_sums_title", day=figures.day)
    blocks: list[Block] = [el.header(title)]
    heard: list[SafeText] = []
    for month in figures.months:
        parts = [_in_all(voice, figures, month), *_first_of(voice, figures, month, names)]
        changes = reasons.bridge_blocks(voice, figures, month, statement)
        heard += [*parts, *(line for line, _ in changes)]
        open_deals = figures.open_in(month)[:FIRST_OPEN]
        menu = reasons.menu(voice, month, open_deals, names, statement)
        blocks += [*(el.section(part) for part in parts), *el.actions(menu, *_all_of(voice, figures, month, statement))]
        blocks += [el.section(line, opens) for line, opens in changes]
    of_quarter = _quarter(voice, figures)
    if of_quarter is not None:
        heard.append(of_quarter)
        blocks.append(el.section(of_quarter))
    notes = [voice.say("forecast_how"), voice.say("forecast_how_rounded"), *_growth(voice, figures)]
    blocks.append(el.context(phrases.joined([*notes, *notes_of(voice, figures)], " ")))
    return Message(f"{title}\n{phrases.lines(heard).replace('*', '')}", tuple(blocks))


def _growth(voice: Voice, figures: Figures) -> Iterable[SafeText]:
    """Yield by how much amounts grow to the win, where the lines are of grown amounts."""
    for currency, factor in sorted(figures.growth.items()):
        if any(part.at_win is not None and part.currency == currency for part in figures.parts):
            yield voice.say("sums_growth", currency=currency, share=voice.percent(factor, decimals=2))


def _quarter(voice: Voice, figures: Figures) -> SafeText | None:
    """Return how the quarter's sums add up: what was won in it before this month, and its months ahead."""
    quarter = figures.quarter
    if quarter is None or not any(each.expected.minor for each in quarter.money):
        return None
    name = voice.say("quarter_name", n=number_of_quarter(quarter.first))
    mine = [month for month in figures.months if quarter_of(month.first) == quarter.first]
    lines = [phrases.bold(name)]
    for whole in quarter.money:
        currency = whole.expected.currency
        there = [(month, sum_.expected) for month in mine if (sum_ := month.sum_in(currency)) is not None]
        earlier = whole.expected - sum((sum_ for _, sum_ in there), Money(0, currency))
        parts = [voice.say("quarter_before", sum=earlier)] if earlier.minor else []
        parts += [voice.say("quarter_month", month=voice.month(month.first), sum=sum_) for month, sum_ in there]
        lines.append(voice.say("sums_total", sum=whole.expected, parts=phrases.joined(parts, PLUS)))
    return phrases.lines(lines)


def page(voice: Voice, figures: Figures, names: Mapping[int, DealName], where: Page, statement: str = "") -> Message:
    """Show a page of a month's won or open deals."""
    month = next((each for each in figures.months if each.first == where.month), None)
    if month is None:
        return sums(voice, figures, names, statement)
    parts = _of(figures, month, where)
    start = _start(where, len(parts))
    shown = parts[start : start + PAGE]
    key = "sums_page_won" if where.what == WON else "sums_page_open"
    name = voice.month(month.first, leading=True)
    title = phrases.bold(
        voice.say(key, month=name, first=min(start + 1, len(parts)), last=start + len(shown), all=len(parts))
    )
    lines = [_part(voice, part, names) for part in shown]
    turning = steps(voice, where, start, len(parts), PAGE, statement)
    menu = reasons.menu(voice, month, shown, names, statement) if where.what == OPEN else None
    back = button(voice.label("show_sums_button"), Page(SUMS), statement)
    return Message(
        phrases.lines([SafeText(title.replace("*", "")), *lines]),
        (el.section(title), *page_sections(lines), *el.actions(menu, *turning, back)),
    )


def deals(
    voice: Voice, figures: Figures, lines: Sequence[DealLine], where: Page = ALL_DEALS, statement: str = ""
) -> Message:
    """Show a page of all deals in the figures in their current state, each with a button."""
    count = len(figures.deals())
    title = voice.say("forecast_deals_title", n=count)
    shown = lines[:LISTED]
    heard = phrases.lines([title, *(phrases.deal(voice, line) for line in shown)])
    turning = steps(voice, where, _start(where, count), count, LISTED, statement)
    listed = lists.with_buttons(voice, shown, with_owner=True)
    return Message(heard, (el.section(phrases.bold(title)), *listed, *el.actions(*turning)))


def deals_on_page(figures: Figures, where: Page) -> list[int]:
    """Return the numbers of the deals that this page shows."""
    if where.what == DEALS:
        numbers = figures.deals()
        start = _start(where, len(numbers))
        return numbers[start : start + LISTED]
    month = next((each for each in figures.months if each.first == where.month), None)
    if where.what == SUMS or month is None:
        shown = [
            *(part for month in figures.months for part in figures.won_in(month)[:FIRST_WON]),
            *(part for month in figures.months for part in figures.open_in(month)[:FIRST_OPEN]),
        ]
    else:
        parts = _of(figures, month, where)
        shown = parts[_start(where, len(parts)) :][:PAGE]
    return [part.deal_no for part in shown]


def _of(figures: Figures, month: Month, where: Page) -> tuple[DealShare, ...]:
    return figures.won_in(month) if where.what == WON else figures.open_in(month)


def _start(where: Page, count: int) -> int:
    """Return the number of the first deal on the page; 0 when the list has become shorter than that."""
    return where.start if where.start < count else 0


# --- A month's sums ---------------------------------------------------------------------------------------------------


def _in_all(voice: Voice, figures: Figures, month: Month) -> SafeText:
    """Return the month's expected amounts and wins, with what is won and what is open."""
    money = (_money(voice, each) for each in month.money if each.expected.minor)
    is_any = bool(month.new_wins) or any(part.month == month.first for part in figures.parts)
    return phrases.lines(
        [phrases.bold(voice.month(month.first, leading=True)), *money, _wins(voice, month) if is_any else None]
    )


def _money(voice: Voice, each: MonthSum) -> SafeText:
    parts = (("parts_won", each.won), ("parts_from_open", each.from_open), ("parts_to_come", each.to_come))
    said = phrases.joined((voice.say(key, sum=sum_) for key, sum_ in parts if sum_.minor), PLUS)
    return voice.say("sums_total", sum=each.expected, parts=said)


def _wins(voice: Voice, month: Month) -> SafeText:
    from_open, to_come = round(month.from_open, 2), round(month.new_wins, 2)
    parts = (("parts_won", month.won_count), ("parts_from_open", from_open), ("parts_to_come", to_come))
    said = phrases.joined((voice.say(key, sum=count) for key, count in parts if count), PLUS)
    return voice.say("sums_wins_total", all=round(month.won_count + from_open + to_come, 2), parts=said)


def _to_come(voice: Voice, month: Month) -> SafeText | None:
    """Return what is expected of deals that are not opened yet: so many wins of so much on average."""
    there = [each.to_come for each in month.money if each.to_come.minor]
    if not there or not month.new_wins:
        return None
    means = [Money(round(each.minor / month.new_wins), each.currency) for each in there]
    return voice.say(
        "sums_to_come",
        wins=round(month.new_wins, 2),
        mean=phrases.sums(voice, means),
        sum=phrases.sums(voice, there),
    )


def _first_of(voice: Voice, figures: Figures, month: Month, names: Mapping[int, DealName]) -> Iterable[SafeText]:
    for key, parts, first in (
        ("sums_won", figures.won_in(month), FIRST_WON),
        ("sums_open", figures.open_in(month), FIRST_OPEN),
    ):
        if parts:
            lines = (_part(voice, part, names) for part in parts[:first])
            yield phrases.lines([voice.say(key, n=len(parts)), *lines, _rest(voice, parts[first:])])
    if (to_come := _to_come(voice, month)) is not None:
        yield to_come


def _all_of(voice: Voice, figures: Figures, month: Month, statement: str) -> Iterable[Block]:
    name = voice.month(month.first, leading=True)
    if len(figures.won_in(month)) > FIRST_WON:
        yield button(voice.label("sums_all_won_button", month=name), Page(WON, month.first), statement)
    if len(figures.open_in(month)) > FIRST_OPEN:
        yield button(voice.label("sums_all_open_button", month=name), Page(OPEN, month.first), statement)


def _part(voice: Voice, part: DealShare, names: Mapping[int, DealName]) -> SafeText:
    known = names.get(part.deal_no)
    called = deal_name(voice, known, part.deal_no)
    if part.is_won:
        return voice.say("sums_part_won", deal=called, sum=phrases.money(voice, part.amount))
    chance = voice.percent(part.chance, decimals=2)
    if part.counted is None:
        return voice.say("sums_part_without", deal=called, chance=chance)
    expected = Money(part.expected, part.currency)
    return voice.say("sums_part", deal=called, chance=chance, sum=part.counted, expected=expected)


def _rest(voice: Voice, rest: Sequence[DealShare]) -> SafeText | None:
    if not rest:
        return None
    amounts = total(Money(part.expected, part.currency) for part in rest if part.amount is not None)
    return phrases.joined([voice.say("sums_rest", n=len(rest)), phrases.sums(voice, [*amounts.values()])], ": ")
