"""`/deal advance`: to the next stage or the named one; "On to …?" and "Move to …" are the same word pressed."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms
from bot.blocks.ids import Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest, stage_behind, unknown_stage
from bot.language.acts import read_behind
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words import back
from bot.words.form_input import ask_again, ask_for, deal_of, expected, more, of_form, typed_with
from bot.words.unclear import moved_otherwise
from pipeline import errors
from pipeline.deals import move
from pipeline.deals.deal import Given
from pipeline.deals.events import Moved
from pipeline.money import Money


def typed(services: Services, request: Request) -> Reply:
    """Move the deal meant, or ask for what the stage requires, or what is meant by what stands behind the deal."""
    it = deal_with_rest(services, request, WORD)
    is_behind_colon = bool(it.tail) and request.line.rest.removesuffix(it.tail).rstrip().endswith(":")
    said = read_behind(it.tail, is_behind_colon=is_behind_colon)
    note = _noted(said.note, it.note)
    if said.goes_back:
        line = replace(request.line, rest=f"#{it.deal} {said.words}".strip(), note=note)
        return back.typed(services, replace(request, line=line))
    stage, amount, tax = _stage_or_question(services, request, said.words, it.deal)
    given = Given(amount=amount, note=_noted(tax, note))
    try:
        return move.advance(services.ledger, request.by, it.deal, to_stage=stage or it.stage, given=given)
    except errors.Missing as lacking:
        return ask_for(WordName.ADVANCE, request, lacking, given, Remainder(said.words, note or ""))
    except errors.AmountJumps as jump:
        return ask_again(WordName.ADVANCE, request, jump, given)
    except errors.MovedJustNow as asks:
        raise asks.keeping(typed=said.words, note=note) from None


def _stage_or_question(
    services: Services, request: Request, words: str, deal_no: int
) -> tuple[int | None, Money | None, str]:
    """As below; a person, a day or a sentence is asked about."""
    try:
        return _behind(services, request, words, deal_no)
    except errors.UnknownStage as unknown:
        with services.ledger.read_session(request.by) as session:
            asks = moved_otherwise(services, session, request.line, deal_no, words)
        raise asks or unknown from None


def _noted(*parts: str | None) -> str | None:
    """The parts of a note as one: what was said of tax, or behind a colon, and what stands behind two dashes."""
    return " ".join(each for each in parts if each) or None


def _behind(services: Services, request: Request, tail: str, deal_no: int) -> tuple[int | None, Money | None, str]:
    """Stage, amount and what is said of its tax: "tarjous 12 500 € + alv". Raises UnknownStage for anything else."""
    if not tail:
        return None, None, ""
    with services.ledger.read_session(request.by) as session:
        said = more(session, tail, deal_no)
        if said.day is not None:
            raise unknown_stage(session, tail, deal_no)
        return (stage_behind(session, said.words, deal_no) if said.words else None), said.amount, said.tax


def pressed(services: Services, request: Request) -> Reply:
    """Move the deal of the button to the stage it showed, with what was typed before the button was there."""
    to = request.pressed.to if request.pressed is not None else None
    said = read_behind(request.line.rest)
    stage, amount, tax = _stage_or_question(services, request, said.words, deal_of(request))
    given = Given(amount=amount, note=_noted(tax, said.note, request.line.note))
    try:
        return move.advance(
            services.ledger, request.by, deal_of(request), to_stage=to or stage, expected=expected(request), given=given
        )
    except errors.Missing as lacking:
        return ask_for(WordName.ADVANCE, request, lacking, given, typed_with(request))
    except errors.AmountJumps as jump:
        return ask_again(WordName.ADVANCE, request, jump, given)


def submitted(services: Services, request: Request) -> Reply:
    """Move the deal with what was filled in."""
    given, to = of_form(services, request), request.carried.to
    try:
        return move.advance(
            services.ledger, request.by, deal_of(request), to_stage=to, expected=expected(request), given=given
        )
    except errors.AmountJumps as jump:
        return ask_again(WordName.ADVANCE, request, jump, given)


WORD = Word(
    word="advance",
    forms={"fi": ("siirrä", "etene", "eteenpäin"), "en": ("advance", "move", "next stage")},
    help="help_advance",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=Moved,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="advance_button",
    fields=FormFields(day=forms.PROMISED_DAY),
)
