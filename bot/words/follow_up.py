"""`/deal follow-up sale`: the form of a new deal with the customer of a won one, which it continues."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms, own_values, problems
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal
from bot.language.new_deal.drafts import read_new
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.sold_lookup import of_won_deal
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.chosen_entries import proposed_source
from bot.words.chosen_pipeline import own_pipeline, pipeline_blocks, read_pipeline
from bot.words.form_input import deal_of, fit
from bot.words.new import filled_from
from pipeline import support_errors
from pipeline.deals.access import deal_access
from pipeline.deals.events import Opened, SourceKind
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.queries.deal_view import deal_view
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """`[which] [name, amount, day]`: the won deal begins the line, the rest is of the new one, as in `/deal new`."""
    line = request.line

    def look() -> tuple[int, str]:
        with services.ledger.read_session(request.by) as session:
            return first_deal(session, request, line.rest, For.of(WORD, note=line.note))

    deal_no, rest = of_won_deal(services, request, WORD, look)
    return _form(request, deal_no, rest, line.note or "")


def pressed(_services: Services, request: Request) -> Reply:
    """[Follow-up sale…], or a deal that was picked: the form, with what was typed for it."""
    return _form(request, deal_of(request), request.line.rest, request.line.note or "")


def _form(request: Request, deal_no: int, rest: str, note: str) -> Ask:
    fit(rest, note)

    def build(voice: Voice, session: ReadSession) -> View:
        require(session.connection, session.by, Act.OPEN)
        old = deal_access(session, deal_no, Act.SEE).deal
        if old.state is not StageKind.WON:
            raise support_errors.NothingSold(deal=deal_no, text=rest)
        line = read_pipeline(session, rest)
        pipeline_no = own_pipeline(session, line.pipeline_no or old.pipeline_no)
        view, set_now = deal_view(session, deal_no), settings.of_workspace(session)
        said = f"{_STANDS_FOR_CUSTOMER}, {line.rest}" if line.rest.strip(" ,:") else _STANDS_FOR_CUSTOMER
        currency = settings.currency_of(session, pipeline_no)
        draft = read_new(said, set_now.calendar.day(session.now), currency, set_now.calendar, note=note)
        source = proposed_source(voice.lists, SourceKind.EXISTING, draft.source or "")
        filled = replace(filled_from(draft, voice.lists), customer=view.customer, source=source)
        questions = {name: asked for name, asked in filled.questions.items() if name != forms.CUSTOMER}
        carried = replace(request.carried, deal=deal_no, stay=view.stay)
        chosen = pipeline_blocks(voice, session, pipeline_no, line.doubted)
        above = (*problems.follows(voice, view, view.needs), *chosen)
        own = own_values.inputs(voice, {})
        return forms.new(voice, replace(filled, questions=questions), carried, above=above, own=own)

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(rest, note)))


_STANDS_FOR_CUSTOMER = "Asiakas Oy"  # what a line of a new deal begins with; the won deal's customer takes its place


WORD = Word(
    word="follow_up",
    forms={
        "fi": ("jatkokauppa", "uusi jatkokauppa", "lisää jatkokauppa", "luo jatkokauppa"),
        "en": (
            "follow-up sale",
            "follow up sale",
            "new follow-up sale",
            "new follow up sale",
            "new follow-up",  # "follow up" alone may be a step
            "new follow up",
            "add follow-up sale",
            "add follow-up",
        ),
    },
    help="help_follow_up",
    chapter=Chapter.LIFE,
    concerns=Concerns.SOLD,
    changes=Opened,
    typed=typed,
    pressed=pressed,
    button="follow_up_button",
    fields=FormFields(text=forms.CUSTOMER, day=forms.CLOSE_DAY),
)
