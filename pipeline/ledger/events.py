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


class Kind(StrEnum):
    """A stage's kind; logic looks at this, never at a label."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


EXISTS = "exists"
STAGE_FIELDS = frozenset({"stage", "promised_day", "lost_reason"})


class Happening(BaseModel):
    """What an event says; subclasses are the kinds."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    kind: ClassVar[str]
    subject: ClassVar[Subject]
    version: ClassVar[int] = 1
    opens_stay: ClassVar[bool] = False
    touched: ClassVar[frozenset[str]] = frozenset()
    needed: ClassVar[frozenset[str]] = frozenset({EXISTS})

    def sets(self) -> frozenset[str]:
        """The fields of its subject that this event gives a value."""
        return self.touched

    def rests_on(self) -> frozenset[str]:
        """The fields that must stay as they were for this event to make sense."""
        return self.needed


class Opened(Happening):
    """A deal was created in a stage."""

    kind = "opened"
    subject = Subject.DEAL
    opens_stay = True
    touched = STAGE_FIELDS | {EXISTS, "name", "owner", "amount", "close_day", "source"}
    needed = frozenset()  # nothing: it is the first

    customer_no: int
    name: int
    owner: int
    pipeline_no: int
    stage_no: int
    amount: int | None = None
    currency: str
    close_day: date | None = None
    source: int | None = None


class Moved(Happening):
    """A deal went to another open stage: on, back, or out of a closed one."""

    kind = "moved"
    subject = Subject.DEAL
    opens_stay = True
    touched = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int


class Won(Happening):
    """The customer accepted; the amount is what was agreed, delivery is promised for a day."""

    kind = "won"
    subject = Subject.DEAL
    opens_stay = True
    touched = STAGE_FIELDS
    needed = frozenset({EXISTS, "amount"})  # a win is a win of an amount

    from_stage: int
    from_stay: int
    stage_no: int
    promised_day: date | None = None  # known for every win made here; unknown for an imported one


class Lost(Happening):
    """The deal will not come; `reason` is typed text, unknown for an imported one."""

    kind = "lost"
    subject = Subject.DEAL
    opens_stay = True
    touched = STAGE_FIELDS

    from_stage: int
    from_stay: int
    stage_no: int
    reason: int | None = None


class Renamed(Happening):
    """A deal got another name."""

    kind = "renamed"
    subject = Subject.DEAL
    touched = frozenset({"name"})

    name: int


class AmountSet(Happening):
    """A deal's amount, in minor units, became known or changed."""

    kind = "amount_set"
    subject = Subject.DEAL
    touched = frozenset({"amount"})

    amount: int | None
    currency: str


class CloseDaySet(Happening):
    """The day by which the deal is expected to be won."""

    kind = "close_day_set"
    subject = Subject.DEAL
    touched = frozenset({"close_day"})

    close_day: date | None


class OwnerSet(Happening):
    """Another member became responsible for the deal."""

    kind = "owner_set"
    subject = Subject.DEAL
    touched = frozenset({"owner"})

    owner: int


class Noted(Happening):
    """Somebody wrote a note on the deal."""

    kind = "noted"
    subject = Subject.DEAL
    touched = frozenset()  # no field: notes stand beside each other

    note: int


class StepSet(Happening):
    """The deal's next step and its day; none when it was done or dropped."""

    kind = "step_set"
    subject = Subject.DEAL
    touched = frozenset({"step"})

    step: int | None
    step_day: date | None


class Snoozed(Happening):
    """No reminder of this stay before a day; none takes the snooze off."""

    kind = "snoozed"
    subject = Subject.DEAL
    touched = frozenset({"snooze"})

    until: date | None
    stay: int


class Seen(Happening):
    """The owner said "on it" (👀): quiet until a day."""

    kind = "seen"
    subject = Subject.DEAL
    touched = frozenset({"quiet"})

    quiet_until: date | None
    stay: int


class CustomerAdded(Happening):
    """A customer became known."""

    kind = "customer_added"
    subject = Subject.CUSTOMER
    touched = frozenset({EXISTS, "name"})
    needed = frozenset()  # nothing: it is the first

    name: int


class CustomerRenamed(Happening):
    """A customer got another name."""

    kind = "customer_renamed"
    subject = Subject.CUSTOMER
    touched = frozenset({"name"})

    name: int


class StageAdded(Happening):
    """A pipeline got a stage; a default stage's label is a catalogue key, another's a name."""

    kind = "stage_added"
    subject = Subject.STAGE
    touched = frozenset({EXISTS, "name", "position", "limit_days", "requires", "retired_for"})
    needed = frozenset()  # nothing: it is the first

    pipeline_no: int
    position: int
    stage_kind: Kind
    label_key: str | None = None
    name: int | None = None
    limit_days: int | None = None
    requires: tuple[str, ...] = ()


class StageChanged(Happening):
    """One field of a stage was changed."""

    kind = "stage_changed"
    subject = Subject.STAGE

    field: Literal["name", "position", "limit_days"]
    value: int | None

    def sets(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.field})


class StageRetired(Happening):
    """A stage is no longer used; its deals went to the successor."""

    kind = "stage_retired"
    subject = Subject.STAGE
    touched = frozenset({"retired_for"})

    successor: int


class Role(StrEnum):
    """What a member may be; one person may be several."""

    SELLER = "seller"
    LEAD = "lead"
    ADMIN = "admin"


class MemberAdded(Happening):
    """A person of the workspace became known."""

    kind = "member_added"
    subject = Subject.MEMBER
    touched = frozenset({EXISTS, "seller", "admin"})
    needed = frozenset()  # nothing: it is the first

    seller: bool
    admin: bool


class MemberRoleSet(Happening):
    """A member got a role or lost it; leading is of a pipeline."""

    kind = "member_role_set"
    subject = Subject.MEMBER

    role: Role
    has: bool
    pipeline_no: int | None = None

    def sets(self) -> frozenset[str]:
        """That role, of that pipeline."""
        return frozenset({f"lead.{self.pipeline_no}" if self.role is Role.LEAD else self.role.value})


class SettingSet(Happening):
    """A setting of the workspace (subject number 0) or of a member got a value; none takes it off."""

    kind = "setting_set"
    subject = Subject.SETTING
    needed = frozenset()  # nothing

    name: str
    value: str | int | None

    def sets(self) -> frozenset[str]:
        """That setting."""
        return frozenset({self.name})


class Voided(Happening):
    """Another event is no longer in force (or, if that one is a void, what it voided is in force again)."""

    kind = "voided"
    subject = Subject.DEAL  # stands on the subject of what it voids
    touched = frozenset()  # nothing of its own: it counts as setting what its root event sets


class Erased(Happening):
    """A person's words on this subject were blanked; final."""

    kind = "erased"
    subject = Subject.DEAL  # of any subject
    touched = frozenset()  # nothing: words are not fields


KINDS: dict[str, type[Happening]] = {
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
    happening: Happening
    happened_at: datetime
    recorded_at: datetime
    member_no: int | None
    via: Via
    voids: int | None = None
    batch_no: int | None = None

    @property
    def kind(self) -> str:
        """The kind's name."""
        return self.happening.kind


def written(happening: Happening) -> str:
    """The data of an event as it is kept: every field, so that a default changed later changes no old event."""
    return happening.model_dump_json()


def lifted(
    kind: str,
    version: int,
    data: str,
    kinds: Mapping[str, type[Happening]] = KINDS,
    lifts: Mapping[tuple[str, int], Lift] = LIFTS,
) -> Happening:
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
