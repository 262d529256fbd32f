"""A chance as people say it: "noin joka neljäs", "about one in four"."""

from __future__ import annotations

import math

from bot.language.safe_text import SafeText
from bot.language.voice import Voice

HARDLY_ANY, NEARLY_ALL = 0.02, 0.97
_SHARES = {
    1 / 40: "share_1_40",
    1 / 20: "share_1_20",
    1 / 10: "share_1_10",
    1 / 7: "share_1_7",
    1 / 5: "share_1_5",
    1 / 4: "share_1_4",
    1 / 3: "share_1_3",
    2 / 5: "share_2_5",
    1 / 2: "share_1_2",
    3 / 5: "share_3_5",
    2 / 3: "share_2_3",
    3 / 4: "share_3_4",
    4 / 5: "share_4_5",
    9 / 10: "share_9_10",
}


def in_words(voice: Voice, chance: float) -> SafeText:
    """Return how many of such deals are won: the nearest of some simple shares, by their odds."""
    if chance < HARDLY_ANY:
        return voice.say("share_hardly_any")
    if chance > NEARLY_ALL:
        return voice.say("share_nearly_all")
    nearest = min(_SHARES, key=lambda share: abs(_log_odds(share) - _log_odds(chance)))
    return voice.say(_SHARES[nearest])


def _log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))
