"""Which deal a request is about: a number, the thread's deal, words of its name; else a question, never a guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.blocks.ids import WordName
from bot.language.grammar import ParsedLine, Which, read, read_stage, read_which
from bot.language.voice import in_every_language
from bot.slack.requests import Request
from bot.word import Services
from pipeline import errors
from pipeline.ledger.unit_of_work import ReadSession
from pipeline.people.access import Act, may, standing
from pipeline.queries import deal_lists, find
from pipeline.queries.names import stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind

LONGEST_NUMBER = 9  # digits of a deal's number

#: The words that change a deal: only one that may be changed comes into question.
CHANGING = frozenset(
    {WordName.ADVANCE, WordName.BACK, WordName.WON, WordName.LOST, WordName.STEP, WordName.SNOOZE, WordName.UNDO}
)


@dataclass(frozen=True, slots=True)
class Meant:
    """The deal, the stage named with it, what follows its name, and the note behind it."""

    deal: int
    stage: int | None = None
    note: str | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class For:
    """What a deal is sought for: the word, and what else was typed, to be kept while it is asked which."""

    word: str
    typed: str = ""


def parsed_line(services: Services, request: Request) -> ParsedLine:
    """What was typed, as word and rest."""
    return read(request.text, services.table)


def stage_words(session: ReadSession) -> dict[str, int]:
    """Every stage by every label it may be called by, in both languages."""
    return {
        label: each.no
        for each in stage_labels(session).values()
        for label in (in_every_language(each.key) if each.key else (each.text or "",))
    }


def meant(services: Services, request: Request, word: str) -> Meant:
    """The deal meant by a typed request for `word`; or NoSuchDeal, Ambiguous, OnlyAlike, WhichDeal, UnknownStage."""
    return _meant(services, request, word, meant_by)


def meant_with_more(services: Services, request: Request, word: str) -> Meant:
    """The same, where more than a name may stand on the line: what fits no deal as a whole begins with one."""
    return _meant(services, request, word, begun_by)


def meant_with_stage(services: Services, request: Request, word: str) -> Meant:
    """The same, where nothing but a stage may stand behind the name."""
    it = meant_with_more(services, request, word)
    if not it.tail:
        return it
    with services.ledger.read_session(request.by) as session:
        return replace(it, stage=stage_behind(session, it.tail), tail="")


def _meant(
    services: Services, request: Request, word: str, by: Callable[[ReadSession, Request, str, For], Meant]
) -> Meant:
    typed = parsed_line(services, request)
    if (number := numbered(typed.rest)) is not None:
        return Meant(number, note=typed.note)
    with services.ledger.read_session(request.by) as session:
        it = by(session, request, typed.rest, For(word, line_of("", typed.note)))
    return replace(it, note=typed.note)


def numbered(rest: str) -> int | None:
    """The number, where nothing but a deal's number was typed: whether there is such a deal the core will say."""
    which = read_which(rest, {})
    return which.deal_no if not which.whole else None


def meant_by(session: ReadSession, request: Request, rest: str, sought: For) -> Meant:
    """The deal from the words that name it."""
    which = read_which(rest, stage_words(session))
    if which.unknown_stage is not None:
        raise errors.UnknownStage(text=which.unknown_stage)
    if which.deal_no is not None and which.text:  # "#12 15 000 €": a number names the deal, and the rest is more
        return Meant(find.by_number(session, which.deal_no).deal_no, which.stage_no, tail=which.whole)
    return Meant(_deal(session, request, which, sought), which.stage_no)


def begun_by(session: ReadSession, request: Request, rest: str, sought: For) -> Meant:
    """The deal from the words that name it, or else from those that the line begins with; and what follows them."""
    try:
        return meant_by(session, request, rest, sought)
    except (errors.NoSuchDeal, errors.OnlyAlike) as unsure:
        deal, tail = _begun(session, request, rest, sought, unsure)
        return Meant(deal, tail=tail)


def meant_first(session: ReadSession, request: Request, rest: str, sought: For) -> tuple[int, str]:
    """The deal that the line begins with, as many words as fit one; and what follows it."""
    if not rest or numbered(rest) is not None:
        return meant_by(session, request, rest, sought).deal, ""
    return _begun(session, request, rest, sought, errors.NoSuchDeal(text=rest))


def _begun(session: ReadSession, request: Request, rest: str, sought: For, unsure: errors.Refused) -> tuple[int, str]:
    """The same. In a deal's thread everything is about that deal; several that fit, or are merely alike, are asked."""
    which = read_which(rest, {})
    if which.deal_no is not None:
        return find.by_number(session, which.deal_no).deal_no, which.text
    if request.deal is not None:
        return request.deal, rest
    hits, tail = find.which_first(session, rest)
    if not hits.deals or (isinstance(unsure, errors.OnlyAlike) and not hits.is_sure):
        raise unsure
    text = rest.removesuffix(tail).strip()
    return _only(session, hits, text, For(sought.word, f"{tail} {sought.typed}".strip()), None), tail


def stage_behind(session: ReadSession, text: str) -> int:
    """The stage that stands behind a deal's name, a slip forgiven. Raises UnknownStage."""
    stage_no = read_stage(text, stage_words(session))
    if stage_no is None:
        raise errors.UnknownStage(text=text)
    return stage_no


def line_of(more: str, note: str | None) -> str:
    """What else was typed, as one line that `parted` reads."""
    return f"{more} -- {note}".strip() if note else more


def parted(line: str) -> tuple[str, str]:
    """What was typed behind a deal's name, and the note."""
    more, _, note = f" {line}".partition(" -- ")
    return more.strip(), note.strip()


def _deal(session: ReadSession, request: Request, which: Which, sought: For) -> int:
    if which.deal_no is not None:
        return find.by_number(session, which.deal_no).deal_no
    if not which.text:
        return request.deal if request.deal is not None else _only_one(session, which, sought)
    hits = find.which(session, which.text)
    if not hits.is_sure and which.whole != which.text:
        whole = find.which(session, which.whole)
        hits = whole if whole.is_sure or not hits.deals else hits
    if not hits.deals or (request.deal is not None and not hits.is_sure):
        raise no_such_deal(which.text)
    return _only(session, hits, which.text, sought, which.stage_no)


def _only(session: ReadSession, hits: find.Hits, text: str, sought: For, to: int | None) -> int:
    """The only deal that fits. What would be changed must be sure; what is only shown may be merely alike."""
    hits, sought = _narrowed(session, hits, sought)
    nos = [each.deal_no for each in hits.deals]
    if len(nos) > 1 or (not hits.is_sure and sought.word != WordName.SHOW):
        raise fitting_several(hits, text, sought, to)
    return nos[0]


def _narrowed(session: ReadSession, hits: find.Hits, sought: For) -> tuple[find.Hits, For]:
    """Of several deals those that the word can be done with; where that is none, all of them, to be shown."""
    if len(hits.deals) < 2 or sought.word == WordName.SHOW:
        return hits, sought
    can_be = possible(session, sought.word)
    stages = stages_.of_workspace(session)
    left = [
        each
        for each in hits.deals
        if can_be(each.owner, stages.by_no(each.stage.no).pipeline_no, each.state is StageKind.OPEN)
    ]
    if sought.word == WordName.UNDO:
        mine = find.changed_by_me(session, [each.deal_no for each in left])
        left = [each for each in left if each.deal_no in mine]
    return (replace(hits, deals=tuple(left)), sought) if left else (hits, replace(sought, word=WordName.SHOW))


def possible(session: ReadSession, word: str) -> find.Possible:
    """Whether the word can be done with a deal: what changes it is for those who may, and while it is open."""
    if word not in CHANGING:
        return lambda _owner, _pipeline_no, _is_open: True
    who, may_be_closed = standing(session.connection, session.by), word in (WordName.BACK, WordName.UNDO)

    def can_be(owner: int, pipeline_no: int, is_open: bool) -> bool:
        return (is_open or may_be_closed) and may(who, Act.CHANGE, owner=owner, pipeline_no=pipeline_no)

    return can_be


def no_such_deal(text: str) -> errors.NoSuchDeal:
    """There is none of that name, or of that bare number."""
    return errors.NoSuchDeal(number=int(text)) if _is_number(text) else errors.NoSuchDeal(text=text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def unknown_word(line: ParsedLine, deal: int | None) -> errors.Refused:
    """No word, and no deal: perhaps a near word was meant, with the rest of the line."""
    if line.near is None and _is_number(line.rest):
        return no_such_deal(line.rest)
    if line.near is None:
        return errors.UnknownWord(text=line.rest, near=None)
    more = line.rest.split(maxsplit=line.near.typed.count(" ") + 1)[line.near.typed.count(" ") + 1 :]
    typed = line_of(" ".join(more), line.note)
    return errors.UnknownWord(text=line.near.typed, near=line.near.form, word=line.near.word, typed=typed, deal=deal)


def fitting_several(hits: find.Hits, text: str, sought: For, to: int | None = None) -> errors.Refused:
    """The question which of these it is, or whether it is any of those that are merely alike."""
    nos = [each.deal_no for each in hits.deals]
    asks = errors.Ambiguous if hits.is_sure else errors.OnlyAlike
    return asks(text=text, n=len(nos), deals=nos, word=sought.word, to=to, typed=sought.typed)


def _only_one(session: ReadSession, which: Which, sought: For) -> int:
    """The person's only open deal; with several, the question which."""
    mine = deal_lists.mine(session)
    if mine.total == 1 and mine.lines:
        return mine.lines[0].deal_no
    nos = [each.deal_no for each in mine.lines]
    raise errors.WhichDeal(deals=nos, word=sought.word, to=which.stage_no, typed=sought.typed)
