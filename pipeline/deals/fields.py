"""What can be edited of a deal, with its typed texts: as it is now, or as some of its events had it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from pipeline.calendars import Calendar
from pipeline.customers.tables import customer
from pipeline.deals.events import LostKind, SaidBy, SourceKind
from pipeline.deals.needs import Need, needs_of
from pipeline.deals.own_values import values_of
from pipeline.deals.projection import DealState
from pipeline.fields.values import OwnValue, OwnValues
from pipeline.ledger.session import Session
from pipeline.money import Money
from pipeline.people import settings
from pipeline.stages.events import StageKind
from pipeline.storage import schema


@dataclass(frozen=True, slots=True)
class Source:
    """Where a deal came from; a kind of None was not asked. `words` is what was typed.

    `option` is the entry of the team's own, by its number, that was chosen; it counts as the kind.
    """

    kind: SourceKind | None = None
    words: str = ""
    option: int | None = None


@dataclass(frozen=True, slots=True)
class LostReason:
    """Why a deal was lost; a kind of None was not asked. `returns` is the first day of a month.

    `option` is the entry of the team's own, by its number, that was chosen; it counts as the kind.
    """

    kind: LostKind | None = None
    words: str = ""
    said_by: SaidBy | None = None
    returns: date | None = None
    option: int | None = None


@dataclass(frozen=True, slots=True)
class EditableFields:
    """The fields of a deal that can be edited. `name` is empty where the deal has none of its own.

    `won_on`, `promised_day` and `also`, what else was promised, are of a won deal, `lost` is of a lost one.
    `pipeline_no` is the number of its pipeline, `own` what it has in the team's own fields.
    """

    customer: str
    name: str
    amount: Money | None
    close_day: date | None
    source: Source
    won_on: date | None = None
    promised_day: date | None = None
    lost: LostReason | None = None
    needs: tuple[str, ...] = ()
    also: str = ""
    pipeline_no: int = 0
    own: OwnValues = field(default_factory=dict[int, OwnValue])


_CUSTOMER_NAME = (
    select(schema.name.c.text)
    .join(customer, (customer.c.workspace_no == schema.name.c.workspace_no) & (customer.c.name == schema.name.c.no))
    .where(schema.name.c.workspace_no == bindparam("w"), customer.c.workspace_no == bindparam("w"))
    .where(customer.c.customer_no == bindparam("no"))
)


def _text_in(table: Any) -> Select[*tuple[Any, ...]]:
    return select(table.c.text).where(table.c.workspace_no == bindparam("w"), table.c.no == bindparam("no"))


_NAME, _WORDS = _text_in(schema.name), _text_in(schema.words)


def customer_name(session: Session, customer_no: int) -> str:
    """The name of a customer, empty where it was erased."""
    return _read(session, _CUSTOMER_NAME, customer_no)


def fields_of(
    session: Session, deal: DealState, needs: Sequence[Need] | None = None, own: OwnValues | None = None
) -> EditableFields:
    """The fields of a deal in this state.

    It may be one that it had earlier: with the `needs`, and what it had in the team's `own` fields, then.
    """
    needs = needs_of(session, deal.deal_no) if needs is None else needs
    calendar: Calendar = settings.of_workspace(session).calendar
    whose, name = customer_name(session, deal.customer_no), _read(session, _NAME, deal.name)
    is_won, is_lost = deal.state is StageKind.WON, deal.state is StageKind.LOST
    return EditableFields(
        customer=whose,
        name=own_name(name, whose),
        amount=Money(deal.amount, deal.currency) if deal.amount is not None else None,
        close_day=deal.close_day,
        source=source_of(session, deal),
        won_on=calendar.day(deal.stay_at) if is_won else None,
        promised_day=deal.promised_day if is_won else None,
        lost=_lost_reason(session, deal) if is_lost else None,
        needs=tuple(each.text for each in needs),
        also=_read(session, _WORDS, deal.also) if is_won else "",
        pipeline_no=deal.pipeline_no,
        own=values_of(session, deal.deal_no) if own is None else own,
    )


def source_of(session: Session, deal: DealState) -> Source:
    """Where a deal in this state came from."""
    return Source(deal.source_kind, _read(session, _WORDS, deal.source), deal.source_option)


def own_name(name: str, customer: str) -> str:
    """The name that a deal has beside its customer's; empty where it has none of its own."""
    return "" if name.casefold() == customer.casefold() else name


def _lost_reason(session: Session, deal: DealState) -> LostReason:
    words = _read(session, _WORDS, deal.lost_reason)
    return LostReason(deal.lost_kind, words, deal.said_by, deal.returns, deal.lost_option)


def _read(session: Session, statement: Select[*tuple[Any, ...]], no: int | None) -> str:
    if no is None:
        return ""
    row = session.connection.execute(statement, {"w": session.by.workspace_no, "no": no}).first()
    return (row.text or "") if row is not None else ""
