"""What can happen to a deal's values in the fields of the workspace's own: one strict model per kind of event."""

from __future__ import annotations

from datetime import date

from pipeline.deals.events import DEAL
from pipeline.ledger.events import EventData


class ValueSet(EventData):
    """A field of the workspace's own got a value, in the one place that fits the field's type; all None takes it off.

    `number` is in the unit of the field's decimals; `option_no` is the choice, `words` the typed text.
    """

    kind = "value_set"
    subject = DEAL
    texts = (("words", "words"),)

    field_no: int
    number: int | None = None
    day: date | None = None
    option_no: int | None = None
    words: int | None = None

    def sets(self) -> frozenset[str]:
        """That field."""
        return frozenset({f"field.{self.field_no}"})
