"""Reads what is typed behind an offered deal: "12 500, 3 viikkoa, 30 pv", "€12,500, 3 weeks, valid 30 days, net 14"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.language import amounts, days, won_amount
from bot.language.calendar_words import UNITS, Unit
from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.won_line import PARTS
from pipeline.calendars import Calendar
from pipeline.money import Money

_LONGEST_LINE = 3000  # characters
_LONGEST_TIME = 5  # words
_LONGEST_TEXT = 80  # characters of a word or a time
_LONGEST_DELIVERY = 60  # characters
_MOST_TERM_DAYS = 365

_LINK = re.compile(r"(?<!\S)<?(https?://[^\s<>|]+)(?:\|[^\s<>]*)?>?(?!\S)")
_VALID = re.compile(
    r"(?:voimassa(?:olo(?:aika)?)?|voimassaolon|voim|patee|vanhenee|paattyy|valid|validity|expires?|expiring"
    r"|expiry|good)[:.]?"
)
_VALID_BEHIND = re.compile(r"(?:voimassa(?:olo(?:aika)?)?|asti|saakka|valid|validity)[:.]?")
_ALWAYS_BEHIND = frozenset({"asti", "saakka", "tilauksesta", "sopimuksesta"})
_DELIVERY = re.compile(
    r"(?:toimitus|toimitusaika|toimitusajalla|toimituspaiva|toimituspvm|toimitetaan|toimitettuna|toimitettava|tulee"
    r"|asennus|asennetaan|asennettuna|delivery|delivered|deliver|delivers|leadtime|ships?|shipping|installation"
    r"|installed)[:.]?"
)
_DELIVERY_BEHIND = re.compile(
    r"(?:toimitus|toimitusaika|toimitusajalla|toimitettuna|tilauksesta|sopimuksesta|delivery|leadtime|aro)[:.]?"
)
_TERM = re.compile(r"(?:maksuehto|maksuehdot|maksuaika|maksu|netto|payment|terms?|net)[:.]?")
_TERM_BEHIND = re.compile(r"(?:netto|net|maksuaikaa|maksuaika|maksuehto|maksuehdolla|payment)[:.]?")
_OTHER = re.compile(r"(?:ehdot|muut|ehto|other|terms|lisaksi|huom|note)[:.]?")
_BETWEEN = frozenset(
    "for until till to through thru on in by within is the asti saakka noin n. about approx aika time date terms term "
    "paiva viimeistaan mennessa olisi days: :".split()
)
_OF_ORDER = re.compile(
    r"(?:(?:tilauksesta|tilaushetkesta|tilausvahvistuksesta|sopimuksesta|kaupasta|vahvistuksesta|aro)"
    r"|(?:from|after|of) (?:the |your )?(?:order|po|contract|confirmation|signing|signature))[.,]?"
)
_TERM_DAYS = re.compile(r"([0-9]{1,3})(?:pv|p|d|vrk|days?)?[.,]?")
_DAYS = frozenset("pv p d vrk paivaa paivan paiva days day".split())
_NET = frozenset({"netto", "net"})
_RANGE = re.compile(r"[0-9]{1,3} ?(?:[-–]|to) ?(?P<longer>[0-9]{1,3} ?(?P<unit>[^\W\d_]+))\.?")
_ABOUT = frozenset("noin n. n about approx approx. viimeistaan".split())
_FIGURES = re.compile(r"[0-9][0-9 .,'’]*")
_SUM = frozenset("summa summalla hinta hintaan hinnalla arvo price amount sum value total yhteensa for at a".split())


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What a line says of an offer.

    `delivery` has the words of the day or the time of delivery. `valid` is the last day to accept: one that is not
    sure, and `Unclear`, has to be asked about; so has an unclear amount. `terms` has what belongs to no other field, of
    which `unread` was not understood.
    """

    amount: Money | Unclear | None = None
    delivery: str = ""
    valid: Day | Unclear | None = None
    term_days: int | None = None
    terms: str = ""
    unread: str = ""
    link: str = ""


@dataclass(slots=True)
class _FoundTerm:
    """What was found so far."""

    delivery: str = ""
    valid: Day | Unclear | None = None
    term_days: int | None = None
    others: list[str] = field(default_factory=list[str])
    unplaced: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class _OfferReading:
    """What the reading of a line rests on."""

    day: date
    calendar: Calendar

    def time_at(self, words: Sequence[str], at: int, *, needs_figure: bool = True) -> tuple[int, Day | Unclear] | None:
        """How many words from here on name a day or a length of time, and the day; None where none do."""
        for end in range(min(len(words), at + _LONGEST_TIME), at, -1):
            text = " ".join(words[at:end]).rstrip(",;:")
            found = self.time(text, needs_figure=needs_figure)
            if found is not None:
                return end - at, found
        return None

    def time(self, text: str, *, needs_figure: bool) -> Day | Unclear | None:
        """The day that the text names; of a range of lengths the longer end."""
        if len(text) > _LONGEST_TEXT or not text or (needs_figure and not any(map(str.isdigit, text))):
            return None
        if _FIGURES.fullmatch(text) and not days.looks_like_a_day(text):
            return None
        if (span := _RANGE.fullmatch(text)) is not None and folded(span["unit"]) in UNITS:
            return days.read(span["longer"], self.day, self.calendar)
        found = days.read(text, self.day, self.calendar)
        return found if isinstance(found, Day) or found.key == "day_past" or days.looks_like_a_day(text) else None


def read_offer(line: str, today: date, currency: str, calendar: Calendar) -> OfferLine:
    """Read price, delivery, validity, term of payment and link from anywhere in the line.

    A time without a word beside it is that of delivery, the next one the validity: "3 viikkoa, 30 pv". One alone is
    not sure: days and a date are rather the validity, weeks and months the delivery.
    """
    line = " ".join(line[:_LONGEST_LINE].split()) + line[_LONGEST_LINE:]
    link = _LINK.search(line)
    if link is not None:
        line = f"{line[: link.start()]}, {line[link.end() :]}"
    found, now = _FoundTerm(), _OfferReading(today, calendar)
    pieces = [piece for part in PARTS.split(line) for piece in _without_labelled(part.split(), found, now)]
    bare: list[tuple[str, Day | Unclear]] = []
    pieces = [piece for each in pieces for piece in _without_bare(each, bare, now)]
    _place(bare, found)
    taxes = [amounts.split_tax(" ".join(piece)) for piece in pieces]
    won = won_amount.find([text.split() for text, _tax in taxes if text], currency)
    left = [part for part in (each.strip(" ,;") for each in won.parts) if part and not _only_names(part)]
    unread = ", ".join([*left, *found.unplaced])
    tax = [tax for _text, tax in taxes if tax]
    return OfferLine(
        amount=won.amount,
        delivery=found.delivery,
        valid=found.valid,
        term_days=found.term_days,
        terms=", ".join(each for each in (unread, *found.others, *tax) if each),
        unread=unread,
        link=link[1] if link is not None else "",
    )


def delivery_day(text: str, today: date, calendar: Calendar) -> Day | Unclear | None:
    """The one day of delivery that the text names, `Unclear` where it is gone; None where it names no such day.

    A length of time and a week are words of the offer, not a day.
    """
    if _is_length(text):
        return None
    first, last = (days.read(text, today, calendar, aim=aim) for aim in (days.Aim.BEGINNING, days.Aim.END))
    if isinstance(last, Unclear):
        return last if last.key == "day_past" else None
    return last if isinstance(first, Day) and first.date == last.date and last.sure else None


def _bare(text: str) -> str:
    return folded(text[:_LONGEST_TEXT])


def _only_names(text: str) -> bool:
    """Whether these words only name what was read."""
    return all(_bare(word).strip(" :.!") in _SUM for word in text.split())


def _is_label(word: str) -> bool:
    bare = _bare(word)
    return any(label.fullmatch(bare) for label in (_VALID, _DELIVERY, _TERM))


# --- With a word that says what it is ---------------------------------------------------------------------------------


def _without_labelled(words: list[str], found: _FoundTerm, now: _OfferReading) -> Iterator[list[str]]:
    """The pieces that are left of a part when what is labelled has been found in it."""
    piece: list[str] = []
    at = 0
    while at < len(words):
        taken = _labelled_at(words, at, found, now) or _labelled_behind(words, at, found, now)
        if taken:
            yield piece
            piece = []
        else:
            piece.append(words[at])
        at += taken or 1
    yield piece


def _labelled_at(words: list[str], at: int, found: _FoundTerm, now: _OfferReading) -> int:
    """How many words from here on are a label and what it names; 0 where none is."""
    label = _bare(words[at])
    if label in ("lead", "open") and at + 1 < len(words) and _bare(words[at + 1]).strip(":") in ("time", "until"):
        rest = _labelled_at([{"lead": "delivery", "open": "valid"}[label], *words[at + 2 :]], 0, found, now)
        return rest + 1 if rest else 0
    begin = at + 1
    while begin < len(words) and _bare(words[begin]).rstrip(":") in _BETWEEN:
        begin += 1
    if found.term_days is None and _TERM.fullmatch(label) and (taken := _term_at(words, begin, found)):
        return begin + taken - at
    if found.valid is None and (_VALID.fullmatch(label) or label in ("until", "through")):
        return _valid_from(words, at, begin if _VALID.fullmatch(label) else at + 1, found, now)
    if not found.delivery and _DELIVERY.fullmatch(label):
        return _delivery_from(words, at, begin, found, now)
    return _other_terms(words, at, found)


def _other_terms(words: list[str], at: int, found: _FoundTerm) -> int:
    """The words behind "muut ehdot:", "other terms:" or "note:", to the end of the part."""
    begin = at + 1 + (_bare(words[at]) in ("muut", "other") and len(words) > at + 1)
    if not _OTHER.fullmatch(_bare(words[begin - 1])) or not words[begin - 1].endswith((":", "hdot")):
        return 0
    kept = words[at:] if _bare(words[at]).startswith(("note", "huom")) else words[begin:]
    if not kept:
        return 0
    found.others.append(" ".join(kept))
    return len(words) - at


def _valid_from(words: list[str], at: int, begin: int, found: _FoundTerm, now: _OfferReading) -> int:
    time = now.time_at(words, begin, needs_figure=False) if begin < len(words) else None
    if time is None:
        return 0
    taken, found.valid = time
    end = begin + taken
    while end < len(words) and _bare(words[end]).strip(".,") in _ALWAYS_BEHIND:
        end += 1
    return end - at


def _delivery_from(words: list[str], at: int, begin: int, found: _FoundTerm, now: _OfferReading) -> int:
    """A time behind the label, or else the words up to the next label or figure."""
    time = now.time_at(words, begin, needs_figure=False) if begin < len(words) else None
    if time is not None:
        end = begin + time[0]
        end += _of_order(words, end)
    else:
        end = begin
        while end < len(words) and not _is_label(words[end]) and not words[end][:1].isdigit():
            end += 1
    start = next((place for place in range(at + 1, begin) if _bare(words[place]) in _ABOUT), begin)
    text = " ".join(words[start:end]).strip(" ,;:")
    if not text or len(text) > _LONGEST_DELIVERY:
        return 0
    found.delivery = text
    return end - at


def _term_at(words: list[str], at: int, found: _FoundTerm) -> int:
    """How many words from here on are a number of days to pay in: "14 pv netto", "net 30"."""
    end = at
    if end < len(words) and _bare(words[end]) in _NET:
        end += 1
    number = _TERM_DAYS.fullmatch(_bare(words[end])) if end < len(words) else None
    if number is None or int(number[1]) > _MOST_TERM_DAYS:
        return 0
    end += 1
    if end < len(words) and re.fullmatch(r"[0-9]{3}|[k€%]|tuhatta|tonnia", _bare(words[end])):
        return 0  # "netto 12 500" is an amount
    end += end < len(words) and _bare(words[end]).strip(".,") in _DAYS
    end += end < len(words) and _bare(words[end]).strip(".,") in _NET
    found.term_days = int(number[1])
    return end - at


def _labelled_behind(words: list[str], at: int, found: _FoundTerm, now: _OfferReading) -> int:
    """How many words from here on are a time and the label behind it: "30 pv voimassa", "14 pv netto"."""
    if not words[at][:1].isdigit() and not _begins_range(words[at]):
        return 0
    time = now.time_at(words, at)
    if time is None:
        return 0
    taken, day = time
    end = at + taken
    if order := _of_order(words, end):
        if found.delivery:
            return 0
        found.delivery = " ".join(words[at : end + order])
        return taken + order
    if end >= len(words):
        return 0
    label = _bare(words[end])
    if label not in _ALWAYS_BEHIND and end + 1 < len(words) and _names_what_follows(words, end + 1, now):
        return 0
    if found.term_days is None and _TERM_BEHIND.fullmatch(label) and _is_in_days(words[at:end]):
        return _term_at(words, at, found) and taken + 1
    if found.valid is None and _VALID_BEHIND.fullmatch(label):
        found.valid = day
        return taken + 1
    if not found.delivery and _DELIVERY_BEHIND.fullmatch(label):
        found.delivery = " ".join(words[at:end])
        return taken + 1
    return 0


def _begins_range(word: str) -> bool:
    """Whether a word begins a range such as "2-3"."""
    return re.fullmatch(r"[0-9]{1,3}[-–][0-9]{1,3}", word) is not None


def _names_what_follows(words: list[str], at: int, now: _OfferReading) -> bool:
    """Whether a time, or a number, stands behind a label: the label is that one's then."""
    while at < len(words) and _bare(words[at]) in _BETWEEN:
        at += 1
    return at < len(words) and (words[at][:1].isdigit() or now.time_at(words, at) is not None)


def _of_order(words: list[str], at: int) -> int:
    """How many words from here on count a time from the order: "tilauksesta", "from the order"."""
    for end in range(min(len(words), at + 3), at, -1):
        if _OF_ORDER.fullmatch(" ".join(map(_bare, words[at:end]))):
            return end - at
    return 0


def _is_in_days(words: Sequence[str]) -> bool:
    return _unit(" ".join(words)) is Unit.DAY


def _is_length(text: str) -> bool:
    """Whether the text is a length of time, or a week, rather than a day."""
    return _unit(text) is not None or re.match(r"(?:noin |about )?(?:vko|viikko|week|wk)\b", folded(text)) is not None


def _unit(text: str) -> Unit | None:
    """The unit of a length of time: "3 viikkoa", "2-3 weeks from order"."""
    for word in re.findall(r"[^\W\d_]+", folded(text)):
        if word in UNITS:
            return UNITS[word]
    return None


# --- Without one ------------------------------------------------------------------------------------------------------


def _without_bare(words: list[str], bare: list[tuple[str, Day | Unclear]], now: _OfferReading) -> Iterator[list[str]]:
    """The pieces that are left of a piece when the times in it have been taken out."""
    piece: list[str] = []
    at = 0
    while at < len(words):
        time = now.time_at(words, at) if words[at][:1].isdigit() else None
        if time is not None:
            bare.append((" ".join(words[at : at + time[0]]), time[1]))
            yield piece
            piece = []
        else:
            piece.append(words[at])
        at += time[0] if time is not None else 1
    yield piece


def _place(bare: list[tuple[str, Day | Unclear]], found: _FoundTerm) -> None:
    """Give each time without a label to the first field that has none: delivery, validity, then other terms."""
    is_alone = len(bare) == 1
    for text, day in bare:
        if found.valid is None and _bare(text.split()[-1]) in _ALWAYS_BEHIND:
            found.valid = day
            continue
        is_rather_valid = is_alone and _unit(text) not in (Unit.WEEK, Unit.MONTH)
        if not found.delivery and not (is_rather_valid and found.valid is None):
            found.delivery = text
        elif found.valid is None:
            is_asked = is_alone and not found.delivery
            found.valid = replace(day, sure=False) if is_asked and isinstance(day, Day) else day
        else:
            found.unplaced.append(text)
