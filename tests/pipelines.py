"""A second pipeline in a workspace, deals in it, and a requirement that only tests know.

No word of Putki's makes a pipeline yet, so tests append the events.
"""

from __future__ import annotations

from datetime import date

from pipeline.customers import customers
from pipeline.deals.change import a_deal
from pipeline.deals.deal import Given
from pipeline.deals.events import DEAL, CloseDaySet, Opened
from pipeline.deals.projection import DealState
from pipeline.deals.requirements import FormField, InputKind, Requirement, register
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.money import Money
from pipeline.people import settings
from pipeline.stages import stages
from pipeline.stages.events import STAGE, StageAdded, StageKind
from pipeline.storage import schema

Row = tuple[str, StageKind, int | None, tuple[str, ...]]
"""A stage: the key of a default label or a name, its kind, its limit in business days, and what it requires."""

#: Shares the labels Tarjous, Kauppa and Hävitty with the default pipeline; Kartoitus and Neuvottelu are its own.
SECOND: tuple[Row, ...] = (
    ("Kartoitus", StageKind.OPEN, 10, ()),
    ("stage_offer", StageKind.OPEN, 5, ("amount",)),
    ("Neuvottelu", StageKind.OPEN, 5, ()),
    ("stage_sale", StageKind.WON, None, ("amount", "promised_day")),
    ("stage_lost", StageKind.LOST, None, ("reason",)),
)


def add_pipeline(work: UnitOfWork, rows: tuple[Row, ...] = SECOND) -> int:
    """A pipeline with these stages; its number. It posts where the first pipeline does."""
    pipeline_no = work.take("pipeline_no")
    for position, (label, kind, limit_days, requires) in enumerate(rows, start=1):
        stage_no, is_default = work.take("stage_no"), label.startswith("stage_")
        added = StageAdded(
            pipeline_no=pipeline_no,
            position=position,
            stage_kind=kind,
            label_key=label if is_default else None,
            name=None if is_default else work.text(schema.name, STAGE, stage_no, label),
            limit_days=limit_days,
            requires=requires,
        )
        work.append(added, stage_no, None)
    if (place := settings.of_workspace(work).place(1)) is not None:
        settings.put(work, settings.WORKSPACE, {settings.PLACE.format(pipeline=pipeline_no): place})
    return pipeline_no


def open_deal(work: UnitOfWork, pipeline_no: int, customer: str, owner: int, amount: Money | None = None) -> int:
    """A deal in the first stage of that pipeline; its number."""
    customer_no, deal_no = customers.find_or_add(work, customer), work.take("deal_no")
    opened = Opened(
        customer_no=customer_no,
        name=work.text(schema.name, DEAL, deal_no, customer),
        owner=owner,
        pipeline_no=pipeline_no,
        stage_no=stages.of_workspace(work).first(pipeline_no).stage_no,
        amount=amount.minor if amount is not None else None,
        currency=amount.currency if amount is not None else settings.of_workspace(work).currency,
    )
    work.append(opened, deal_no, None)
    return deal_no


def _record_close_day(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    day = given.others.get("close_day_known")
    if not isinstance(day, date) or day == deal.close_day:
        return deal
    return a_deal(work.append(CloseDaySet(close_day=day), deal.deal_no, deal)[1])


#: A requirement of the tests' own: the day by which the deal is expected to be won is known.
CLOSE_DAY = register(
    Requirement(
        token="close_day_known",
        field=FormField(InputKind.DAY, "close_day"),
        missing="close_day",
        is_met=lambda it, given: it.deal.close_day is not None or "close_day_known" in given.others,
        kinds=frozenset(),  # no stage editor offers it
        still_met=lambda it: it.deal.close_day is not None,
        record=_record_close_day,
    )
)
