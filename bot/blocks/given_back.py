"""Gives a typed line back below what was not done with it."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Message
from bot.language.safe_text import SafeText
from bot.language.voice import Voice


def with_typed_line(voice: Voice, message: Message, text: str) -> Message:
    """Return the message with the line below it that was typed behind the command: Slack shows that nowhere else."""
    typed = phrases.paragraphs(voice, f"/deal {text}")
    typed[0] = voice.say("you_typed", line=typed[0])
    return replace(
        message,
        text=phrases.lines([SafeText(message.text), *typed]),
        blocks=(*message.blocks, *(el.section(each) for each in typed)),
    )
