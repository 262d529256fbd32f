"""A notice: one thing that Putki says of what was done, is due or was asked for, rendered only when it is shown.

A notice holds numbers, days and amounts, and no typed text: names are read at the moment of showing, so that what is
shown is true then, and can be erased. Each kind is a class, in `change_notices`, `due_notices` or `asked_notices`;
`notice_codec` writes and reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class NoticeKind(StrEnum):
    """The name under which each kind of notice is stored. It is never renamed."""

    STAGES = "stages"
    STAGES_CHANGED = "stages_changed"
    PIPELINE_SAVED = "pipeline_saved"
    CREATED = "created"
    ADVANCED = "advanced"
    MOVED_BACK = "back"
    TRANSFERRED = "transferred"
    REOPENED = "reopened"
    WON = "won"
    LOST = "lost"
    UNDONE = "undone"
    STEP_SET = "step_set"
    STEP_CLEARED = "step_cleared"
    NOTED = "noted"
    TOUCHED = "touched"
    NEED_KEPT = "need_kept"
    SOURCE_NAMED = "source_named"
    DELIVERED = "delivered"
    DELIVERY_MOVED = "delivery_moved"
    CHECKED = "checked"
    COME_BACK_SET = "come_back_set"
    PROBLEM_KEPT = "problem_kept"
    SNOOZED = "snoozed"
    UNSNOOZED = "unsnoozed"
    HANDED_OVER = "handed_over"
    GIVEN = "given"
    OWNER_CHANGED = "owner_changed"
    GIVEN_BACK = "given_back"
    CHANGED_BY_OTHERS = "changed_by_others"
    EDITED = "edited"
    DELETED = "deleted"
    SEVERAL = "several"
    SEVERAL_GIVEN = "several_given"
    MERGED = "merged"
    DOUBLE_REMOVED = "double_removed"
    OFFER_SENT = "offer_sent"
    OFFER_DECLINED = "offer_declined"
    OFFER_TAKEN_UP = "offer_taken_up"
    OFFER_EXTENDED = "offer_extended"
    OFFERS_LISTED = "offers"
    SEEN = "seen"
    UNSEEN = "unseen"
    SETTINGS_SAVED = "settings_saved"
    AWAY_SAVED = "away_saved"
    AWAY_OVER = "away_over"
    AWAY_LIST = "away_list"
    STANDS_IN = "stands_in"
    STAND_IN_ENDED = "stand_in_ended"
    STAND_IN_DECLINED = "stand_in_declined"
    WHILE_AWAY = "while_away"
    SELLER_LEFT = "seller_left"
    LEAD_LEFT = "lead_left"
    DEALS_HANDED_OVER = "deals_handed_over"
    DEALS_GIVEN = "deals_given"
    STUCK = "stalled"
    REMINDER = "reminder"
    MORE_STUCK = "the_rest"
    HAPPENED = "what_happened"
    SPRING_CLEANING = "spring_cleaning"
    STEP_SOON = "step_soon"
    OFFER_EXPIRES = "offer_expires"
    DELIVERY_DUE = "delivery_due"
    CHECK_IN_DUE = "check_in_due"
    PROMISE_DUE = "promise_due"
    WIN_ANNOUNCED = "win_announced"
    COME_BACK_DUE = "come_back_due"
    TODAYS_STEPS = "todays_steps"
    RESTATED = "restated"
    MONDAY = "monday"
    MONTH_POST = "month"
    UNANSWERED = "unanswered"
    SKIPPED = "post_skipped"
    WELCOME = "welcome"
    NOT_IN = "not_in"
    CHANNEL_ARCHIVED = "channel_archived"
    CHANNEL_SHARED = "channel_shared"
    GUEST_INVITED = "guest_invited"
    UPGRADED = "upgraded"
    IMPORTED = "imported"
    SHOWN = "show"
    HISTORY = "history"
    MINE = "mine"
    STUCK_LIST = "stuck"
    NEXT = "next"
    FOUND = "find"
    BOARD = "board"
    BOARD_LIST = "board_list"
    BOARD_BY = "board_by"
    TEAM = "team"
    TARGET_SAVED = "target_saved"
    TARGETS = "targets"
    CHOICES = "choices"
    CHOICES_CHANGED = "choices_changed"
    FIELDS = "fields"
    FIELD_SAVED = "field_saved"
    SINCE = "since"
    CUSTOMER = "customer"
    CUSTOMER_CHANGED = "customer_changed"
    CONTACT_SAVED = "contact_saved"
    FORECAST = "forecast"
    RESULTS = "results"
    HELP = "help"
    GUIDE_BEGINS = "guide_begins"
    ACKNOWLEDGED = "acknowledged"
    FORM = "open_form"
    CARD = "card"
    OLD_CARD = "old_card"
    REFUSED = "refused"


OF_REMINDERS = frozenset({NoticeKind.STUCK, NoticeKind.REMINDER, NoticeKind.HAPPENED})
"""What stands where a person was reminded: emoji count there."""

ANSWERED_IN_PLACE = OF_REMINDERS | {
    NoticeKind.GIVEN,
    NoticeKind.STANDS_IN,
    NoticeKind.STEP_SOON,
    NoticeKind.OFFER_EXPIRES,
    NoticeKind.DELIVERY_DUE,
    NoticeKind.CHECK_IN_DUE,
    NoticeKind.PROMISE_DUE,
    NoticeKind.COME_BACK_DUE,
}
"""Messages to one person whose place is taken by what was done with their buttons."""

KeepText = Callable[[str], int]
"""Keeps what a person typed, and gives the number under which it is found again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say."""

    kind: ClassVar[NoticeKind]

    @property
    def about_deal(self) -> int | None:
        """The number of the deal that it is about, if it is about one."""
        return None

    @property
    def about_stay(self) -> int | None:
        """The number of the stay that it is about, if it is about one."""
        return None

    @property
    def made_by(self) -> int | None:
        """The number of the change that it tells of, if it tells of one."""
        return None

    def without_typed_text(self, keep: KeepText) -> Notice:
        """This notice as it may be stored: what a person typed is kept apart, and its number takes its place."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class DealNotice(Notice):
    """About one deal."""

    deal: int

    @property
    def about_deal(self) -> int | None:
        """Its deal."""
        return self.deal


@dataclass(frozen=True, slots=True, kw_only=True)
class StayNotice(DealNotice):
    """About one deal in one stay: in a stage, from entering it until leaving it."""

    stay: int | None = None

    @property
    def about_stay(self) -> int | None:
        """Its stay."""
        return self.stay


@dataclass(frozen=True, slots=True, kw_only=True)
class DealChanged(StayNotice):
    """A change of one deal was made; `change` is None where it was so already and no change is to be undone."""

    change: int | None = None

    @property
    def made_by(self) -> int | None:
        """Its change."""
        return self.change
