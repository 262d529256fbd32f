"""What a word is: how it is typed, what it does, and every way it is reached; one such value per handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.blocks.elements import Block, Home, View
from bot.blocks.ids import Pressed
from bot.language.grammar import WordTable
from bot.language.voice import Voice
from bot.slack.channels import Channels
from bot.slack.directory import Directory
from bot.slack.requests import Request
from pipeline.ledger.events import EventData
from pipeline.ledger.unit_of_work import Ledger, ReadSession
from pipeline.messages.notices import Notice
from pipeline.storage.health import Outage


@dataclass(frozen=True, slots=True)
class Services:
    """What a handler works with."""

    ledger: Ledger
    directory: Directory
    table: WordTable
    channels: Channels
    outage: Outage = field(default_factory=Outage)  # in which the database ails


@dataclass(frozen=True, slots=True)
class Ask:
    """More must be known: a form, or, where none can be opened, a button that opens it (`again`)."""

    build: Callable[[Voice, ReadSession], View]
    again: Pressed


@dataclass(frozen=True, slots=True)
class Refill:
    """A form's submission was refused: the sentence's key and values, by the field it concerns."""

    fields: Mapping[str, tuple[str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Options:
    """What a search field offers."""

    found: list[Block]


Reply = Notice | Ask | Refill | Options | Home | None
Handle = Callable[[Services, Request], Reply]


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `core` and `event` name what it changes, `query` what it reads."""

    word: str
    fi: tuple[str, ...]
    en: tuple[str, ...]
    help: str  # the key of its line in the guide
    typed: Handle
    pressed: Handle | None = None
    submitted: Handle | None = None
    emoji: Mapping[str, Handle] = field(default_factory=dict[str, Handle])
    option_sources: Mapping[str, Handle] = field(default_factory=dict[str, Handle])  # of its search fields, by field
    before_set_up: bool = False  # it may be asked for before the workspace is set up
    core: Callable[..., Notice] | None = None
    event: type[EventData] | None = None
    query: Callable[..., object] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """How it may be typed, in both languages."""
        return (*self.fi, *self.en)
