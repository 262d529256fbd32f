"""What can happen to a deal: one strict model per kind of event."""

from __future__ import annotations

from datetime import date

from pipeline.ledger.events import EXISTS, EventData

DEAL = "deal"
"""The name of the subject, as stored."""

STAGE_FIELDS = frozenset({"stage", "promised_day", "lost_reason"})
"""The fields that entering a stage sets."""


class Opened(EventData):
    """A deal was created in a stage."""

    kind = "opened"
    subject = DEAL
    texts = (("name", "name"), ("source", "words"))
    fields_set = STAGE_FIELDS | {EXISTS, "name", "owner", "amount", "close_day", "source"}
    fields_needed = frozenset()  # nothing: it is the first

    customer_no: int
    name: int
    owner: int
    pipeline_no: int
    stage_no: int
    amount: int | None = None
    currency: str
    close_day: date | None = None
    source: int | None = None


class Moved(EventData):
    """A deal went to another open stage: on, back, or out of a closed one."""

    kind = "moved"
    subject = DEAL
    fields_set = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int


class Won(EventData):
    """The customer accepted; the amount is what was agreed, delivery is promised for a day."""

    kind = "won"
    subject = DEAL
    fields_set = STAGE_FIELDS
    fields_needed = frozenset({EXISTS, "amount"})  # a win is a win of an amount

    from_stage: int
    from_stay: int
    stage_no: int
    promised_day: date | None = None  # known for every win made here; unknown for an imported one


class Lost(EventData):
    """The deal will not come; `reason` is typed text, unknown for an imported one."""

    kind = "lost"
    subject = DEAL
    texts = (("reason", "words"),)
    fields_set = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int
    reason: int | None = None


class Renamed(EventData):
    """A deal got another name."""

    kind = "renamed"
    subject = DEAL
    texts = (("name", "name"),)
    fields_set = frozenset({"name"})

    name: int


class AmountSet(EventData):
    """A deal's amount, in minor units, became known or changed."""

    kind = "amount_set"
    subject = DEAL
    fields_set = frozenset({"amount"})

    amount: int | None
    currency: str


class CloseDaySet(EventData):
    """The day by which the deal is expected to be won."""

    kind = "close_day_set"
    subject = DEAL
    fields_set = frozenset({"close_day"})

    close_day: date | None


class OwnerSet(EventData):
    """Another member became responsible for the deal."""

    kind = "owner_set"
    subject = DEAL
    fields_set = frozenset({"owner"})

    owner: int


class Noted(EventData):
    """Somebody wrote a note on the deal."""

    kind = "noted"
    subject = DEAL
    texts = (("note", "words"),)
    fields_set = frozenset()  # no field: notes stand beside each other

    note: int


class StepSet(EventData):
    """The deal's next step and its day; none when it was done or dropped."""

    kind = "step_set"
    subject = DEAL
    texts = (("step", "words"),)
    fields_set = frozenset({"step"})

    step: int | None
    step_day: date | None


class Snoozed(EventData):
    """No reminder of this stay before a day; none takes the snooze off."""

    kind = "snoozed"
    subject = DEAL
    fields_set = frozenset({"snooze"})

    until: date | None
    stay: int


class Seen(EventData):
    """The owner said "on it" (👀): quiet until a day."""

    kind = "seen"
    subject = DEAL
    fields_set = frozenset({"quiet"})

    quiet_until: date | None
    stay: int
