"""Reads a new deal that is typed in one line: "Acme Oy, 12 500 €, verkkokauppa, ensi kuussa".

The line is read as a whole: first what can be an amount, a day or a source anywhere in it; what is left is the
customer, then the deal's name. What fits nowhere is kept in the note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.new_deal import (
    amount_phrases,
    chosen_amount,
    clauses,
    company_names,
    day_phrases,
    greetings,
    line_labels,
    line_parts,
    other_facts,
)
from bot.language.new_deal.amount_phrases import Mark
from bot.language.new_deal.line_labels import Field
from bot.language.new_deal.line_parts import TypedPart
from bot.language.new_deal.marked_parts import MarkedPart, marked, quoted
from bot.language.new_deal.name_text import as_name
from bot.language.new_deal.stated_sources import without_source
from bot.language.source_words import is_source, source_first
from pipeline.calendars import Calendar
from pipeline.customers.in_line import KnownCustomer
from pipeline.money import Money

_LONGEST_NOTE_READ = 400
_LONGEST_FIELD_OF_NOTE = 80
_LONGEST_CUSTOMER = 150
_OF_TWO = re.compile(r"[^\W\d_]{2}[/+][^\W\d_]{2}")  # "Kone/Metso" may be one name or two customers
_MOST_PLACES = 4  # parts in which a customer that exists is looked for
# Where deals come from, and "not known": these are no names of deals, and no source unless it is said.
_NO_NAMES = frozenset(
    "messut messuilta suositus kylmäsoitto verkostoituminen networking referral fair tbd tbc n/a auki avoin".split()
)


#: Finds a customer that exists among the words of a line, however its name is bent there.
FindCustomer = Callable[[Sequence[str]], KnownCustomer | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a new deal that were read from a line.

    Each of `unclear` is a question that the form shows under the field that its key names. `known` is how a customer
    that exists was typed, "" for any other.
    """

    customer: str | None = None
    name: str | None = None
    amount: Money | None = None
    close_day: Day | None = None
    source: str | None = None
    unclear: tuple[Unclear, ...] = ()
    note: str = ""
    known: str = ""


def read_new(
    rest: str,
    today: date,
    currency: str = "EUR",
    calendar: Calendar | None = None,
    *,
    note: str = "",
    known: FindCustomer | None = None,
) -> Draft:
    """Read a line. `note` is the text behind two dashes, if the line was split there before.

    Some people separate parts with two dashes, so amounts and days at the beginning of the note become fields of the
    deal. The rest of the note is kept as it is.
    """
    line = line_parts.split(rest, note)
    reading = _Reading(today, currency, calendar or Calendar(), known, is_headless=line.is_headless)
    for place, part in enumerate(line.parts, start=1):
        reading.add(part, is_last=place == len(line.parts))
    reading.notes += [line.left] if line.left else []
    return reading.draft(line.tax, reading.add_beginning_of(line.note))


@dataclass(slots=True)
class _Reading:
    """What has been read of a line so far, part by part. The fields are placed when all parts are there."""

    today: date
    currency: str
    calendar: Calendar
    known: FindCustomer | None
    is_headless: bool = False
    parts: list[MarkedPart] = field(default_factory=list[MarkedPart])
    customer: str | None = None
    names: list[str] = field(default_factory=list[str])
    source: str | None = None
    notes: list[str] = field(default_factory=list[str])
    unclear: list[Unclear] = field(default_factory=list[Unclear])
    known_as: str = ""
    is_greeting_doubted: bool = False

    # --- Parts --------------------------------------------------------------------------------------------------------

    def add(self, part: TypedPart, *, is_last: bool) -> None:
        """Take one part: a labelled field, a source, a sentence for the note, or words in which to look for fields."""
        if part.is_quoted and not (self._has_customer() and not self._is_left(part.text)):
            self.parts.append(quoted(part.text))
            return
        if not self._has_customer() and not is_last and line_labels.is_source_label(part.text):
            self.source = part.text.split(maxsplit=1)[1]
            return
        if part.is_bracketed and self._has_customer() and other_facts.is_aside(part.text):
            self.notes.append(part.text)
            return
        text = part.text if self._has_customer() else self._ungreeted(part.text, is_last=is_last)
        text = text if self._has_customer() else self._headed(self._without_first_source(text))
        if not text:
            return
        label = line_labels.labelled(text)
        if label is not None and self._labelled(*label, text):
            return
        if self._has_customer() and self._is_source_or_note(text):
            return
        self._mark(text)

    def _ungreeted(self, text: str, *, is_last: bool) -> str:
        """Return the text without a greeting and a request; a whole line that is one stays as it is."""
        words, is_doubted = greetings.without_greeting(text.split())
        if not words and is_last and not self.parts:
            return text
        self.is_greeting_doubted = self.is_greeting_doubted or is_doubted
        return " ".join(words)

    def _without_first_source(self, text: str) -> str:
        """Take where the deal came from where it begins the line, before the customer."""
        found = source_first(text)
        if found is None or self.source is not None:
            return text
        self.source = found[0]
        return found[1]

    def _headed(self, text: str) -> str:
        """Take what stands before a colon as a part of its own, unless it is a label: "Acme Oy: huolto"."""
        head, colon, tail = text.partition(": ")
        if not colon or line_labels.labelled(text) is not None:
            return text
        if line_labels.is_filler(head) or greetings.is_greeting(head):
            return tail
        bare = " ".join(line_labels.without_fillers(head.split()))
        if is_source(bare) and self.source is None:
            self.source = bare
            return tail
        if bare.casefold() in _NO_NAMES:
            self.notes.append(head)
            return tail
        head = head.removeprefix("For ").removeprefix("for ")
        if head and tail and not head[-1].isdigit() and not self._speaks_of_fields(head):
            self._mark(head)
            return tail
        return text

    def _speaks_of_fields(self, text: str) -> bool:
        return any(each.mark is Mark.MARKED for each in amount_phrases.find(f"{text}: 1".split(), self.currency))

    def _has_customer(self) -> bool:
        return self.customer is not None or self.is_headless or any(part.free_words() for part in self.parts)

    def _labelled(self, label: Field, value: str, text: str) -> bool:
        """Place a labelled text. False means that its label is not needed to read it."""
        match label:
            case Field.CUSTOMER if self.customer is None:
                self.customer = value.strip('"')
            case Field.NAME:
                self.names.append(value.strip('"'))
            case Field.SOURCE if self.source is None:
                self.source = value
            case Field.NOTE:
                self.notes.append(value)
            case Field.AMOUNT:
                self._mark_expected(text, "amount_unclear")
            case Field.DAY:
                self._mark_expected(text, "day_unclear")
            case Field.OTHER:
                self.notes.append(text)
            case _:
                return False
        return True

    def _mark_expected(self, text: str, key: str) -> None:
        """Mark a part whose label promises an amount or a day; if it has none, the form asks."""
        part = marked(text.split(), self.today, self.currency, self.calendar, is_first=False)
        has = part.amounts if key.startswith("amount") else part.days
        if has or part.money_signs:
            self.parts.append(part)
        else:
            self.unclear.append(Unclear(text, key))

    def _is_source_or_note(self, text: str) -> bool:
        source = line_labels.source_of(text)
        if source is not None and self.source is None:
            self.source = source
        elif line_labels.is_open_price(text):
            self.unclear.append(Unclear(text, "amount_unclear"))
        elif clauses.is_clause(text) or clauses.is_about_person(text):
            self._note(text)
        elif text.casefold() in _NO_NAMES:
            self.notes.append(text)
        else:
            return False
        return True

    def _mark(self, text: str) -> None:
        words = text.split()
        if not self._has_customer():
            words = line_labels.without_fillers(words)
        words, source = without_source(words, is_first=not self._has_customer())
        if source is not None:
            self.notes += [source] if self.source is not None else []
            self.source = self.source or source
        is_first = not self._has_customer()
        part = marked(words, self.today, self.currency, self.calendar, is_first=is_first)
        if not is_first and part.is_contact():
            self.notes.append(text)
        else:
            self.parts.append(part)

    def _note(self, text: str) -> None:
        """Keep a text as a note, and say of an amount or a day in it that it was not taken."""
        self.notes.append(text)
        self.unclear.extend(_left_in_note(text, self.today, self.currency, self.calendar))

    def add_beginning_of(self, note: str) -> str:
        """Take the amounts and days at the beginning of a note; what is left of it is returned."""
        pieces = line_parts.parts_of_note(note[:_LONGEST_NOTE_READ])
        has = self._has_customer() or not self.parts
        while has and pieces and not self._is_left(pieces[0]):
            self._mark(pieces[0])
            note = note[note.index(pieces[0]) + len(pieces[0]) :].lstrip(" -–—\n")
            pieces = pieces[1:]
        if note:
            self.unclear.extend(_left_in_note(note, self.today, self.currency, self.calendar))
        return note

    def _is_left(self, piece: str) -> bool:
        """Whether a piece of a note is more than an amount or a day."""
        if len(piece) > _LONGEST_FIELD_OF_NOTE:
            return True
        part = marked(piece.split(), self.today, self.currency, self.calendar, is_first=False)
        return bool(part.free_words()) or not (part.amounts or part.days)

    # --- Fields -------------------------------------------------------------------------------------------------------

    def draft(self, tax: str, note: str) -> Draft:
        """Place what was found."""
        chosen = chosen_amount.choose(self.parts)
        close_day, day_unclear = day_phrases.chosen([phrase for part in self.parts for phrase in part.days])
        self._place_words()
        asides = [aside for part in self.parts for aside in part.asides]
        unplaced = [*self.notes, *self.names[1:], *asides]
        customer = (self.customer or "").strip() or None
        if customer is not None and len(customer) > _LONGEST_CUSTOMER:
            unplaced.append(customer)
        asked = [
            *chosen.unclear,
            *day_unclear,
            *self._about_note(chosen.amount, close_day, [*chosen.unclear, *day_unclear]),
        ]
        asked += [Unclear(", ".join(unplaced), "note_unplaced")] if unplaced else []
        asked += [each for each in self.unclear if each.key.startswith("customer")]
        noted = ", ".join(each for each in (tax, *unplaced, note) if each)
        return Draft(
            customer, self.names[0] if self.names else None, chosen.amount, close_day, self.source,
            tuple(asked), noted, self.known_as,
        )  # fmt: skip

    def _about_note(self, amount: Money | None, day: Day | None, asked: Sequence[Unclear]) -> Iterator[Unclear]:
        """The first amount and the first day that stand in a note, where the deal has none."""
        for kind, value in (("amount", amount), ("day", day)):
            own = [each for each in self.unclear if each.key.startswith(kind)]
            unread = [each for each in own if each.key == f"{kind}_unclear"]
            if unread:
                yield from unread
            elif value is None and not any(each.key.startswith(kind) for each in asked):
                yield from own[:1]

    def _place_words(self) -> None:
        """Give the words that nothing claims to the customer, then to the name."""
        if self.customer is None and not self.is_headless:
            self._place_customer()
        for part in self.parts:
            text = as_name(part.free_words())
            if not text or line_labels.is_filler(text):
                continue
            if clauses.is_clause(text):
                self._note(text)
            elif other_facts.is_other_fact(text):
                self.notes.append(text)
                self.unclear += [Unclear(text, "amount_unclear")] if other_facts.is_discount(text) else []
            else:
                self.names.append(text)
        if self.known_as and self.names and self._is_known(self.names[0]):
            self.unclear.append(Unclear(f"{self.customer}, {self.names[0]}", "customer_unsure"))

    def _is_known(self, text: str) -> bool:
        """Whether the whole text names a customer that exists: "Kone, Metso, pumput" may be of both."""
        words = text.split()
        found = self.known(words) if self.known is not None else None
        return found is not None and (found.start, found.end) == (0, len(words))

    def _place_customer(self) -> None:
        places = [part for part in self.parts if part.free_words()]
        if not places:
            return
        if self._known_among_parts():
            return
        at = places[0]
        company = next((part for part in places[1:] if part.company == (0, len(part.words))), None)
        is_company_later = company is not None and at.company is None
        if is_company_later and company is not None and (at.words[0][:1].islower() or len(at.free_words()) == 1):
            at = company
        start, end = at.first_run()
        words = at.words[start:end]
        others = len(self.parts) > 1 or any(part.amounts or part.days for part in self.parts)
        first, last, is_sure = company_names.customer_span(words, has_more=others)
        if part_is_quoted(at):
            first, last, is_sure = 0, 1, True
        self._take_customer(at, start + first, start + last, None)
        is_sure = is_sure and _OF_TWO.search(self.customer or "") is None
        if not is_sure or is_company_later or self.is_greeting_doubted:
            self.unclear.append(Unclear(self.customer or "", "customer_unsure"))

    def _known_among_parts(self) -> bool:
        """Take a customer that exists: at the beginning or the end of the first words, else as a part of its own."""
        places = [part for part in self.parts if part.free_words()][:_MOST_PLACES]
        for place, part in enumerate(places):
            start, end = part.first_run()
            found = self.known(part.words[start:end]) if self.known is not None else None
            if found is None or not _is_in_place(part, start, end, found, is_first=place == 0):
                continue
            typed = " ".join(part.words[start + found.start : start + found.end])
            self.known_as = "" if found.is_joined else typed
            self._take_customer(part, start + found.start, start + found.end, None if found.is_joined else found.name)
            if not found.is_sure:
                self.unclear.append(Unclear(self.customer or "", "customer_unsure"))
            return True
        return False

    def _take_customer(self, part: MarkedPart, start: int, end: int, name: str | None) -> None:
        words = [company_names.without_ending(word) for word in part.words[start:end]]
        words = words[1:] if len(words) > 1 and words[0] in ("for", "with") else words
        self.customer = name or as_name(words)
        part.claim(start, end)


def _is_in_place(part: MarkedPart, start: int, end: int, found: KnownCustomer, *, is_first: bool) -> bool:
    """Whether a customer that exists stands where the line's customer can stand, and is no part of a longer name."""
    if part.company is not None and start + found.end < part.company[1]:
        return False
    count, run = found.end - found.start, end - start
    if found.start == 0:
        return is_first or count == run
    return is_first and found.end == run and part.company is None


def part_is_quoted(part: MarkedPart) -> bool:
    """Whether the part stood in quotes: its only word has spaces, or nothing was looked for in it."""
    return len(part.words) == 1 and " " in part.words[0]


def _left_in_note(note: str, today: date, currency: str, calendar: Calendar) -> Iterator[Unclear]:
    """What stands in a note and was not taken for a field."""
    words = note[:_LONGEST_NOTE_READ].replace(",", " ").split()
    amount = next(chosen_amount.texts_of(amount_phrases.find(words, currency)), None)
    if amount is not None:
        yield Unclear(amount, "amount_in_note")
    closed = [False] * len(words)
    read = day_phrases.readable(words, closed, today, calendar, has_amount=False)
    day = next(read, None)
    if day is not None:
        yield Unclear(" ".join(words[day.start : day.end]), "day_in_note")
