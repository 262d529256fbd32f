"""Reads a new deal out of a message that somebody wrote in a conversation, not to Putki.

A few words of fields are read as a line that is typed: "Acme Oy, 12 500 €, verkkokauppa". Prose is not: there the
customer is one that exists, or a company by its form or its label, and all of the message becomes the note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.new_deal import clauses, company_names, line_labels
from bot.language.new_deal.drafts import Draft, FindCustomer, read_new
from bot.language.new_deal.given_names import is_given_name
from bot.language.new_deal.line_labels import Field
from bot.language.new_deal.line_parts import noted
from bot.language.typed_lines import as_typed
from pipeline.calendars import Calendar

_SHORT = 12  # words of a line that is read as one that is typed
_SEARCHED = 60  # words of prose in which a customer is looked for
_STEP = 4  # words: a search looks at so many of the first ones
_SENTENCE_ENDS = re.compile(r"(?<=[^\W\d_]{3})[.!?](?=\s+\S)|[!?](?=\s+\S)|\n")
_FENCE = re.compile(r"```[ \t]*")
_QUOTED = re.compile(r"^(?:&gt;|>)[ \t]?", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)([^\n]{0,300}?\S)\1(?![\w*_~`])")
_NO_FIGURES = re.compile(
    r"(?:https?://|www\.)\S+|\S{1,64}@\S{1,64}\.\w+|(?<![\w.,])(?:\+[0-9]{1,3}|0)[0-9 ()-]{5,16}[0-9](?!\w)"
)


def plain_text(mrkdwn: str) -> str:
    """Return a message as people see it: without marks of emphasis, of quotes and of code, links by their labels."""
    text = _QUOTED.sub("", _FENCE.sub("\n", mrkdwn))
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return as_typed(text).strip()


def read_message(
    text: str, today: date, currency: str, calendar: Calendar, *, known: FindCustomer | None = None
) -> Draft:
    """Read a message, as `plain_text` returns it."""
    line, note = noted(text)
    if not is_prose(line):
        typed = _doubting(read_new(line, today, currency, calendar, note=note, known=known))
        is_read = typed.amount or typed.close_day or "customer_unsure" not in [each.key for each in typed.unclear]
        if is_read and not clauses.is_clause(typed.customer or ""):
            return typed
    draft = read_new(_NO_FIGURES.sub(" ", text), today, currency, calendar)
    unclear = tuple(each for each in draft.unclear if each.key.startswith(("amount", "day")))
    found = _customer(text, known)
    if found.name and not found.is_sure:
        unclear += (Unclear(found.name, "customer_unsure"),)
    day = _doubted(draft)
    return replace(draft, customer=found.name, name=None, note=text, unclear=unclear, known=found.typed, close_day=day)


def within_note(draft: Draft, limit: int) -> Draft:
    """Return the draft with a note of at most so many characters; of one that is cut, the form says so."""
    note = draft.note
    if len(note) <= limit:
        return draft
    kept = note[: limit - 2]
    at = max(kept.rfind(" "), kept.rfind("\n"))
    kept = kept[:at] if at > limit // 2 else kept
    others = tuple(each for each in draft.unclear if not each.key.startswith("note"))
    return replace(draft, note=f"{kept.rstrip()} …", unclear=(*others, Unclear("", "note_cut")))


def is_prose(text: str) -> bool:
    """Whether a message is more than a few words of fields: sentences, or lines with labels of their own."""
    lines = text.strip().split("\n")
    has_labels = len(lines) > 1 and any(": " in line for line in lines)
    return len(text.split()) > _SHORT or has_labels or any(_SENTENCE_ENDS.search(line.strip()) for line in lines)


def _doubting(draft: Draft) -> Draft:
    """The draft with a question about a customer that is new and has no company form: any words may begin a message."""
    name, asked = draft.customer, [each.key for each in draft.unclear]
    is_sure = not name or draft.known or any(company_names.is_form(word) for word in name.split())
    if is_sure or "customer_unsure" in asked:
        return draft
    return replace(draft, unclear=(*draft.unclear, Unclear(name or "", "customer_unsure")))


def _doubted(draft: Draft) -> Day | None:
    """The day of a message, of which the form asks whether it is the close day."""
    return None if draft.close_day is None else replace(draft.close_day, sure=False)


@dataclass(frozen=True, slots=True)
class _CustomerInProse:
    """The customer that prose names, whether it surely is one, and how one that exists is written there."""

    name: str | None = None
    is_sure: bool = False
    typed: str = ""


def _customer(text: str, known: FindCustomer | None) -> _CustomerInProse:
    """The customer that prose names: by a label, as one that exists, or by its form."""
    pieces = [each.strip() for each in _SENTENCE_ENDS.split(text) if each.strip()]
    for piece in pieces:
        label = line_labels.labelled(piece)
        if label is not None and label[0] is Field.CUSTOMER and label[1].strip():
            return _CustomerInProse(label[1].strip(), is_sure=True)
    looked_at = 0
    for words in (piece.split() for piece in pieces):
        for start in range(0, min(len(words), _SEARCHED - looked_at), _STEP):
            found = known(words[start:]) if known is not None else None
            if found is not None:
                typed = " ".join(words[start + found.start : start + found.end]).strip(" ,.;:")
                return _CustomerInProse(found.name, found.is_sure, typed)
        looked_at += len(words)
    return _CustomerInProse(next((company for each in pieces[:_SEARCHED] if (company := _company(each.split()))), None))


_NO_COMPANY = frozenset(
    "terveisin terv t yst ystavallisin regards best kind thanks br moi moikka hei heippa terve hello hi hey dear"
    " morjens huomenta asiakas asiakkaan customer client firma yritys company i we".split()
)
_MOST_BEFORE_FORM = 4  # words of a company's name in prose, before its form


def _behind_others(words: Sequence[str], start: int, form: int) -> int:
    """Where a company's name begins behind a greeting, a verb or a person: "Terveisin Liisa Virtanen Lasi Oy"."""
    for place in range(start, form - 1):
        bare = folded(words[place][:20]).strip(".,:;!")
        if bare in _NO_COMPANY or clauses.is_clause(words[place]):
            start = place + 1
        elif is_given_name(words[place]) and place == start and form - place > 2:
            start = place + 2  # a given name and a surname
    return max(start, form - _MOST_BEFORE_FORM)


def _company(words: Sequence[str]) -> str | None:
    """The company with its form that a sentence names, with the words before the form that begin with a capital."""
    at = company_names.span(words)
    if at is None:
        return None
    form = next(place for place in range(*at) if company_names.is_form(words[place]))
    start = form
    while start > at[0] and words[start - 1][-1:] != "," and (words[start - 1][:1].isupper() or start == form):
        start -= 1
    start = _behind_others(words, start, form)
    name = " ".join(words[start : at[1]]).strip(" ,.;:()\"'")
    *others, last = name.split()
    return " ".join([*others, company_names.without_ending(last)])
