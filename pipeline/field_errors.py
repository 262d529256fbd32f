"""Why a field of the team's own was not changed, and why a value was not taken."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import Refused, TextQuoted, UnclearValue


@dataclass(kw_only=True, eq=False)
class FieldNameTaken(TextQuoted):
    """Another field is called so."""

    key = "field_name_taken"


@dataclass(kw_only=True, eq=False)
class TooManyFields(Refused):
    """As many fields are in use as there may be: one of them has to be hidden first."""

    key = "too_many_fields"
    limit: int


@dataclass(kw_only=True, eq=False)
class FieldEditedMeanwhile(Refused):
    """Somebody changed the field after the form was opened."""

    key = "field_edited_meanwhile"
    field: int


class FieldGone(Refused):
    """The field is not there any more: its adding was undone."""

    key = "field_gone"


class FieldInUse(Refused):
    """The adding of a field or of a choice cannot be undone: a deal has a value in it."""

    key = "field_in_use"


class NoChoices(Refused):
    """A field that is a choice needs something to choose from."""

    key = "field_without_choices"


@dataclass(kw_only=True, eq=False)
class TooManyFieldChoices(Refused):
    """A field has more choices than it may have."""

    key = "too_many_field_choices"
    limit: int


@dataclass(kw_only=True, eq=False)
class UnclearNumber(UnclearValue):
    """`text` was meant as a number of at most `n` decimals and could not be read."""

    key = "number_unclear"
    n: int
