"""Reads what is typed of how a customer finds what was delivered: "tyytyväinen", "so-so", "ongelma: se vuotaa"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.folding import folded
from pipeline.deals.delivery_events import CheckIn

_LONGEST = 60  # words of a line in which an answer is sought
_MARKS = ".,:;!?()\"'”“–—- "
_PHRASES = {
    CheckIn.HAPPY: """
        tyytyväinen · tyytyväisiä · asiakas on tyytyväinen · asiakas tyytyväinen · on tyytyväinen · ovat tyytyväisiä ·
        erittäin tyytyväinen · tosi tyytyväinen · oikein tyytyväinen · hyvin tyytyväinen · hyvä · hyvin · kaikki hyvin ·
        kaikki kunnossa · kaikki ok · hyvin menee · hyvin toimii · toimii hyvin · iloinen · happy · is happy ·
        are happy · customer is happy · the customer is happy · they are happy · very happy · satisfied ·
        very satisfied · good · great · all good · all well · works well ·
        🙂 · 😀 · 😊 · 😃 · 👍 · :) · :-) · :slightly_smiling_face: ·
        :smiley: · :smile: · :grinning: · :blush: · :+1: · :thumbsup:
    """,
    CheckIn.SO_SO: """
        ihan ok · ihan okei · siinä ja siinä · menettelee · keskinkertainen ·
        kohtalainen · so-so · so so · soso · meh · mediocre · could be better · 😐 · 😑 · :| · :-|
        · :neutral_face: · :expressionless:
    """,
    CheckIn.PROBLEM: """
        ongelma · ongelmia · on ongelma · asiakkaalla on ongelma · on ongelmia · asiakkaalla on ongelmia · tyytymätön ·
        tyytymättömiä · asiakas on tyytymätön · asiakas tyytymätön · on tyytymätön · huono · huonosti · problem ·
        a problem · problems · has a problem · have a problem · there is a problem · customer has a problem ·
        the customer has a problem · unhappy · is unhappy · customer is unhappy · the customer is unhappy ·
        dissatisfied · bad · 🙁 · ☹ · ☹️ · 😞 · 😟 · 😠 · 👎 · :( · :-( ·
        :slightly_frowning_face: · :white_frowning_face: · :disappointed: · :worried: · :angry: · :-1: · :thumbsdown:
    """,
    CheckIn.OFF: """
        ei kysytä · ei kysytä enää · ei enää kysytä · älä kysy · älä kysy enää · älä enää kysy · lopeta kyselyt ·
        don't ask · don’t ask · dont ask · don't ask again · don’t ask again · dont ask again · do not ask again ·
        stop asking · no more check-ins
    """,
}
_AGAINST = frozenset(
    folded(word)
    for word in """
    ei eikä eivät en emme ole mutta vaikka paitsi melkein kunhan jos not no isn't aren't never but although though
    except almost if unless without ilman muuten vain tai or vai ratkesi ratkaistu korjattu korjattiin hoidettu fixed
    solved resolved oli was were
    """.split()
)
"""What may turn an answer round, or puts it into the past: "ei tyytyväinen", "happy but", "ongelma korjattu"."""


def _by_words(phrases: Mapping[CheckIn, str]) -> dict[tuple[str, ...], CheckIn]:
    return {
        tuple(folded(phrase).split()): result
        for result, text in phrases.items()
        for phrase in " ".join(text.split()).split(" · ")
    }


_SPOKEN = _by_words(_PHRASES)
_DOUBTFUL = _by_words({CheckIn.SO_SO: "ok · okei · okay · jees · ihan hyvä · ihan kiva · ihan jees · fine · all right"})
"""What may be said of what is good, too: the form asks."""
_MOST_WORDS = max(len(each) for each in _SPOKEN)


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """How the customer finds it, and the words that say more.

    `is_sure`: the line says nothing else. Otherwise a form asks, with what was understood filled in.
    """

    result: CheckIn | None = None
    words: str = ""
    is_sure: bool = False


def read_check_in(text: str) -> CheckInLine:
    """Read the answer of a line, which stands at its beginning, or is all of it."""
    kept = " ".join(text.split()).strip(_MARKS) or text.strip()
    whole = _words(text)
    if not whole:
        return CheckInLine()
    if (result := _SPOKEN.get(whole)) is not None:
        return CheckInLine(result, is_sure=True)
    if whole in _DOUBTFUL:
        return CheckInLine(_DOUBTFUL[whole], kept)
    if len(whole) > _LONGEST or _AGAINST & {word for each in whole for word in each.split("-")}:
        return CheckInLine(words=kept)
    for count in range(min(_MOST_WORDS, len(whole) - 1), 0, -1):
        result = _SPOKEN.get(whole[:count])
        if result is not None:
            others = {each for start in range(count, len(whole)) for each in _at(whole, start)}
            return CheckInLine(
                result if others <= {result} else None, _behind(text, count) if others <= {result} else kept
            )
    return CheckInLine(words=kept)


def _words(text: str) -> tuple[str, ...]:
    """The words of a line as they are compared; a face that is typed in marks stays."""
    words = (folded(each) for each in text.split())
    bare = ((each if (each,) in _SPOKEN else each.strip(_MARKS)) for each in words)
    return tuple(each for each in bare if each)


def _at(words: tuple[str, ...], start: int) -> set[CheckIn]:
    """The answers that stand in a line from this word on."""
    ends = range(start + 1, min(start + _MOST_WORDS, len(words)) + 1)
    return {_SPOKEN[words[start:end]] for end in ends if words[start:end] in _SPOKEN}


def _behind(text: str, count: int) -> str:
    """What follows the first words of a line."""
    seen, words = 0, text.split()
    for place, each in enumerate(words, 1):
        seen += bool(_words(each))
        if seen == count:
            return " ".join(words[place:]).strip(_MARKS)
    return ""


def answer_last(text: str) -> str:
    """The line with the faces in it as words, and an answer at its beginning, behind all else.

    What is left at the beginning may name a deal: "🙂 acme" and "tyytyväinen acme" both become "acme tyytyväinen".
    """
    words = text.split()
    faces = [each for each in words if is_face(each)]
    others = [each for each in words if not is_face(each)]
    folded_others = tuple(folded(each).strip(_MARKS) for each in others)
    count = next((n for n in range(min(_MOST_WORDS, len(others) - 1), 0, -1) if folded_others[:n] in _SPOKEN), 0)
    said = [*others[:count], *(_WORD_OF[_SPOKEN[(folded(each),)]] for each in faces)]
    return " ".join([*others[count:], *dict.fromkeys(said)])


def without_faces(text: str) -> tuple[str, CheckIn | None]:
    """The line without the faces in it, and the answer that they give; None where there is none, or they differ."""
    words = text.split()
    answers = {_SPOKEN[(folded(each),)] for each in words if is_face(each)}
    if len(answers) != 1:
        return text, None
    return " ".join(each for each in words if not is_face(each)), answers.pop()


def is_face(word: str) -> bool:
    """Whether a word is an answer that is drawn, not written: 🙂, :), :slightly_smiling_face:."""
    return (folded(word),) in _SPOKEN and (word.startswith(":") or not any(each.isalnum() for each in word))


_WORD_OF = {
    CheckIn.HAPPY: "tyytyväinen",
    CheckIn.SO_SO: "so-so",
    CheckIn.PROBLEM: "ongelma",
    CheckIn.OFF: "ei kysytä",
}
