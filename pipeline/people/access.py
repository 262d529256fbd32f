"""Roles, and the one function that says who may do what (`may`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from pipeline import errors
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.people.events import Role, Sight
from pipeline.people.tables import member, pipeline_member
from pipeline.pipelines.events import EVERYBODY
from pipeline.pipelines.tables import pipeline
from pipeline.storage.prepared import Read


class Act(Enum):
    """What a member may be allowed to do."""

    SEE = "see the pipelines one is in"
    OPEN = "create a deal of one's own"
    CHANGE = "change a deal"
    SETTINGS = "change the workspace's settings"
    TEAM = "see what each person of a pipeline has to do, and their targets"
    TARGETS = "set what is to be won in a month"
    CHECK_INS = "say how long after a delivery its customer is asked about"
    OWN_SETTINGS = "change one's own settings"


@dataclass(frozen=True, slots=True)
class MemberRights:
    """A member's roles in the workspace. `leads` has the numbers of the pipelines that the member leads.

    `stands_for` has the members for whom this one stands in now; it is empty where nobody asked for it. Of a pipeline
    in `hidden` the member sees nothing, of one in `reads` everything, and changes nothing there.
    """

    member_no: int
    seller: bool
    admin: bool
    leads: frozenset[int]
    stands_for: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    reads: frozenset[int] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether the member may do anything. A lead is always a seller or an admin as well."""
        return self.seller or self.admin


def may(who: MemberRights, act: Act, *, owner: int | None = None, pipeline_no: int | None = None) -> bool:
    """Whether a member with these rights may do this.

    Sellers change their own deals and those of whom they stand in for, leads all deals of their pipelines and when
    customers are checked in with, and admins the settings. A pipeline's lead sees its team, and sets its targets, as
    admins do. Whoever only reads a pipeline changes no deal in it. A member without a role may do nothing, and nobody
    anything in a pipeline that is hidden from them.
    """
    if not who.is_known or pipeline_no in who.hidden:
        return False
    if act in (Act.OPEN, Act.CHANGE) and pipeline_no in who.reads:
        return False
    if act is Act.CHANGE:
        return owner == who.member_no or pipeline_no in who.leads or owner in who.stands_for
    if act is Act.SETTINGS:
        return who.admin
    if act is Act.TEAM:
        return pipeline_no in who.leads
    if act is Act.TARGETS:
        return who.admin or pipeline_no in who.leads
    if act is Act.CHECK_INS:
        return who.admin or bool(who.leads)
    return True


_CLOSED = (pipeline.c.workspace_no == bindparam("w")) & (pipeline.c.sellers != EVERYBODY)
HAS_CLOSED = exists().where(_CLOSED).label("has_closed")
"""Whether the workspace has a pipeline that is not everybody's: `rights_in_row` needs it in its row."""

_MEMBER = Read(
    select(member, HAS_CLOSED).where(member.c.workspace_no == bindparam("w"), member.c.member_no == bindparam("by"))
)
_IS_IN_CLOSED = Read(
    select(pipeline.c.pipeline_no, pipeline_member.c.member_no)
    .select_from(
        pipeline.outerjoin(
            pipeline_member,
            (pipeline_member.c.workspace_no == pipeline.c.workspace_no)
            & (pipeline_member.c.pipeline_no == pipeline.c.pipeline_no)
            & (pipeline_member.c.member_no == bindparam("by")),
        )
    )
    .where(_CLOSED)
)
_MEMBERS = select(member).where(member.c.workspace_no == bindparam("w")).order_by(member.c.member_no)


def rights_in_row(connection: Connection, by: By, row: Any) -> MemberRights:
    """The rights of the actor, whose row of `member` was joined to another one; a stranger where there is none.

    The row has `HAS_CLOSED`, too.
    """
    member_no = by.member_no or 0
    if row is None or row.seller is None:
        return MemberRights(member_no, seller=False, admin=False, leads=frozenset())
    who = MemberRights(member_no, row.seller, row.admin, frozenset(int(no) for no in row.leads.split()))
    if not row.has_closed and row.sees is None:
        return who
    closed = _IS_IN_CLOSED(connection, {"w": by.workspace_no, "by": member_no}) if row.has_closed else ()
    return _with_sight(who, {each.pipeline_no for each in closed if each.member_no is None}, row.sees or "")


def _with_sight(who: MemberRights, not_in: set[int], said: str) -> MemberRights:
    """The rights with what the member sees: not the pipelines they are not in, but for what was said of single ones."""
    hidden, reads = set(not_in), set[int]()
    for each in said.split():
        number, sees = each.split(":")
        hidden.discard(int(number))
        if sees != Sight.SELLS:
            (reads if sees == Sight.READS else hidden).add(int(number))
    return replace(who, hidden=frozenset(hidden - who.leads), reads=frozenset(reads - who.leads))


def sight_said(sees: str | None, pipeline_no: int) -> Sight | None:
    """Return what was said that a member sees of a pipeline, from their row's `sees`; None where nothing was."""
    for each in (sees or "").split():
        number, said = each.split(":")
        if int(number) == pipeline_no:
            return Sight(said)
    return None


_CLOSED_ONE = select(pipeline.c.sellers).where(
    pipeline.c.workspace_no == bindparam("w"), pipeline.c.pipeline_no == bindparam("of")
)
_IN_ONE = select(pipeline_member.c.member_no).where(
    pipeline_member.c.workspace_no == bindparam("w"), pipeline_member.c.pipeline_no == bindparam("of")
)


def who_sees(connection: Connection, workspace_no: int, pipeline_no: int) -> frozenset[int]:
    """Return the members from whom the pipeline is not hidden."""
    values = {"w": workspace_no, "of": pipeline_no}
    sellers = connection.scalar(_CLOSED_ONE, values)
    inside = None if sellers in (None, EVERYBODY) else set(connection.scalars(_IN_ONE, values))
    found: set[int] = set()
    for row in connection.execute(_MEMBERS, {"w": workspace_no}):
        said = sight_said(row.sees, pipeline_no)
        leads = str(pipeline_no) in row.leads.split()
        is_in = said is not Sight.NOTHING if said is not None else inside is None or row.member_no in inside
        if leads or is_in:
            found.add(row.member_no)
    return frozenset(found)


def rights_of(connection: Connection, by: By) -> MemberRights:
    """Return the rights of the actor. The system is an admin."""
    if by.member_no is None:
        return MemberRights(0, seller=False, admin=True, leads=frozenset())
    row = _MEMBER.first(connection, {"w": by.workspace_no, "by": by.member_no})
    return rights_in_row(connection, by, row)


def require(connection: Connection, by: By, act: Act) -> MemberRights:
    """Return the actor's rights. Raises Stranger, or NotAllowed with the member who may do this."""
    who = rights_of(connection, by)
    if not who.is_known:
        raise errors.Stranger
    if not may(who, act):
        raise errors.NotAllowed(who=who_can(connection, by.workspace_no, Role.ADMIN), role=Role.ADMIN.value)
    return who


def may_own(connection: Connection, workspace_no: int, member_no: int, pipeline_no: int) -> bool:
    """Whether a member may own deals of this pipeline: they sell there."""
    who = rights_of(connection, By(workspace_no, member_no, Via.SYSTEM))
    return who.seller and may(who, Act.OPEN, pipeline_no=pipeline_no)


def who_can(connection: Connection, workspace_no: int, role: Role, pipeline_no: int | None = None) -> int | None:
    """Return the first member with this role, or None. Without `pipeline_no` a lead of any pipeline counts."""
    for row in connection.execute(_MEMBERS, {"w": workspace_no}):
        leads = {int(no) for no in row.leads.split()}
        if (role is Role.ADMIN and row.admin) or (
            role is Role.LEAD and (pipeline_no in leads if pipeline_no else leads)
        ):
            return row.member_no
    return None
