"""What was typed behind the word of a list, for all lists: whom it names, and the refusal of what has no use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from bot.blocks.unused import HINT_DAY, HINTS
from bot.language import days
from bot.language.days import Day
from bot.language.list_words import ListWords, read_list_words
from bot.people_lookup import mentioned, people_named, without_mention
from bot.slack.requests import Request
from bot.word import Services
from bot.words.form_input import fit
from pipeline import errors, unused_errors
from pipeline.ledger.events import Via
from pipeline.people import settings


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The words behind a list, with the one `member` whom they name; `said` is how that member was named."""

    words: ListWords
    member: int | None = None
    said: str = ""


def list_request(services: Services, request: Request, word: str) -> ListRequest:
    """Read what was typed behind the list's word. Raises SeveralPeople, and NotUsed for a note: a list keeps none."""
    line = request.line
    refuse_note(services, request, word)
    if line.people:
        words = read_list_words(without_mention(line))
        try:
            named = mentioned(services.directory, line)
        except errors.Stranger:
            refuse(word, line.rest)
        return ListRequest(words, named.member if named is not None else None, line.people[0].shown)
    words = read_list_words(line.rest)
    if not words.rest:
        return ListRequest(words, line.member)
    with services.ledger.read_session(request.by) as session:
        people = people_named(session, words.rest)
    if len(people) > 1:
        raise unused_errors.SeveralPeople(text=words.rest, word=word, people=people)
    if not people:
        return ListRequest(words)
    return ListRequest(ListWords("", words.is_won, words.is_lost, words.is_everybody), people[0], words.rest)


def read_by_others(request: Request) -> bool:
    """Whether it was asked where others read it: in a channel or a thread, not in Putki's own conversation."""
    return request.is_shared or (request.by.via is Via.MENTION and request.aside is not None)


def _is_day_gone(services: Services, request: Request, text: str) -> bool:
    """Whether the text surely names a day, today or before."""
    with services.ledger.read_session(request.by) as session:
        calendar = settings.of_workspace(session).calendar
        found = days.read_gone(text, calendar.day(session.now), calendar)
    return isinstance(found, Day) and found.sure


def refuse_rest(services: Services, request: Request, word: str, text: str) -> NoReturn:
    """Refuse words that a list has no use for. A day has a sentence of its own: only the board is shown as of one."""
    refuse(word, text, HINT_DAY if _is_day_gone(services, request, text) else None)


def refuse(word: str, text: str, hint: str | None = None, member: int | None = None) -> NoReturn:
    """Refuse words that the word has no use for."""
    raise unused_errors.NotUsed(word=word, text=text, hint=hint or HINTS.get(word), member=member)


def refuse_note(services: Services, request: Request, word: str) -> None:
    """Refuse a note behind a word that concerns no deal; what else was typed is a press away.

    Raises NotUsed, and TooLong for a note that no deal would take either.
    """
    line, member = request.line, request.line.member
    if not line.note:
        return
    fit(line.note)
    with suppress(errors.Stranger):
        named = mentioned(services.directory, line)
        member = named.member if named is not None else member
    typed = without_mention(line) if line.people and member is not None else line.rest
    raise unused_errors.NotUsed(word=word, note=line.note, typed=typed, member=member)
