"""`/deal need`: what the customer needs, in their own words; without words it asks for them in a form."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import needs as shown
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal
from bot.language.acts import act_first
from bot.language.new_deal.message_drafts import plain_text
from bot.language.spoken_acts import SpokenAct
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words import step
from bot.words.form_input import about, carrying, deal_of, fit
from bot.words.mentioned_names import with_names
from pipeline import errors
from pipeline.deals import needs
from pipeline.deals.access import deal_access, require_adding
from pipeline.deals.touch_events import NeedAdded
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act
from pipeline.queries import deal_lists
from pipeline.queries.deal_view import deal_view


def typed(services: Services, request: Request) -> Reply:
    """`[which] what`: the deal begins the line, the need is the rest of it, with what stands behind two dashes."""
    line = request.line
    if _says_what_to_do(line.said):  # "need to call acme on Monday" is read as it is without the word
        raise errors.NoSuchDeal(text=line.rest)
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = first_deal(session, request, line.rest, For.of(WORD, note=line.note))
    if rest.startswith("to ") and _says_what_to_do(rest.removeprefix("to ")):  # "acme need to call them"
        return step.WORD.typed(services, replace(request, line=replace(line, rest=f"#{deal_no} {rest[3:]}")))
    return _keep_or_ask(services, request, deal_no, rest, line.note)


def _says_what_to_do(line: str) -> bool:
    """Whether a line says what somebody has to do, and not what a customer needs: "need to call them on Monday"."""
    spoken = act_first(line)
    return spoken is not None and spoken.act is SpokenAct.STEP


def from_message(services: Services, request: Request) -> Reply:
    """A message's shortcut: what it says is a need of the deal in whose thread it stands; else it is asked which."""
    said = needs.cleaned(plain_text(with_names(services, request.by, request.message.text if request.message else "")))
    if request.deal is not None:
        return _keep_or_ask(services, request, request.deal, said, None)
    with services.ledger.read_session(request.by) as session:
        own = tuple(each.deal_no for each in deal_lists.mine(session).lines)
    raise For.of(WORD, said).keep_in(errors.WhichDeal(deals=own, word=WORD.word))


def pressed(services: Services, request: Request) -> Reply:
    """A deal that was picked: what was typed for it is its need; the form where nothing was."""
    return _keep_or_ask(services, request, deal_of(request), request.line.rest, request.line.note)


def _keep_or_ask(services: Services, request: Request, deal_no: int, rest: str, said: str | None) -> Reply:
    """The need kept. One that is missing or too long is asked for in the form, with what was typed."""
    text = " – ".join(part for part in (rest.strip(" ,:"), said) if part)
    fit(text)
    if text and len(needs.cleaned(text)) <= needs.LONGEST:
        return needs.add(services.ledger, request.by, deal_no, text)

    def build(voice: Voice, session: ReadSession) -> View:
        require_adding(deal_access(session, deal_no, Act.SEE))
        view = deal_view(session, deal_no)
        return shown.form(voice, about(voice, view), view.needs, text, carrying(request, view))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(text)))


def submitted(services: Services, request: Request) -> Reply:
    """The need as it was written."""
    return needs.add(services.ledger, request.by, deal_of(request), request.values.get(shown.NEED) or "")


WORD = Word(
    word="need",
    forms={"fi": ("tarve", "tarpeet"), "en": ("need",)},
    help="help_need",
    chapter=Chapter.NOTES,
    concerns=Concerns.NOTED,
    changes=NeedAdded,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    message_shortcut=from_message,
    button="need_button",
    fields=FormFields(text=shown.NEED),
)
