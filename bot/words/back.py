"""`/deal back`: one stage back, or to a named earlier one; a closed deal is reopened where it was closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.blocks.ids import Remainder, WordName
from bot.blocks.shown_words import Chapter
from bot.deal_lookup import DealReference, deal_with_rest, numbered, possible, unknown_stage
from bot.language.folding import folded
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words.form_input import ask_again, ask_for, ask_once_more, deal_of, expected, of_form, typed_with
from bot.words.said_move import SaidMove, read_said
from bot.words.unclear import moved_otherwise
from pipeline import errors
from pipeline.deals import move
from pipeline.deals.deal import Given
from pipeline.deals.events import Moved
from pipeline.money import Money
from pipeline.queries import find


def typed(services: Services, request: Request) -> Reply:
    """Move the deal meant back, with the amount behind it; "reopen" is only of a closed one."""
    reopening = _is_reopening(request)
    it = _to_reopen(services, request) if reopening else deal_with_rest(services, request, WORD)
    said = _said(services, request, it)
    given = _given(said, it.note)
    to = said.stage or it.stage
    try:
        return move.back(services.ledger, request.by, it.deal, to_stage=to, given=given, reopening=reopening)
    except errors.Missing as lacking:
        return ask_for(WordName.BACK, request, lacking, given, Remainder(it.tail, it.note or ""))
    except errors.AmountJumps as jump:
        return ask_again(WordName.BACK, request, jump, given)
    except errors.MovedJustNow as asks:
        raise asks.keeping(typed="", note=it.note) from None


def _given(said: SaidMove, note: str | None) -> Given:
    amount = said.line.amount if isinstance(said.line.amount, Money) else None
    return Given(amount=amount, note=" ".join(each for each in (said.line.tax, note) if each) or None)


def _said(services: Services, request: Request, it: DealReference) -> SaidMove:
    """The stage and the amount behind the deal. Raises UnknownStage or LineUnclear for what is neither."""
    with services.ledger.read_session(request.by) as session:
        try:
            said = read_said(session, it.tail, it.deal)
        except errors.UnknownStage as unknown:
            raise moved_otherwise(services, session, request.line, it.deal, it.tail) or unknown from None
        if said.line.is_all_taken:
            return said
        asks = moved_otherwise(services, session, request.line, it.deal, it.tail)
        raise asks or unknown_stage(session, said.line.words or it.tail, it.deal)


REOPEN = ("avaa uudelleen", "reopen")


def _is_reopening(request: Request) -> bool:
    """Whether the word was typed in a form that only a closed deal is meant by."""
    return folded(request.line.form) in REOPEN


def _to_reopen(services: Services, request: Request) -> DealReference:
    """The deal meant, or its customer's only closed one where that is open; of several closed ones it is asked which.

    Where none is closed, those that fit are only to be shown.
    """
    try:
        it = deal_with_rest(services, request, WORD)
    except (errors.Ambiguous, errors.OnlyAlike, errors.WhichDeal) as asks:
        closed = _closed_beside(services, request, asks.deals)
        if closed:
            raise replace(asks, deals=tuple(closed)) from None
        raise replace(asks, word=WordName.SHOW.value) from None
    name = request.line.rest
    closed = _closed_beside(services, request, [it.deal]) if name and numbered(name) is None else []
    return replace(it, deal=closed[0]) if len(closed) == 1 and it.deal not in closed else it


def _closed_beside(services: Services, request: Request, deals: Sequence[int]) -> list[int]:
    """The closed deals of these deals' customers that the person may change."""
    with services.ledger.read_session(request.by) as session:
        closed = replace(possible(session, WORD.concerns), states=find.ONLY_CLOSED)
        found = {
            each.deal_no: None
            for customer in dict.fromkeys(line.customer for line in find.by_numbers(session, deals))
            for each in find.find(session, customer, scope=closed).lines
            if each.customer == customer
        }
    return list(found)


def pressed(services: Services, request: Request) -> Reply:
    """Move the deal of the button back to the stage it showed, with what was typed before the button was there."""
    to = request.pressed.to if request.pressed is not None else None
    given, rest = Given(note=request.line.note), request.line.rest
    if rest:
        with services.ledger.read_session(request.by) as session:
            said = read_said(session, rest, deal_of(request))
        to, given = to or said.stage, _given(said, request.line.note)
    try:
        return move.back(
            services.ledger, request.by, deal_of(request), to_stage=to, expected=expected(request), given=given
        )
    except errors.Missing as lacking:
        return ask_for(WordName.BACK, request, lacking, given, typed_with(request))
    except errors.AmountJumps as jump:
        return ask_again(WordName.BACK, request, jump, given)


def submitted(services: Services, request: Request) -> Reply:
    """Move it back with what was filled in."""
    given, to = of_form(services, request), request.carried.to
    try:
        return move.back(
            services.ledger, request.by, deal_of(request), to_stage=to, expected=expected(request), given=given
        )
    except errors.AmountJumps as jump:
        return ask_again(WordName.BACK, request, jump, given)
    except errors.Missing as lacking:
        return ask_once_more(WordName.BACK, request, lacking, given)


WORD = Word(
    word="back",
    forms={"fi": ("palauta", "takaisin", REOPEN[0]), "en": ("back", REOPEN[1])},
    help="help_back",
    chapter=Chapter.LIFE,
    concerns=Concerns.CHANGEABLE,
    changes=Moved,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="back_button",
)
