"""What is done with a line that no word begins: the act that it tells, or the deal that it names with an act behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.blocks.ids import Remainder, WordName
from bot.deal_lookup import For, no_such_deal, stage_words, unknown_word
from bot.deal_naming import without_others_closed
from bot.language.acts import Spoken, act_first, is_sentence, list_asked, read_act, read_behind
from bot.language.folding import folded
from bot.language.grammar import ParsedLine, read_which
from bot.language.kind_words import read_lost_kind
from bot.language.list_words import read_list_words
from bot.language.spoken_acts import SpokenAct
from bot.requests.spoken_touch import begins_with_touch, touch_told
from bot.slack.requests import Request
from bot.spoken_deals import DealInLine, deal_in
from bot.word import Concerns, Reply, Services, Word
from bot.words import (
    advance,
    assign,
    back,
    board,
    delete,
    edit,
    forecast,
    lost,
    mine,
    need,
    note,
    show,
    snooze,
    source,
    step,
    stuck,
    touch,
    undo,
    won,
)
from bot.words import next as next_
from bot.words.said_move import is_taken, stage_first
from bot.words.unclear import mentioned_member, move_question, question
from pipeline import errors
from pipeline.ledger.read_session import ReadSession
from pipeline.line_errors import LineUnclear
from pipeline.messages.asked_notices import ShowDeal
from pipeline.queries import deal_lists, find
from pipeline.refused import Refused

_WORDS: Mapping[SpokenAct, Word] = {
    SpokenAct.ADVANCE: advance.WORD,
    SpokenAct.BACK: back.WORD,
    SpokenAct.WON: won.WORD,
    SpokenAct.LOST: lost.WORD,
    SpokenAct.STEP: step.WORD,
    SpokenAct.SHOW: show.WORD,
    SpokenAct.CLOSE: show.WORD,  # of several deals, the one picked is shown: it may be won or lost
    SpokenAct.NOTE: note.WORD,
    SpokenAct.ASSIGN: assign.WORD,
    SpokenAct.SNOOZE: snooze.WORD,
    SpokenAct.EDIT: edit.WORD,
    SpokenAct.DELETE: delete.WORD,
}
"""The word that a deal is sought for, and that does what is done at once."""
_AT_ONCE = frozenset(
    {
        SpokenAct.ADVANCE,
        SpokenAct.BACK,
        SpokenAct.WON,
        SpokenAct.LOST,
        SpokenAct.STEP,
        SpokenAct.EDIT,
        SpokenAct.DELETE,
    }
)  # lost and step ask in their forms, a win and an edit where they are not surely read, and a deletion always
_KEPT = frozenset({SpokenAct.NOTE, SpokenAct.STEP})  # what was said is worth keeping, whichever deal it is about
_OF_OPEN = frozenset(
    {
        SpokenAct.ADVANCE,
        SpokenAct.WON,
        SpokenAct.LOST,
        SpokenAct.CLOSE,
        SpokenAct.STEP,
        SpokenAct.SNOOZE,
        SpokenAct.ASSIGN,
    }
)  # done with open deals
_INSTEAD = _AT_ONCE | {SpokenAct.NOTE}

_OF_DEALS = (advance.WORD, assign.WORD, back.WORD, delete.WORD, edit.WORD, lost.WORD, need.WORD, note.WORD, show.WORD,
             snooze.WORD, source.WORD, step.WORD, touch.WORD, undo.WORD, won.WORD)  # fmt: skip
_LISTS = (next_.WORD, stuck.WORD, mine.WORD, board.WORD, forecast.WORD)
_BY_FORM = {folded(form): word for word in _OF_DEALS for forms in word.forms.values() for form in forms}
_LIST_BY_FORM = {folded(form): word for word in _LISTS for forms in word.forms.values() for form in forms}
_LIST_NAMES = {form: word.word for form, word in _LIST_BY_FORM.items()}


def spoken_line(services: Services, request: Request, *, is_public: bool) -> Reply:
    """What is done, or asked, about a line without a word. Raises UnknownWord where it says nothing that is known."""
    line = request.line
    if (name := list_asked(line.rest, _LIST_NAMES)) is not None:
        word = next(each for each in _LISTS if each.word == name)
        return word.typed(services, replace(request, line=replace(line, word=name, rest="", near=None)))
    spoken = read_act(line.rest)
    if begins_with_touch(line.rest):
        spoken = Spoken(SpokenAct.NOTE, line.rest, line.rest)
    if spoken is not None:
        return _done(services, request, spoken, is_public=is_public)
    with services.ledger.read_session(request.by) as session:
        word, rest = _deal_and_act(session, request, mentioned_member(services, line))
    return _typed(services, request, word, rest)


def spoken_instead(services: Services, request: Request, refused: Refused) -> Reply:
    """What a line says that begins with a word and was refused: "muistuta mua soittamaan acmelle ke".

    Raises the refusal again where the line says nothing else.
    """
    spoken = act_first(request.line.said)
    if spoken is None or spoken.act not in _INSTEAD:
        raise refused
    try:
        return _done(services, request, spoken, is_public=False)
    except (errors.NoSuchDeal, errors.UnknownWord):
        raise refused from None


def says_otherwise(line: ParsedLine) -> bool:
    """Whether a line begins with a word by chance and says something else.

    "mun pitäs soittaa acmelle" and "tänään soitin acmelle" ask for no list.
    """
    if line.word == next_.WORD.word:
        return bool(read_list_words(line.rest).rest)
    spoken = act_first(line.said)
    return spoken is not None and spoken.act is SpokenAct.STEP


# --- An act -----------------------------------------------------------------------------------------------------------


def _done(services: Services, request: Request, spoken: Spoken, *, is_public: bool) -> Reply:
    """The act done, or the question before it. Winning, losing and a step ask in their forms."""
    if spoken.act is SpokenAct.TODAY:
        return _today(services, request, spoken, is_public=is_public)
    member = mentioned_member(services, request.line)
    with services.ledger.read_session(request.by) as session:
        found = _deal_of(session, request, spoken, member, is_public=is_public)
        if found.deal is None:
            raise _no_deal(session, request, spoken, member, is_public=is_public)
        if spoken.act is SpokenAct.SHOW:
            return ShowDeal(found.deal)
        if spoken.act is SpokenAct.STEP and spoken.phrase in _NEXT_FORMS and not found.tail:
            raise question(session, request.line, found.deal, "stage_or_step", *_STAGE_OR_STEP)
        is_given = spoken.act is SpokenAct.ASSIGN and member is not None
        if (told := touch_told(spoken, found)) is not None:
            return _typed(services, request, touch.WORD, f"#{found.deal} {told}")
        if not is_given and (spoken.act not in _AT_ONCE or spoken.is_report):
            raise _question(session, request, spoken, found.deal, found.tail)
    word, tail = _word_and_tail(spoken, found)
    return _typed(services, request, word, f"#{found.deal} {tail}".strip())


_NEXT_FORMS = frozenset(folded(form) for forms in next_.WORD.forms.values() for form in forms)
_STAGE_OR_STEP = (WordName.ADVANCE, WordName.STEP, WordName.SHOW)


def _today(services: Services, request: Request, spoken: Spoken, *, is_public: bool) -> Reply:
    """What one does next; or what else is said with "today": "tänään soitin acmelle", "tänään acme"."""
    rest = spoken.rest
    if not read_list_words(rest).rest:
        return next_.WORD.typed(services, replace(request, line=replace(request.line, rest=rest)))
    inner = read_act(rest)
    if inner is not None and inner.act is not SpokenAct.TODAY:
        return _done(services, request, inner, is_public=is_public)
    with services.ledger.read_session(request.by) as session:
        hits, tail = find.which_first(session, rest)
        if hits.is_sure and len(hits.deals) == 1:
            asks = question(session, request.line, hits.deals[0].deal_no, "unclear_understood", *_ON_A_DAY)
            said = f"{_as_typed(request.line, spoken.phrase)} {tail}".strip()
            raise replace(asks, text=said, typed=said)
    return next_.WORD.typed(services, replace(request, line=replace(request.line, rest=rest)))


def _as_typed(line: ParsedLine, phrase: str) -> str:
    """The words of a phrase as they stand in the line."""
    known = phrase.split()
    return " ".join(word for word in line.rest.split() if folded(word).strip(",.:;!?") in known)


_ON_A_DAY = (WordName.STEP, WordName.NOTE, WordName.SHOW)


def _typed(services: Services, request: Request, word: Word, rest: str) -> Reply:
    """What the word does with a line that begins with the deal's number."""
    line = replace(request.line, word=word.word, rest=rest, near=None, form="")
    return word.typed(services, replace(request, line=line))


def _word_and_tail(spoken: Spoken, found: DealInLine) -> tuple[Word, str]:
    """The act's word and what stands behind the deal. A move goes back where that is said there."""
    if spoken.act is SpokenAct.STEP:
        return step.WORD, spoken.text
    if spoken.act is SpokenAct.EDIT:
        return edit.WORD, f"{_edited_field(spoken.text)} {found.tail}".strip()
    if spoken.act is SpokenAct.LOST and read_lost_kind(spoken.phrase) is not None:  # "acme meni kilpailijalle"
        return lost.WORD, f"{spoken.phrase} {found.tail}".strip()
    behind = read_behind(found.tail)
    if spoken.act is SpokenAct.BACK or (spoken.act is SpokenAct.ADVANCE and behind.goes_back):
        return back.WORD, behind.words
    return _WORDS[spoken.act], found.tail


def _edited_field(said: str) -> str:
    """The label of the field that the words of an edit name themselves: "rename acme", "vaihda acmen nimi" has none."""
    words = folded(said).split()
    if words[:1] in (["rename"], ["nimea"]) or words[:2] == ["vaihda", "nimi"]:
        return "nimi"
    return "summa" if words[:2] == ["vaihda", "summa"] else ""


def _deal_of(
    session: ReadSession, request: Request, spoken: Spoken, member: int | None, *, is_public: bool
) -> DealInLine:
    word = _WORDS[spoken.act]
    kept = spoken.text if spoken.act in _KEPT else ""
    sought = For(word.word, Concerns.SEEN, Remainder(kept, request.line.note or "", member))
    return deal_in(session, request, spoken.rest, sought, is_public=is_public, of_open=spoken.act in _OF_OPEN)


def _no_deal(session: ReadSession, request: Request, spoken: Spoken, member: int | None, *, is_public: bool) -> Refused:
    """What is said of an act whose deal is not known: none of one's own is meant surely, or its name is not there."""
    line = request.line
    if spoken.act in _KEPT and not is_public:
        own = deal_lists.mine(session)
        nos = tuple(each.deal_no for each in own.lines)
        sought = For(_WORDS[spoken.act].word, Concerns.SEEN, Remainder(spoken.text, line.note or "", member))
        return sought.keep_in(errors.WhichDeal(deals=nos, word=sought.word))
    if is_public or not spoken.rest or is_sentence(spoken.rest):
        return unknown_word(replace(line, near=None), request.deal)
    return no_such_deal(spoken.rest)


_QUESTIONS: Mapping[SpokenAct, tuple[str, tuple[str, ...]]] = {
    SpokenAct.NOTE: ("keep_as_note", (WordName.NOTE, WordName.STEP, WordName.SHOW)),
    SpokenAct.CLOSE: ("won_or_lost", (WordName.WON, WordName.LOST)),
    SpokenAct.ASSIGN: ("hand_over_to", (WordName.ASSIGN, WordName.SHOW)),
    SpokenAct.SNOOZE: ("snooze_until", (WordName.SNOOZE, WordName.SHOW)),
}


def _question(session: ReadSession, request: Request, spoken: Spoken, deal_no: int, tail: str) -> LineUnclear:
    """What is asked before anything is done, with all that was said in its buttons."""
    line = request.line
    if spoken.act in (SpokenAct.ADVANCE, SpokenAct.BACK):
        word = WordName.BACK if spoken.act is SpokenAct.BACK else WordName.ADVANCE
        return move_question(session, line, deal_no, tail, word)
    sentence, words = _QUESTIONS[spoken.act]
    said = spoken.text if spoken.act is SpokenAct.NOTE else tail
    return replace(question(session, line, deal_no, sentence, *words), text=said, typed=said)


# --- A deal, and an act behind it -------------------------------------------------------------------------------------


def _deal_and_act(session: ReadSession, request: Request, member: int | None) -> tuple[Word, str]:
    """ "acme siirrä", "acme tarjoukseen", "tarjous acme": the word, and the line as the word would have it.

    Raises LineUnclear where it has to be asked, and UnknownWord where no deal is surely named.
    """
    line = request.line
    named, stage = _without_stage_first(session, line.rest)
    hits, tail = find.which_first(session, named)
    hits = without_others_closed(hits, named.removesuffix(tail).strip()) if _word_first(tail) is not None else hits
    if not hits.is_sure or len(hits.deals) != 1 or not (tail or stage):
        raise unknown_word(line, request.deal, member)
    deal_no = hits.deals[0].deal_no
    if not stage and (found := _word_first(tail)) is not None:
        word, rest = found
        return word, f"#{deal_no} {rest}".strip()
    said = f"{stage} {tail}".strip()
    moved = stage_first(session, said, deal_no)
    if moved is not None and moved.is_where and is_taken(session, moved, deal_no):
        return advance.WORD, f"#{deal_no} {said}"
    if moved is not None:
        raise move_question(session, line, deal_no, said)
    asks = question(session, line, deal_no, "unclear_understood", WordName.NOTE, WordName.SHOW)
    raise replace(asks, text=said, typed=said)


def _word_first(tail: str) -> tuple[Word, str] | None:
    """The word that stands right behind the deal, and what follows it."""
    words = tail.split()
    for count in (2, 1):
        if word := _BY_FORM.get(folded(" ".join(words[:count])).strip(",.:;!?")):
            return word, " ".join(words[count:])
    return None


def _without_stage_first(session: ReadSession, line: str) -> tuple[str, str]:
    """The line without a stage that begins it, and that stage as it was typed: "tarjous acme 12 500"."""
    words, labels = line.split(), stage_words(session)
    for count in (2, 1):
        first = " ".join(words[:count])
        if len(words) > count and read_which(f"x {first}", labels).stages:
            return " ".join(words[count:]), first
    return line, ""
