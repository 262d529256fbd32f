"""What is due by itself: reminders, posts, and what an admin is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealNotice, Notice, NoticeKind, StayNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(StayNotice):
    """About a deal that its owner was reminded of. Its row is emptied after a month, and `deal` is 0 then."""

    deal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckReminder(Reminder):
    """A deal is stuck; this is the `nth` reminder of the stay, and `is_first` the first that its reader ever got.

    `tells_lead`: it says that the lead sees on Monday that nobody answered.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.STUCK
    nth: int | None = None
    is_first: bool | None = None
    tells_lead: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedReminder(Reminder):
    """The reminder that was asked for with a snooze until `day`."""

    kind: ClassVar[NoticeKind] = NoticeKind.REMINDER
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatHappened(Reminder):
    """Ask what happened to a deal, where its reminder stood."""

    kind: ClassVar[NoticeKind] = NoticeKind.HAPPENED


@dataclass(frozen=True, slots=True)
class MoreStuck(Notice):
    """So many more deals are stuck than there were reminders today."""

    kind: ClassVar[NoticeKind] = NoticeKind.MORE_STUCK
    count: int


@dataclass(frozen=True, slots=True)
class SpringCleaning(Notice):
    """Most of the reader's open deals are stuck; it is asked once in the quarter that begins on `quarter`."""

    kind: ClassVar[NoticeKind] = NoticeKind.SPRING_CLEANING
    quarter: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSoon(DealNotice):
    """The hour of a deal's next step is near; `step` is the number of the text that names it."""

    kind: ClassVar[NoticeKind] = NoticeKind.STEP_SOON
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferExpires(DealNotice):
    """The last day of an offer that is out is near: it is `day`."""

    kind: ClassVar[NoticeKind] = NoticeKind.OFFER_EXPIRES
    offer: int
    version: int
    day: date


@dataclass(frozen=True, slots=True)
class TodaysSteps(Notice):
    """The steps that the reader has to do on `day`."""

    kind: ClassVar[NoticeKind] = NoticeKind.TODAYS_STEPS
    day: date


@dataclass(frozen=True, slots=True)
class Restated(Notice):
    """What the message with the outbox key `of` says is shown there anew, as it is now."""

    kind: ClassVar[NoticeKind] = NoticeKind.RESTATED
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MondayPost(Notice):
    """The weekly forecast of a pipeline; `statement` is the key of its figures."""

    kind: ClassVar[NoticeKind] = NoticeKind.MONDAY
    statement: str
    pipeline: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPost(Notice):
    """What was won in the month that ended, and the forecast of the new one; `statement` is the key of its figures."""

    kind: ClassVar[NoticeKind] = NoticeKind.MONTH_POST
    statement: str
    pipeline: int | None = None


@dataclass(frozen=True, slots=True)
class UnansweredReminders(Notice):
    """To a lead, on a Monday: the last reminders of these deals were not answered."""

    kind: ClassVar[NoticeKind] = NoticeKind.UNANSWERED
    deals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangedByOthers(Notice):
    """To an owner: what others changed of their deals, from the change `since` on."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHANGED_BY_OTHERS
    since: int


@dataclass(frozen=True, slots=True)
class PostSkipped(Notice):
    """The post of `day` was not made, since its moment had passed; `month` is the one whose end it was to tell of."""

    kind: ClassVar[NoticeKind] = NoticeKind.SKIPPED
    day: date | None
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Welcome(Notice):
    """Putki says hello."""

    kind: ClassVar[NoticeKind] = NoticeKind.WELCOME


@dataclass(frozen=True, slots=True)
class PlaceClosed(Notice):
    """Nothing can be said at `place`, where Putki is to post; what was to be said there waits."""

    place: int


@dataclass(frozen=True, slots=True)
class PutkiNotInChannel(PlaceClosed):
    """Putki is not in the channel."""

    kind: ClassVar[NoticeKind] = NoticeKind.NOT_IN


@dataclass(frozen=True, slots=True)
class ChannelIsArchived(PlaceClosed):
    """The channel was archived."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHANNEL_ARCHIVED


@dataclass(frozen=True, slots=True)
class ChannelIsShared(PlaceClosed):
    """Another organisation reads the channel now."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHANNEL_SHARED


@dataclass(frozen=True, slots=True)
class GuestInvited(Notice):
    """A guest joined a pipeline's channel, which is this place, and reads what is said there."""

    kind: ClassVar[NoticeKind] = NoticeKind.GUEST_INVITED
    place: int = 0


@dataclass(frozen=True, slots=True)
class PutkiUpgraded(Notice):
    """A newer program migrated the database; `steps` are the migrations, the oldest first."""

    kind: ClassVar[NoticeKind] = NoticeKind.UPGRADED
    steps: tuple[str, ...]
