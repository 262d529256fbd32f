"""What a stage requires and a deal lacks: what each is called, and the button of the form that gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks import elements as el
from bot.blocks import ids, phrases
from bot.blocks.elements import Block
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline import errors
from pipeline.deals import requirements
from pipeline.deals.requirements import Requirement
from pipeline.queries.names import Names

FORMS_APART = {"offer": "offer_button", "touch": "touch_button"}
"""The label of the button of each requirement with a form of its own, by its token, which is the word's name.

The button names the stage to enter: its press is answered beside it, so that the move stays."""


def called(voice: Voice, requirement: Requirement) -> SafeText:
    """Return what a requirement is called in a sentence; a field of the team's own by its name."""
    number = requirements.own_field_no(requirement.token)
    own = voice.own_fields.find(number) if number is not None else None
    return voice.name(own.name) if own is not None else voice.say(requirement.missing)


def all_called(voice: Voice, needed: Sequence[Requirement]) -> SafeText:
    """Return what these requirements are called, as a list."""
    return voice.list([called(voice, each) for each in needed])


def forms_apart(voice: Voice, names: Names, refused: errors.Missing, apart: Sequence[Requirement]) -> Iterator[Block]:
    """The buttons of the forms that give these."""
    for each in apart:
        label, deal = voice.label(FORMS_APART[each.token]), phrases.deal_of(voice, names, refused.deal)
        identity = ids.button(each.token, deal=refused.deal, stay=refused.stay, to=refused.to)
        yield el.button(label, identity, style="primary", spoken=f"{label.rstrip('…')}: {deal}")
