"""What refuses to put a deal's fields right, or asks first: each kind has the fields that its sentence needs."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import (
    DayRefused,
    DealRefused,
    LineKept,
)


class NotWon(DealRefused):
    """What is told of a win was told of a deal that is not won."""

    key = "not_won"


class NotLost(DealRefused):
    """Why it was lost was told of a deal that is not lost."""

    key = "not_lost"


@dataclass(kw_only=True, eq=False)
class AmountNeeded(DealRefused):
    """The deal's amount was to be taken away, and its `stage` requires one."""

    key = "amount_needed"
    stage: int


class PromisedBeforeWin(DayRefused):
    """Delivery was said to be promised for `day`, which is before the deal was won."""

    key = "promised_before_win"


@dataclass(kw_only=True, eq=False)
class NeverInStage(DealRefused):
    """A day was told on which the deal entered `stage`, in which it never was."""

    key = "never_in_stage"
    stage: int


class EntryAhead(DayRefused):
    """The day on which the deal entered a stage is still to come."""

    key = "entry_ahead"


@dataclass(kw_only=True, eq=False)
class EntryAfterNext(DayRefused):
    """The day on which the deal entered a stage is after it entered the next one, `stage`."""

    key = "entry_after_next"
    stage: int


@dataclass(kw_only=True, eq=False)
class DeleteAsked(DealRefused, LineKept):
    """The deal is to be deleted: is that meant?"""

    key = "delete_asked"


class SameCustomer(DealRefused):
    """The deal was to become another customer's, and the name that was given is its own customer's."""

    key = "same_customer"
