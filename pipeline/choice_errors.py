"""Why a list of sources or reasons was not changed, and why an entry of one was not taken."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import Refused, TextQuoted


@dataclass(kw_only=True, eq=False)
class ChoiceLabelTaken(TextQuoted):
    """Another entry of the list is called so, in one of the languages."""

    key = "choice_label_taken"


@dataclass(kw_only=True, eq=False)
class ChoiceLabelBack(TextQuoted):
    """An undo would give an entry a label that another one has by now."""

    key = "choice_label_back"


@dataclass(kw_only=True, eq=False)
class ChoiceEditedMeanwhile(Refused):
    """Somebody renamed the entry after the form was opened."""

    key = "choice_edited_meanwhile"
    list: str
    option: int


@dataclass(kw_only=True, eq=False)
class ChoiceGone(Refused):
    """The entry is not in the list any more: its adding was undone."""

    key = "choice_gone"
    list: str


class ChoiceInUse(Refused):
    """The adding of an entry cannot be undone: a deal has it."""

    key = "choice_in_use"


@dataclass(kw_only=True, eq=False)
class LastChoice(Refused):
    """The entry cannot be hidden: nothing else could be chosen but that it is not known."""

    key = "last_choice"
    list: str


class UnknownStays(Refused):
    """That something is not known can always be chosen: it cannot be hidden or replaced."""

    key = "unknown_stays"


@dataclass(kw_only=True, eq=False)
class TooManyChoices(Refused):
    """The list has as many entries of the team's own as it may have."""

    key = "too_many_choices"
    limit: int
