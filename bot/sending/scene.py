"""Where a message is about to be shown: to whom, in which language, and what can be read there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks.shown_words import ShownWords
from bot.language.voice import Voice
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.notices import Notice
from pipeline.queries.names import names


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, and how they are spoken to; a channel is nobody in particular.

    `in_place`: the answer takes the place of a message that others may have seen, so it says who did it and when.
    `replaces` is what that message said, where it was one of Putki's own that is kept.
    """

    member_no: int | None
    voice: Voice
    in_place: bool = False
    replaces: Notice | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a notice is about to be shown: what can be read, to whom, and the words that are shown with it."""

    session: ReadSession
    reader: Reader
    words: ShownWords

    @property
    def voice(self) -> Voice:
        """The reader's."""
        return self.reader.voice


def typed_text(scene: Scene, text: str | int | None) -> str:
    """What was typed: as it is in an acknowledgement, by its number in what waited to be sent."""
    return names(scene.session, words=[text]).words.get(text, "") if isinstance(text, int) else text or ""
