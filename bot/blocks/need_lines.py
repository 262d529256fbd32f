"""The needs of a deal in the lines of cards and reminders."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import phrases
from bot.language.safe_text import SafeText
from bot.language.voice import Voice

NEED_SHOWN = 200  # characters of a need; what was kept longer is cut


def first_need(voice: Voice, needs: Sequence[str]) -> SafeText | None:
    """Return the oldest need of a deal, and how many more there are; None where there is none."""
    if not needs:
        return None
    said = _need(voice, needs[0])
    more = voice.say("needs_more", n=len(needs) - 1) if len(needs) > 1 else None
    return phrases.joined([said, more], " ")


def every_need(voice: Voice, needs: Sequence[str]) -> list[SafeText]:
    """Return the needs of a deal, one line each."""
    return [_need(voice, each) for each in needs]


def _need(voice: Voice, text: str) -> SafeText:
    return voice.say("card_need", need=voice.name(text, NEED_SHOWN) or SafeText("–"))
