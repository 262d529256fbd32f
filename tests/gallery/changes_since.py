"""What changed since a day: the parts, the deals of one, and days of which nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.blocks import since as blocks
from bot.blocks.elements import Message
from bot.language.voice import Voice
from pipeline.money import Money
from pipeline.queries.deal_lists import Lines
from pipeline.queries.since import DealsOfPart, Open, Since, SincePart
from tests.gallery.deals import AWKWARD, MINE, NASTY, euros, line

DAY = date(2026, 6, 1)
SUMS = {
    SincePart.NEW: (euros(22_000.50), Money(1_200_000, "USD")),
    SincePart.WON: (-euros(16_000),),
    SincePart.AMOUNT: (-euros(1_999_999_999.98),),
}
EVERYTHING = Since(
    1,
    DAY,
    Open(1_204, (euros(12_386_000), Money(1_999_999_999_999_98, "SEK"))),
    Open(1, (euros(391_000),)),
    tuple(DealsOfPart(part, (), SUMS.get(part, ())) for part in SincePart),
)


def pieces(voice: Voice) -> Iterator[tuple[str, Message]]:
    """Each message, with its name."""
    yield "since", blocks.changed(voice, EVERYTHING, NASTY)
    yield "since-away", blocks.changed(voice, EVERYTHING, is_away=True)
    yield "since-nothing", blocks.changed(voice, replace(EVERYTHING, parts=()))
    page = Lines(40, (*MINE.lines, line(AWKWARD)), 10)
    yield "since-deals", blocks.deals_of(voice, EVERYTHING, SincePart.OUT, page, {}, gone=3)
    yield "since-too-early", blocks.too_early(voice, date(2020, 1, 1), DAY)
    yield "since-too-much", blocks.too_much(voice, DAY)
