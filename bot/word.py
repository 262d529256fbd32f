"""What a word is: its declaration, what its handlers work with, and what they may reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.blocks.elements import Block, Home, View
from bot.blocks.ids import Pressed
from bot.blocks.shown_words import Chapter, FormFields
from bot.language.grammar import WordTable
from bot.language.voice import Voice
from bot.sending.open_homes import OpenHomes
from bot.slack.channels import Channels
from bot.slack.directory import Directory
from bot.slack.requests import Request
from bot.slack.revocation import Revocation
from bot.slack.seller_lists import SellerLists
from pipeline.ledger.events import EventData
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.notices import Notice
from pipeline.storage.health import Outage


@dataclass(frozen=True, slots=True)
class Services:
    """What a handler works with."""

    ledger: Ledger
    directory: Directory
    table: WordTable
    channels: Channels
    sellers: SellerLists
    outage: Outage = field(default_factory=Outage)  # the current database outage, if any
    revocation: Revocation = field(default_factory=Revocation)  # of the bot token, if Slack refuses it
    homes: OpenHomes = field(default_factory=OpenHomes)


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


Reply = Notice | CommitOutcome | Ask | Refill | Options | Home | None
Handle = Callable[[Services, Request], Reply]


class Concerns(Enum):
    """Which deals come into question for a word."""

    OPEN = "an open deal that the person may change"
    CHANGEABLE = "a deal that the person may change, open or closed"
    CLOSED = "a closed deal that the person may change"
    CHANGED = "a deal that the person has changed, and may still change"
    SOLD = "a won deal, whosever it is"
    SEEN = "any deal; one that is merely alike is shown, since nothing is changed"
    NOTED = "any deal, open or closed, for a note; one that is merely alike is asked about, since the note is kept"
    NONE = "no deal"


@dataclass(frozen=True, slots=True)
class Word:
    """All that is true of one word: how it is typed and shown, what it is about, and every way it is reached."""

    word: str
    forms: Mapping[str, tuple[str, ...]]  # how it may be typed, by language; the first one is the one shown
    help: str  # the key of its line in the guide
    chapter: Chapter  # the group of the guide in which that line stands
    typed: Handle
    concerns: Concerns = Concerns.NONE
    changes: type[EventData] | None = None  # the event that it appends; none: it only reads
    pressed: Handle | None = None
    submitted: Handle | None = None
    message_shortcut: Handle | None = (
        None  # of an entry in the menu of a message: `<word>.message.<language>` in manifest.yml
    )
    global_shortcut: Handle | None = None  # likewise `<word>.global.<language>`, in a menu that concerns no message
    button: str | None = None  # the key of its label on a button beside a deal
    in_menu: bool = False  # it stands in the menu of an open deal's card
    emoji: Mapping[str, Handle] = field(default_factory=dict[str, Handle])  # on a reminder of a stuck deal
    step_emoji: Mapping[str, Handle] = field(default_factory=dict[str, Handle])  # on a reminder of a next step
    option_sources: Mapping[str, Handle] = field(default_factory=dict[str, Handle])  # of its search fields, by field
    fields: FormFields = field(default_factory=FormFields)  # of its form, under which refusals stand
    is_private: bool = False  # what it does concerns nobody else: in a channel, too, only who asked reads the answer
    before_set_up: bool = False  # it may be asked for before the workspace is set up
