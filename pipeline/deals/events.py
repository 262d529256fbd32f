"""What can happen to a deal: one strict model per kind of event."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pipeline.ledger.events import EXISTS, EventData

DEAL = "deal"
"""The name of the subject, as stored."""

STAGE_FIELDS = frozenset({"stage", "promised_day", "lost_reason", "delivered", "also"})
"""The fields that entering a stage sets."""


class SourceKind(StrEnum):
    """Where a deal came from."""

    REFERRAL = "referral"
    THEY_CONTACTED = "they_contacted"
    EVENT = "event"
    WE_CONTACTED = "we_contacted"
    CAMPAIGN = "campaign"
    PARTNER = "partner"
    EXISTING = "existing"
    OTHER = "other"
    UNKNOWN = "unknown"


class LostKind(StrEnum):
    """Why a deal was lost."""

    WENT_SILENT = "went_silent"
    NO_DECISION = "no_decision"
    COMPETITOR = "competitor"
    PRICE = "price"
    NO_NEED = "no_need"
    COULD_NOT = "could_not"
    UNKNOWN = "unknown"


class SaidBy(StrEnum):
    """Who says why a deal was lost."""

    CUSTOMER = "customer"
    GUESS = "guess"


class StepEnd(StrEnum):
    """How the step before ended when another took its place, or none."""

    DONE = "done"
    DROPPED = "dropped"
    REPLACED = "replaced"


class LateBecause(StrEnum):
    """Because of whom a delivery comes on another day than was promised."""

    US = "us"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    CHANGED_ORDER = "changed_order"
    UNKNOWN = "unknown"


class Opened(EventData):
    """A deal was created in a stage.

    A `source_kind` of None was not asked; `source_option` is the workspace's own entry, `source` the typed words.
    `follows` is the deal that this one continues.
    """

    kind = "opened"
    subject = DEAL
    version = 2
    texts = (("name", "name"), ("source", "words"))
    fields_set = STAGE_FIELDS | {EXISTS, "customer", "name", "owner", "amount", "close_day", "source"}
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
    source_kind: SourceKind | None = None
    source_option: int | None = None
    follows: int | None = None


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
    """The deal will not come; `reason` is typed text, unknown for an imported one.

    A `lost_kind` of None was not asked; `lost_option` is the workspace's own entry, `also_kind` a second reason.
    `returns` is the first day of the month in which to come back to the customer.
    """

    kind = "lost"
    subject = DEAL
    version = 2
    texts = (("reason", "words"),)
    fields_set = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int
    reason: int | None = None
    lost_kind: LostKind | None = None
    lost_option: int | None = None
    also_kind: LostKind | None = None
    said_by: SaidBy | None = None
    returns: date | None = None


class LostExplained(EventData):
    """Why a lost deal was lost, said anew: all of it."""

    kind = "lost_explained"
    subject = DEAL
    texts = (("reason", "words"),)
    fields_set = frozenset({"lost_reason"})
    fields_needed = frozenset({EXISTS, "stage"})

    reason: int | None = None
    lost_kind: LostKind | None = None
    lost_option: int | None = None
    also_kind: LostKind | None = None
    said_by: SaidBy | None = None
    returns: date | None = None


class DeliveryPromised(EventData):
    """Delivery of a won deal is promised for another day; none: it is not known."""

    kind = "delivery_promised"
    subject = DEAL
    texts = (("words", "words"),)
    fields_set = frozenset({"promised_day"})
    fields_needed = frozenset({EXISTS, "stage"})

    day: date | None
    late_because: LateBecause | None = None
    words: int | None = None


class Mistaken(EventData):
    """The deal should not be there: it counts in no list, sum or lesson. `duplicate_of` is the deal it repeats."""

    kind = "mistaken"
    subject = DEAL
    fields_set = frozenset({EXISTS})
    timeless = True

    duplicate_of: int | None = None


class CustomerSet(EventData):
    """The deal is another customer's."""

    kind = "customer_set"
    subject = DEAL
    fields_set = frozenset({"customer"})

    customer_no: int


class SourceSet(EventData):
    """Where the deal came from, said anew: all of it."""

    kind = "source_set"
    subject = DEAL
    texts = (("source", "words"),)
    fields_set = frozenset({"source"})

    source_kind: SourceKind | None
    source_option: int | None = None
    source: int | None = None


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
    """The deal's next step and its day; none when it was done or dropped.

    `step_at` is the minute of the owner's day. `ended` says how the step before ended; None: there was none, or it was
    not asked.
    """

    kind = "step_set"
    subject = DEAL
    version = 2
    texts = (("step", "words"),)
    fields_set = frozenset({"step"})

    step: int | None
    step_day: date | None
    step_at: int | None = None
    ended: StepEnd | None = None


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
