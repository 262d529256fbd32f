"""What an upgrade changed for people: sentences for each step of the database that brought something to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.blocks import buttons, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice

NOTES: Mapping[str, tuple[str, ...]] = {
    "core_0002": ("release_board",),
    "core_0003": ("release_finding",),
    "core_0004": ("release_edit", "release_steps", "release_away"),
    "core_0005": ("release_customers", "release_today"),
    "core_0006": ("release_offers", "release_delivery"),
    "core_0007": ("release_stages",),
    "core_0008": ("release_forecast",),
    "slack_0002": ("release_shared",),
}
"""By the name of a migration, the keys of what changed. A version that brings something to tell without a migration
has its sentences under the next one."""

MOST = 8  # sentences; of a long way the newest are told


def upgraded(voice: Voice, steps: Sequence[str]) -> Message | None:
    """What these steps changed for people; None where no step has a note."""
    keys = [key for step in steps for key in NOTES.get(step, ())]
    if not keys:
        return None
    notes = [SafeText(f"• {voice.say(key)}") for key in keys[-MOST:]]
    said = phrases.lines([phrases.bold(voice.say("release_begins")), *notes])
    button = buttons.plain(voice, WordName.HELP, "help_button")
    return Message(said.replace("*", "", 2), (el.section(said), *el.actions(button)))
