"""Which deal a person means: a number, the thread's deal, words of its name; else a question, never a guess."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.grammar import Request, Which, read, read_which
from bot.language.voice import in_every_language
from bot.slack.asked import Asked
from bot.ways import House
from pipeline import errors
from pipeline.ledger.work import Look
from pipeline.queries import day, find
from pipeline.queries.names import stage_labels

LONGEST_NAME = 6  # words of a deal's name at the beginning of a line


@dataclass(frozen=True, slots=True)
class Meant:
    """The deal, the stage named with it, and the note behind it."""

    deal: int
    stage: int | None = None
    note: str | None = None


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
    with house.ledger.looking(asked.by) as look:
        it = meant_by(look, asked, typed.rest, word)
    return Meant(it.deal, it.stage, typed.note)


def meant_by(look: Look, asked: Asked, rest: str, word: str) -> Meant:
    """The same from the words that name it."""
    which = read_which(rest, stage_words(look))
    if which.unknown_stage is not None:
        raise errors.UnknownStage(text=which.unknown_stage)
    return Meant(_deal(look, asked, which, word), which.stage_no)


def meant_first(look: Look, asked: Asked, rest: str, word: str) -> tuple[int, str]:
    """The deal that the line begins with, as many words as fit one; and what follows it."""
    which = read_which(rest, {})
    if which.deal_no is not None:
        return find.by_number(look, which.deal_no).deal_no, which.text
    if asked.deal is not None:
        return asked.deal, rest
    words = rest.split()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        found = find.which(look, " ".join(words[:count]))
        if len(found) == 1:
            return found[0].deal_no, " ".join(words[count:])
    return meant_by(look, asked, rest, word).deal, ""


def _deal(look: Look, asked: Asked, which: Which, word: str) -> int:
    if which.deal_no is not None:
        return find.by_number(look, which.deal_no).deal_no
    if not which.text:
        return asked.deal if asked.deal is not None else _only_one(look, which, word)
    found = find.which(look, which.text) or (find.which(look, which.whole) if which.whole != which.text else ())
    if not found:
        raise errors.NoSuchDeal(text=which.text)
    if len(found) > 1:
        nos = [each.deal_no for each in found]
        raise errors.Ambiguous(text=which.text, n=len(nos), deals=nos, word=word, to=which.stage_no)
    return found[0].deal_no


def _only_one(look: Look, which: Which, word: str) -> int:
    """The person's only open deal; with several, the question which."""
    mine = day.mine(look)
    if mine.total == 1 and mine.lines:
        return mine.lines[0].deal_no
    raise errors.WhichDeal(deals=[each.deal_no for each in mine.lines], word=word, to=which.stage_no)
