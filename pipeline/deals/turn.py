"""Whose turn it is with a deal, ours or the customer's, and since when the deal waits: pure functions of its state."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pipeline.deals.projection import DealState


class Turn(StrEnum):
    """Who has to do something next."""

    OURS = "ours"
    CUSTOMERS = "customers"


def whose_turn(deal: DealState, today: date) -> Turn:
    """Return whose turn it is on `today`, the day of the deal's owner.

    It is ours when a step is overdue, when nothing was tried, and when the customer's last word is not older than ours.
    Whoever was reached has answered: it is ours until a step, or another touch, follows.
    """
    if deal.step_day is not None and deal.step_day < today:
        return Turn.OURS
    if deal.last_out is None:
        return Turn.OURS
    if deal.last_in is None or deal.last_in < deal.last_out:
        return Turn.CUSTOMERS
    was_reached = deal.last_in == deal.last_out
    return Turn.CUSTOMERS if was_reached and deal.step_day is not None else Turn.OURS


def waits_since(deal: DealState, turn: Turn) -> datetime | None:
    """Return since when it is that side's turn: the other one's last word; None where there was none."""
    return deal.last_in if turn is Turn.OURS else deal.last_out


def stands_since(deal: DealState) -> datetime:
    """Return since when the deal stands still: it entered its stage, or the customer reacted after that.

    What we try ourselves moves nothing. Every limit of a stage, and every count of days in it, begins here.
    """
    return max(deal.stay_at, deal.last_in) if deal.last_in is not None else deal.stay_at
