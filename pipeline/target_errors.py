"""What is refused of targets, and of what only a sales lead sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.refused import PersonNamed, Refused, TextQuoted


@dataclass(kw_only=True, eq=False)
class OnlyLeadSees(PersonNamed):
    """What the team has to do, and other people's targets, are for the sales lead, who is `who`."""

    key = "only_lead_sees"
    role: str = "lead"


@dataclass(kw_only=True, eq=False)
class TargetNotAllowed(PersonNamed):
    """A target was to be set by somebody else than the pipeline's lead or an admin; `who` is one who can."""

    key = "target_not_allowed"
    role: str = "lead"


@dataclass(kw_only=True, eq=False)
class TargetGone(Refused):
    """A target was to be set for a month that is over."""

    key = "target_gone"
    month: date


@dataclass(kw_only=True, eq=False)
class NoTargetThere(Refused):
    """A target was to be taken off where there is none."""

    key = "no_target_there"
    month: date


class TargetUnclear(TextQuoted):
    """Words behind `target` that are no amount, no month and no person."""

    key = "target_unclear"
