"""What a person can do something about: each refusal is a class with the values that its sentence needs.

Nothing was changed when one of these is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.money import Money
from pipeline.refused import (
    AsksWhichDeal,
    DayRefused,
    DealRefused,
    LineKept,
    MaybeDealRefused,
    PersonNamed,
    Refused,
    StaySeen,
    TextQuoted,
    TypedText,
    UnclearValue,
)


class CannotRun(Exception):
    """Putki cannot run like this: the text says why, and what whoever started it does about it."""


class Busy(Refused):
    """The deadline passed before the commit; everything was rolled back."""

    key = "late"


@dataclass(kw_only=True, eq=False)
class NotAllowed(MaybeDealRefused, PersonNamed):
    """The actor may not do this; `who` is one who can (a member number), or None when only `role` is known.

    `deal` is the one that was to be changed, where it was one.
    """

    key = "not_allowed"
    role: str | None = None


class Stranger(Refused):
    """Guests, bots and people of other workspaces never act."""

    key = "stranger"


@dataclass(kw_only=True, eq=False)
class NoSuchDeal(TextQuoted):
    """There is no such deal that the actor may see; `text` or `number` is what was asked for.

    `note` is the note that was typed for it, which is given back.
    """

    key = "no_such_deal"
    number: int | None = None
    note: TypedText = None


@dataclass(kw_only=True, eq=False)
class NoSuchStage(Refused):
    """The stage is missing or retired."""

    key = "no_such_stage"
    stage: int


@dataclass(kw_only=True, eq=False)
class NoSuchPipeline(TextQuoted):
    """There is no such pipeline that the actor may see; `text` is what was asked for."""

    key = "no_such_pipeline"


@dataclass(kw_only=True, eq=False)
class StaleButton(DealRefused, PersonNamed):
    """The button shows an older state: the deal is in `stage` since `at`, moved there by `who`."""

    key = "stale_button"
    stage: int
    at: datetime


class StaleReminder(StaleButton):
    """A press that concerns reminders came from a message about an earlier stay of the deal; no reminder changed."""

    key = "stale_reminder"


class StaleSnooze(StaleReminder):
    """A snooze came from a message about an earlier stay of the deal; the deal was not snoozed."""

    key = "stale_snooze"


class LostInRestore(MaybeDealRefused):
    """A button or a form shows what a restored backup does not have; `deal` is the one that it stands on."""

    key = "lost_in_restore"


class NoStep(DealRefused):
    """There is no next step: none that could be done, or none was written."""

    key = "no_step"


@dataclass(kw_only=True, eq=False)
class StepChanged(DealRefused, PersonNamed):
    """The step was to replace another than the one that was shown: `who` has set that one since, `at`."""

    key = "step_changed"
    at: datetime


@dataclass(kw_only=True, eq=False)
class AlreadyThere(DealRefused):
    """The deal is already in the stage it was to be moved to."""

    key = "already_there"
    stage: int


@dataclass(kw_only=True, eq=False)
class DealClosed(DealRefused):
    """The deal is won or lost; it has no next stage until it is reopened."""

    key = "deal_closed"
    stage: int


class OpenAlready(DealRefused):
    """The deal is open: there is nothing to reopen."""

    key = "open_already"


@dataclass(kw_only=True, eq=False)
class FirstStage(DealRefused):
    """There is no earlier stage to go back to."""

    key = "first_stage"
    stage: int


@dataclass(kw_only=True, eq=False)
class NotEarlier(DealRefused):
    """`back` was to go to stage `to`, which is not before `stage`."""

    key = "not_earlier"
    stage: int
    to: int


@dataclass(kw_only=True, eq=False)
class Missing(LineKept, DealRefused, StaySeen):
    """The stage `to` requires `fields` (tokens) that the deal lacks. `word` is what is done once it has them."""

    key = "missing"
    to: int
    fields: tuple[str, ...]
    word: str | None = None


@dataclass(kw_only=True, eq=False)
class UnknownRequirement(Refused):
    """The stage requires something, stored as `token`, that only a newer program knows."""

    key = "unknown_requirement"
    stage: int
    token: str


@dataclass(kw_only=True, eq=False)
class MovedJustNow(DealRefused, StaySeen, LineKept):
    """This person moved the deal `seconds` ago; a second move without a named stage asks first.

    `typed` and `note` are what else stood on the line, so that saying yes loses none of it.
    """

    key = "second_advance"
    stage: int
    next: int
    seconds: int


@dataclass(kw_only=True, eq=False)
class UndidJustNow(MaybeDealRefused):
    """This person undid a change `seconds` ago; a second undo without a target asks first.

    `count` is the number of the deals that it would be of, where they are several; `deal` is the first of them then.
    """

    key = "second_undo"
    seconds: int
    change: int
    count: int | None = None


class EmptyNote(DealRefused):
    """A note without words was to be kept."""

    key = "empty_note"


class NothingToUndo(Refused):
    """The person has no change in force that can be undone."""

    key = "nothing_to_undo"


class OnlySettingsToUndo(NothingToUndo):
    """This person has no change of a deal to undo. They changed settings, and settings are undone only by name."""

    key = "only_settings_to_undo"


@dataclass(kw_only=True, eq=False)
class AlreadyUndone(PersonNamed):
    """Somebody else (`who`, `at`) has undone this change already."""

    key = "already_undone"
    at: datetime
    change: int


@dataclass(kw_only=True, eq=False)
class ChangedSince(PersonNamed):
    """The change cannot be undone alone: `who` has changed the same thing later."""

    key = "changed_since"
    at: datetime | None = None


@dataclass(kw_only=True, eq=False)
class CannotUndo(MaybeDealRefused):
    """What would be left does not hold (a stage is gone, an amount would be missing), or the change is final."""

    key = "cannot_undo"
    stage: int | None = None
    to: int | None = None


class DayGone(DayRefused):
    """`day` has gone by."""

    key = "day_gone"


class DayTooFar(DayRefused):
    """`day` is years away."""

    key = "day_too_far"


class WonAhead(DayRefused):
    """A win is said to have come on `day`, which is still to come."""

    key = "won_ahead"


class WonLongAgo(DayRefused):
    """A win is said to have come on `day`, longer ago than a win can be told later."""

    key = "won_long_ago"


class ReminderTooSoon(DayRefused):
    """A reminder is wanted for today: it comes tomorrow at the earliest."""

    key = "reminder_too_soon"


@dataclass(kw_only=True, eq=False)
class AmountJumps(DealRefused, StaySeen):
    """The amount would change a hundredfold, from `before` to `after`, as the deal enters the stage `to`: meant?"""

    key = "amount_jumps"
    to: int
    before: Money
    after: Money


@dataclass(kw_only=True, eq=False)
class TooBig(Refused):
    """An amount beyond what can be kept."""

    key = "too_big"
    limit: Money


class NotAboveZero(Refused):
    """An amount of nothing, or below it: a deal whose amount is not known has none."""

    key = "not_above_zero"


class EmptyName(Refused):
    """A customer or a deal needs a name."""

    key = "empty_name"


@dataclass(kw_only=True, eq=False)
class TooLong(Refused):
    """The text is longer than `limit` characters."""

    key = "too_long"
    limit: int


class Ambiguous(AsksWhichDeal):
    """`text` fits several `deals` (numbers); `word` is what to do with the one picked, `to` the stage named with it.

    `typed`, `note` and `member` are what else was typed with the word.
    """

    key = "ambiguous"


class OnlyAlike(AsksWhichDeal):
    """`text` names no deal, but is like the names of some `deals` (numbers); `word` and `to` as in Ambiguous."""

    key = "only_alike"


class WhichDeal(AsksWhichDeal):
    """No deal was named; `deals` (numbers) are those it may be, `word` and `to` as in Ambiguous."""

    key = "picker"


@dataclass(kw_only=True, eq=False)
class UnknownWord(MaybeDealRefused, LineKept, TextQuoted):
    """`text` is no word and fits no deal; `near` is how the nearest word is typed, or None.

    With it `word` is that word, `typed` what followed it, `note` its note, and `deal` the one of the thread.
    """

    key = "unknown_word"
    near: str | None = None
    word: str | None = None


@dataclass(kw_only=True, eq=False)
class UnknownStage(TextQuoted):
    """`text` is no stage of the pipeline."""

    key = "unknown_stage"
    stages: tuple[int, ...] = ()


class UnclearDay(UnclearValue):
    """`text` was meant as a day and could not be read, or is past."""

    key = "day_unclear"


class UnclearAmount(UnclearValue):
    """`text` was meant as an amount and could not be read."""

    key = "amount_unclear"


class UnknownForm(Refused):
    """A form or a button came back that this program does not know: it is from another time or place."""

    key = "not_form"


@dataclass(kw_only=True, eq=False)
class FormNotShown(TextQuoted):
    """The chat would not show a form as it is; why is in the log under `id`. `text` is the line that was typed."""

    key = "form_not_shown"
    id: str


class CannotOwn(Refused):
    """Whoever was named cannot be a deal's owner: a guest, a bot, or somebody who sells nothing."""

    key = "cannot_own"


@dataclass(kw_only=True, eq=False)
class OwnsAlready(DealRefused, PersonNamed):
    """`who` owns the deal already."""

    key = "owns_already"
