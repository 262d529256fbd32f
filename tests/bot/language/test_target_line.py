"""What is typed of a target: an amount or none, a month, whose it is; and the words that are neither."""

from __future__ import annotations

from datetime import date

from bot.language.target_line import TargetLine, read_target
from pipeline.money import Money
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


def _sum(major: str, currency: str = "EUR") -> Money:
    return Money.of(major, currency)


LINES = [
    ("", TargetLine()),
    ("400 000", TargetLine(_sum("400000"))),
    ("400 000 €", TargetLine(_sum("400000"))),
    ("10 kauppaa", TargetLine(count=10)),
    ("10 wins", TargetLine(count=10)),
    ("elokuu 12 diiliä", TargetLine(month=AUGUST, count=12)),
    ("August 12 deals", TargetLine(month=AUGUST, count=12)),
    ("10kpl", TargetLine(count=10)),
    ("1 kauppa", TargetLine(count=1)),
    ("400k ja 10 kauppaa", TargetLine(_sum("400000"), count=10)),
    ("400k and 10 wins", TargetLine(_sum("400000"), count=10)),
    ("Aino 3 kauppaa", TargetLine(rest="Aino", count=3)),
    ("0 kauppaa", TargetLine(rest="kauppaa", is_none=True)),
    ("ei 10 kauppaa", TargetLine(rest="ei 10 kauppaa")),
    ("400k", TargetLine(_sum("400000"))),
    ("on 400k kuussa", TargetLine(_sum("400000"))),
    ("0,4 milj", TargetLine(_sum("400000"))),
    ("$400,000", TargetLine(_sum("400000", "USD"))),
    ("elokuu 400k", TargetLine(_sum("400000"), AUGUST)),
    ("elokuulle 400 000", TargetLine(_sum("400000"), AUGUST)),
    ("400k elokuussa", TargetLine(_sum("400000"), AUGUST)),
    ("August: 400,000", TargetLine(_sum("400000"), AUGUST)),
    ("elokuu 2027 400 000", TargetLine(_sum("400000"), date(2027, 8, 1))),
    ("8/2026 400 000", TargetLine(_sum("400000"), AUGUST)),
    ("2026-08 400 000", TargetLine(_sum("400000"), AUGUST)),
    ("ensi kuu 400k", TargetLine(_sum("400000"), JULY)),
    ("next month 400k", TargetLine(_sum("400000"), JULY)),
    ("tämä kuu 400k", TargetLine(_sum("400000"), JUNE)),
    ("tammikuu 400k", TargetLine(_sum("400000"), date(2027, 1, 1))),
    ("Aino 60 000", TargetLine(_sum("60000"), rest="Aino")),
    ("60 000 Aino Virtanen", TargetLine(_sum("60000"), rest="Aino Virtanen")),
    ("Ainon tavoite elokuussa 60k", TargetLine(_sum("60000"), AUGUST, rest="Ainon")),
    ("for Aino in August 60k", TargetLine(_sum("60000"), AUGUST, rest="Aino")),
    ("oma 60 000", TargetLine(_sum("60000"), is_own=True)),
    ("mine", TargetLine(is_own=True)),
    ("ei", TargetLine(is_none=True)),
    ("none", TargetLine(is_none=True)),
    ("elokuu pois", TargetLine(None, AUGUST, is_none=True)),
    ("0", TargetLine(is_none=True)),
    ("Aino none", TargetLine(is_none=True, rest="Aino")),
    ("elokuu", TargetLine(None, AUGUST)),
    # not understood: what is neither stays, and is quoted
    ("2027", TargetLine(rest="2027")),
    ("2 500 kauppaa", TargetLine(_sum("2500"), rest="kauppaa")),
    ("1,2 milj vuodessa", TargetLine(_sum("1200000"), rest="vuodessa")),
    ("10-15k", TargetLine(rest="10-15k")),
    ("-5000", TargetLine(rest="-5000")),
    ("ei 400 000", TargetLine(rest="ei 400 000")),
    ("kesä- ja heinäkuu 400k", TargetLine(_sum("400000"), JULY, rest="kesä- ja")),
    ("Q3 1,2 milj", TargetLine(_sum("1200000"), rest="Q3")),
    ("paljon", TargetLine(rest="paljon")),
]


@each_row(("line", "read"), LINES)
def test_a_line_is_read_whole(line: str, read: TargetLine) -> None:
    assert read_target(line, MONDAY, "EUR") == read
