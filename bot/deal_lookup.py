"""Which deal a request is about: a number, the thread's deal, words of its name; else a question, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.blocks.ids import NOTHING_MORE, Remainder, WordName
from bot.deal_naming import is_genitive, says_deal, without_others_closed
from bot.language.deal_words import without_deal_words, without_first_deal_words
from bot.language.grammar import ParsedLine, Which, read_stage, read_which
from bot.language.voice import in_every_language
from bot.slack.requests import Request
from bot.word import Concerns, Services, Word
from pipeline import errors
from pipeline.deals.read import deal_by_no
from pipeline.ledger.read_session import ReadSession
from pipeline.people.absence import with_stand_ins
from pipeline.people.access import rights_of
from pipeline.queries import deal_lists, find
from pipeline.queries.deal_lists import Lines
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.refused import LineKept, Refused
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState

LONGEST_NUMBER = 9  # digits of a deal's number


@dataclass(frozen=True, slots=True)
class DealReference:
    """The deal, the stage named with it, what follows its name, and the note behind it."""

    deal: int
    stage: int | None = None
    note: str | None = None
    tail: str = ""

    @property
    def more(self) -> Remainder:
        """What else was typed than the deal's name and a stage with it."""
        return Remainder(self.tail, self.note or "")


Q = TypeVar("Q", bound=LineKept)


@dataclass(frozen=True, slots=True)
class For:
    """What a deal is sought for: the word and its deals, and what else was typed, kept while it is asked which."""

    word: str
    concerns: Concerns
    more: Remainder = NOTHING_MORE

    @classmethod
    def of(cls, word: Word, rest: str = "", note: str | None = None, member: int | None = None) -> For:
        """A deal for this word, with what else was typed."""
        return cls(word.word, word.concerns, Remainder(rest, note or "", member))

    def keep_in(self, question: Q) -> Q:
        """Return the question with what else was typed."""
        return replace(question, typed=self.more.rest, note=self.more.note, member=self.more.member)


SHOWING = For(WordName.SHOW, Concerns.SEEN)


def stage_words(session: ReadSession) -> dict[int, dict[str, int]]:
    """The stages in use, pipeline by pipeline, by every label they may be called by, in both languages."""
    stages, labels = stages_.of_workspace(session), stage_labels(session)
    return {pipeline_no: _as_called(stages.of(pipeline_no), labels) for pipeline_no in stages.pipelines}


_ENDED = {StageKind.WON: ("voitettu", "won"), StageKind.LOST: ("hävitty", "lost")}


def _as_called(stages: Sequence[StageState], labels: Mapping[int, StageLabel]) -> dict[str, int]:
    """The stages of one pipeline by their labels; those for wins and losses by what is said of such deals, too."""
    said = {word: each.stage_no for each in stages for word in _ENDED.get(each.kind, ())}
    return said | {word: each.stage_no for each in stages for word in _called(labels[each.stage_no])}


def _called(label: StageLabel) -> tuple[str, ...]:
    return in_every_language(label.key) if label.key else (label.text or "",)


def deal_meant(services: Services, request: Request, word: Word) -> DealReference:
    """The deal meant by a typed request for `word`; or NoSuchDeal, Ambiguous, OnlyAlike, WhichDeal, UnknownStage."""
    return _deal_meant(services, request, word, named_deal)


def deal_with_rest(services: Services, request: Request, word: Word) -> DealReference:
    """The deal meant, where more than its name may stand on the line: a line that fits no deal begins with one."""
    return _deal_meant(services, request, word, deal_at_beginning)


def deal_with_stage(services: Services, request: Request, word: Word) -> DealReference:
    """The deal meant and the stage behind its name, where nothing else may stand there."""
    it = deal_with_rest(services, request, word)
    if not it.tail:
        return it
    with services.ledger.read_session(request.by) as session:
        return replace(it, stage=stage_behind(session, it.tail, it.deal), tail="")


def _deal_meant(
    services: Services, request: Request, word: Word, by: Callable[[ReadSession, Request, str, For], DealReference]
) -> DealReference:
    line = request.line
    if (number := numbered(line.rest)) is not None:
        return DealReference(number, note=line.note)
    with services.ledger.read_session(request.by) as session:
        it = by(session, request, line.rest, For.of(word, note=line.note))
    return replace(it, note=line.note)


def numbered(rest: str) -> int | None:
    """The number, where nothing but a deal's number was typed: whether there is such a deal the core will say."""
    which = read_which(rest, {})
    return which.deal_no if not which.whole else None


def named_deal(session: ReadSession, request: Request, rest: str, sought: For) -> DealReference:
    """The deal from the words that name it, and the stage of its pipeline that was named with it."""
    which = read_which(rest, stage_words(session))
    if which.unknown_stage is not None:
        if any(each.isdigit() for each in which.unknown_stage):  # "tarjous 50k -> 45k": the arrow points to an amount
            raise no_such_deal(rest)
        raise _unknown_after_arrow(session, request, which, sought)
    if which.text and says_deal(which.stage_text) and is_genitive(which.text, hits_of(session, which.text)):
        which = replace(which, stages={}, whole=which.text, stage_text="")
    it = _named_so(session, request, which, sought)
    if which.stages and it.stage is None:  # the label of another pipeline's stage: here it is part of the name
        return _named_so(session, request, which.without_stage(), sought)
    return it


def _named_so(session: ReadSession, request: Request, which: Which, sought: For) -> DealReference:
    if which.deal_no is not None and which.text:  # "#12 15 000 €": a number names the deal, and the rest is more
        deal_no, tail = find.by_number(session, which.deal_no).deal_no, which.whole
    else:
        deal_no, tail = _deal(session, request, which, sought), ""
    stage_no = which.stages.get(pipeline_of(session, deal_no)) if which.stages else None
    return DealReference(deal_no, stage_no, tail=tail)


def pipeline_of(session: ReadSession, deal_no: int) -> int:
    """The number of a deal's pipeline. Raises NoSuchDeal."""
    deal = deal_by_no(session.connection, session.by.workspace_no, deal_no)
    if deal is None:
        raise errors.NoSuchDeal(number=deal_no)
    return deal.pipeline_no


def deal_at_beginning(session: ReadSession, request: Request, rest: str, sought: For) -> DealReference:
    """The deal from the words that name it, or else from those that the line begins with; and what follows them."""
    try:
        return named_deal(session, request, rest, sought)
    except (errors.NoSuchDeal, errors.OnlyAlike) as unsure:
        deal, tail = _begun(session, request, rest, sought, unsure)
        return DealReference(deal, tail=tail)


def first_deal(session: ReadSession, request: Request, rest: str, sought: For) -> tuple[int, str]:
    """The deal that the line begins with, as many words as fit one; and what follows it."""
    if not rest or numbered(rest) is not None:
        return named_deal(session, request, rest, sought).deal, ""
    return _begun(session, request, rest, sought, errors.NoSuchDeal(text=rest))


def _begun(session: ReadSession, request: Request, rest: str, sought: For, unsure: Refused) -> tuple[int, str]:
    """The deal that begins the line, and what follows it.

    In a deal's thread every line is about that deal. Of several that fit, or are merely alike, it is asked which.
    """
    which = read_which(rest, {})
    if which.deal_no is not None:
        return find.by_number(session, which.deal_no).deal_no, which.text
    if request.deal is not None:
        return request.deal, rest
    is_prose = sought.concerns in (Concerns.NOTED, Concerns.SOLD)
    hits, tail = find.which_first(session, rest, before_prose=is_prose)
    if not hits.is_sure and (bare := without_first_deal_words(rest)) != rest:
        hits, tail = find.which_first(session, bare, before_prose=is_prose)
    if not hits.deals or (isinstance(unsure, errors.OnlyAlike) and not hits.is_sure):
        raise unsure
    text, said, whole = rest.removesuffix(tail).strip(), tail.split(maxsplit=1)[:1], tail
    if not said or not _is_stage(session, said[0]) or (says_deal(said[0]) and is_genitive(text, hits)):
        tail = without_first_deal_words(tail)
    if sought.concerns is Concerns.SOLD or sought.word == WordName.CHECK_IN:  # what the customer said is kept whole
        tail = tail if said and says_deal(said[0]) else whole
    if sought.concerns is Concerns.SOLD:
        hits = _sold(session, hits, text)
    more = replace(sought.more, rest=f"{tail} {sought.more.rest}".strip())
    return _only(session, hits, text, replace(sought, more=more)), tail


def _sold(session: ReadSession, hits: find.Hits, text: str) -> find.Hits:
    """The won deals of the customers whose open deals were found, where they have some: open ones are found first."""
    customers = {each.customer for each in hits.deals}
    closed = find.find(session, text, scope=find.Scope(states=find.ONLY_CLOSED)).lines
    won = tuple(each for each in closed if each.state is StageKind.WON and each.customer in customers)
    return replace(hits, deals=won) if won else hits


def _is_stage(session: ReadSession, word: str) -> bool:
    """Whether a word names a stage of some pipeline."""
    return any(read_stage(word, labels) is not None for labels in stage_words(session).values())


def stage_behind(session: ReadSession, text: str, deal_no: int) -> int:
    """The stage of the deal's pipeline that stands behind its name, a slip forgiven. Raises UnknownStage."""
    stage_no = read_stage(text, stage_words(session)[pipeline_of(session, deal_no)])
    if stage_no is None:
        raise unknown_stage(session, text, deal_no)
    return stage_no


def unknown_stage(session: ReadSession, text: str, deal_no: int | None) -> errors.UnknownStage:
    """The refusal of a stage that the deal's pipeline lacks; of no known deal, that the person's pipeline lacks."""
    pipeline_no = pipeline_of(session, deal_no) if deal_no is not None else stages_.persons_pipeline(session)
    return errors.UnknownStage(
        text=text, stages=tuple(each.stage_no for each in stages_.of_workspace(session).of(pipeline_no))
    )


def _unknown_after_arrow(session: ReadSession, request: Request, which: Which, sought: For) -> errors.UnknownStage:
    text = which.unknown_stage or ""
    try:
        return unknown_stage(session, text, _deal(session, request, which, sought))
    except (errors.NoSuchDeal, errors.Ambiguous, errors.OnlyAlike, errors.WhichDeal):
        return unknown_stage(session, text, None)


def _deal(session: ReadSession, request: Request, which: Which, sought: For) -> int:
    if which.deal_no is not None:
        return find.by_number(session, which.deal_no).deal_no
    if not which.text:
        return request.deal if request.deal is not None else _only_one(session, which, sought)
    scope = possible(session, sought.concerns)
    hits = hits_of(session, which.text, scope)
    if not hits.is_sure and which.whole != which.text:
        whole = hits_of(session, which.whole, scope)
        hits = whole if whole.is_sure or not hits.deals else hits
    if not hits.deals or (request.deal is not None and not hits.is_sure):
        raise no_such_deal(which.text)
    return _only(session, hits, which.text, sought, which)


def _only(session: ReadSession, hits: find.Hits, text: str, sought: For, which: Which | None = None) -> int:
    """The only deal that fits. What would be changed must be sure; what is only shown may be merely alike."""
    named = which.stages if which is not None else {}
    all_hits = hits
    hits, sought = _narrowed(session, hits, sought, named)
    hits = _with_closed_rivals(session, hits, all_hits, sought, text)
    nos = [each.deal_no for each in hits.deals]
    if len(nos) > 1 or ((hits.is_cut or not hits.is_sure) and sought.concerns is not Concerns.SEEN):
        to, sought = _stage_for_all(session, which, sought) if which is not None else (None, sought)
        raise fitting_several(hits, text, sought, to)
    return nos[0]


def _stage_for_all(session: ReadSession, which: Which, sought: For) -> tuple[int | None, For]:
    """The stage that was named before it is known for which deal: its number in the only pipeline.

    Where there are several pipelines its words are kept instead, to be looked up in that of the deal that is chosen.
    """
    if len(stages_.of_workspace(session).pipelines) == 1:
        return next(iter(which.stages.values()), None), sought
    if sought.word not in (WordName.ADVANCE, WordName.BACK):
        return None, sought
    more = replace(sought.more, rest=f"{which.stage_text} {sought.more.rest}".strip())
    return None, replace(sought, more=more)


def hits_of(session: ReadSession, text: str, scope: find.Scope = find.ANY) -> find.Hits:
    """The deals that these words mean. "Deal" beside a name is no part of it, unless some name has it."""
    hits = find.which(session, text, scope)
    if hits.is_sure or (bare := without_deal_words(text)) == text:
        return hits
    others = find.which(session, bare, scope)
    return others if others.deals else hits


def found_by(session: ReadSession, text: str, scope: find.Scope = find.ANY, start: int = 0) -> Lines:
    """All deals that fit these words, the best first, from `start` on; "deal" beside a name is no part of it."""
    found = find.find(session, text, scope=scope, start=start)
    bare = without_deal_words(text)
    return found if found.total or bare == text else find.find(session, bare, scope=scope, start=start)


def _narrowed(session: ReadSession, hits: find.Hits, sought: For, named: Mapping[int, int]) -> tuple[find.Hits, For]:
    """Of several deals those that the word can be done with; where that is none, all of them, to be shown.

    `named` is the stage that was named, by pipeline: a deal of a pipeline without it is not meant.
    """
    if len(hits.deals) < 2 or sought.concerns in (Concerns.SEEN, Concerns.NOTED):
        return hits, sought
    scope = possible(session, sought.concerns)
    stages = stages_.of_workspace(session)
    in_pipeline = {each.deal_no: stages.by_no(each.stage.no).pipeline_no for each in hits.deals}
    left = [each for each in hits.deals if scope.holds(each.owner, in_pipeline[each.deal_no], is_open=each.is_open)]
    if sought.concerns is Concerns.SOLD:
        left = [each for each in left if each.state is StageKind.WON]
    left = [each for each in left if in_pipeline[each.deal_no] in named] or left
    if sought.concerns is Concerns.CHANGED:
        mine = find.changed_by_me(session, [each.deal_no for each in left])
        left = [each for each in left if each.deal_no in mine]
    return (replace(hits, deals=tuple(left)), sought) if left else (hits, replace(SHOWING, more=sought.more))


def _with_closed_rivals(session: ReadSession, left: find.Hits, hits: find.Hits, sought: For, text: str) -> find.Hits:
    """The only open deal that is left, with the closed ones of other customers that are named whole.

    The person may not know that theirs is closed: it must not be another one that is moved.
    """
    if sought.concerns is not Concerns.OPEN or len(left.deals) != 1 or not left.deals[0].is_open:
        return left
    mine, stages = replace(possible(session, sought.concerns), states=find.ONLY_CLOSED), stages_.of_workspace(session)
    rivals = [
        each
        for each in without_others_closed(hits, text).deals
        if mine.holds(each.owner, stages.by_no(each.stage.no).pipeline_no, is_open=each.is_open)
        and each.customer != left.deals[0].customer
    ]
    return replace(left, deals=(*left.deals, *rivals))


def possible(session: ReadSession, concerns: Concerns) -> find.Scope:
    """The deals that come into question: what changes one is for those who may, and mostly while it is open."""
    if concerns in (Concerns.SEEN, Concerns.NOTED, Concerns.NONE):
        return find.ANY
    if concerns is Concerns.SOLD:
        return find.Scope(None, find.ONLY_CLOSED)
    states = _STATES.get(concerns, find.ANY.states)
    return find.Scope(with_stand_ins(session, rights_of(session.connection, session.by)), states)


_STATES = {Concerns.OPEN: find.ONLY_OPEN, Concerns.CLOSED: find.ONLY_CLOSED}


def no_such_deal(text: str) -> errors.NoSuchDeal:
    """There is none of that name, or of that bare number."""
    return errors.NoSuchDeal(number=int(text)) if _is_number(text) else errors.NoSuchDeal(text=text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def unknown_word(line: ParsedLine, deal: int | None, member: int | None = None) -> Refused:
    """No word, and no deal: perhaps a near word was meant, with the rest of the line and the `member` it mentions."""
    if line.near is None and _is_number(line.rest):
        return no_such_deal(line.rest)
    if line.near is None:
        return errors.UnknownWord(text=line.rest)
    more = line.rest.split(maxsplit=line.near.typed.count(" ") + 1)[line.near.typed.count(" ") + 1 :]
    return errors.UnknownWord(
        text=line.near.typed,
        near=line.near.form,
        word=line.near.word,
        deal=deal,
        typed=_without_mention(" ".join(more), line) if member is not None else " ".join(more),
        note=line.note or "",
        member=member,
    )


def _without_mention(rest: str, line: ParsedLine) -> str:
    shown = line.people[0].shown
    return " ".join((rest.replace(shown, " ", 1) if shown else rest).split())


def fitting_several(hits: find.Hits, text: str, sought: For, to: int | None = None) -> Refused:
    """The question which of these it is, or whether it is any of those that are merely alike."""
    nos = tuple(each.deal_no for each in hits.deals)
    asks = errors.Ambiguous if hits.is_sure else errors.OnlyAlike
    return sought.keep_in(asks(text=text, deals=nos, word=sought.word, to=to))


def _only_one(session: ReadSession, which: Which, sought: For) -> int:
    """The person's only open deal, or only won one for a word about closed deals; with several, the question which."""
    state = StageKind.WON if sought.concerns in (Concerns.CLOSED, Concerns.SOLD) else StageKind.OPEN
    mine = deal_lists.mine(session, state=state)
    if mine.total == 1 and mine.lines:
        return mine.lines[0].deal_no
    nos = tuple(each.deal_no for each in mine.lines)
    to, sought = _stage_for_all(session, which, sought)
    raise sought.keep_in(errors.WhichDeal(deals=nos, word=sought.word, to=to))
