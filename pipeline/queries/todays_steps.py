"""The steps that one person has to do on a day, and those that were not done two business days before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam

from pipeline.calendars import Calendar
from pipeline.deals.projection import deal_from_row
from pipeline.deals.step_times import days_said_on
from pipeline.deals.tables import deal
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.absence import stood_in_for
from pipeline.queries.deal_lists import amount_of, deal_columns
from pipeline.queries.names import named_deals, names
from pipeline.stages.events import StageKind

LIMIT = 20  # how many steps are read; the message shows fewer and says how many more there are


@dataclass(frozen=True, slots=True)
class StepToDo:
    """A step of an open deal. `text` is what was typed; `minute` is one of the owner's day, None without an hour."""

    deal_no: int
    customer: str
    name: str
    amount: Money | None
    stay: int
    step_no: int
    text: str
    day: date
    minute: int | None
    is_stood_in: bool = False  # the deal is of somebody for whom the reader stands in


_STEPS = (
    named_deals(*deal_columns())
    .where(deal.c.owner.in_(bindparam("owners", expanding=True)), deal.c.state == StageKind.OPEN.value)
    .where(deal.c.step.is_not(None), deal.c.step_day.in_(bindparam("days", expanding=True)))
    .order_by(deal.c.step_day.desc(), deal.c.step_at.is_(None), deal.c.step_at, deal.c.deal_no)
    .limit(LIMIT)
)


def todays_steps(session: ReadSession, member_no: int, zone: str, day: date) -> tuple[StepToDo, ...]:
    """The steps of a member, and of those for whom they stand in, for the morning of a day.

    They are by their hour, then those without, then the overdue.
    """
    calendar = Calendar(settings.of_workspace(session).country, zone)
    days = days_said_on(day, calendar)
    owners = [member_no, *stood_in_for(session, member_no)]
    values = {"w": session.by.workspace_no, "owners": owners, "days": days}
    rows = list(session.connection.execute(_STEPS, values))
    texts = names(session, words=[row.step for row in rows]).words
    return tuple(
        StepToDo(
            deal_no=state.deal_no,
            customer=row.customer or "",
            name=row.deal_name or "",
            amount=amount_of(state),
            stay=state.stay,
            step_no=state.step or 0,
            text=texts.get(state.step or 0, ""),
            day=state.step_day or day,
            minute=state.step_at,
            is_stood_in=state.owner != member_no,
        )
        for row in rows
        for state in [deal_from_row(row)]
    )
