"""What can happen: one strict model per kind of event, with the fields it sets and the fields it rests on.

Data holds numbers only; a `*_no`, `name`, `reason`, `note`, `step` or `source` is the number of a row of typed text.
A kind's version never changes its meaning: data of an older version is lifted by a pure function in `LIFTS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict


class Subject(StrEnum):
    """What an event is about; its state is the fold of its own events, and of nothing else."""

    DEAL = "deal"
    CUSTOMER = "customer"
    STAGE = "stage"
    MEMBER = "member"
    SETTING = "setting"  # subject number 0 is the workspace, else a member


class Via(StrEnum):
    """How a change was asked for."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    MENTION = "mention"
    REACTION = "reaction"
    IMPORT = "import"
    SYSTEM = "system"


class StageKind(StrEnum):
    """A stage's kind; logic looks at this, never at a label."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


EXISTS = "exists"
STAGE_FIELDS = frozenset({"stage", "promised_day", "lost_reason"})


class EventData(BaseModel):
    """What an event says; subclasses are the kinds."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    kind: ClassVar[str]
    subject: ClassVar[Subject]
    version: ClassVar[int] = 1
    opens_stay: ClassVar[bool] = False
    fields_set: ClassVar[frozenset[str]] = frozenset()
    fields_needed: ClassVar[frozenset[str]] = frozenset({EXISTS})

    def sets(self) -> frozenset[str]:
        """The fields of its subject that this event gives a value."""
        return self.fields_set

    def rests_on(self) -> frozenset[str]:
        """The fields that must stay as they were for this event to make sense."""
        return self.fields_needed


class Opened(EventData):
    """A deal was created in a stage."""

    kind = "opened"
    subject = Subject.DEAL
    opens_stay = True
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
    subject = Subject.DEAL
    opens_stay = True
    fields_set = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int


class Won(EventData):
    """The customer accepted; the amount is what was agreed, delivery is promised for a day."""

    kind = "won"
    subject = Subject.DEAL
    opens_stay = True
    fields_set = STAGE_FIELDS
    fields_needed = frozenset({EXISTS, "amount"})  # a win is a win of an amount

    from_stage: int
    from_stay: int
    stage_no: int
    promised_day: date | None = None  # known for every win made here; unknown for an imported one


class Lost(EventData):
    """The deal will not come; `reason` is typed text, unknown for an imported one."""

    kind = "lost"
    subject = Subject.DEAL
    opens_stay = True
    fields_set = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int
    reason: int | None = None


class Renamed(EventData):
    """A deal got another name."""

    kind = "renamed"
    subject = Subject.DEAL
    fields_set = frozenset({"name"})

    name: int


class AmountSet(EventData):
    """A deal's amount, in minor units, became known or changed."""

    kind = "amount_set"
    subject = Subject.DEAL
    fields_set = frozenset({"amount"})

    amount: int | None
    currency: str


class CloseDaySet(EventData):
    """The day by which the deal is expected to be won."""

    kind = "close_day_set"
    subject = Subject.DEAL
    fields_set = frozenset({"close_day"})

    close_day: date | None


class OwnerSet(EventData):
    """Another member became responsible for the deal."""

    kind = "owner_set"
    subject = Subject.DEAL
    fields_set = frozenset({"owner"})

    owner: int


class Noted(EventData):
    """Somebody wrote a note on the deal."""

    kind = "noted"
    subject = Subject.DEAL
    fields_set = frozenset()  # no field: notes stand beside each other

    note: int


class StepSet(EventData):
    """The deal's next step and its day; none when it was done or dropped."""

    kind = "step_set"
    subject = Subject.DEAL
    fields_set = frozenset({"step"})

    step: int | None
    step_day: date | None


class Snoozed(EventData):
    """No reminder of this stay before a day; none takes the snooze off."""

    kind = "snoozed"
    subject = Subject.DEAL
    fields_set = frozenset({"snooze"})

    until: date | None
    stay: int


class Seen(EventData):
    """The owner said "on it" (👀): quiet until a day."""

    kind = "seen"
    subject = Subject.DEAL
    fields_set = frozenset({"quiet"})

    quiet_until: date | None
    stay: int


class CustomerAdded(EventData):
    """A customer became known."""

    kind = "customer_added"
    subject = Subject.CUSTOMER
    fields_set = frozenset({EXISTS, "name"})
    fields_needed = frozenset()  # nothing: it is the first

    name: int


class CustomerRenamed(EventData):
    """A customer got another name."""

    kind = "customer_renamed"
    subject = Subject.CUSTOMER
    fields_set = frozenset({"name"})

    name: int


class StageAdded(EventData):
    """A pipeline got a stage; a default stage's label is a catalogue key, another's a name."""

    kind = "stage_added"
    subject = Subject.STAGE
    fields_set = frozenset({EXISTS, "name", "position", "limit_days", "requires", "retired_for"})
    fields_needed = frozenset()  # nothing: it is the first

    pipeline_no: int
    position: int
    stage_kind: StageKind
    label_key: str | None = None
    name: int | None = None
    limit_days: int | None = None
    requires: tuple[str, ...] = ()


class StageChanged(EventData):
    """One field of a stage was changed."""

    kind = "stage_changed"
    subject = Subject.STAGE

    field: Literal["name", "position", "limit_days"]
    value: int | None

    def sets(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.field})


class StageRetired(EventData):
    """A stage is no longer used; its deals went to the successor."""

    kind = "stage_retired"
    subject = Subject.STAGE
    fields_set = frozenset({"retired_for"})

    successor: int


class Role(StrEnum):
    """What a member may be; one person may be several."""

    SELLER = "seller"
    LEAD = "lead"
    ADMIN = "admin"


class MemberAdded(EventData):
    """A person of the workspace became known."""

    kind = "member_added"
    subject = Subject.MEMBER
    fields_set = frozenset({EXISTS, "seller", "admin"})
    fields_needed = frozenset()  # nothing: it is the first

    seller: bool
    admin: bool


class MemberRoleSet(EventData):
    """A member got a role or lost it; leading is of a pipeline."""

    kind = "member_role_set"
    subject = Subject.MEMBER

    role: Role
    has: bool
    pipeline_no: int | None = None

    def sets(self) -> frozenset[str]:
        """That role, of that pipeline."""
        return frozenset({f"lead.{self.pipeline_no}" if self.role is Role.LEAD else self.role.value})


class SettingSet(EventData):
    """A setting of the workspace (subject number 0) or of a member got a value; none takes it off."""

    kind = "setting_set"
    subject = Subject.SETTING
    fields_needed = frozenset()  # nothing

    name: str
    value: str | int | None

    def sets(self) -> frozenset[str]:
        """That setting."""
        return frozenset({self.name})


class Voided(EventData):
    """Another event is no longer in force (or, if that one is a void, what it voided is in force again)."""

    kind = "voided"
    subject = Subject.DEAL  # stands on the subject of what it voids
    fields_set = frozenset()  # nothing of its own: it counts as setting what its root event sets


class Erased(EventData):
    """A person's words on this subject were blanked; final."""

    kind = "erased"
    subject = Subject.DEAL  # of any subject
    fields_set = frozenset()  # nothing: words are not fields


KINDS: dict[str, type[EventData]] = {
    model.kind: model
    for model in (
        Opened, Moved, Won, Lost, Renamed, AmountSet, CloseDaySet, OwnerSet, Noted, StepSet, Snoozed, Seen,
        CustomerAdded, CustomerRenamed, StageAdded, StageChanged, StageRetired, MemberAdded, MemberRoleSet,
        SettingSet, Voided, Erased,
    )
}  # fmt: skip

Lift = Callable[[dict[str, Any]], dict[str, Any]]
LIFTS: dict[tuple[str, int], Lift] = {}
"""From (kind, version) to the function that brings its data to version + 1; kept for ever."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the ledger, its data read."""

    no: int
    change_no: int
    subject: Subject
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
        """The kind's name."""
        return self.data.kind


def dump_data(happening: EventData) -> str:
    """The data of an event as it is kept: every field, so that a default changed later changes no old event."""
    return happening.model_dump_json()


def load_data(
    kind: str,
    version: int,
    data: str,
    kinds: Mapping[str, type[EventData]] = KINDS,
    lifts: Mapping[tuple[str, int], Lift] = LIFTS,
) -> EventData:
    """The data of an event as it is read, whatever its version; an unknown kind or a newer version is an error."""
    model = kinds[kind]
    if version == model.version:
        return model.model_validate_json(data)
    if version > model.version:
        raise ValueError(f"event kind {kind} version {version} is newer than this program")
    raw = json.loads(data)
    for step in range(version, model.version):
        raw = lifts[kind, step](raw)
    return model.model_validate_json(json.dumps(raw))
