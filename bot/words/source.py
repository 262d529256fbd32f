"""`/deal source`: where a deal came from, typed, chosen below a new deal, or filled in."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms, sources
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.chosen_entries import source_chosen
from bot.words.form_input import about, carrying, deal_of, fit
from bot.words.typed_kinds import typed_source
from pipeline.deals import choices
from pipeline.deals import sources as core
from pipeline.deals.access import deal_access
from pipeline.deals.events import SourceSet
from pipeline.deals.fields import source_of
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act
from pipeline.queries.deal_view import deal_view


def typed(services: Services, request: Request) -> Reply:
    """`[which] where from`: the deal begins the line, the rest says the source: "acme messut"."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = first_deal(session, request, line.rest, For.of(WORD, note=line.note))
    return _set_or_ask(services, request, deal_no, rest, line.note)


def pressed(services: Services, request: Request) -> Reply:
    """A kind from the menu below a new deal, the source that was named last, [Add name…], or a deal that was picked."""
    what, _, value = request.line.rest.partition(":")
    if what == sources.KIND and (source := source_chosen(value)).kind is not None:
        return core.set_source(services.ledger, request.by, deal_of(request), source)
    if what == sources.SAME and value.isdigit():
        return core.repeat_source(services.ledger, request.by, deal_of(request), of=int(value))
    return _set_or_ask(services, request, deal_of(request), request.line.rest, request.line.note)


def _set_or_ask(services: Services, request: Request, deal_no: int, rest: str, said: str | None) -> Reply:
    """The source set where its kind is surely read; the form where it is not, with what was typed as the name."""
    text = " – ".join(part for part in (rest.strip(" ,:"), said) if part)
    fit(text)
    with services.ledger.read_session(request.by) as session:
        source = typed_source(text, choices.of_workspace(session))
    if source.kind is not None and len(source.words) <= core.NAME_LIMIT:
        return core.set_source(services.ledger, request.by, deal_no, source)

    def build(voice: Voice, session: ReadSession) -> View:
        deal = deal_access(session, deal_no, Act.CHANGE).deal
        view = deal_view(session, deal_no)
        known = source if text else source_of(session, deal)
        return sources.form(voice, about(voice, view), known, carrying(request, view))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(text)))


def submitted(services: Services, request: Request) -> Reply:
    """The source as it was filled in."""
    chosen = source_chosen(request.values.get(forms.SOURCE_KIND))
    if chosen.kind is None:
        return Refill({forms.SOURCE_KIND: ("field_missing", {})})
    named = replace(chosen, words=request.values.get(forms.SOURCE) or "")
    return core.set_source(services.ledger, request.by, deal_of(request), named)


WORD = Word(
    word="source",
    forms={"fi": ("lähde",), "en": ("source",)},
    help="help_source",
    chapter=Chapter.NOTES,
    concerns=Concerns.CHANGEABLE,
    changes=SourceSet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="source_button",
    fields=FormFields(text=forms.SOURCE),
)
