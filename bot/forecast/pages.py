"""The pages behind a forecast: their names, the buttons that open them, and what their lists have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks import elements as el
from bot.blocks import ids, phrases
from bot.blocks.elements import Block
from bot.blocks.ids import Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.names import DealName

SUMS, DEALS, WON, OPEN, WHY, RECORD = "sums", "deals", "won", "open", "why", "record"
BRIDGE = "bridge-"  # a page of the deals of one change, whose value follows
PAGE = 20  # deals with amounts on one page
IN_SECTION = 10  # of these in one block, which has room for long names
LISTED = 10  # deals with a button on one page


@dataclass(frozen=True, slots=True)
class Page:
    """The page that a button of the forecast opens: the sums, the deals, the record, or a month's won or open deals.

    `start` is the place of the first deal; on the page of one deal's reasons it is the deal's number.
    """

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


def steps(voice: Voice, where: Page, start: int, count: int, size: int, statement: str) -> Iterable[Block]:
    """Yield the buttons that turn a list of so many deals, from the one at `start`, to the page before and after."""
    if start > 0:
        before = Page(where.what, where.month, max(0, start - size))
        yield button(voice.label("page_before_button"), before, statement)
    if start + size < count:
        yield button(voice.label("page_after_button"), Page(where.what, where.month, start + size), statement)


def page_sections(lines: Sequence[SafeText]) -> Iterable[Block]:
    """Return the lines of a page in blocks that have room for long names."""
    return (el.section(phrases.lines(lines[at : at + IN_SECTION])) for at in range(0, len(lines), IN_SECTION))


def deal_name(voice: Voice, known: DealName | None, deal_no: int) -> SafeText:
    """Return what a deal is called; its number where that is not known."""
    if known is None:
        return voice.deal_number(deal_no)
    return phrases.deal_name(voice, known.customer, known.name, deal_no)
