"""Reads the histories of a pipeline's deals, as the forecast learns from them, from the committed rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pipeline.deals.events import DEAL, AmountSet, Opened, Won
from pipeline.deals.tables import deal, stay
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.ledger.events import Via
from pipeline.money import Money
from pipeline.stages.events import StageKind
from pipeline.storage.schema import event

_STAYS = (
    select(stay.c.deal_no, stay.c.no, stay.c.stage_no, stay.c.started_at)
    .where(stay.c.workspace_no == bindparam("w"))
    .order_by(stay.c.deal_no, stay.c.no)
)
_opening, _ending = event.alias("opening"), event.alias("ending")
_BROUGHT_BACK = (  # stays that one change opened and ended, for a win told later; those of an import really were so
    select(stay.c.no)
    .join(_opening, (_opening.c.workspace_no == stay.c.workspace_no) & (_opening.c.no == stay.c.no))
    .join(_ending, (_ending.c.workspace_no == stay.c.workspace_no) & (_ending.c.no == stay.c.ended_no))
    .where(stay.c.workspace_no == bindparam("w"), stay.c.started_at == stay.c.ended_at)
    .where(_opening.c.change_no == _ending.c.change_no, _opening.c.via != Via.IMPORT.value)
)
_DEALS = select(
    deal.c.deal_no,
    deal.c.stage_no,
    deal.c.amount,
    deal.c.currency,
    deal.c.last_no,
    deal.c.state,
    deal.c.stay,
    deal.c.stay_at,
).where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))

_VOIDS = (
    select(event.c.no, event.c.voids)
    .where(event.c.workspace_no == bindparam("w"), event.c.voids.is_not(None))
    .order_by(event.c.no.desc())
)
_AMOUNTS = (  # the amounts that won deals have had, and the changes that won them, oldest first
    select(event.c.subject_no, event.c.no, event.c.change_no, event.c.kind, event.c.data)
    .where(event.c.workspace_no == bindparam("w"), event.c.subject == DEAL)
    .where(event.c.subject_no.in_(bindparam("nos", expanding=True)))
    .where(event.c.kind.in_((Opened.kind, AmountSet.kind, Won.kind)))
    .order_by(event.c.subject_no, event.c.no)
)
_NEWEST_WINS = 1_000  # of which it is looked up what the deal was worth before: enough for one factor


def histories(
    connection: Connection,
    workspace_no: int,
    pipeline_no: int,
    closed: Callable[[int], Outcome | None],
    in_use: Callable[[int], int] = lambda stage_no: stage_no,
) -> list[History]:
    """Return the history of every deal of the pipeline; `closed` gives the outcome of a stage, or None for an open one.

    A stage that was retired counts as the one that followed it, which `in_use` gives: what was learned of it stays.
    Stages that were brought back to the day of a win are left out: how long the deal was in them nobody knows.
    """
    rows = connection.execute(_DEALS, {"w": workspace_no, "pipeline": pipeline_no})
    deals = {row.deal_no: row for row in rows}
    found: list[History] = []
    earlier = _earlier_amounts(connection, workspace_no, deals)
    unknown = set(connection.scalars(_BROUGHT_BACK, {"w": workspace_no}))
    stays = connection.execute(_STAYS, {"w": workspace_no})
    for deal_no, mine in groupby(stays, key=lambda row: int(row.deal_no)):
        if deal_no in deals:
            found.append(_history(deals[deal_no], list(mine), closed, unknown, in_use, earlier))
    return found


def _earlier_amounts(connection: Connection, workspace_no: int, deals: Mapping[int, Any]) -> dict[int, Money | None]:
    """The amounts of the newest wins as they were just before the win, by the numbers of the deals."""
    won = [row for row in deals.values() if row.state == StageKind.WON.value]
    newest = [row.deal_no for row in sorted(won, key=lambda row: row.stay_at)[-_NEWEST_WINS:]]
    if not newest:
        return {}
    out_of_force = _voided(connection, workspace_no)
    found: dict[int, Money | None] = {}
    rows = connection.execute(_AMOUNTS, {"w": workspace_no, "nos": newest})
    for deal_no, had in groupby(rows, key=lambda row: int(row.subject_no)):
        mine = [row for row in had if row.no not in out_of_force]
        found[deal_no] = _before_win(mine, deals[deal_no])
    return found


def _before_win(events: Sequence[Any], won: Any) -> Money | None:
    """The amount of a won deal before the change that won it; that of now where the win set none."""
    won_by = next((row.change_no for row in events if row.no == won.stay), None)
    amounts = [row for row in events if row.kind != Won.kind]
    before = [row for row in amounts if won_by is not None and row.change_no < won_by]
    if not before or not any(row.change_no == won_by for row in amounts):
        return Money(won.amount, won.currency) if won.amount is not None else None
    said = json.loads(before[-1].data)
    return Money(said["amount"], said["currency"]) if said.get("amount") is not None else None


def _voided(connection: Connection, workspace_no: int) -> set[int]:
    """The events that are out of force: a void counts unless a later one voids it."""
    found: set[int] = set()
    for row in connection.execute(_VOIDS, {"w": workspace_no}):
        if row.no not in found:
            found.add(row.voids)
    return found


def _history(
    row: Any,
    stays: Sequence[Any],
    closed: Callable[[int], Outcome | None],
    unknown: Collection[int],
    in_use: Callable[[int], int],
    earlier: Mapping[int, Money | None],
) -> History:
    last = stays[-1]
    outcome = closed(last.stage_no)
    counted = [each for each in stays if closed(each.stage_no) is None and each.no not in unknown]
    steps = [Step(each.started_at, in_use(each.stage_no)) for each in counted]
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    return History(
        deal_no=row.deal_no,
        steps=tuple(each for n, each in enumerate(steps) if n == 0 or steps[n - 1].stage_no != each.stage_no),
        ended_at=last.started_at if outcome is not None else None,
        outcome=outcome,
        amount=amount,
        last_no=row.last_no,
        earlier_amount=earlier.get(row.deal_no) if outcome is Outcome.WON else None,
    )
