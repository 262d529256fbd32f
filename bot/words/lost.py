"""`/deal lost`: the deal will not come; a reason is required."""

from __future__ import annotations

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import FormValues
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import about, ask_for, carrying, deal_of, expected, fit, of_form, required, to_change
from pipeline import errors
from pipeline.deals import close
from pipeline.deals.deal import Given
from pipeline.deals.events import Lost
from pipeline.ledger.read_session import ReadSession
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """Lose the deal meant; what follows "--" is the reason. Words without it are asked back in the form."""
    it = deal_with_rest(services, request, WORD)
    if it.tail:
        return form(request, it.deal, it.tail, it.note or "")
    given = Given(reason=it.note)
    try:
        return close.lost(services.ledger, request.by, it.deal, given=given)
    except errors.Missing as lacking:
        return ask_for(WordName.LOST, request, lacking, given)


def pressed(services: Services, request: Request) -> Reply:
    """The form that asks why, with what was typed before the button was there."""
    return form(request, deal_of(request), request.line.rest, request.line.note or "")


def form(request: Request, deal_no: int, words: str, note: str) -> Ask:
    """The form that asks why; words without a dash before them stand as the reason, else the note does."""
    fit(words, note)

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        filled = FormValues(reason=words or note, note=note if words else "")
        asked = required(session, deal, StageKind.LOST)
        return forms.lost(voice, about(voice, deal), asked, filled, carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(words, note)))


def submitted(services: Services, request: Request) -> Reply:
    """Lose it with the reason given."""
    return close.lost(
        services.ledger, request.by, deal_of(request), given=of_form(services, request), expected=expected(request)
    )


WORD = Word(
    word="lost",
    forms={"fi": ("hävitty", "häviö"), "en": ("lost", "lose")},
    help="help_lost",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=Lost,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="lost_button",
    in_menu=True,
    fields=FormFields(text=forms.REASON),
)
