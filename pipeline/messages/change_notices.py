"""What was done: the answer to every command that changes something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealChanged, Notice, NoticeKind
from pipeline.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DealCreated(DealChanged):
    """A deal was opened in `stage`; `amount` is None while it is not known.

    `is_apart`: somebody said that it repeats no other deal. `is_recognised`: its customer was told by a business id or
    an address. `follows`: the won deal that it continues.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.CREATED
    amount: Money | None
    stage: int
    is_apart: bool = False
    is_recognised: bool = False
    follows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealMoved(DealChanged):
    """A deal went from one stage to another, after `business_days` in the first; `amount` where the move set one."""

    from_stage: int
    to_stage: int
    business_days: int
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealAdvanced(DealMoved):
    """A deal was moved on."""

    kind: ClassVar[NoticeKind] = NoticeKind.ADVANCED


@dataclass(frozen=True, slots=True, kw_only=True)
class DealMovedBack(DealMoved):
    """An open deal was moved to an earlier stage."""

    kind: ClassVar[NoticeKind] = NoticeKind.MOVED_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class DealTransferred(DealMoved):
    """An open deal went to another pipeline."""

    kind: ClassVar[NoticeKind] = NoticeKind.TRANSFERRED
    pipeline: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DealReopened(DealMoved):
    """A closed deal was opened again."""

    kind: ClassVar[NoticeKind] = NoticeKind.REOPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class DealWon(DealMoved):
    """A deal was won, for `amount`; delivery is promised for `day`.

    `won_on` is an earlier day on which it was won. `moves_opening` and `moves_stages`: the deal was opened, or entered
    a stage, later than that, and these were brought back to that day. `also` is the number of what else was promised.
    `source_kind` and `source`, the number of its words, are where the deal came from, if that was said with the win.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.WON
    day: date | None
    won_on: date | None = None
    moves_opening: bool = False
    moves_stages: bool = False
    also: int | None = None
    source_kind: str | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLost(DealMoved):
    """A deal was lost; `reason` is the number of the text that says why, `lost_kind` the value of its kind.

    `lost_option` is the entry of the team's own that was chosen, by its number. `returns` is the first day of the
    month in which to come back to the customer.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.LOST
    reason: int | None
    lost_kind: str | None = None
    lost_option: int | None = None
    returns: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealEdited(DealChanged):
    """Fields of a deal were edited: the events of `change` say which. It is None where all was so already."""

    kind: ClassVar[NoticeKind] = NoticeKind.EDITED


@dataclass(frozen=True, slots=True, kw_only=True)
class DealDeleted(DealChanged):
    """A deal that was a mistake was deleted."""

    kind: ClassVar[NoticeKind] = NoticeKind.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleRemoved(DealChanged):
    """A deal that repeated another one, `older`, was taken away; `stay` is the older one's."""

    kind: ClassVar[NoticeKind] = NoticeKind.DOUBLE_REMOVED
    older: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersMerged(Notice):
    """A customer was merged into another one, `into`, which got its deals: so many."""

    kind: ClassVar[NoticeKind] = NoticeKind.MERGED
    customer: int
    into: int
    count: int
    change: int

    @property
    def made_by(self) -> int | None:
        """The change that merged them."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStepSet(DealChanged):
    """A deal's next step was set; `step` is the number of the text that names it, `day` when it is to be done.

    `at` is the minute of the owner's day, None for a step without an hour.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.STEP_SET
    step: int
    day: date | None
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKept(DealChanged):
    """A note was kept on a deal, and nothing else changed; `note` is the number of its text."""

    kind: ClassVar[NoticeKind] = NoticeKind.NOTED
    note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStepCleared(DealChanged):
    """A deal's next step was done; `step` is the number of the text that names it."""

    kind: ClassVar[NoticeKind] = NoticeKind.STEP_CLEARED
    step: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealSnoozed(DealChanged):
    """A deal is quiet until `day`; `wished` is the day that was asked for, which may be no business day."""

    kind: ClassVar[NoticeKind] = NoticeKind.SNOOZED
    day: date | None
    wished: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeEnded(DealChanged):
    """A deal's snooze was taken off."""

    kind: ClassVar[NoticeKind] = NoticeKind.UNSNOOZED


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerNotice(DealChanged):
    """The member `who` made the member `owner` the owner of a deal."""

    who: int | None
    owner: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DealHandedOver(OwnerNotice):
    """To whoever handed a deal over."""

    kind: ClassVar[NoticeKind] = NoticeKind.HANDED_OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class DealGiven(OwnerNotice):
    """To the new owner of a deal; `note` is the number of the text that says what they should know."""

    kind: ClassVar[NoticeKind] = NoticeKind.GIVEN
    note: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChanged(OwnerNotice):
    """To the old owner of a deal."""

    kind: ClassVar[NoticeKind] = NoticeKind.OWNER_CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class DealGivenBack(OwnerNotice):
    """To all concerned: the new owner gave the deal back to `owner`."""

    kind: ClassVar[NoticeKind] = NoticeKind.GIVEN_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralChanged(Notice):
    """One `act` (assign, step, snooze, lost, note) was done to several deals in one change.

    `owner` is who owns them now; `day` is that of the step, with `at` its minute, or until which they are quiet;
    `words` is the number of the text of the step, the reason or the note. `lost_kind`, `lost_option` and
    `returns` are of a loss.
    `change` is None where all of it was so already.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.SEVERAL
    change: int | None
    act: str
    deals: tuple[int, ...]
    owner: int | None = None
    day: date | None = None
    at: int | None = None
    words: int | None = None
    lost_kind: str | None = None
    lost_option: int | None = None
    returns: date | None = None

    @property
    def made_by(self) -> int | None:
        """The change."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralGiven(Notice):
    """The member `who` handed several deals over to `owner`: to the new owner, and to each old one with their deals.

    `note` is the number of the text that says what the new owner should know.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.SEVERAL_GIVEN
    change: int
    deals: tuple[int, ...]
    who: int | None
    owner: int
    note: int | None = None

    @property
    def made_by(self) -> int | None:
        """The change."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class DealSeen(DealChanged):
    """Somebody is on it: the deal is quiet until `day`."""

    kind: ClassVar[NoticeKind] = NoticeKind.SEEN
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEnded(DealChanged):
    """Nobody is on it any more: "on it" was taken off."""

    kind: ClassVar[NoticeKind] = NoticeKind.UNSEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeUndone(Notice):
    """A change was undone by `change`, or, where `is_redone`, an undo was undone.

    `deal`, `stage` and `is_open` say how the deal is now, and `has_moved` whether its stage was part of it;
    `gone_deal` is a deal whose opening was undone. `customer` was merged into the customer `into` by that change. None
    of these: a setting was undone, or, where `is_absence`, when a member is away. `count` is the number of the deals
    that the change was about, where it was about several; `deal` is the first of them then. `kinds` are those of the
    events that were undone. `is_target`: what is to be won in a month was undone.
    With `act` it was about the customer `of_customer` itself: its facts, or a contact whose name has the number
    `contact`.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.UNDONE
    change: int
    is_redone: bool = False
    deal: int | None = None
    stage: int | None = None
    is_open: bool | None = None
    has_moved: bool | None = None
    gone_deal: int | None = None
    count: int | None = None
    customer: int | None = None
    into: int | None = None
    is_absence: bool = False
    kinds: tuple[str, ...] = ()
    act: str | None = None
    of_customer: int | None = None
    contact: int | None = None
    is_target: bool = False

    @property
    def about_deal(self) -> int | None:
        """The deal that is there."""
        return self.deal

    @property
    def made_by(self) -> int | None:
        """The change that undid the other."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsSaved(Notice):
    """Settings are as chosen; `change` is None when they were so already, `is_first` is true at set-up.

    Of the channel chosen, `place`: whether Putki `waits` to be let in, and how many `guests` read it, or at least how
    many (`counts_some`).
    """

    kind: ClassVar[NoticeKind] = NoticeKind.SETTINGS_SAVED
    change: int | None
    is_first: bool | None = None
    place: int | None = None
    waits: bool | None = None
    guests: int | None = None
    counts_some: bool | None = None

    @property
    def made_by(self) -> int | None:
        """The change of the settings."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class DealsImported(Notice):
    """So many deals came in, and so they stand."""

    kind: ClassVar[NoticeKind] = NoticeKind.IMPORTED
    count: int
    open: int
    won: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord(Notice):
    """What is kept of a file or of a case that an import brought: the batch, and the fingerprint of a case's rows.

    It is kept beside the answers to deliveries, under the kind of an import, and is never shown.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.IMPORTED
    batch: int
    rows: str | None = None
