"""What can happen to an option, an entry that a workspace added to a list: one strict model per kind of event.

A list is named by a word: `source`, `lost`, or `field.<number>` for the choices of a field of the workspace's own. The
order of a list and what is hidden of it are a setting, `choices.<list>`.
"""

from __future__ import annotations

from typing import Literal

from pipeline.ledger.events import EXISTS, EventData, Right

OPTION = "option"
"""The name of the subject, as stored."""


class OptionAdded(EventData):
    """A list got an entry, with a label in at least one language.

    `counts_as` is the code of the list under which it is counted: a `SourceKind` or a `LostKind`. The choices of a
    field have none.
    """

    kind = "option_added"
    subject = OPTION
    right = Right.SETTINGS
    texts = (("name_fi", "name"), ("name_en", "name"))
    fields_set = frozenset({EXISTS, "counts_as", "name.fi", "name.en"})
    fields_needed = frozenset()  # nothing: it is the first

    list_name: str
    counts_as: str | None = None
    name_fi: int | None = None
    name_en: int | None = None


class OptionRenamed(EventData):
    """The label of an entry in one language changed; none takes it off."""

    kind = "option_renamed"
    subject = OPTION
    right = Right.SETTINGS
    texts = (("name", "name"),)

    language: Literal["fi", "en"]
    name: int | None

    def sets(self) -> frozenset[str]:
        """The label in that language."""
        return frozenset({f"name.{self.language}"})


class OptionCountsAs(EventData):
    """An entry counts as another code of its list, from the first deal on."""

    kind = "option_counts_as"
    subject = OPTION
    right = Right.SETTINGS
    fields_set = frozenset({"counts_as"})

    counts_as: str
