"""What is asked of a line that tells of a deal more than its word takes: each question offers what can be done."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.blocks.ids import WordName
from bot.deal_lookup import pipeline_of, stage_words
from bot.language import days
from bot.language.acts import is_sentence, read_act
from bot.language.days import Day
from bot.language.grammar import ParsedLine, read_stage
from bot.people_lookup import names_a_seller
from bot.word import Services
from bot.words.said_move import is_taken, stage_first
from pipeline import errors
from pipeline.deals.read import deal_by_no
from pipeline.ledger.read_session import ReadSession
from pipeline.line_errors import LineUnclear
from pipeline.people import settings


def question(session: ReadSession, line: ParsedLine, deal_no: int, sentence: str, *words: str) -> LineUnclear:
    """A question about the deal that offers these words; its buttons carry the line's note."""
    deal = deal_by_no(session.connection, session.by.workspace_no, deal_no)
    stay = deal.stay if deal is not None else None
    return LineUnclear(sentence=sentence, deal=deal_no, words=words, note=line.note, member=line.member, stay=stay)


def move_question(
    session: ReadSession, line: ParsedLine, deal_no: int, said: str, word: WordName = WordName.ADVANCE
) -> LineUnclear:
    """Whether the deal is to be moved, to the stage that begins what was said; the rest becomes the move's note."""
    stage = stage_first(session, said, deal_no)
    if stage is None and not said:
        return question(session, line, deal_no, "move_on", word)
    asks = question(session, line, deal_no, "unclear_understood", word, WordName.NOTE, WordName.SHOW)
    if stage is None:
        return replace(asks, text=said, typed="", note=_noted(said, line.note))
    if is_taken(session, stage, deal_no):
        return replace(asks, sentence="move_to", text=said, typed=stage.rest, to=stage.stage)
    return replace(asks, text=stage.rest, typed="", note=_noted(stage.rest, line.note), to=stage.stage)


def moved_otherwise(
    services: Services, session: ReadSession, line: ParsedLine, deal_no: int, said: str
) -> LineUnclear | None:
    """What is asked where a deal was to be moved and no stage stands behind its name.

    It is a person, a day or a sentence; None where it can only be meant as a stage.
    """
    member = mentioned_member(services, line)
    if member is not None or names_a_seller(session, said):
        asks = question(session, line, deal_no, "hand_over_to", WordName.ASSIGN, WordName.SHOW)
        return replace(asks, text=said, typed=said, member=member)
    calendar = settings.of_workspace(session).calendar
    if isinstance(days.read(said, calendar.day(session.now), calendar), Day):
        asks = question(session, line, deal_no, "snooze_until", WordName.SNOOZE, WordName.STEP)
        return replace(asks, text=said, typed=said)
    stage = stage_first(session, said, deal_no)
    if stage is not None or is_sentence(said) or read_act(said) is not None:
        return move_question(session, line, deal_no, said)
    return None


def stage_alone(session: ReadSession, text: str, deal_no: int) -> int | None:
    """The stage of the deal's pipeline that is all of the text, a slip forgiven."""
    return read_stage(text, stage_words(session)[pipeline_of(session, deal_no)])


def mentioned_member(services: Services, line: ParsedLine) -> int | None:
    """The number of the first member whom the line mentions; None where nobody of the workspace is."""
    if not line.people:
        return None
    with suppress(errors.Stranger):
        return services.directory.member(line.people[0].id, None)
    return None


def _noted(said: str, note: str | None) -> str:
    return " – ".join(part for part in (said, note) if part)
