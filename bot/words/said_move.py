"""What stands behind the deal of a move: a stage, an amount, and words that are neither."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.deal_lookup import pipeline_of, stage_behind, stage_words
from bot.language.folding import folded
from bot.language.grammar import read_which
from bot.language.move_line import NOTHING_SAID, MoveLine, is_of_days, read_move
from bot.words.form_input import currency_of
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings

_LONGEST_LABEL = 4  # words of a stage's label, with those that lead to it


@dataclass(frozen=True, slots=True)
class SaidStage:
    """A stage that begins or ends a text, and the rest of it.

    `is_where` says that it was said as where to: "tarjoukseen".
    """

    stage: int
    rest: str
    is_where: bool


def stage_first(session: ReadSession, text: str, deal_no: int) -> SaidStage | None:
    """The stage of the deal's pipeline that begins the text, by as many words as fit; without forgiving a slip."""
    pipeline_no, words = pipeline_of(session, deal_no), text.split()
    labels = {pipeline_no: stage_words(session)[pipeline_no]}
    for count in range(min(_LONGEST_LABEL, len(words)), 0, -1):
        said = " ".join(words[:count]).strip(",;:")
        which = read_which(f"x {said}", labels)
        if which.text == "x" and (stage_no := which.stages.get(pipeline_no)) is not None:
            is_label = folded(said) in {folded(label) for label in labels[pipeline_no]}
            return SaidStage(stage_no, " ".join(words[count:]).strip(" ,;:"), not is_label)
    return None


def _stage_last(session: ReadSession, text: str, deal_no: int) -> SaidStage | None:
    """The stage of the deal's pipeline that ends the text: "12,5k tarjoukseen"; without forgiving a slip."""
    pipeline_no = pipeline_of(session, deal_no)
    which = read_which(f"x {text}", {pipeline_no: stage_words(session)[pipeline_no]})
    stage_no = which.stages.get(pipeline_no)
    return None if stage_no is None else SaidStage(stage_no, which.text[1:].strip(" ,;:"), is_where=False)


@dataclass(frozen=True, slots=True)
class SaidMove:
    """The stage that was named, if one was; `rest` is all else, and `line` what was read of it."""

    stage: int | None = None
    rest: str = ""
    line: MoveLine = NOTHING_SAID


def read_said(session: ReadSession, text: str, deal_no: int) -> SaidMove:
    """Read what stands behind a deal's name. Raises UnknownStage for words that are no stage, where none is named."""
    if not text:
        return SaidMove()
    named = stage_first(session, text, deal_no) or _stage_last(session, text, deal_no)
    if named is not None:
        return SaidMove(named.stage, named.rest, _line(session, named.rest, deal_no))
    line = _line(session, text, deal_no)
    calendar = settings.of_workspace(session).calendar
    if not line.words or (line.amount is not None and is_of_days(line.words, calendar.day(session.now), calendar)):
        return SaidMove(None, text, line)
    if (named := stage_first(session, line.words, deal_no)) is not None:  # "12,5k tarjoukseen syksyllä"
        return SaidMove(named.stage, text, replace(line, words=named.rest))
    return SaidMove(stage_behind(session, line.words, deal_no), "", MoveLine(amount=line.amount, tax=line.tax))


def is_taken(session: ReadSession, said: SaidStage, deal_no: int) -> bool:
    """Whether a move takes all that stands beside the stage: nothing, or an amount."""
    return _line(session, said.rest, deal_no).is_all_taken


def _line(session: ReadSession, text: str, deal_no: int) -> MoveLine:
    calendar, currency = settings.of_workspace(session).calendar, currency_of(session, deal_no)
    return read_move(text, calendar.day(session.now), currency, calendar)
