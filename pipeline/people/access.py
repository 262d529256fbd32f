"""The only way to a deal for a change, and the only function that decides who may do what.

The refusal is the same for a deal of another workspace and a deal that does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pipeline import errors
from pipeline.ledger.events import Role
from pipeline.ledger.projections import DealState
from pipeline.ledger.rows import as_deal
from pipeline.ledger.unit_of_work import By
from pipeline.people.settings import Session
from pipeline.storage.deal_names import CUSTOMER, NAME, DealName, with_names
from pipeline.storage.prepared import Read
from pipeline.storage.schema import deal, event, member


class Act(Enum):
    """What a member may be allowed to do."""

    SEE = "see the pipelines one is in"
    OPEN = "create a deal of one's own"
    CHANGE = "change a deal"
    SETTINGS = "change the workspace's settings"
    OWN_SETTINGS = "change one's own settings"


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's roles in the workspace. `leads` has the numbers of the pipelines that the member leads."""

    member_no: int
    seller: bool
    admin: bool
    leads: frozenset[int]

    @property
    def is_known(self) -> bool:
        """Whether the member may do anything. A lead is always a seller or an admin as well."""
        return self.seller or self.admin


def may(who: Standing, act: Act, *, owner: int | None = None, pipeline_no: int | None = None) -> bool:
    """Whether a member with this standing may do this.

    Sellers change their own deals, leads all deals of their pipelines, and admins the settings. A member without a role
    may do nothing.
    """
    if not who.is_known:
        return False
    if act is Act.CHANGE:
        return owner == who.member_no or pipeline_no in who.leads
    if act is Act.SETTINGS:
        return who.admin
    return True


_MEMBER = Read(select(member).where(member.c.workspace_no == bindparam("w"), member.c.member_no == bindparam("by")))
_MEMBERS = select(member).where(member.c.workspace_no == bindparam("w")).order_by(member.c.member_no)
_DOOR = Read(
    select(
        deal,
        member.c.seller,
        member.c.admin,
        member.c.leads,
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
    """The event with which the deal entered its current stage."""

    kind: str
    data: str
    version: int
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Door:
    """A deal with the standing of the person who reaches it."""

    deal: DealState
    entered: Entered
    standing: Standing


def _standing(row: Any, member_no: int) -> Standing:
    if row is None or row.seller is None:
        return Standing(member_no, seller=False, admin=False, leads=frozenset())
    return Standing(member_no, row.seller, row.admin, frozenset(int(no) for no in row.leads.split()))


def standing(connection: Connection, by: By) -> Standing:
    """Return the standing of the actor. The system is an admin."""
    if by.member_no is None:
        return Standing(0, seller=False, admin=True, leads=frozenset())
    row = _MEMBER.first(connection, {"w": by.workspace_no, "by": by.member_no})
    return _standing(row, by.member_no)


def require(connection: Connection, by: By, act: Act) -> Standing:
    """Return the actor's standing. Raises Stranger, or NotAllowed with the member who may do this."""
    who = standing(connection, by)
    if not who.is_known:
        raise errors.Stranger
    if not may(who, act):
        raise errors.NotAllowed(who=who_can(connection, by.workspace_no, Role.ADMIN), role=Role.ADMIN.value)
    return who


def door(session: Session, deal_no: int, act: Act) -> Door:
    """Return the deal for this act.

    Raises NoSuchDeal, Stranger, or NotAllowed for another member's deal.
    """
    by, connection = session.by, session.connection
    row = _DOOR.first(connection, {"w": by.workspace_no, "by": by.member_no or 0, "deal_no": deal_no})
    who = _standing(row, by.member_no or 0) if row is not None else standing(connection, by)
    if not who.is_known:
        raise errors.Stranger
    if row is None:
        raise errors.NoSuchDeal(number=deal_no)
    if not may(who, act, owner=row.owner, pipeline_no=row.pipeline_no):
        raise errors.NotAllowed(who=row.owner, role=Role.LEAD.value, deal=deal_no)
    session.called[deal_no] = DealName.of(row)
    return Door(as_deal(row), _entered(row), who)


def _entered(row: Any) -> Entered:
    return Entered(
        kind=row.entered_kind,
        data=row.entered_data,
        version=row.entered_version,
        by=row.entered_by,
        at=row.entered_at,
    )


def who_can(connection: Connection, workspace_no: int, role: Role, pipeline_no: int | None = None) -> int | None:
    """Return the first member with this role, or None. Without `pipeline_no` a lead of any pipeline counts."""
    for row in connection.execute(_MEMBERS, {"w": workspace_no}):
        leads = {int(no) for no in row.leads.split()}
        if (role is Role.ADMIN and row.admin) or (
            role is Role.LEAD and (pipeline_no in leads if pipeline_no else leads)
        ):
            return row.member_no
    return None
