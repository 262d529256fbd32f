"""How long a deal stands still, whose turn it is, and what the last touch was: private words, never for a channel."""

from __future__ import annotations

from typing import Protocol

from bot.blocks import phrases
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.turn import Turn
from pipeline.queries.deal_view import DealView
from pipeline.queries.names import StageLabel
from pipeline.queries.turns import TurnNow


class Standing(Protocol):
    """A deal in its stage: the business days that it stands still, and whether the customer's reaction began them."""

    @property
    def stage(self) -> StageLabel: ...  # noqa: D102
    @property
    def days(self) -> int: ...  # noqa: D102
    @property
    def reacted(self) -> bool: ...  # noqa: D102


def stage_and_days(voice: Voice, standing: Standing) -> SafeText:
    """Return the stage and how long the deal stands still, counted from what the line says."""
    stage = phrases.stage(voice, standing.stage)
    if not standing.days:
        return voice.say("in_touch_today" if standing.reacted else "in_stage_since_today", stage=stage)
    return voice.say("in_stage_since_touch" if standing.reacted else "in_stage", stage=stage, n=standing.days)


def in_list(voice: Voice, turn: TurnNow | None) -> SafeText | None:
    """Return whose turn it is and since when; None where no word of the other side began it."""
    if turn is None or turn.since is None:
        return None
    return _since(voice, turn)


def in_details(voice: Voice, view: DealView) -> SafeText | None:
    """Return how often was tried and whose turn it is, as far as the reader may know it."""
    if view.turn is None:
        return None
    if not view.tries:
        return _leading(_since(voice, view.turn))
    waits = voice.say("waits_for_us" if view.turn.turn is Turn.OURS else "waits_for_customer")
    return phrases.joined([voice.say("tried", n=view.tries), waits])


def waits(voice: Voice, turn: Turn) -> SafeText:
    """Return for whom a deal waits, as a sentence begins: "Odottaa meitä"."""
    return _leading(voice.say("waits_for_us" if turn is Turn.OURS else "waits_for_customer"))


def _since(voice: Voice, turn: TurnNow) -> SafeText:
    is_ours = turn.turn is Turn.OURS
    if turn.since is None:
        return voice.say("waits_for_us" if is_ours else "waits_for_customer")
    day = voice.local(turn.since).date()
    return voice.say("waits_for_us_since" if is_ours else "waits_for_customer_since", day=day)


def _leading(text: SafeText) -> SafeText:
    return SafeText(text[:1].upper() + text[1:])
