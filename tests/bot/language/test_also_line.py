"""What else was promised, in the line of a win: where it begins, where it ends, and what is none."""

from __future__ import annotations

from datetime import date

from bot.language.also_line import split_also
from pipeline.calendars import Calendar
from tests.tables import each_row

ROWS = [  # the line, what is left of it, what else was promised
    ("11 900, luvattiin myös käyttökoulutus", "11 900", "käyttökoulutus"),
    ("11 900 viime pe, luvattiin myös koulutus, toimitus 15.9.", "11 900 viime pe, toimitus 15.9.", "koulutus"),
    ("luvattiin myös koulutus, varaosat ja huolto, 11 900", "11 900", "koulutus, varaosat ja huolto"),
    ("11 900 ja luvattiin lisäksi huolto", "11 900", "huolto"),
    ("11 900; lupasimme myös: takuu kolme vuotta", "11 900", "takuu kolme vuotta"),
    ("11,900, also promised training, delivery 15 Sep", "11,900, delivery 15 Sep", "training"),
    ("11,900 and we also promised spare parts", "11,900", "spare parts"),
    ("11 900, luvattiin myös huolto, pe", "11 900, pe", "huolto"),
    ("11 900, toimitus 15.9.", "11 900, toimitus 15.9.", ""),
    ("11 900, luvattiin 15.9.", "11 900, luvattiin 15.9.", ""),
    ("11 900, luvattiin myös toimitus 15.9.", "11 900, luvattiin myös toimitus 15.9.", ""),  # that is the delivery
    ("11 900, luvattiin myös", "11 900, luvattiin myös", ""),
    ("", "", ""),
]


@each_row(("line", "rest", "also"), ROWS)
def test_what_else_was_promised_is_told_from_the_win_itself(line: str, rest: str, also: str) -> None:
    assert split_also(line, date(2026, 6, 15), Calendar("FI", "Europe/Helsinki")) == (rest, also)
