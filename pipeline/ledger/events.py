"""Events as the ledger keeps them: what every kind of event has in common, whatever it is about.

The kinds themselves stand in the rooms of their subjects (`deals/events.py`, `people/events.py`, …). The data of an
event holds numbers only: typed text stands in the tables `name` and `words`, and the event holds its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

EXISTS = "exists"
"""The field that the first event of a subject sets: that there is such a subject. It stands for all its fields."""

Key = tuple[str, int]
"""A subject's name and number, such as ("deal", 12)."""


class Via(StrEnum):
    """How a change was asked for."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    MENTION = "mention"
    REACTION = "reaction"
    IMPORT = "import"
    SYSTEM = "system"


class Right(StrEnum):
    """Who may undo an event of a kind, beside the rule that nobody undoes an import or what the system did."""

    CHANGE = "whoever may change the subject that the event is about"
    SETTINGS = "whoever may change the settings of the workspace"


class EventData(BaseModel):
    """What an event says. Each kind of event is a subclass, with its own fields.

    `kind` and `subject` are stored and never renamed. `version` counts the changes of the fields.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    kind: ClassVar[str]
    subject: ClassVar[str]
    version: ClassVar[int] = 1
    fields_set: ClassVar[frozenset[str]] = frozenset()
    fields_needed: ClassVar[frozenset[str]] = frozenset({EXISTS})
    texts: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The fields that hold the number of a typed text, each with the table that keeps it: `name` or `words`."""
    looked_up: ClassVar[frozenset[str]] = frozenset()
    """Those of `texts` that are found again by what was typed: their row keeps the folded text, too."""
    right: ClassVar[Right] = Right.CHANGE
    timeless: ClassVar[bool] = False
    """Whether the event corrects what is known: it then holds at every moment, also before it happened."""

    def sets(self) -> frozenset[str]:
        """The fields of its subject that this event gives a value."""
        return self.fields_set

    def held_texts(self) -> Iterator[tuple[str, str, int]]:
        """The typed texts that this event holds by number: field, table, number."""
        for field, table in self.texts:
            if (number := getattr(self, field)) is not None:
                yield field, table, number

    def rests_on(self) -> frozenset[str]:
        """The fields that must stay as they were for this event to make sense."""
        return self.fields_needed


class Voided(EventData):
    """Another event is no longer in force. If that one is a void, what it voided is in force again."""

    kind = "voided"
    subject = ""  # a void stands on the subject of what it voids
    fields_set = frozenset()  # a void counts as setting what its root event sets


class Erased(EventData):
    """The typed texts of a subject were blanked. This cannot be undone."""

    kind = "erased"
    subject = ""  # any subject
    fields_set = frozenset()
    right = Right.SETTINGS
    timeless = True


GENERAL: tuple[type[EventData], ...] = (Voided, Erased)
"""The kinds that stand on any subject."""


class Event(NamedTuple):
    """A row of the ledger, with its data read. Undo reads thousands, and no other value is made as quickly."""

    no: int
    change_no: int
    subject: str
    subject_no: int
    data: EventData
    happened_at: datetime
    recorded_at: datetime
    member_no: int | None
    via: Via
    voids: int | None = None
    batch_no: int | None = None

    @property
    def kind(self) -> str:
        """The name of the kind."""
        return self.data.kind

    @property
    def key(self) -> Key:
        """The subject that the event is about."""
        return self.subject, self.subject_no


def dump_data(data: EventData) -> str:
    """The data of an event as stored: every field, so that a default changed later changes no old event."""
    return data.model_dump_json()
