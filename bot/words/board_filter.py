"""What stands behind `board` besides a day: a person, a stage, an amount, a source, or by what to count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.blocks.board_parts import pressed_filter
from bot.deal_lookup import stage_words
from bot.language.filter_line import Grouping, read_filter, without_small_words
from bot.language.folding import folded
from bot.language.grammar import read_which
from bot.people_lookup import NamedPerson, people_named, seller_named_first, seller_named_last
from bot.slack.requests import Request
from bot.word import Services
from bot.words.list_request import refuse
from pipeline import unused_errors
from pipeline.deals import choices
from pipeline.finding import spelling
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.asked_notices import ShowBoard
from pipeline.messages.board_notices import ShowBoardBy, ShowBoardList
from pipeline.messages.notices import Notice
from pipeline.people import settings
from pipeline.stages import stages

_BOARD = "board"
_MOST_WORDS = 3  # of a stage's name
_IN_STAGE = re.compile(r"-?(?:vaihe\w*|stage)$")


@dataclass(frozen=True, slots=True)
class _Stage:
    """The stage that a line names, and the words around it."""

    rest: str
    stage_no: int | None = None


def asked_part(services: Services, request: Request, text: str, member: int | None) -> Notice | None:
    """The list or the counts that the text asks for, of `member` where one is mentioned; None where it asks for none.

    Raises SeveralPeople, and NotUsed with the words that narrow nothing where others do.
    """
    with services.ledger.read_session(request.by) as session:
        currency = settings.currency_of(session, stages.persons_pipeline(session))
        said = read_filter(text, currency, choices.of_workspace(session))
        stage = _stage(session, said.rest)
        rest = without_small_words(stage.rest)
        person = _person(session, rest) if rest and member is None else NamedPerson(rest)
    if len(person.members) > 1:
        raise unused_errors.SeveralPeople(text=person.text, word=_BOARD, people=person.members)
    owner = member if member is not None else person.member
    is_narrowed = said.narrows or stage.stage_no is not None or owner is not None
    if not is_narrowed and said.grouping is None:
        return None
    if said.grouping is not None and is_narrowed:
        refuse(_BOARD, text, member=owner)
    if person.rest:
        refuse(_BOARD, person.rest, member=owner)
    if said.grouping is not None:
        return ShowBoard() if said.grouping is Grouping.STAGE else ShowBoardBy(said.grouping.value)
    bounds = [each for each in (said.over, said.under) if each is not None]
    return ShowBoardList(
        owner=owner,
        stage=stage.stage_no,
        over=said.over.minor if said.over is not None else None,
        under=said.under.minor if said.under is not None else None,
        is_inclusive=said.is_inclusive,
        currency=bounds[0].currency if bounds else None,
        source=said.source.value if said.source is not None else None,
        source_option=said.source_option,
    )


def next_page(request: Request) -> ShowBoardList | None:
    """The page of a narrowed list that a button asks for; None for a button of the board."""
    start = request.pressed.start if request.pressed is not None else 0
    return pressed_filter(request.line.rest, request.line.member, start)


def _stage(session: ReadSession, text: str) -> _Stage:
    """The open stage of the person's pipeline that some of the words name, as many of them as fit."""
    pipeline_no = stages.persons_pipeline(session)
    labels = {pipeline_no: stage_words(session).get(pipeline_no, {})}
    opened = {each.stage_no for each in stages.of_workspace(session).open_of(pipeline_no)}
    words = text.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - count + 1):
            which = read_which(f"x {' '.join(words[start : start + count])}", labels)
            stage_no = which.stages.get(pipeline_no)
            if which.text == "x" and stage_no in opened:
                return _Stage(" ".join(words[:start] + words[start + count :]), stage_no)
    for start, word in enumerate(words):
        bare = _IN_STAGE.sub("", folded(word)) or folded(word)
        for label, stage_no in labels[pipeline_no].items():
            is_bent = bare in (folded(label), f"{folded(label)}s") or spelling.is_inflected(bare, folded(label))
            if stage_no in opened and is_bent:
                return _Stage(" ".join(words[:start] + words[start + 1 :]), stage_no)
    return _Stage(text)


def _person(session: ReadSession, text: str) -> NamedPerson:
    """Whom the words name, all of them or those at one end; the others stay in its rest."""
    if whole := people_named(session, text):
        return NamedPerson("", text, whole)
    first = seller_named_first(session, text)
    return first if first.members else seller_named_last(session, text)
