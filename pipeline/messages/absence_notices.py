"""What is said of absences: that one is set or over, who stands in, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceNotice(Notice):
    """The member `who` is away from `from_day` until `until`, both included."""

    who: int
    from_day: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaySaved(AbsenceNotice):
    """To whoever is away: the days are kept, by that change, and `stand_in` takes their place, if anybody does.

    `also_away`: the one who stands in is away themselves on some of these days.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.AWAY_SAVED
    change: int
    stand_in: int | None = None
    also_away: bool = False

    @property
    def made_by(self) -> int | None:
        """Its change."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayOver(Notice):
    """To whoever was away: the absence is over. Of one that was still to come, `from_day` and `until` are its days."""

    kind: ClassVar[NoticeKind] = NoticeKind.AWAY_OVER
    change: int
    from_day: date | None = None
    until: date | None = None

    @property
    def made_by(self) -> int | None:
        """Its change."""
        return self.change


@dataclass(frozen=True, slots=True)
class ShowAway(Notice):
    """The reader's absences, of now and to come."""

    kind: ClassVar[NoticeKind] = NoticeKind.AWAY_LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsIn(AbsenceNotice):
    """To whoever stands in, since that change."""

    kind: ClassVar[NoticeKind] = NoticeKind.STANDS_IN
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInEnded(AbsenceNotice):
    """To whoever stood in: they do no longer, since the absence is over, is of other days, or was undone."""

    kind: ClassVar[NoticeKind] = NoticeKind.STAND_IN_ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInDeclined(AbsenceNotice):
    """To whoever is away and to `stand_in`, who will not stand in."""

    kind: ClassVar[NoticeKind] = NoticeKind.STAND_IN_DECLINED
    change: int
    stand_in: int

    @property
    def made_by(self) -> int | None:
        """Its change."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class WhileAway(AbsenceNotice):
    """To whoever is back: what others changed of their deals meanwhile, and what became due."""

    kind: ClassVar[NoticeKind] = NoticeKind.WHILE_AWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerLeft(Notice):
    """To the lead of a pipeline: the member `who` left the workspace, and has open deals in it."""

    kind: ClassVar[NoticeKind] = NoticeKind.SELLER_LEFT
    who: int
    pipeline: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLeft(Notice):
    """To an admin: the member `who`, who led a pipeline, left the workspace."""

    kind: ClassVar[NoticeKind] = NoticeKind.LEAD_LEFT
    who: int
    pipeline: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DealsHandedOver(Notice):
    """To whoever handed `count` open deals of the member `old` over to `owner`; without a change there was none."""

    kind: ClassVar[NoticeKind] = NoticeKind.DEALS_HANDED_OVER
    old: int
    owner: int
    count: int
    change: int | None = None

    @property
    def made_by(self) -> int | None:
        """Its change."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class DealsGiven(Notice):
    """To the new owner of `count` deals that were of the member `old`: the member `who` handed them over."""

    kind: ClassVar[NoticeKind] = NoticeKind.DEALS_GIVEN
    who: int | None
    old: int
    count: int
