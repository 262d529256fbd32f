"""What stands around a day: the time of day, words such as "mennessä" and "noin", and signs of punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from bot.language.calendar_words import WEEKDAYS, as_written
from bot.language.folding import folded


@dataclass(frozen=True, slots=True)
class Wording:
    """A text without what stands around its day. `is_doubtful`: a word says that the day is not certain."""

    bare: str
    clock: time | None
    hours: str
    is_doubtful: bool


# "ennen" and "after" are not among these: they say another day than the one they stand beside
_BEFORE = re.compile(
    r"(?:before (?=the end of)|(?:by|on|until|till|til|latest|no later than|during|over|viimeistaan|viim\.?(?= ?\d)"
    r"|(?:viimeistaan )?(?:sulkeutuu|kauppapaiva|kauppapvm|klousataan|klousautuu|deadline|dl|due|closes|closing"
    r"|close date)(?: on| by)?:?)\s+)"
)
_AFTER = re.compile(r"\s+(?:mennessa|asti|saakka|aikana|at the latest|latest)$")
_DOUBT_BEFORE = re.compile(
    r"(?:noin|n\.|arviolta|ehka|varmaan|joskus|jossain|suunnilleen|about|around|approx\.?|circa|ca\.?|maybe|probably"
    r"|perhaps|sometime|some time)\s+(?:(?:in|on)\s+)?"
)
_DOUBT_AFTER = re.compile(
    r"\s+(?:aikoihin|aikoina|tienoilla|tienoissa|paikkeilla|korvilla|kieppeilla|nurkilla|tietamilla|ehka|varmaan|maybe"
    r"|or so|ish|\?)$"
)
_MARKS = re.compile(r"^[(\[\"'*_`]+|[)\]\"'*_`!,;:]+$|(?<=[a-z]{3})\.$")
_NO_MARK = re.compile(r"\?+$")

_RANGE = r" ?(?:-|–|—) ?"
_TO = r"(?:^|,? )(?:(?:noin |n\. ?|about |around )?(?:klo\.?|kello|at) ?)"
_HOURS = re.compile(
    rf"{_TO}(\d{{1,2}})(?:[.:](\d{{2}}))?{_RANGE}\d{{1,2}}(?:[.:]\d{{2}})?(?: ?([ap]m))?$"
    rf"|(?:^|,? )(\d{{1,2}}):(\d{{2}}){_RANGE}\d{{1,2}}:\d{{2}}$"
)
_CLOCK = re.compile(rf"{_TO}(\d{{1,2}})(?:[.:](\d{{2}}))?$|(?:^|,? )(\d{{1,2}}):(\d{{2}})$")
_CLOCK_FIRST = re.compile(r"^(?:klo\.?|kello|at) ?(\d{1,2})(?:[.:](\d{2}))?,? (?:on )?(?=[a-z0-9])")
_HALF_DAY = re.compile(r"(?:^|,? )(?:at )?(\d{1,2})(?:[.:](\d{2}))? ?(am|pm|a\.m\.|p\.m\.)$")
# "to 9.30" is Thursday at 9.30: there is no month 30
_BARE_CLOCK = re.compile(r"(?<=[a-z]) (\d{1,2})\.(00|1[3-9]|[2-5]\d)$")
_TIME_OF_DAY = re.compile(
    r",? (?:(?:heti |varhain |myohaan )?(?:aamulla|aamusta|aamuksi|aamuks|aamul|aamupaivalla|aamupaivaksi|aamupv|ap\.?"
    r"|iltapaivalla|iltapaivasta|iltapaivaksi|iltapv|ip\.?|illalla|illaksi|paivalla|keskipaivalla|yolla|aamu|ilta|iltapaiva|aamupaiva)"
    r"|(?:early |late |in the )?(?:morning|afternoon|evening)|(?:at )?noon|end of day|eod|cob)$"
)
_NO_DAY = frozenset({"", "by", "on", "in", "at", "before", "until"})
_TIME_FIRST = re.compile(
    r"^(eod|cob|end of (?:the )?(?:business |working )?day|noon|aamulla|illalla|iltapaivalla),? (?:on )?(?=[a-z0-9])"
)
_DAY_AND_TIME = re.compile(
    r"(" + "|".join(sorted((name for name in WEEKDAYS if len(name) > 5), key=len, reverse=True)) + r"|huomis)"
    r"-?(aamuna|aamuksi|aamuun|aamu|iltana|iltaan|illaksi|ilta|iltapaivana|iltapaiva|aamupaivana|aamupaiva)"
)


def wording_of(text: str) -> Wording | None:
    """Return the text without what stands around its day; None if its time of day does not exist (25:00)."""
    said = folded(re.sub(r"[()\[\]]", " ", text)).replace("–", "-").replace("—", "-").replace("−", "-")
    is_doubtful = said.endswith("?")
    said, hours = _without_time_of_day(_MARKS.sub("", _NO_MARK.sub("", said)).strip(), text)
    said, clock, typed_hours = _without_clock(said)
    if said is None:
        return None
    said = as_written(said)
    for _ in range(2):
        said = _AFTER.sub("", _BEFORE.sub("", said, count=1) if _BEFORE.match(said) else said)
        while doubt := _DOUBT_BEFORE.match(said):
            said, is_doubtful = said[doubt.end() :], True
        if doubt := _DOUBT_AFTER.search(said):
            said, is_doubtful = said[: doubt.start()], True
    return Wording(said.strip(), clock, typed_hours or hours, is_doubtful)


def _without_time_of_day(said: str, text: str) -> tuple[str, str]:
    """Return the text without "aamulla" and its like at the end, and those words as they were typed."""
    if together := _DAY_AND_TIME.fullmatch(said):
        day = "huomenna" if together[1] == "huomis" else together[1]
        return day, text.strip()
    if first := _TIME_FIRST.match(said):
        return said[first.end() :], " ".join(text.split()[: len(first[1].split())])
    found = _TIME_OF_DAY.search(said)
    if found is None or said[: found.start()] in _NO_DAY:
        return said, ""
    count = len(found[0].replace(",", " ").split())
    return said[: found.start()], " ".join(text.split()[-count:]).strip("!?.,;:")


def _without_clock(text: str) -> tuple[str | None, time | None, str]:
    """Return the text without its time of day, that time, and the words for it if they name two ("klo 13-14")."""
    if found := _HOURS.search(text):
        hour, minute = int(found[1] or found[4]), int(found[2] or found[5] or 0)
        hour += 12 if found[3] == "pm" and hour < 12 else 0
        return _timed(text[: found.start()], hour, minute, found[0].strip(" ,"))
    if found := _HALF_DAY.search(text):
        hour, minute = int(found[1]), int(found[2] or 0)
        if not 1 <= hour <= 12:
            return None, None, ""
        return _timed(text[: found.start()], hour % 12 + (12 if found[3].startswith("p") else 0), minute, "")
    if found := _CLOCK.search(text):
        return _timed(text[: found.start()], int(found[1] or found[3]), int(found[2] or found[4] or 0), "")
    if found := _BARE_CLOCK.search(text):
        return _timed(text[: found.start()], int(found[1]), int(found[2]), "")
    if found := _CLOCK_FIRST.match(text):
        return _timed(text[found.end() :], int(found[1]), int(found[2] or 0), "")
    return text, None, ""


_CLOCK_LAST = re.compile(
    r"(?:^|,? )(?:(?:klo\.?|kello|at) ?(\d{1,2})(?:[.:](\d{2}))?|(\d{1,2}):(\d{2})) ?([ap]m)?$", re.IGNORECASE
)
_CLOCK_BEFORE = re.compile(
    r"^(?:(?:klo\.?|kello) ?(\d{1,2})(?:[.:](\d{2}))?|(?:at )?(\d{1,2}):(\d{2})) ?([ap]m)?[ ,]+(?=\w)", re.IGNORECASE
)
_CLOCK_WITHIN = re.compile(
    r"(?:^|(?<= ))(?:(?:klo\.?|kello) ?(\d{1,2})(?:[.:](\d{2}))?|(?:at )?(\d{1,2}):(\d{2})) ?([ap]m)?(?=[ ,]|$)",
    re.IGNORECASE,
)


def clock_in(text: str) -> tuple[str, time | None]:
    """Split a text without a day into the text and its time of day: "soita klo 14", "call at 2 pm".

    A time that stands between other words stays among them: "lounas klo 11 Pekan kanssa".
    """
    if (found := _CLOCK_LAST.search(text)) and (clock := _clock_of(found)) is not None and text[: found.start()]:
        return text[: found.start()].rstrip(" ,"), clock
    if (found := _CLOCK_BEFORE.match(text)) and (clock := _clock_of(found)) is not None:
        return text[found.end() :], clock
    if found := _CLOCK_WITHIN.search(text):
        return text, _clock_of(found)
    return text, None


def _clock_of(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1] or found[3]), int(found[2] or found[4] or 0), (found[5] or "").casefold()
    if minute > 59 or hour > (12 if half else 23) or (half and not hour):
        return None
    return time(hour % 12 + 12 * (half == "pm") if half else hour, minute)


def _timed(rest: str, hour: int, minute: int, hours: str) -> tuple[str | None, time | None, str]:
    if hour > 23 or minute > 59:
        return None, None, ""
    return rest.strip(" ,"), time(hour, minute), hours
