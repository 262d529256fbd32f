"""The words for weekdays, months, units of time and small numbers in Finnish and English, as `folded` returns them."""

from __future__ import annotations

from enum import Enum

from babel import Locale

from bot.language.folding import folded


class Unit(Enum):
    """The unit of a distance from today: "3 pv", "2 weeks"."""

    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def _weekdays() -> dict[str, int]:
    """Map the long and short names of weekdays to 0 (Monday) to 6. Finnish names have cases such as "maanantaina"."""
    words: dict[str, int] = {}
    for code, endings in (("fi", ("", "na", "ksi", "hin", "n")), ("en", ("",))):
        names = Locale(code).days
        for number in range(7):
            words[folded(names["format"]["abbreviated"][number])] = number
            for ending in endings:
                words[folded(names["stand-alone"]["wide"][number]) + ending] = number
    words |= {"keskiviikkoon": 2, "tues": 1, "thur": 3, "thurs": 3}
    words |= {f"{name}s": number for name, number in words.items() if name.endswith("day")}
    return words


def _months() -> dict[str, int]:
    """Map the names and short names of months to 1 to 12. Finnish names include cases such as "kesäkuussa"."""
    words: dict[str, int] = {}
    for number in range(1, 13):
        finnish = folded(Locale("fi").months["stand-alone"]["wide"][number])
        words |= {finnish + ending: number for ending in ("", "n", "ta", "ssa", "ksi", "hun", "lla", "lle")}
        english = folded(Locale("en").months["stand-alone"]["wide"][number])
        words |= {english: number, english[:3]: number}
        words[finnish.removesuffix("kuu")] = number
        words[finnish.removesuffix("uu")] = number
    return words | {"sept": 9}


WEEKDAYS = _weekdays()
MONTHS = _months()

UNITS = {
    **dict.fromkeys(("d", "pv", "pva", "paiva", "paivaa", "paivan", "day", "days"), Unit.DAY),
    **dict.fromkeys(
        ("arkipv", "arkipaiva", "arkipaivaa", "arkipaivan", "bd", "business day", "business days", "working day",
         "working days", "workdays"), Unit.BUSINESS_DAY,
    ),
    **dict.fromkeys(("w", "vk", "vko", "vkoa", "viikko", "viikkoa", "viikon", "wk", "week", "weeks"), Unit.WEEK),
    **dict.fromkeys(("kk", "kuukausi", "kuukautta", "kuukauden", "mo", "month", "months"), Unit.MONTH),
    **dict.fromkeys(("v", "vuosi", "vuotta", "vuoden", "y", "year", "years"), Unit.YEAR),
}  # fmt: skip

COUNTS = {
    "yhden": 1, "yksi": 1, "kahden": 2, "kaksi": 2, "kolmen": 3, "kolme": 3, "neljan": 4, "nelja": 4, "viiden": 5,
    "viisi": 5, "kuuden": 6, "kuusi": 6, "parin": 2, "a couple of": 2, "a": 1, "an": 1, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
}  # fmt: skip
