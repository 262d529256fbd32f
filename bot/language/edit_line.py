"""Reads what is to be edited of a deal: "15 000 €, elokuu", "summa 12k", "nimi Hissit", "voitettu 29.5."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum

from bot.language import amounts, days
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from bot.language.lost_line import read_month
from bot.language.source_words import is_source
from pipeline.calendars import Calendar
from pipeline.deals.events import SaidBy
from pipeline.money import Money

_MOST_WORDS = 120  # of a line that are looked at one by one
_LONGEST_LABEL = 4  # words
_PARTS = re.compile(r",(?!\d)\s*|;\s*")
_ARROW = re.compile(r"\s*(?:→|->|=>)\s*")
_BY = frozenset({"in", "by", "for"})
_A_YEAR = timedelta(days=366)
_BEHIND_LABEL = frozenset({"on", "is", "to", "nyt", "now", "=", "→", "->", "=>", ":", "asti", "olisi", "oli", "as"})


class EditField(Enum):
    """What a label says of the text behind it."""

    CUSTOMER = "the customer"
    NAME = "the deal's name"
    AMOUNT = "the amount"
    CLOSE_DAY = "the day on which the deal is expected to close"
    SOURCE = "where the deal came from"
    WON_ON = "the day of the win"
    LOST_ON = "the day of the loss, or why it was lost"
    PROMISED_DAY = "the day for which delivery is promised"
    REASON = "why it was lost"
    RETURNS = "the month in which to come back to the customer"
    CUSTOMER_SAID = "the customer says why it was lost; what stands behind it is why"
    GUESSED = "why it was lost is a guess; what stands behind it is why"
    ALSO = "what else was promised with the win"
    NEED = "what the customer needs"
    NEED_1 = "the first need"
    NEED_2 = "the second need"
    NEED_3 = "the third need"


def _labels(spoken: Mapping[EditField, str]) -> dict[tuple[str, ...], EditField]:
    return {
        tuple(folded(word) for word in phrase.split()): each
        for each, text in spoken.items()
        for phrase in " ".join(text.split()).split(" · ")
    }


_LABELS = _labels(
    {
        EditField.CUSTOMER: "asiakas · asiakkaaksi · asiakkaan nimi · customer · client",
        EditField.NAME: "nimi · nimeksi · nimen · diilin nimi · diilin nimeksi · otsikko · name · deal name · title",
        EditField.AMOUNT: """
            summa · summaksi · summan · hinta · hinnaksi · arvo · arvoksi · budjetti · amount · sum · value · price ·
            budget · deal value
        """,
        EditField.CLOSE_DAY: """
            kauppapäivä · kauppapäiväksi · kauppapäivän · arvioitu kauppapäivä · arvioitu kauppa · kauppapvm · kaupat ·
            päätöspäivä · close day · close date · closing day · closing date · closing · closes · close · expected ·
            expected close · expected close day · expected close date · expected day · due
        """,
        EditField.SOURCE: "lähde · lähteeksi · lähteen · source · lead source",
        EditField.WON_ON: "voitettu · voitettiin · voiton päivä · won · won on · win day",
        EditField.PROMISED_DAY: """
            toimitus · toimituspäivä · toimituspäiväksi · luvattu · luvattu toimitus · luvattu toimituspäivä · luvattu
            päivä · delivery · delivery day · delivery promised · promised · promised day · promised delivery
        """,
        EditField.ALSO: "luvattiin myös · lupasimme myös · muuta luvattu · also promised · we also promised",
        EditField.REASON: "syy · syyksi · häviön syy · reason · lost reason",
        EditField.LOST_ON: "hävitty · hävittiin · häviö · häviön päivä · lost · lost on",
        EditField.RETURNS: "palataan · palataan asiaan · come back · come back in · back in",
        EditField.CUSTOMER_SAID: """
            asiakas kertoi · asiakas sanoi · asiakas ilmoitti · asiakkaan mukaan · customer said · the customer said ·
            customer told us · the customer told us · client said · they said · they told us · according to the customer
        """,
        EditField.GUESSED: "oma arvio · oma arvaus · my guess · our guess",
        EditField.NEED: "tarve · uusi tarve · need · new need",
        EditField.NEED_1: "tarve 1 · need 1",
        EditField.NEED_2: "tarve 2 · need 2",
        EditField.NEED_3: "tarve 3 · need 3",
    }
)
NEEDS = (EditField.NEED_1, EditField.NEED_2, EditField.NEED_3)
_TEXTS = frozenset(
    {EditField.CUSTOMER, EditField.NAME, EditField.SOURCE, EditField.REASON, EditField.ALSO, EditField.NEED, *NEEDS}
)
_SPEAKERS = {EditField.CUSTOMER_SAID: SaidBy.CUSTOMER, EditField.GUESSED: SaidBy.GUESS}
_TO_THE_END = _TEXTS | _SPEAKERS.keys() | {EditField.LOST_ON}  # what stands behind these goes on to the end of its part
_DAYS = frozenset({EditField.CLOSE_DAY, EditField.WON_ON, EditField.PROMISED_DAY, EditField.RETURNS})


@dataclass(slots=True)
class EditLine:
    """What a line wants a deal to say; None where it says nothing of a field.

    `unread` are the words that say nothing known. The line `is_sure` where all of it was surely read. `has_bare_day`:
    no word said what the close day is. `said_by` is who says why a deal was lost, and `speaker` how that was typed.
    """

    texts: dict[EditField, str] = field(default_factory=dict[EditField, str])
    days: dict[EditField, Day | Unclear] = field(default_factory=dict[EditField, Day | Unclear])
    amount: Money | Unclear | None = None
    unread: list[str] = field(default_factory=list[str])
    is_sure: bool = True
    has_bare_day: bool = False
    said_by: SaidBy | None = None
    speaker: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read."""
        return not (self.texts or self.days or self.amount or self.said_by)


@dataclass(frozen=True, slots=True)
class _Today:
    day: date
    currency: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class _LabelledPiece:
    """A label with its value, or what no label names; `said` is all of it as it was typed."""

    label: EditField | None
    value: str
    said: str


def read_edit(line: str, today: date, currency: str, calendar: Calendar) -> EditLine:
    """Return what the line wants a deal to say, seen from `today`; an amount without a currency is in `currency`.

    What stands behind a label is its field's: "kauppapäivä elokuu", "name: New lifts". Without a label an amount and a
    day are read, in either order. A day without a year that may be of two years, words that are left over, and two
    values of one field make the line unsure.
    """
    read, now = EditLine(), _Today(today, currency, calendar)
    line, tax = amounts.split_tax(line)
    last_text: EditField | None = None
    for part in filter(None, (each.strip() for each in _PARTS.split(line))):
        for piece in _pieces(part.split(), read):
            if piece.label is None and last_text is not None and not _reads_bare(piece.value, now):
                read.texts[last_text] += f", {piece.value}"
                read.is_sure = False
                continue
            last_text = _text_of(piece)
            _take(piece, read, now)
    if tax:
        read.unread.append(tax)
    read.is_sure = read.is_sure and not read.unread and not read.is_empty
    return read


# --- Labels -----------------------------------------------------------------------------------------------------------


def _pieces(words: Sequence[str], read: EditLine) -> Iterator[_LabelledPiece]:
    """The pieces of a part, each with its label; what stands before the first label has none.

    A text goes on to the end of its part, unless a label with a value that can only be its own stands in it: then it
    ends there, which is not sure.
    """
    if len(words) > _MOST_WORDS:
        yield _LabelledPiece(None, " ".join(words), " ".join(words))
        return
    begin, label, start = 0, None, 0
    at = 0
    while at < len(words):
        found = _label_at(words, at)
        if found is None or (label in _TO_THE_END and at > start and not _has_value(words, at + found[1])):
            at += 1
            continue
        if label in _TO_THE_END and at > start:
            read.is_sure = False
        elif label in _TO_THE_END:  # "nimi Summa": a label right behind a text's label is the text
            at += found[1]
            continue
        if label is not None or at > begin:
            yield _LabelledPiece(label, _value(words[start:at]), " ".join(words[begin:at]))
        begin, label, start = at, found[0], at + found[1]
        at = start
    yield _LabelledPiece(label, _value(words[start:]), " ".join(words[begin:]))


def _text_of(piece: _LabelledPiece) -> EditField | None:
    """The text that a part without a label may go on with."""
    if not piece.value:
        return None
    return EditField.REASON if piece.label in _SPEAKERS else piece.label if piece.label in _TEXTS else None


def _label_at(words: Sequence[str], at: int) -> tuple[EditField, int] | None:
    """The label that begins at this word, and how many words it takes, the longest first."""
    for count in range(min(_LONGEST_LABEL, len(words) - at), 0, -1):
        phrase = tuple(folded(word).strip(":=") for word in words[at : at + count])
        label = _LABELS.get(phrase)
        if label is not None and (label not in NEEDS or words[at + count - 1].endswith(":")):
            return label, count  # "tarve 2: hissi" is the second one, "tarve 2 hissiä" is one of two lifts
    return None


def _has_value(words: Sequence[str], at: int) -> bool:
    """Whether a figure stands right there, as behind the label of an amount or a day."""
    return at < len(words) and any(character.isdigit() for character in words[at])


def _value(words: Sequence[str]) -> str:
    left = list(words)
    while left and folded(left[0]) in _BEHIND_LABEL:
        left = left[1:]
    return " ".join(left).strip(" :=")


# --- Values -----------------------------------------------------------------------------------------------------------


def _take(piece: _LabelledPiece, read: EditLine, now: _Today) -> None:
    """Keep a value in its field. A label alone asks for the form."""
    label, value = piece.label, piece.value
    if label in _SPEAKERS:
        _take_speaker(piece, _SPEAKERS[label], read, now)
    elif not value:
        read.is_sure = False
    elif label is None:
        _take_bare(value, read, now)
    elif label is EditField.LOST_ON:
        _take_loss(piece, read, now)
    elif label in _TEXTS:
        _set_text(label, value.strip('" '), read, piece.said)
    elif label in _DAYS:
        _set_day(label, _day(label, _after_arrow(value, now), now), read, piece.said)
    elif not any(character.isdigit() for character in value) and isinstance(amounts.read(value), Unclear):
        read.unread.append(piece.said)  # "hinta liian kallis" is no amount
    else:
        _set_amount(amounts.read(_after_arrow(value, now), now.currency), read, piece.said)


def _take_loss(piece: _LabelledPiece, read: EditLine, now: _Today) -> None:
    """Keep the day of a loss, "hävitty 29.5."; words that are no day are the reason, "hävitty hinta"."""
    day = days.read_gone(piece.value, now.day, now.calendar)
    if isinstance(day, Day) or days.looks_like_a_day(piece.value):
        _set_day(EditField.LOST_ON, day, read, piece.said)
    else:
        _set_text(EditField.REASON, piece.value, read, piece.said)


def _take_speaker(piece: _LabelledPiece, speaker: SaidBy, read: EditLine, now: _Today) -> None:
    """Keep who says why a deal was lost; words behind that are the reason, unless they are an amount or a day."""
    if read.said_by is not None or (piece.value and _reads_bare(piece.value, now)):
        read.unread.append(piece.said)
        return
    read.said_by, read.speaker = speaker, piece.said
    if piece.value:
        read.speaker = piece.said[: len(piece.said) - len(piece.value)].strip()
        _set_text(EditField.REASON, piece.value, read, piece.said)


def _after_arrow(value: str, now: _Today) -> str:
    """What stands behind an arrow: "12k → 15k" is to become 15k. Words before it that say more are kept."""
    before, *others = _ARROW.split(value)
    is_old_value = all(not part or _is_old_value(part, now) for part in (before, *others[:-1]))
    return others[-1] if others and is_old_value else value


def _is_old_value(text: str, now: _Today) -> bool:
    """Whether the text is an amount or a day, also one gone by, and nothing else."""
    if isinstance(amounts.read(text, now.currency), Money):
        return True
    found = days.read(text, now.day, now.calendar)
    return isinstance(found, Day) or found.key == "day_past" or days.looks_like_a_day(text)


def _day(label: EditField, text: str, now: _Today) -> Day | Unclear:
    if label is EditField.WON_ON:
        return days.read_gone(text, now.day, now.calendar)
    if label is EditField.RETURNS:
        month, left = read_month(text, now.day, now.calendar)
        return Unclear(text, "pick_month") if left else month
    return _by_end_of_month(text, now) or days.read(text, now.day, now.calendar)


def _by_end_of_month(text: str, now: _Today) -> Day | None:
    """The last business day of a month that is named alone: "elokuu", "by August", "elokuu 2027"."""
    words = [word for word in text.split() if not word.isdigit()]
    if (len(words) > 1 and folded(words[0]) not in _BY) or len(words) > 2:
        return None
    first, last = (days.read(text, now.day, now.calendar, aim=aim) for aim in (Aim.BEGINNING, Aim.END))
    if not isinstance(first, Day) or not isinstance(last, Day) or first.date == last.date:
        return None
    whole = [day for day in _month_of(last.date) if now.calendar.is_business_day(day)]
    is_month = last.date == whole[-1] and first.date in (whole[0], now.day)
    return replace(last, sure=True) if is_month and last.date - now.day <= _A_YEAR else None


def _month_of(day: date) -> list[date]:
    first = day.replace(day=1)
    return [each for n in range(31) if (each := first + timedelta(days=n)).month == day.month]


def _set_text(label: EditField, text: str, read: EditLine, said: str) -> None:
    if label in read.texts:
        read.unread.append(said)
    elif text:
        read.texts[label] = text
    else:
        read.is_sure = False


def _set_day(label: EditField, found: Day | Unclear, read: EditLine, said: str) -> None:
    if label in read.days:
        read.unread.append(said)
        return
    read.days[label] = found
    read.is_sure = read.is_sure and isinstance(found, Day) and found.sure


def _set_amount(found: Money | Unclear, read: EditLine, said: str) -> None:
    if read.amount is not None:
        read.unread.append(said)
        return
    read.amount = found
    read.is_sure = read.is_sure and isinstance(found, Money)


def _reads_bare(value: str, now: _Today) -> bool:
    """Whether a part without a label is an amount or a day, or both, so that it belongs to no text before it."""
    probe = EditLine()
    _take_bare(value, probe, now)
    return not probe.unread


def _take_bare(value: str, read: EditLine, now: _Today) -> None:
    """Keep what no label names: an amount, a day, or both in either order; anything else is left over."""
    if is_source(value):
        _set_text(EditField.SOURCE, value, read, value)
        return
    words = _after_arrow(value, now).split()
    whole = " ".join(words)
    amount, day = _bare_amount(whole, now), _bare_day(whole, now)
    if amount is not None and day is not None and not amounts.is_marked(whole):
        read.is_sure = False
        day = None
    if amount is not None:
        _set_amount(amount, read, whole)
        return
    if day is not None:
        _set_bare_day(day, read, whole)
        return
    for place in range(1, len(words)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        for one, other in ((first, second), (second, first)):
            amount, day = _bare_amount(one, now), _bare_day(other, now)
            if isinstance(amount, Money) and isinstance(day, Day):
                _set_amount(amount, read, one)
                _set_bare_day(day, read, other)
                return
    read.unread.append(value)


def _set_bare_day(day: Day | Unclear, read: EditLine, said: str) -> None:
    _set_day(EditField.CLOSE_DAY, day, read, said)
    read.has_bare_day = True


def _bare_amount(text: str, now: _Today) -> Money | Unclear | None:
    """An amount, also one that cannot be read; None for anything else."""
    if days.looks_like_a_day(text) or not amounts.looks_like_money(text):
        return None
    return amounts.read(text, now.currency)


def _bare_day(text: str, now: _Today) -> Day | Unclear | None:
    found = _by_end_of_month(text, now) or days.read(text, now.day, now.calendar)
    if isinstance(found, Day) or found.key == "day_past" or days.looks_like_a_day(text):
        return found
    return None


def label_first(line: str) -> tuple[str, str] | None:
    """Split a line that begins with a label into the label and what follows it: "summa acme 12k", "amount of acme"."""
    words = line.split()
    found = _label_at(words, 0) if words else None
    if found is None:
        return None
    count = found[1]
    behind = words[count + 1 :] if words[count : count + 1] == ["of"] else words[count:]
    return " ".join(words[:count]), " ".join(behind)
