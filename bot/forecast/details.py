"""The pages behind the forecast's figures: the deals won, each open deal's chance times its amount, and all the deals.

A button carries all that its page needs (the page, the month, the first deal, the post), so nothing is stored for it.
The pages of a post come from the snapshot that was saved with it, so they always agree with the post.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks import elements as el
from bot.blocks import ids, lists, phrases
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.forecast.notes import notes_of
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.report import DealShare, Figures, Month, MonthSum
from pipeline.money import Money, total
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import DealName

SUMS, DEALS, WON, OPEN = "sums", "deals", "won", "open"
PAGE = 20  # deals with amounts on one page
IN_SECTION = 10  # of these in one block, which has room for long names
LISTED = 10  # deals with a button on one page
FIRST_WON, FIRST_OPEN = 5, 10  # deals of a month on the page of sums


@dataclass(frozen=True, slots=True)
class Page:
    """The page that a button of the forecast opens: the sums, the deals, or a page of a month's won or open deals."""

    what: str
    month: date | None = None
    start: int = 0

    def packed(self) -> str:
        """Return the text that a button carries, such as "open:2026-06-01:20"."""
        return f"{self.what}:{self.month.isoformat() if self.month else ''}:{self.start}"


ALL_DEALS = Page(DEALS)


def parse_page(packed: str) -> Page:
    """Parse a text of `packed`. A text that cannot be parsed opens the first page."""
    what, _, rest = packed.partition(":")
    month, _, start = rest.partition(":")
    try:
        day = date.fromisoformat(month) if month else None
    except ValueError:
        day = None
    return Page(what, day, int(start) if start.isascii() and start.isdigit() else 0)


def split_button_text(typed: str) -> tuple[str, str]:
    """Split a button's text into the page and the key of the post. The key is empty for the current forecast."""
    packed, _, statement = typed.partition(" ")
    return packed, statement


def button(label: str, what: Page, statement: str) -> Block:
    """Return a button that opens this page, of the post with this key or of the current forecast."""
    action_id, value = ids.button(WordName.FORECAST, more=Remainder(f"{what.packed()} {statement}".strip()))
    return el.button(label, (f"{action_id}.{what.packed()}", value))


def sums(voice: Voice, figures: Figures, names: Mapping[int, DealName], statement: str = "") -> Message:
    """Show how the figures add up: per month the amounts won, and each open deal's chance times its amount."""
    title = voice.label("forecast_sums_title", day=figures.day)
    blocks: list[Block] = [el.header(title)]
    heard: list[SafeText] = []
    for month in figures.months:
        parts = [_in_all(voice, figures, month), *_first_of(voice, figures, month, names)]
        heard += parts
        blocks += [*(el.section(part) for part in parts), *el.actions(*_all_of(voice, figures, month, statement))]
    notes = [voice.say("forecast_how"), voice.say("forecast_how_rounded"), *notes_of(voice, figures)]
    blocks.append(el.context(phrases.joined(notes, " ")))
    return Message(f"{title}\n{phrases.lines(heard).replace('*', '')}", tuple(blocks))


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
    steps = _steps(voice, where, start, len(parts), PAGE, statement)
    back = button(voice.label("show_sums_button"), Page(SUMS), statement)
    return Message(
        phrases.lines([SafeText(title.replace("*", "")), *lines]),
        (el.section(title), *_sections(lines), *el.actions(*steps, back)),
    )


def deals(
    voice: Voice, figures: Figures, lines: Sequence[DealLine], where: Page = ALL_DEALS, statement: str = ""
) -> Message:
    """Show a page of all deals in the figures in their current state, each with a button."""
    count = len(figures.deals())
    title = voice.say("forecast_deals_title", n=count)
    shown = lines[:LISTED]
    heard = phrases.lines([title, *(phrases.deal(voice, line) for line in shown)])
    steps = _steps(voice, where, _start(where, count), count, LISTED, statement)
    listed = lists.with_buttons(voice, shown, with_owner=True)
    return Message(heard, (el.section(phrases.bold(title)), *listed, *el.actions(*steps)))


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


def _steps(voice: Voice, where: Page, start: int, count: int, size: int, statement: str) -> Iterable[Block]:
    if start > 0:
        before = Page(where.what, where.month, max(0, start - size))
        yield button(voice.label("page_before_button"), before, statement)
    if start + size < count:
        yield button(voice.label("page_after_button"), Page(where.what, where.month, start + size), statement)


# --- A month's sums ---------------------------------------------------------------------------------------------------


def _in_all(voice: Voice, figures: Figures, month: Month) -> SafeText:
    """Return the month's expected amounts and wins, with what is won and what is open."""
    money = (_money(voice, each) for each in month.money if each.expected.minor)
    is_any = any(part.month == month.first for part in figures.parts)
    return phrases.lines(
        [phrases.bold(voice.month(month.first, leading=True)), *money, _wins(voice, month) if is_any else None]
    )


def _money(voice: Voice, each: MonthSum) -> SafeText:
    if not each.won.minor:
        return voice.say("sums_expected", open=each.to_come)
    return voice.say("sums_in_all", sum=each.expected, won=each.won, open=each.to_come)


def _wins(voice: Voice, month: Month) -> SafeText:
    still = round(month.to_come, 2)
    if not month.won_count:
        return voice.say("sums_wins_expected", open=still)
    return voice.say("sums_wins", all=round(month.wins, 2), won=month.won_count, open=still)


def _first_of(voice: Voice, figures: Figures, month: Month, names: Mapping[int, DealName]) -> Iterable[SafeText]:
    for key, parts, first in (
        ("sums_won", figures.won_in(month), FIRST_WON),
        ("sums_open", figures.open_in(month), FIRST_OPEN),
    ):
        if parts:
            lines = (_part(voice, part, names) for part in parts[:first])
            yield phrases.lines([voice.say(key, n=len(parts)), *lines, _rest(voice, parts[first:])])


def _all_of(voice: Voice, figures: Figures, month: Month, statement: str) -> Iterable[Block]:
    name = voice.month(month.first, leading=True)
    if len(figures.won_in(month)) > FIRST_WON:
        yield button(voice.label("sums_all_won_button", month=name), Page(WON, month.first), statement)
    if len(figures.open_in(month)) > FIRST_OPEN:
        yield button(voice.label("sums_all_open_button", month=name), Page(OPEN, month.first), statement)


def _sections(lines: Sequence[SafeText]) -> Iterable[Block]:
    return (el.section(phrases.lines(lines[at : at + IN_SECTION])) for at in range(0, len(lines), IN_SECTION))


def _part(voice: Voice, part: DealShare, names: Mapping[int, DealName]) -> SafeText:
    known = names.get(part.deal_no)
    called = _deal_name(voice, known, part.deal_no)
    if part.is_won:
        return voice.say("sums_part_won", deal=called, sum=phrases.money(voice, part.amount))
    chance = voice.percent(part.chance, decimals=2)
    if part.amount is None:
        return voice.say("sums_part_without", deal=called, chance=chance)
    expected = Money(part.expected, part.currency)
    return voice.say("sums_part", deal=called, chance=chance, sum=part.amount, expected=expected)


def _deal_name(voice: Voice, known: DealName | None, deal_no: int) -> SafeText:
    if known is None:
        return voice.deal_number(deal_no)
    return phrases.deal_name(voice, known.customer, known.name, deal_no)


def _rest(voice: Voice, rest: Sequence[DealShare]) -> SafeText | None:
    if not rest:
        return None
    amounts = total(Money(part.expected, part.currency) for part in rest if part.amount is not None)
    return phrases.joined([voice.say("sums_rest", n=len(rest)), phrases.sums(voice, [*amounts.values()])], ": ")
