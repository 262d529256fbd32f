"""The one way to a deal for a person: it checks their rights, and knows how the deal came into its stage.

A deal of another workspace, one of a pipeline that is hidden from the person, and one that does not exist sound alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.deals.events import DEAL
from pipeline.deals.names import CUSTOMER, NAME, DealName, with_names
from pipeline.deals.projection import DEALS, DealState, deal_from_row
from pipeline.deals.tables import deal
from pipeline.ledger.events import EventData
from pipeline.ledger.session import Session
from pipeline.people import absence
from pipeline.people.access import HAS_CLOSED, Act, MemberRights, may, rights_in_row, rights_of
from pipeline.people.events import Role
from pipeline.people.tables import member
from pipeline.storage.prepared import Read
from pipeline.storage.schema import event

_DEAL_WITH_RIGHTS = Read(
    select(
        deal,
        member.c.seller,
        member.c.admin,
        member.c.leads,
        member.c.sees,
        HAS_CLOSED,
        event.c.kind.label("entered_kind"),
        event.c.member_no.label("entered_by"),
        event.c.recorded_at.label("entered_at"),
        event.c.data.label("entered_data"),
        event.c.version.label("entered_version"),
        CUSTOMER,
        NAME,
    )
    .select_from(
        with_names(deal)
        .outerjoin(member, (member.c.workspace_no == deal.c.workspace_no) & (member.c.member_no == bindparam("by")))
        .outerjoin(event, (event.c.workspace_no == deal.c.workspace_no) & (event.c.no == deal.c.stay))
    )
    .where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no == bindparam("deal_no"))
)


@dataclass(frozen=True, slots=True)
class Entered:
    """How the deal came into the stage it is in: what the event says, by whom, when."""

    data: EventData
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DealAccess:
    """A deal, as one person may reach it."""

    deal: DealState
    entered: Entered
    rights: MemberRights


def deal_access(session: Session, deal_no: int, act: Act) -> DealAccess:
    """Return the deal for this act.

    Raises NoSuchDeal, Stranger, or NotAllowed for another member's deal.
    """
    by, connection = session.by, session.connection
    row = _DEAL_WITH_RIGHTS.first(connection, {"w": by.workspace_no, "by": by.member_no or 0, "deal_no": deal_no})
    who = rights_in_row(connection, by, row) if row is not None else rights_of(connection, by)
    if not who.is_known:
        raise errors.Stranger
    if row is None or row.pipeline_no in who.hidden:
        raise errors.NoSuchDeal(number=deal_no)
    if not may(who, act, owner=row.owner, pipeline_no=row.pipeline_no):
        who = absence.with_stand_ins(session, who)
        if not may(who, act, owner=row.owner, pipeline_no=row.pipeline_no):
            can = absence.who_acts_for(session, row.owner, row.pipeline_no)
            raise errors.NotAllowed(who=can, role=Role.LEAD.value, deal=deal_no)
    session.already_read[DEAL, deal_no] = DealName.of(row)
    return DealAccess(deal_from_row(row), _entered(row), who)


def require_adding(access: DealAccess) -> DealState:
    """Return the deal, to which whoever sees it may add something. Raises NotAllowed for who only reads there."""
    if access.deal.pipeline_no in access.rights.reads:
        raise errors.NotAllowed(who=access.deal.owner, role=Role.LEAD.value, deal=access.deal.deal_no)
    return access.deal


def _entered(row: Any) -> Entered:
    return Entered(
        data=DEALS.load(row.entered_kind, row.entered_version, row.entered_data),
        by=row.entered_by,
        at=row.entered_at,
    )
