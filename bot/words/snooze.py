"""`/deal snooze`: no reminder before a day; 💤 on a reminder means three business days, 👀 "on it"."""

from __future__ import annotations

from datetime import date

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import FormValues
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, deal_at_beginning
from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.step_line import read_snooze
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, expected, fit, to_change
from pipeline import errors
from pipeline.deals import snooze
from pipeline.deals.events import Snoozed
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings


def typed(services: Services, request: Request) -> Reply:
    """`[which] [3d]`: the day is at either end of the line; an unsure one is asked back in a form."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        name, day, _read = _day_in(session, line.rest, line.form)
        it = deal_at_beginning(session, request, name, For.of(WORD, day, line.note))
    return _until(services, request, it.deal, f"{it.tail} {day}".strip(), line.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """[Snooze]: until the day typed before the button was there, else three business days."""
    return _until(services, request, deal_of(request), request.line.rest, request.line.note or "")


def _until(services: Services, request: Request, deal_no: int, said: str, note: str) -> Reply:
    with services.ledger.read_session(request.by) as session:
        other, _text, day = _day_in(session, said, request.line.form)
    if other:
        raise errors.UnclearDay(text=said)
    if isinstance(day, Unclear):
        raise errors.UnclearDay(text=day.text, sentence=day.key)
    if day is not None and not day.sure:
        return _form(request, deal_no, day, note)
    until = day.date if day else None
    return snooze.snooze(services.ledger, request.by, deal_no, until=until, note=note, expected=expected(request))


def _day_in(session: ReadSession, line: str, word: str) -> tuple[str, str, Day | Unclear | None]:
    calendar = settings.of_workspace(session).calendar
    return read_snooze(line, calendar.day(session.now), calendar, word=word)


def submitted(services: Services, request: Request) -> Reply:
    """Until the day that was chosen."""
    until, note = request.values.get(forms.UNTIL), request.values.get(forms.NOTE)
    day = date.fromisoformat(until) if until else None
    return snooze.snooze(
        services.ledger, request.by, deal_of(request), until=day, note=note, expected=expected(request)
    )


def _form(request: Request, deal_no: int, day: Day, note: str) -> Ask:
    fit(note)

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        filled = FormValues(until=day.date, unsure=day.text, note=note)
        return forms.snooze(voice, about(voice, deal), filled, carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(day.text, note)))


def snoozed_by_emoji(services: Services, request: Request) -> Reply:
    """💤 put on snoozes, taken off wakes."""
    if request.is_taken_off:
        return snooze.wake(services.ledger, request.by, deal_of(request), expected=expected(request))
    return snooze.snooze(services.ledger, request.by, deal_of(request), expected=expected(request))


def seen(services: Services, request: Request) -> Reply:
    """👀 put on is "on it", taken off takes it back."""
    if request.is_taken_off:
        return snooze.unsee(services.ledger, request.by, deal_of(request), expected=expected(request))
    return snooze.see(services.ledger, request.by, deal_of(request), expected=expected(request))


WORD = Word(
    word="snooze",
    forms={"fi": ("muistuta", "torkuta", "torkku"), "en": ("snooze", "remind")},
    help="help_snooze",
    chapter=Chapter.WORK,
    concerns=Concerns.OPEN,
    changes=Snoozed,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    emoji={"zzz": snoozed_by_emoji, "eyes": seen},
    button="snooze_button",
    fields=FormFields(day=forms.UNTIL),
    is_private=True,
)
