"""`/deal problem`: a customer's problem with what they bought; without words it asks for them in a form."""

from __future__ import annotations

from bot.blocks import problems as shown
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.sold_lookup import of_won_deal
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, fit
from pipeline import errors, support_errors
from pipeline.deals import problems
from pipeline.deals.access import deal_access
from pipeline.deals.delivery_events import ProblemTold
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act
from pipeline.queries.deal_view import deal_view
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """`[which] what`: the deal begins the line, the problem is the rest of it, with what stands behind two dashes."""
    line = request.line

    def look() -> tuple[int, str]:
        with services.ledger.read_session(request.by) as session:
            return _which(session, request, line.rest, For.of(WORD, note=line.note))

    deal_no, rest = of_won_deal(services, request, WORD, look)
    return _keep_or_ask(services, request, deal_no, rest, line.note)


def _which(session: ReadSession, request: Request, rest: str, sought: For) -> tuple[int, str]:
    """The deal and what follows it; a small word may stand before its name: "problem with acme: the valve leaks"."""
    try:
        return first_deal(session, request, rest, sought)
    except (errors.NoSuchDeal, errors.OnlyAlike):
        first, _, behind = rest.partition(" ")
        if first.casefold() not in _BEFORE_NAME or not behind.strip():
            raise
        return first_deal(session, request, behind.strip(), sought)


_BEFORE_NAME = frozenset({"with", "at", "for", "from", "in"})


def pressed(services: Services, request: Request) -> Reply:
    """[Problem…], or a deal that was picked: what was typed for it is its problem; the form where nothing was."""
    return _keep_or_ask(services, request, deal_of(request), request.line.rest, request.line.note)


def _keep_or_ask(services: Services, request: Request, deal_no: int, rest: str, said: str | None) -> Reply:
    """The problem kept. One that is missing or too long is asked for in the form, with what was typed."""
    text = " – ".join(part for part in (rest.strip(" ,:"), said) if part)
    fit(text)
    if text and len(problems.cleaned(text)) <= problems.LONGEST:
        return problems.tell(services.ledger, request.by, deal_no, text)

    def build(voice: Voice, session: ReadSession) -> View:
        if deal_access(session, deal_no, Act.SEE).deal.state is not StageKind.WON:
            raise support_errors.NothingSold(deal=deal_no, text=text)
        view = deal_view(session, deal_no)
        return shown.form(voice, about(voice, view), text, carrying(request, view))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(text)))


def submitted(services: Services, request: Request) -> Reply:
    """The problem as it was written."""
    return problems.tell(services.ledger, request.by, deal_of(request), request.values.get(shown.PROBLEM) or "")


WORD = Word(
    word="problem",
    forms={"fi": ("ongelma",), "en": ("problem",)},
    help="help_problem",
    chapter=Chapter.NOTES,
    concerns=Concerns.SOLD,
    changes=ProblemTold,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="problem_button",
    fields=FormFields(text=shown.PROBLEM),
)
