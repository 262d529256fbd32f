"""`/deal note`: a note on a deal, and nothing else; without words it asks for them in a form."""

from __future__ import annotations

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import FormValues
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of
from pipeline.deals import notes
from pipeline.deals.access import deal_access
from pipeline.deals.events import Noted
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act
from pipeline.queries.deal_view import deal_view


def typed(services: Services, request: Request) -> Reply:
    """`[which] what`: the deal begins the line, the note is the rest of it, with what stands behind two dashes."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = first_deal(session, request, line.rest, For.of(WORD, note=line.note))
    return _keep_or_ask(services, request, deal_no, rest, line.note)


def pressed(services: Services, request: Request) -> Reply:
    """[Keep as note]: what was typed before the button was there; the form where nothing was."""
    return _keep_or_ask(services, request, deal_of(request), request.line.rest, request.line.note)


def _keep_or_ask(services: Services, request: Request, deal_no: int, rest: str, said: str | None) -> Reply:
    text = " – ".join(part for part in (rest.strip(" ,:"), said) if part)
    if text:
        return notes.keep(services.ledger, request.by, deal_no, text)

    def build(voice: Voice, session: ReadSession) -> View:
        deal_access(session, deal_no, Act.CHANGE)
        view = deal_view(session, deal_no)
        return forms.note(voice, about(voice, view), FormValues(), carrying(request, view))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder()))


def submitted(services: Services, request: Request) -> Reply:
    """The note as it was written."""
    return notes.keep(services.ledger, request.by, deal_of(request), request.values.get(forms.NOTE) or "")


WORD = Word(
    word="note",
    forms={"fi": ("muistiinpano",), "en": ("note",)},
    help="help_note",
    chapter=Chapter.NOTES,
    concerns=Concerns.CHANGEABLE,
    changes=Noted,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="note_button",
    fields=FormFields(text=forms.NOTE),
)
