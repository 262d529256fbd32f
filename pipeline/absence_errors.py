"""What is refused about being away: the days, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.refused import Refused


class AwayGone(Refused):
    """All of the days are in the past."""

    key = "away_gone"


class AwayEndsBefore(Refused):
    """The last day is before the first one."""

    key = "away_ends_before"


@dataclass(kw_only=True, eq=False)
class AwayTooLong(Refused):
    """The days are more than `most`, or begin more than so many days from now."""

    key = "away_too_long"
    most: int


@dataclass(kw_only=True, eq=False)
class AwayAlready(Refused):
    """The member is away on some of these days already: from `from_day` until `until`."""

    key = "away_already"
    from_day: date
    until: date


class StandInIsOneself(Refused):
    """Nobody stands in for themselves."""

    key = "stand_in_is_oneself"


class CannotStandIn(Refused):
    """Whoever was named cannot stand in: a guest, a bot, or somebody who left or sells nothing."""

    key = "cannot_stand_in"


class NotAway(Refused):
    """There is no such absence any more, or nobody stands in for it."""

    key = "not_away"
