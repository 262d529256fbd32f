"""What narrows or groups the board: amounts, a source, by what to count; the words that are neither stay."""

from __future__ import annotations

from bot.language.filter_line import FilterLine, Grouping, read_filter
from pipeline.deals.events import SourceKind
from pipeline.money import Money
from tests.tables import each_row


def _sum(major: int, currency: str = "EUR") -> Money:
    return Money.of(major, currency)


LINES = [
    ("", FilterLine()),
    ("yli 20k", FilterLine(over=_sum(20_000))),
    ("yli 20 000 €", FilterLine(over=_sum(20_000))),
    ("liisa tarjous yli 20k", FilterLine(over=_sum(20_000), rest="liisa tarjous")),
    ("liisa offer over 20k", FilterLine(over=_sum(20_000), rest="liisa offer")),
    ("over 20 000 offer", FilterLine(over=_sum(20_000), rest="offer")),
    ("more than $5,000", FilterLine(over=_sum(5_000, "USD"))),
    ("vähintään 20k", FilterLine(over=_sum(20_000), is_inclusive=True)),
    ("at least 20k", FilterLine(over=_sum(20_000), is_inclusive=True)),
    ("alle 5000", FilterLine(under=_sum(5_000))),
    ("enintään 5 tonnia", FilterLine(under=_sum(5_000), is_inclusive=True)),
    ("yli 5k alle 20k", FilterLine(over=_sum(5_000), under=_sum(20_000))),
    ("20-50k", FilterLine(over=_sum(20_000), under=_sum(50_000), is_inclusive=True)),
    ("20k–50k tarjous", FilterLine(over=_sum(20_000), under=_sum(50_000), is_inclusive=True, rest="tarjous")),
    ("messut", FilterLine(source=SourceKind.EVENT)),
    ("liisa messuilta yli 20k", FilterLine(over=_sum(20_000), source=SourceKind.EVENT, rest="liisa")),
    ("referral under 5k", FilterLine(under=_sum(5_000), source=SourceKind.REFERRAL)),
    ("they contacted us", FilterLine(source=SourceKind.THEY_CONTACTED)),
    ("henkilöittäin", FilterLine(grouping=Grouping.PERSON)),
    ("myyjittäin", FilterLine(grouping=Grouping.PERSON)),
    ("by person", FilterLine(grouping=Grouping.PERSON)),
    ("per seller", FilterLine(grouping=Grouping.PERSON)),
    ("lähteittäin", FilterLine(grouping=Grouping.SOURCE)),
    ("by source", FilterLine(grouping=Grouping.SOURCE)),
    ("vaiheittain", FilterLine(grouping=Grouping.STAGE)),
    # none of it: days, names, what cannot be bounded twice or both ways
    ("1.5.", FilterLine(rest="1.5.")),
    ("2026-05-01", FilterLine(rest="2026-05-01")),
    ("1-7.5.", FilterLine(rest="1-7.5.")),
    ("from 1 May", FilterLine(rest="from 1 May")),
    ("jumissa", FilterLine(rest="jumissa")),
    ("yli viikon", FilterLine(rest="yli viikon")),
    ("yli 20k yli 30k", FilterLine(over=_sum(20_000), rest="yli 30k")),
    ("yli 20k alle $50k", FilterLine(over=_sum(20_000), rest="alle $50k")),
    ("50-20k", FilterLine(rest="50-20k")),
    ("1-2", FilterLine(rest="1-2")),
]


@each_row(("line", "read"), LINES)
def test_a_line_is_read_whole(line: str, read: FilterLine) -> None:
    assert read_filter(line, "EUR") == read
