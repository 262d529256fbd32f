"""What a person can do something about: each refusal is a class with a message key and the numbers its sentence needs.

The values are ours and typed: `deal`, `stage`, `to`, `from_` hold numbers, `who` a member number, `at` a moment,
`day` a date, `sum` a Money. The face turns them into names. Nothing was changed when one of these is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar


class Refused(Exception):
    """A change or a question that was not carried out; `key` names its sentence, `values` fill it."""

    key: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(self.key)
        self.values = values


class CannotRun(Exception):
    """Putki cannot run like this: the text says why, and what whoever started it does about it."""


class DifferentCurrencies(Refused):
    """Two amounts of different currencies were to be added or compared."""

    key = "different_currencies"


class Busy(Refused):
    """The deadline passed before the commit; everything was rolled back."""

    key = "late"


class NotAllowed(Refused):
    """The actor may not do this; `who` is one who can (a member number), or None when only `role` is known.

    `deal` is the one that was to be changed, where it was one.
    """

    key = "not_allowed"


class Stranger(Refused):
    """Guests, bots and people of other workspaces never act."""

    key = "stranger"


class NotSetUp(Refused):
    """Putki waits for set-up; `role` can do it."""

    key = "not_set_up"


class NoSuchDeal(Refused):
    """There is no such deal that the actor may see; `text` or `number` is what was asked for."""

    key = "no_such_deal"


class NoSuchStage(Refused):
    """The stage is missing or retired."""

    key = "no_such_stage"


class StalePicture(Refused):
    """The button shows an older state: the deal is in `stage` since `at`, moved there by `who`."""

    key = "stale_button"


class StaleReminder(StalePicture):
    """A press that concerns reminders came from a message about an earlier stay of the deal; no reminder changed."""

    key = "stale_reminder"


class StaleSnooze(StaleReminder):
    """A snooze came from a message about an earlier stay of the deal; the deal was not snoozed."""

    key = "stale_snooze"


class NoStep(Refused):
    """There is no next step: none that could be done, or none was written."""

    key = "no_step"


class StepChanged(Refused):
    """The step was to replace another than the one that was shown: `who` has set that one since, `at`."""

    key = "step_changed"


class AlreadyThere(Refused):
    """The deal is already in the stage it was to be moved to."""

    key = "already_there"


class DealClosed(Refused):
    """The deal is won or lost; it has no next stage until it is reopened."""

    key = "deal_closed"


class OpenAlready(Refused):
    """The deal is open: there is nothing to reopen."""

    key = "open_already"


class FirstStage(Refused):
    """There is no earlier stage to go back to."""

    key = "first_stage"


class NotEarlier(Refused):
    """`back` was to go to stage `to`, which is not before `stage`."""

    key = "not_earlier"


class Missing(Refused):
    """The stage `to` requires `fields` (the tokens of requirements) that the deal lacks: the face asks."""

    key = "missing"


class UnknownRequirement(Refused):
    """The stage requires something, stored as `token`, that only a newer program knows."""

    key = "unknown_requirement"


class MovedJustNow(Refused):
    """This person moved the deal `seconds` ago; a second move without a named stage asks first.

    `typed` and `note` are what else stood on the line, so that saying yes loses none of it.
    """

    key = "second_advance"

    def keeping(self, typed: str, note: str | None) -> MovedJustNow:
        """The question with what else was typed: what follows the deal's name, and the note."""
        return MovedJustNow(**{**self.values, "typed": typed, "note": note})


class UndidJustNow(Refused):
    """This person undid a change `seconds` ago; a second undo without a target asks first."""

    key = "second_undo"


class NothingToUndo(Refused):
    """The person has no change in force that can be undone."""

    key = "nothing_to_undo"


class OnlySettingsToUndo(NothingToUndo):
    """This person has no change of a deal to undo. They changed settings, and settings are undone only by name."""

    key = "only_settings_to_undo"


class AlreadyUndone(Refused):
    """Somebody else (`who`, `at`) has undone this change already."""

    key = "already_undone"


class ChangedSince(Refused):
    """The change cannot be undone alone: `who` has changed the same thing later."""

    key = "changed_since"


class CannotUndo(Refused):
    """What would be left does not hold (a stage is gone, an amount would be missing), or the change is final."""

    key = "cannot_undo"


class DayGone(Refused):
    """`day` has gone by."""

    key = "day_gone"


class DayTooFar(Refused):
    """`day` is years away."""

    key = "day_too_far"


class ReminderTooSoon(Refused):
    """A reminder is wanted for today: it comes tomorrow at the earliest."""

    key = "reminder_too_soon"


class TooBig(Refused):
    """An amount beyond what can be kept."""

    key = "too_big"


class NotAboveZero(Refused):
    """An amount of nothing, or below it: a deal whose amount is not known has none."""

    key = "not_above_zero"


class EmptyName(Refused):
    """A customer or a deal needs a name."""

    key = "empty_name"


class TooLong(Refused):
    """The text is longer than `limit` characters."""

    key = "too_long"


class NotAnAmount(Refused):
    """`text` is no exact amount of the currency."""

    key = "not_an_amount"


class UnknownCurrency(Refused):
    """`currency` is none of ISO 4217's."""

    key = "unknown_currency"


class UnknownCountry(Refused):
    """No public holidays are known for `country`."""

    key = "unknown_country"


class UnknownZone(Refused):
    """`zone` is no IANA time zone."""

    key = "unknown_zone"


class Ambiguous(Refused):
    """`text` fits several `deals` (numbers); `word` is what to do with the one picked, `to` the stage named with it.

    `typed`, `note` and `member` are what else was typed with the word.
    """

    key = "ambiguous"


class OnlyAlike(Refused):
    """`text` names no deal, but is like the names of some `deals` (numbers); `word` and `to` as in Ambiguous."""

    key = "only_alike"


class WhichDeal(Refused):
    """No deal was named; `deals` (numbers) are those it may be, `word` and `to` as in Ambiguous."""

    key = "picker"


class UnknownWord(Refused):
    """`text` is no word and fits no deal; `near` is how the nearest word is typed, or None.

    With it `word` is that word, `typed` what followed it, `note` its note, and `deal` the one of the thread.
    """

    key = "unknown_word"


class UnknownStage(Refused):
    """`text` is no stage of the pipeline."""

    key = "unknown_stage"


class UnclearDay(Refused):
    """`text` was meant as a day and could not be read, or is past."""

    key = "day_unclear"


class UnclearAmount(Refused):
    """`text` was meant as an amount and could not be read."""

    key = "amount_unclear"


class NotForm(Refused):
    """A form or a button came back that this program does not know: it is from another time or place."""

    key = "not_form"


class FormNotShown(Refused):
    """The chat would not show a form as it is; why is in the log under `id`.

    `text` is the line that was typed, where it stands nowhere else.
    """

    key = "form_not_shown"


class SharedChannel(Refused):
    """A channel shared with another organisation cannot be a pipeline's."""

    key = "shared_channel"


class ArchivedChannel(Refused):
    """Nothing can be said in a channel that was put away."""

    key = "archived_channel"


class ChannelUntold(Refused):
    """Who reads the channel could not be learned now, so it is not taken."""

    key = "channel_untold"


class CannotOwn(Refused):
    """Whoever was named cannot be a deal's owner: a guest, a bot, or somebody who sells nothing."""

    key = "cannot_own"


class OwnsAlready(Refused):
    """`who` owns the deal already."""

    key = "owns_already"


class NotALead(Refused):
    """The person chosen as lead is no full member here."""

    key = "not_a_lead"


def _kinds(of: type[Refused]) -> Iterator[type[Refused]]:
    for each in of.__subclasses__():
        yield each
        yield from _kinds(each)


EVERY_REFUSAL: tuple[type[Refused], ...] = tuple(_kinds(Refused))
"""All classes of refusals that people may be told of."""

BY_KEY: dict[str, type[Refused]] = {each.key: each for each in EVERY_REFUSAL}
