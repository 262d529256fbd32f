"""What can happen: one strict model per kind of event, with the fields it sets and the fields it rests on.

Data holds numbers only; a `*_no`, `name`, `reason`, `note`, `step` or `source` is the number of a row of typed text.
A kind's version never changes its meaning: data of an older version is lifted by a pure function in `LIFTS`.
"""

from __future__ import annotations

from collections.abc import Callable
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

    def sets(self) -> frozenset[str]:
        """The fields of its subject that this event gives a value."""
        raise NotImplementedError(self.kind)

    def rests_on(self) -> frozenset[str]:
        """The fields that must stay as they were for this event to make sense."""
        return frozenset({EXISTS})


class Opened(Happening):
    """A deal was created in a stage."""

    kind = "opened"
    subject = Subject.DEAL
    opens_stay = True

    customer_no: int
    name: int
    owner: int
    pipeline_no: int
    stage_no: int
    amount: int | None = None
    currency: str
    close_day: date | None = None
    source: int | None = None

    def sets(self) -> frozenset[str]:
        """Everything a deal begins with."""
        return STAGE_FIELDS | {EXISTS, "name", "owner", "amount", "close_day", "source"}

    def rests_on(self) -> frozenset[str]:
        """Nothing: it is the first."""
        return frozenset()


class Moved(Happening):
    """A deal went to another open stage: on, back, or out of a closed one."""

    kind = "moved"
    subject = Subject.DEAL
    opens_stay = True

    from_stage: int
    from_stay: int
    stage_no: int

    def sets(self) -> frozenset[str]:
        """Its stage; what winning or losing had set is cleared."""
        return STAGE_FIELDS


class Won(Happening):
    """The customer accepted; the amount is what was agreed, delivery is promised for a day."""

    kind = "won"
    subject = Subject.DEAL
    opens_stay = True

    from_stage: int
    from_stay: int
    stage_no: int
    promised_day: date | None = None  # known for every win made here; unknown for an imported one

    def sets(self) -> frozenset[str]:
        """Its stage and the promised day."""
        return STAGE_FIELDS

    def rests_on(self) -> frozenset[str]:
        """A win is a win of an amount."""
        return frozenset({EXISTS, "amount"})


class Lost(Happening):
    """The deal will not come; `reason` is typed text, unknown for an imported one."""

    kind = "lost"
    subject = Subject.DEAL
    opens_stay = True

    from_stage: int
    from_stay: int
    stage_no: int
    reason: int | None = None

    def sets(self) -> frozenset[str]:
        """Its stage and the reason."""
        return STAGE_FIELDS


class Renamed(Happening):
    """A deal got another name."""

    kind = "renamed"
    subject = Subject.DEAL

    name: int

    def sets(self) -> frozenset[str]:
        """Its name."""
        return frozenset({"name"})


class AmountSet(Happening):
    """A deal's amount, in minor units, became known or changed."""

    kind = "amount_set"
    subject = Subject.DEAL

    amount: int | None
    currency: str

    def sets(self) -> frozenset[str]:
        """Its amount and currency."""
        return frozenset({"amount"})


class CloseDaySet(Happening):
    """The day by which the deal is expected to be won."""

    kind = "close_day_set"
    subject = Subject.DEAL

    close_day: date | None

    def sets(self) -> frozenset[str]:
        """The expected close day."""
        return frozenset({"close_day"})


class OwnerSet(Happening):
    """Another member became responsible for the deal."""

    kind = "owner_set"
    subject = Subject.DEAL

    owner: int

    def sets(self) -> frozenset[str]:
        """Its owner."""
        return frozenset({"owner"})


class Noted(Happening):
    """Somebody wrote a note on the deal."""

    kind = "noted"
    subject = Subject.DEAL

    note: int

    def sets(self) -> frozenset[str]:
        """No field: notes stand beside each other."""
        return frozenset()


class StepSet(Happening):
    """The deal's next step and its day; none when it was done or dropped."""

    kind = "step_set"
    subject = Subject.DEAL

    step: int | None
    step_day: date | None

    def sets(self) -> frozenset[str]:
        """The next step."""
        return frozenset({"step"})


class Snoozed(Happening):
    """No reminder of this stay before a day; none takes the snooze off."""

    kind = "snoozed"
    subject = Subject.DEAL

    until: date | None
    stay: int

    def sets(self) -> frozenset[str]:
        """The snooze."""
        return frozenset({"snooze"})


class Seen(Happening):
    """The owner said "on it" (👀): quiet until a day."""

    kind = "seen"
    subject = Subject.DEAL

    quiet_until: date | None
    stay: int

    def sets(self) -> frozenset[str]:
        """Until when it is quiet."""
        return frozenset({"quiet"})


class CustomerAdded(Happening):
    """A customer became known."""

    kind = "customer_added"
    subject = Subject.CUSTOMER

    name: int

    def sets(self) -> frozenset[str]:
        """Its name."""
        return frozenset({EXISTS, "name"})

    def rests_on(self) -> frozenset[str]:
        """Nothing: it is the first."""
        return frozenset()


class CustomerRenamed(Happening):
    """A customer got another name."""

    kind = "customer_renamed"
    subject = Subject.CUSTOMER

    name: int

    def sets(self) -> frozenset[str]:
        """Its name."""
        return frozenset({"name"})


class StageAdded(Happening):
    """A pipeline got a stage; a default stage's label is a catalogue key, another's a name."""

    kind = "stage_added"
    subject = Subject.STAGE

    pipeline_no: int
    position: int
    stage_kind: Kind
    label_key: str | None = None
    name: int | None = None
    limit_days: int | None = None
    requires: tuple[str, ...] = ()

    def sets(self) -> frozenset[str]:
        """Everything a stage has."""
        return frozenset({EXISTS, "name", "position", "limit_days", "requires", "retired_for"})

    def rests_on(self) -> frozenset[str]:
        """Nothing: it is the first."""
        return frozenset()


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

    successor: int

    def sets(self) -> frozenset[str]:
        """That it is retired."""
        return frozenset({"retired_for"})


class Role(StrEnum):
    """What a member may be; one person may be several."""

    SELLER = "seller"
    LEAD = "lead"
    ADMIN = "admin"


class MemberAdded(Happening):
    """A person of the workspace became known."""

    kind = "member_added"
    subject = Subject.MEMBER

    seller: bool
    admin: bool

    def sets(self) -> frozenset[str]:
        """The roles a person begins with."""
        return frozenset({EXISTS, "seller", "admin"})

    def rests_on(self) -> frozenset[str]:
        """Nothing: it is the first."""
        return frozenset()


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

    name: str
    value: str | int | None

    def sets(self) -> frozenset[str]:
        """That setting."""
        return frozenset({self.name})

    def rests_on(self) -> frozenset[str]:
        """Nothing."""
        return frozenset()


class Voided(Happening):
    """Another event is no longer in force (or, if that one is a void, what it voided is in force again)."""

    kind = "voided"
    subject = Subject.DEAL  # stands on the subject of what it voids

    def sets(self) -> frozenset[str]:
        """Nothing of its own: it counts as setting what its root event sets."""
        return frozenset()


class Erased(Happening):
    """A person's words on this subject were blanked; final."""

    kind = "erased"
    subject = Subject.DEAL  # of any subject

    def sets(self) -> frozenset[str]:
        """Nothing: words are not fields."""
        return frozenset()


KINDS: dict[str, type[Happening]] = {
    model.kind: model
    for model in (
        Opened, Moved, Won, Lost, Renamed, AmountSet, CloseDaySet, OwnerSet, Noted, StepSet, Snoozed, Seen,
        CustomerAdded, CustomerRenamed, StageAdded, StageChanged, StageRetired, MemberAdded, MemberRoleSet,
        SettingSet, Voided, Erased,
    )
}  # fmt: skip

LIFTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
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
    """The data of an event as it is kept."""
    return happening.model_dump_json(exclude_defaults=True)


def lifted(kind: str, version: int, data: str) -> Happening:
    """The data of an event as it is read, whatever its version; an unknown kind or a newer version is an error."""
    model = KINDS[kind]
    if version == model.version:
        return model.model_validate_json(data)
    if version > model.version:
        raise ValueError(f"event kind {kind} version {version} is newer than this program")
    import json

    raw = json.loads(data)
    for step in range(version, model.version):
        raw = LIFTS[(kind, step)](raw)
    return model.model_validate_json(json.dumps(raw))
