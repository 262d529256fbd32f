"""The phrases in which sellers tell of a contact with a customer, in both languages, and what each of them says.

A phrase is folded as typed words are, without apostrophes: "didnt pick up". Its language is that of its block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.language import touch_acts, touch_outcomes
from bot.language.folding import folded
from pipeline.deals.touch_events import Interest, Means, TouchOutcome


class Tells(Enum):
    """What kind of thing a phrase tells."""

    ACT = "we contacted them"
    SEND = "we sent something; by which means another word says"
    THEIRS = "they contacted us"
    NOUN = "a means by its name: the contact was, or is still to come"
    PLACE = "where or how the contact was"
    OUTCOME = "what came of it"
    LEFT = "a message was left: on a phone, where no other means is told"
    SPOKE = "something that only somebody who was reached says or does"
    ARRANGED = "something was agreed for later"
    INTEREST = "how their interest is"
    PLAN = "what we will do"
    AGAIN = "once more"
    NOT_DONE = "a contact that was not made"
    TO_COME = "something that has its day later: an offer, a demo"


@dataclass(frozen=True, slots=True)
class Sign:
    """What one phrase says. `is_weak`: it is often said of something else, so that it is only a guess."""

    tells: Tells
    language: str
    means: Means | None = None
    outcome: TouchOutcome | None = None
    interest: Interest | None = None
    is_weak: bool = False


FILLERS = frozenset(
    folded(word)
    for word in """
    ja sitten sit niin nyt juuri just äsken taas taaskin jo ihan vielä myös kans mutta mut vaan mä mää minä mie me
    ne he hän se heille niille hänelle sille sinne heidät hänet ne niitä heitä häntä meidät mulle meille minulle mua
    meitä heidän sen asiakkaalle asiakasta asiakkaan asiakas kanssa kaa ensin tuossa tossa siis no joo on oli and
    then so but i we ive weve just now again also they them he him she her it us me the a an to with was were have
    had has customer client my our their his yet already hes shes theyre theyve hed shed theyd is are be been there
    this that about että et tää tama tämä tota
    """.split()
)
"""Words that add nothing to what the phrases beside them say."""

PRONOUNS = frozenset("mä mää mie mä".split())
"""Spoken "I", as typed: without its dots one of them would be a Monday."""

TO_STEP: Mapping[str, str] = {
    folded(said): step
    for said, step in (
        ("soitan", "soita"), ("soitamme", "soita"), ("soitetaan", "soita"), ("soitetaa", "soita"),
        ("lähetän", "lähetä"), ("lähetetään", "lähetä"), ("lähetetää", "lähetä"), ("laitan", "laita"),
        ("laitetaan", "laita"), ("laitetaa", "laita"), ("meilaan", "meilaa"), ("meilataan", "meilaa"),
        ("mailaan", "mailaa"), ("mailataan", "mailaa"), ("kysyn", "kysy"), ("kysytään", "kysy"), ("teen", "tee"),
        ("varaan", "varaa"), ("varataan", "varaa"), ("tapaan", "tapaa"), ("palaan", "palaa"), ("käyn", "käy"),
        ("pistän", "pistä"), ("kirjoitan", "kirjoita"), ("calling", "call"), ("ringing", "ring"),
        ("sending", "send"), ("meeting", "meeting"), ("trying", "try"), ("retrying", "retry"),
        ("emailing", "email"),
    )
}  # fmt: skip
"""A verb of what one will do, and as it stands in a step."""


def _phrases(text: str) -> list[str]:
    return [folded(each).replace("'", "") for each in " ".join(text.split()).split("·") if each.strip()]


def _signs() -> Iterator[tuple[str, Sign]]:
    """All phrases; what comes later gives way to what comes first."""
    for language, act_means, act_outcome, text in touch_acts.OUR_ACTS:
        yield from ((each, Sign(Tells.ACT, language, act_means, act_outcome)) for each in _phrases(text))
    for language, their_means, text in touch_acts.THEIR_ACTS:
        sign = Sign(Tells.THEIRS, language, their_means, TouchOutcome.THEY_CONTACTED)
        yield from ((each, sign) for each in _phrases(text))
    for language, text in touch_outcomes.LEFT:
        yield from ((each, Sign(Tells.LEFT, language)) for each in _phrases(text))
    for language, outcome, means, text in touch_outcomes.OUTCOMES:
        yield from ((each, Sign(Tells.OUTCOME, language, means, outcome)) for each in _phrases(text))
    for language, interest, text in touch_outcomes.INTERESTS:
        yield from ((each, Sign(Tells.INTEREST, language, interest=interest)) for each in _phrases(text))
    for language, weak_means, weak_outcome, text in touch_acts.WEAK:
        sign = Sign(Tells.ACT, language, weak_means, weak_outcome, is_weak=True)
        yield from ((each, sign) for each in _phrases(text))
    for tells, table in _PLAIN.items():
        for language, text in table:
            yield from ((each, Sign(tells, language)) for each in _phrases(text))
    for tells, named in ((Tells.NOUN, touch_acts.NOUNS), (Tells.PLACE, touch_acts.PLACES)):
        for language, noun_means, text in named:
            yield from ((each, Sign(tells, language, noun_means)) for each in _phrases(text))


_PLAIN = {
    Tells.NOT_DONE: touch_outcomes.NOT_DONE,
    Tells.SEND: touch_acts.SENDS,
    Tells.ARRANGED: touch_outcomes.ARRANGED,
    Tells.SPOKE: touch_outcomes.SPOKE,
    Tells.PLAN: touch_outcomes.PLANS,
    Tells.AGAIN: touch_outcomes.AGAIN,
    Tells.TO_COME: touch_outcomes.TO_COME,
}


def _table() -> dict[str, Sign]:
    table: dict[str, Sign] = {}
    for phrase, sign in _signs():
        table.setdefault(phrase, sign)
    return table


SIGNS: Mapping[str, Sign] = _table()
MOST_WORDS = max(phrase.count(" ") + 1 for phrase in SIGNS)
