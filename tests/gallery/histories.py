"""Histories of deals as they are shown, an awkward one among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.blocks.elements import Message
from bot.blocks.history import history
from bot.language.voice import Voice
from pipeline.deals.events import LostKind, SaidBy, Seen, Snoozed, SourceKind, StepEnd
from pipeline.deals.projection import DealState
from pipeline.ledger.events import Via
from pipeline.queries.history import DealChange, DealHistory, UndoOrRedo
from pipeline.stages.events import StageKind
from tests.gallery.deals import NAMES, NASTY, NOW

_OPENED = NOW - timedelta(days=20)
_NEW = DealState(
    deal_no=12, customer_no=1, name=2, owner=1, pipeline_no=1, stage_no=1, state=StageKind.OPEN, stay=10,
    stay_at=_OPENED, opened_at=_OPENED, amount=None, currency="EUR", close_day=None, source=None, step=None,
    step_day=None, snoozed_until=None, snoozed_stay=None, quiet_until=None, promised_day=None, lost_reason=None,
    last_no=10,
)  # fmt: skip


def _change(no: int, before: DealState | None, after: DealState | None, **more: Any) -> DealChange:
    at = datetime(2026, 6, 15, 5, tzinfo=UTC) - timedelta(days=20 - no)
    return DealChange(no, 1, at, more.pop("via", Via.COMMAND), before, after, **more)


def _few() -> Iterator[DealChange]:
    opened = replace(_NEW, amount=1_000_000, source=50)
    yield _change(1, None, opened, via=Via.FORM)
    moved = replace(opened, stage_no=3, amount=1_250_000, step=51, step_day=date(2026, 6, 22), step_at=540)
    yield _change(3, opened, moved, via=Via.BUTTON, notes=(50,), undo=3)
    back = replace(moved, stage_no=2)
    yield _change(5, moved, back, is_back=True, turn=UndoOrRedo(2, NOW, 30, is_undo=True), undo=30)
    stepped = replace(moved, step=52, owner=2, close_day=date(2026, 8, 31))
    yield _change(7, moved, stepped, step_end=StepEnd.DONE, via=Via.MENTION, turn=UndoOrRedo(1, NOW, 31, is_undo=False))
    yield _change(8, stepped, stepped, snoozes=(Snoozed(until=date(2026, 6, 18), stay=10),), via=Via.REACTION)
    yield _change(9, stepped, stepped, seen=(Seen(quiet_until=None, stay=10),), via=Via.REACTION)
    won = replace(stepped, state=StageKind.WON, stage_no=4, promised_day=date(2026, 9, 15), step=None, step_day=None)
    yield _change(12, stepped, won, undo=12)
    lost = replace(stepped, state=StageKind.LOST, stage_no=5, lost_reason=50, lost_kind=LostKind.PRICE, source=None)
    lost = replace(lost, said_by=SaidBy.CUSTOMER, returns=date(2027, 3, 1), source_kind=SourceKind.REFERRAL)
    yield _change(14, won, lost, via=Via.SYSTEM)


def _odd() -> Iterator[DealChange]:
    renamed = replace(_NEW, name=3, customer_no=4, lost_reason=99, source=99, amount=None)
    yield _change(2, replace(_NEW, amount=1), renamed)
    yield _change(4, _NEW, None)
    yield _change(6, _NEW, _NEW, moves_days=True)
    yield _change(8, _NEW, _NEW, notes=(99, 52))


def pieces(voice: Voice) -> Iterator[tuple[str, Message]]:
    """Each page of a history."""
    few = tuple(reversed(list(_few())))
    yield "few", history(voice, DealHistory(12, len(few), 0, few, NAMES))
    yield "page", history(voice, DealHistory(12, 30, 8, few, NAMES))
    called = {2: NASTY, 3: "", 1: NASTY, 4: NASTY}
    yield "odd", history(voice, DealHistory(90, 4, 0, tuple(_odd()), NAMES, called, called))
