"""The needs that the line of an edit names, placed among those that a deal has."""

from __future__ import annotations

from datetime import date

from bot.language.edit_line import read_edit
from bot.language.need_line import typed_needs
from pipeline.calendars import Calendar
from tests.tables import each_row

ROWS = [
    ("tarve seisokki heinäkuussa", (), ("seisokki heinäkuussa", "", ""), True),
    ("tarve: seisokki heinäkuussa", (), ("seisokki heinäkuussa", "", ""), True),
    ("uusi tarve: 2 hissiä", (), ("2 hissiä", "", ""), True),
    ("need a lift in July, 15k", (), ("a lift in July", "", ""), True),
    ("tarve 2 hissiä", (), ("2 hissiä", "", ""), True),
    ("tarve hissi", ("katto",), ("katto", "hissi", ""), False),
    ("tarve 1: hissi", ("katto",), ("hissi", "", ""), True),
    ("need 2: lift, need 1: roof", ("yard", "gate", "door"), ("roof", "lift", "door"), True),
    ("tarve katto -> hissi", ("Katto", "ovi"), ("hissi", "ovi", ""), True),
    ("tarve piha -> hissi", ("katto",), ("katto", "piha -> hissi", ""), False),
    ("15 000 €", ("katto",), None, True),
]


@each_row(("line", "now", "wish", "is_sure"), ROWS)
def test_a_typed_need_takes_its_place(line: str, now: tuple[str, ...], wish: object, is_sure: bool) -> None:
    read = read_edit(line, date(2026, 6, 15), "EUR", Calendar())

    found = typed_needs(read.texts, now)

    assert read.is_sure
    assert (found.wish, found.is_sure, found.unplaced) == (wish, is_sure, ())


def test_a_need_without_a_place_is_left_over() -> None:
    read = read_edit("tarve hissi", date(2026, 6, 15), "EUR", Calendar())

    found = typed_needs(read.texts, ("a", "b", "c"))

    assert (found.wish, found.unplaced, found.is_sure) == (None, ("hissi",), False)
