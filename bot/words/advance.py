"""`/deal advance`: to the next stage or the named one; "On to …?" and "Move to …" are the same word pressed."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms
from bot.blocks.ids import Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest, pipeline_of, unknown_stage
from bot.language.acts import read_behind
from bot.pipelines_named import named_pipeline
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words import back, lost, won
from bot.words.form_input import (
    ask_about,
    ask_again,
    ask_for,
    ask_once_more,
    deal_of,
    expected,
    next_stage,
    of_form,
    typed_with,
)
from bot.words.said_move import SaidMove, read_said, stage_first
from bot.words.unclear import moved_otherwise
from pipeline import errors
from pipeline.deals import move as moving
from pipeline.deals import transfer
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Expected, Given
from pipeline.deals.events import Moved
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people.access import Act
from pipeline.stages import stages
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """Move the deal meant, or ask for what the stage requires, or what is meant by what stands behind the deal."""
    it = deal_with_rest(services, request, WORD)
    is_behind_colon = bool(it.tail) and request.line.rest.removesuffix(it.tail).rstrip().endswith(":")
    said = read_behind(it.tail, is_behind_colon=is_behind_colon)
    note = _noted(said.note, it.note)
    if said.goes_back:
        line = replace(request.line, rest=f"#{it.deal} {said.words}".strip(), note=note)
        return back.typed(services, replace(request, line=line))
    move = _move_or_question(services, request, said.words, it.deal)
    more = Remainder(said.words, note or "")
    if (ask := _ask(services, request, it.deal, it.stage, move, more)) is not None:
        return ask
    given = _given(move, note)
    try:
        return _advance(services, request, it.deal, to_stage=move.stage or it.stage, given=given)
    except errors.Missing as lacking:
        return ask_for(WordName.ADVANCE, request, lacking, given, more)
    except errors.AmountJumps as jump:
        return ask_again(WordName.ADVANCE, request, jump, given)
    except errors.MovedJustNow as asks:
        raise asks.keeping(typed=said.words, note=note) from None


def _move_or_question(services: Services, request: Request, words: str, deal_no: int) -> SaidMove:
    """Stage and amount behind the deal; a person, a day or a sentence in their place is asked about."""
    with services.ledger.read_session(request.by) as session:
        if (entered := _in_other_pipeline(session, words, deal_no)) is not None:
            return SaidMove(entered)
        try:
            said = read_said(session, words, deal_no)
        except errors.UnknownStage as unknown:
            raise moved_otherwise(services, session, request.line, deal_no, words) or unknown from None
        if said.line.is_all_taken or said.line.amount is not None or _closes(session, said.stage):
            return said
        raise moved_otherwise(services, session, request.line, deal_no, words) or unknown_stage(
            session, said.line.words, deal_no
        )


def _in_other_pipeline(session: ReadSession, words: str, deal_no: int) -> int | None:
    """The stage that the deal enters where the words name another pipeline and no stage of its own; else None."""
    if not words or stage_first(session, words, deal_no) is not None:
        return None
    own, named = pipeline_of(session, deal_no), named_pipeline(session, words)
    deal = deal_access(session, deal_no, Act.SEE).deal
    return transfer.entry_stage(session, deal.stage_no, named).stage_no if named not in (None, own) and named else None


def _advance(
    services: Services,
    request: Request,
    deal_no: int,
    *,
    to_stage: int | None,
    given: Given,
    expected: Expected | None = None,
) -> CommitOutcome:
    """Move the deal on; to another pipeline, where the stage is one of that."""
    ledger, by = services.ledger, request.by
    if to_stage is not None:
        with ledger.read_session(by) as session:
            there, own = stages.of_workspace(session).by_no(to_stage).pipeline_no, pipeline_of(session, deal_no)
        if there != own:
            return transfer.transfer(ledger, by, deal_no, there, expected=expected, given=given)
    return moving.advance(ledger, by, deal_no, to_stage=to_stage, expected=expected, given=given)


def _ask(services: Services, request: Request, deal_no: int, to: int | None, said: SaidMove, more: Remainder) -> Reply:
    """The form that asks about what a move does not take, or the win that it is; None where it takes all of it."""
    to = said.stage or to
    with services.ledger.read_session(request.by) as session:
        closing = _closes(session, next_stage(session, deal_no) if to is None else to)
    note = more.note if isinstance(more.note, str) else ""
    if closing is StageKind.WON:
        return won.win_or_ask(services, request, deal_no, said.rest, note)
    if closing is StageKind.LOST and (said.rest or note):
        return lost.form(request, deal_no, said.rest, note)
    return None if said.line.is_all_taken else ask_about(request, deal_no, to, said.line, note, more)


def _closes(session: ReadSession, stage_no: int | None) -> StageKind | None:
    """The kind of a stage that closes a deal; None for an open one."""
    kind = stages.of_workspace(session).by_no(stage_no).kind if stage_no is not None else StageKind.OPEN
    return None if kind is StageKind.OPEN else kind


def _given(said: SaidMove, *notes: str | None) -> Given:
    amount = said.line.amount if isinstance(said.line.amount, Money) else None
    return Given(amount=amount, note=_noted(said.line.tax, *notes))


def _noted(*parts: str | None) -> str | None:
    """The parts of a note as one: what was said of tax, or behind a colon, and what stands behind two dashes."""
    return " ".join(each for each in parts if each) or None


def pressed(services: Services, request: Request) -> Reply:
    """Move the deal of the button to the stage it showed, with what was typed before the button was there."""
    to, deal_no = request.pressed.to if request.pressed is not None else None, deal_of(request)
    said = read_behind(request.line.rest)
    move = _move_or_question(services, request, said.words, deal_no)
    note = _noted(said.note, request.line.note)
    if (ask := _ask(services, request, deal_no, to, move, Remainder(said.words, note or ""))) is not None:
        return ask
    given = _given(move, note)
    try:
        return _advance(services, request, deal_no, to_stage=to or move.stage, expected=expected(request), given=given)
    except errors.Missing as lacking:
        return ask_for(WordName.ADVANCE, request, lacking, given, typed_with(request))
    except errors.AmountJumps as jump:
        return ask_again(WordName.ADVANCE, request, jump, given)


def submitted(services: Services, request: Request) -> Reply:
    """Move the deal with what was filled in."""
    given, to = of_form(services, request), request.carried.to
    try:
        return _advance(services, request, deal_of(request), to_stage=to, expected=expected(request), given=given)
    except errors.AmountJumps as jump:
        return ask_again(WordName.ADVANCE, request, jump, given)
    except errors.Missing as lacking:
        return ask_once_more(WordName.ADVANCE, request, lacking, given)


WORD = Word(
    word="advance",
    forms={"fi": ("siirrä", "etene", "eteenpäin", "seuraava vaihe"), "en": ("advance", "move", "next stage")},
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
