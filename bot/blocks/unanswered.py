"""What a lead is told on Monday, where the team switched it on: the last reminders that nobody answered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import buttons, lists, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_lists import DealLine


def unanswered(voice: Voice, lines: Sequence[DealLine]) -> Message:
    """Build the message: each deal with its owner, and a button for all stuck deals."""
    shown, rest = lines[: lists.SHOWN], len(lines) - lists.SHOWN
    more = voice.say("more", n=rest) if rest > 0 else None
    title = voice.say("unanswered_told")
    heard = [f"{phrases.deal(voice, each)}, {voice.name(each.owner_name)}" for each in shown]
    blocks = (
        el.section(phrases.bold(title)),
        *lists.with_buttons(voice, shown, with_owner=True),
        *([el.context(more)] if more is not None else []),
        *el.actions(buttons.all_stuck(voice)),
    )
    said = phrases.joined([title, SafeText("; ".join(heard))], " ")
    return Message(phrases.joined([said, more], ". "), blocks)
