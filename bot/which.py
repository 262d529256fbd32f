"""Which deal a request is about: a number, the thread's deal, words of its name; else a question, never a guess."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.language.grammar import Request, Which, read, read_which
from bot.language.voice import in_every_language
from bot.slack.asked import Asked
from bot.ways import House
from pipeline import errors
from pipeline.ledger.work import Look
from pipeline.queries import day, find
from pipeline.queries.names import stage_labels


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


def request(house: House, asked: Asked) -> Request:
    """What was typed, as word and rest."""
    return read(asked.text, house.table)


def stage_words(look: Look) -> dict[str, int]:
    """Every stage by every label it may be called by, in both languages."""
    return {
        label: each.no
        for each in stage_labels(look).values()
        for label in (in_every_language(each.key) if each.key else (each.text or "",))
    }


def meant(house: House, asked: Asked, word: str) -> Meant:
    """The deal meant by a typed request for `word`. Raises NoSuchDeal, Ambiguous, WhichDeal, UnknownStage."""
    typed = request(house, asked)
    if (number := numbered(typed.rest)) is not None:
        return Meant(number, note=typed.note)
    with house.ledger.looking(asked.by) as look:
        it = meant_by(look, asked, typed.rest, For(word, line_of("", typed.note)))
    return replace(it, note=typed.note)


def numbered(rest: str) -> int | None:
    """The number, where nothing but a deal's number was typed: whether there is such a deal the core will say."""
    which = read_which(rest, {})
    return which.deal_no if not which.whole else None


def meant_with_more(house: House, asked: Asked, word: str) -> Meant:
    """The same, where more than a name may stand on the line: what fits no deal as a whole begins with one."""
    typed = request(house, asked)
    if (number := numbered(typed.rest)) is not None:
        return Meant(number, note=typed.note)
    with house.ledger.looking(asked.by) as look:
        try:
            it = meant_by(look, asked, typed.rest, For(word, line_of("", typed.note)))
        except errors.NoSuchDeal:
            deal, tail = _begun(look, asked, typed.rest, For(word, line_of("", typed.note)))
            if deal is None:
                raise
            it = Meant(deal, tail=tail)
    return replace(it, note=typed.note)


def meant_by(look: Look, asked: Asked, rest: str, sought: For) -> Meant:
    """The deal from the words that name it."""
    which = read_which(rest, stage_words(look))
    if which.unknown_stage is not None:
        raise errors.UnknownStage(text=which.unknown_stage)
    if which.deal_no is not None and which.text:  # "#12 15 000 €": a number names the deal, and the rest is more
        return Meant(find.by_number(look, which.deal_no).deal_no, which.stage_no, tail=which.text)
    return Meant(_deal(look, asked, which, sought), which.stage_no)


def meant_first(look: Look, asked: Asked, rest: str, sought: For) -> tuple[int, str]:
    """The deal that the line begins with, as many words as fit one; and what follows it."""
    deal, tail = _begun(look, asked, rest, sought)
    return (deal, tail) if deal is not None else (meant_by(look, asked, rest, sought).deal, "")


def _begun(look: Look, asked: Asked, rest: str, sought: For) -> tuple[int | None, str]:
    """The same, or none. In a deal's thread everything is about that deal; several that fit are asked about."""
    which = read_which(rest, {})
    if which.deal_no is not None:
        return find.by_number(look, which.deal_no).deal_no, which.text
    if asked.deal is not None:
        return asked.deal, rest
    found, tail = find.which_first(look, rest)
    if len(found) > 1:
        text = rest.removesuffix(tail).strip()
        raise _ambiguous(text, [each.deal_no for each in found], For(sought.word, line_of(tail, sought.typed)), None)
    return (found[0].deal_no, tail) if found else (None, rest)


def line_of(more: str, note: str | None) -> str:
    """What else was typed, as one line that `parted` reads."""
    return f"{more} -- {note}".strip() if note else more


def parted(line: str) -> tuple[str, str]:
    """What was typed behind a deal's name, and the note."""
    more, _, note = f" {line}".partition(" -- ")
    return more.strip(), note.strip()


def _deal(look: Look, asked: Asked, which: Which, sought: For) -> int:
    if which.deal_no is not None:
        return find.by_number(look, which.deal_no).deal_no
    if not which.text:
        return asked.deal if asked.deal is not None else _only_one(look, which, sought)
    nos = _fitting(look, which.text)
    if not nos and which.whole != which.text:
        nos = _fitting(look, which.whole)
    if not nos:
        raise errors.NoSuchDeal(text=which.text)
    if len(nos) > 1:
        raise _ambiguous(which.text, nos, sought, which.stage_no)
    return nos[0]


def _fitting(look: Look, text: str) -> list[int]:
    return [each.deal_no for each in find.which(look, text)]


def _ambiguous(text: str, deals: list[int], sought: For, to: int | None) -> errors.Ambiguous:
    return errors.Ambiguous(text=text, n=len(deals), deals=deals, word=sought.word, to=to, typed=sought.typed)


def _only_one(look: Look, which: Which, sought: For) -> int:
    """The person's only open deal; with several, the question which."""
    mine = day.mine(look)
    if mine.total == 1 and mine.lines:
        return mine.lines[0].deal_no
    nos = [each.deal_no for each in mine.lines]
    raise errors.WhichDeal(deals=nos, word=sought.word, to=which.stage_no, typed=sought.typed)
