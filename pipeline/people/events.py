"""What can happen to members and to settings: one strict model per kind of event."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pipeline.ledger import gaps
from pipeline.ledger.events import EXISTS, EventData, Right

MEMBER = "member"
"""The name of the subject of members, as stored."""

SETTING = "setting"
"""The name of the subject of settings, as stored. Its number 0 is the workspace, another one a member."""


class Role(StrEnum):
    """What a member may be. One person may have several roles."""

    SELLER = "seller"
    LEAD = "lead"
    ADMIN = "admin"


class MemberAdded(EventData):
    """A person of the workspace became known."""

    kind = "member_added"
    subject = MEMBER
    right = Right.SETTINGS
    fields_set = frozenset({EXISTS, "seller", "admin"})
    fields_needed = frozenset()  # nothing: it is the first

    seller: bool
    admin: bool


class MemberRoleSet(EventData):
    """A member got a role or lost it; leading is of a pipeline."""

    kind = "member_role_set"
    subject = MEMBER
    right = Right.SETTINGS

    role: Role
    has: bool
    pipeline_no: int | None = None

    def sets(self) -> frozenset[str]:
        """That role, of that pipeline."""
        return frozenset({f"lead.{self.pipeline_no}" if self.role is Role.LEAD else self.role.value})


class Sight(StrEnum):
    """What a member sees of a pipeline, whatever its channel or group says."""

    SELLS = "sells"
    READS = "reads"
    NOTHING = "nothing"


class SeesSet(EventData):
    """What a member sees of a pipeline was said by an admin; none: it follows from who sells there."""

    kind = "sees_set"
    subject = MEMBER
    right = Right.SETTINGS

    pipeline_no: int
    sees: Sight | None

    def sets(self) -> frozenset[str]:
        """What is seen of that pipeline."""
        return frozenset({f"sees.{self.pipeline_no}"})


class AwaySet(EventData):
    """A member is away from a day until another one, both included; `stand_in` takes their place, if anybody does."""

    kind = "away_set"
    subject = MEMBER

    from_day: date
    until: date
    stand_in: int | None = None

    def sets(self) -> frozenset[str]:
        """That absence."""
        return frozenset({away_field(self.from_day)})


class AwayEnded(EventData):
    """An absence ends earlier, with its `last_day`; none: it does not take place."""

    kind = "away_ended"
    subject = MEMBER

    from_day: date
    last_day: date | None

    def sets(self) -> frozenset[str]:
        """That absence."""
        return frozenset({away_field(self.from_day)})


def away_field(from_day: date) -> str:
    """The name of the field that an absence is for undo, by its first day."""
    return f"away.{from_day}"


class SettingSet(EventData):
    """A setting of the workspace (subject number 0) or of a member got a value; none takes it off."""

    kind = "setting_set"
    subject = SETTING
    right = Right.SETTINGS
    fields_needed = frozenset()  # nothing

    name: str
    value: str | int | None

    def sets(self) -> frozenset[str]:
        """That setting."""
        return frozenset({self.name})


class Restored(EventData):
    """A backup was restored. No event has the numbers behind `after`, up to `up_to`: they may have been lost."""

    kind = gaps.KIND
    subject = SETTING
    right = Right.SETTINGS
    fields_set = frozenset()
    fields_needed = frozenset()

    after: int
    up_to: int
