"""Recognises messages to Putki that ask for nothing: thanks, agreement and greetings."""

from __future__ import annotations

import re
from enum import Enum

from bot.language.folding import folded


class SmallTalk(Enum):
    """A kind of small talk, with the answer that the person expects."""

    NOD = "thanks or an all right: nothing"
    GREETING = "a greeting: one line, and how to begin"


_THANKS = frozenset("kiitos kiitti kiitoksia kiitoksii kiits tattis thanks thank thx ty cheers tack".split())
_NODS = frozenset(
    """
    ok okei okey okay kk selva asia selvis hyva hyvaa hieno hienoa hienosti mahtava mahtavaa loistavaa huippua jees jes
    joo juu kylla jep yes yep yeah sure good great nice cool super perfect done noted paljon tosi todella kovasti very
    much you so lot a all right alright noin nyt homma putki
    """.split()
)
_GREETINGS = frozenset("moi moikka moro hei heippa hej terve morjens huomenta paivaa iltaa hello hi hey".split())
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")


def small_talk(text: str) -> SmallTalk | None:
    """Return the kind of small talk if the text is nothing else, or None. A text that begins with thanks is thanks."""
    words = re.findall(r"\w+", folded(_EMOJI.sub(" ", text)))
    if not words:
        return SmallTalk.NOD if text.strip() else None
    if words[0] in _THANKS:
        return SmallTalk.NOD
    if not all(word in _THANKS | _NODS | _GREETINGS for word in words):
        return None
    return SmallTalk.GREETING if any(word in _GREETINGS for word in words) else SmallTalk.NOD
