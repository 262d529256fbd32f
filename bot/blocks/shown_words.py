"""What blocks show of the words: their lines in the guide, their labels on buttons; each word declares its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot.blocks import elements as el
from bot.blocks import ids
from bot.blocks.elements import Block
from bot.language.voice import Voice

PICK = "pick_button"  # the label of a word that declares none
MENU = "menu"  # the action id of a deal's menu; each option's value names its word


class Chapter(Enum):
    """The groups of the guide, in their order: what one wants to do. Each has the key of its title."""

    LIFE = "guide_life"  # begin a deal, move it on, close it
    NOTES = "guide_notes"  # keep what happened, and what the customer said
    WORK = "guide_work"  # decide what to do next, and when
    VIEWS = "guide_views"  # see where things stand
    FINDING = "guide_finding"  # find a deal or a customer, and what is known of it
    CHANGES = "guide_changes"  # change what is saved, put it right, take it back
    OWN = "guide_own"  # one's own settings and days away, the workspace's settings, the guide


@dataclass(frozen=True, slots=True)
class FormFields:
    """The fields of a word's form under which a refusal of a text, a day or a currency stands."""

    text: str | None = None
    day: str | None = None
    currency: str | None = None


class ShownWord(Protocol):
    """The part of a word's declaration that blocks show."""

    @property
    def word(self) -> str:
        """The word, as the program calls it."""
        ...

    @property
    def forms(self) -> Mapping[str, tuple[str, ...]]:
        """How it may be typed, by language; the first one is the one shown."""
        ...

    @property
    def help(self) -> str:
        """The key of its line in the guide."""
        ...

    @property
    def chapter(self) -> Chapter:
        """The group of the guide in which that line stands."""
        ...

    @property
    def button(self) -> str | None:
        """The key of its label on a button beside a deal."""
        ...

    @property
    def in_menu(self) -> bool:
        """Whether it stands in the menu of an open deal's card."""
        ...

    @property
    def fields(self) -> FormFields:
        """Where in its form a refusal stands."""
        ...


ShownWords = Sequence[ShownWord]


def label_key(words: ShownWords, word: str) -> str:
    """The key of the label that a word has on a button beside a deal."""
    return next((each.button for each in words if each.word == word and each.button is not None), PICK)


def menu(voice: Voice, words: ShownWords, deal_no: int, stay: int) -> Block | None:
    """The menu of an open deal, with the words that declare to stand in it; None where none does."""
    options = [
        el.option(voice.label(each.button or PICK), ids.choice(each.word, deal=deal_no, stay=stay))
        for each in words
        if each.in_menu
    ]
    return el.overflow(options, f"{MENU}.{deal_no}") if options else None
