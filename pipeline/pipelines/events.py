"""What can happen to a pipeline: one strict model per kind of event.

The pipeline that every workspace begins with has no events until somebody changes something of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pipeline.ledger.events import EXISTS, EventData, Right

PIPELINE = "pipeline"
"""The name of the subject, as stored."""


EVERYBODY = "everybody"
"""The value of `PipelineField.SELLERS` where all sellers of the workspace sell."""

CHANNEL = "channel"
"""The value of `PipelineField.SELLERS` where the members of the pipeline's channel sell."""

GROUP = "group:"
"""How the value of `PipelineField.SELLERS` begins where a user group sells; the number of its place follows."""


class PipelineField(StrEnum):
    """What may be changed of a pipeline."""

    NAME = "name"  # the number of a text
    CURRENCY = "currency"  # of an amount that is typed without one; none: the workspace's
    POSITION = "position"  # its place among the pipelines
    OFFER_STAGE = "offer_stage"  # the stage to which a deal goes when an offer is sent; 0: none
    SELLERS = "sellers"  # who sells here: everybody, channel, or group:<number of the group's place>


class PipelineAdded(EventData):
    """A workspace got another pipeline."""

    kind = "pipeline_added"
    subject = PIPELINE
    right = Right.SETTINGS
    texts = (("name", "name"),)
    fields_set = frozenset({EXISTS, *(each.value for each in PipelineField), "retired"})
    fields_needed = frozenset()  # nothing: it is the first

    name: int
    position: int
    currency: str | None = None
    sellers: str | None = None


class PipelineChanged(EventData):
    """One field of a pipeline got a value; none takes it off."""

    kind = "pipeline_changed"
    subject = PIPELINE
    fields_needed = frozenset()  # the first pipeline has no event before it
    right = Right.SETTINGS

    field: PipelineField
    value: int | str | None

    def sets(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.field.value})

    def held_texts(self) -> Iterator[tuple[str, str, int]]:
        """The new name, where that is what changed."""
        if self.field is PipelineField.NAME and isinstance(self.value, int):
            yield "value", "name", self.value


class PipelineRetired(EventData):
    """A pipeline is archived, or is used again (`retired` is false)."""

    kind = "pipeline_retired"
    subject = PIPELINE
    fields_needed = frozenset()  # the first pipeline has no event before it
    right = Right.SETTINGS
    fields_set = frozenset({"retired"})

    retired: bool = True


class TargetSet(EventData):
    """What is to be won in a month: by the team, or by one member; without an amount and a count there is no target.

    `month` is its first day. The amount is in minor units.
    """

    kind = "target_set"
    subject = PIPELINE
    fields_needed = frozenset()  # the first pipeline has no event before it

    month: date
    member_no: int | None = None
    amount: int | None = None
    count: int | None = None
    currency: str

    def sets(self) -> frozenset[str]:
        """That target."""
        return frozenset({f"target.{self.month}.{self.member_no or 0}"})
