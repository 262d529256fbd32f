"""Members: adding them, giving and taking roles, and their profiles from the chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from pipeline import errors
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people.events import MEMBER, MemberAdded, MemberRoleSet, Role
from pipeline.people.projection import MemberState, member_from_row
from pipeline.people.tables import member, profile

_ONE = select(member).where(member.c.workspace_no == bindparam("w"), member.c.member_no == bindparam("no"))
_ALL = select(member).where(member.c.workspace_no == bindparam("w")).order_by(member.c.member_no)
_PROFILE = select(profile).where(profile.c.workspace_no == bindparam("w"), profile.c.member_no == bindparam("no"))
_PROFILES = select(profile).where(profile.c.workspace_no == bindparam("w")).order_by(profile.c.member_no)
NAME_LIMIT = 120  # characters of a person's name


@dataclass(frozen=True, slots=True)
class Profile:
    """The chat's description of a person."""

    member_no: int
    name: str
    zone: str
    locale: str | None
    active: bool


def roles_of(connection: Connection, workspace_no: int, member_no: int) -> MemberState | None:
    """Return a member's roles, or None for an unknown member."""
    row = connection.execute(_ONE, {"w": workspace_no, "no": member_no}).first()
    return member_from_row(row) if row is not None else None


def everyone(connection: Connection, workspace_no: int) -> list[MemberState]:
    """Return the roles of all members."""
    return [member_from_row(row) for row in connection.execute(_ALL, {"w": workspace_no})]


def add(work: UnitOfWork, *, seller: bool, admin: bool) -> int:
    """Add a member and return the number."""
    no = work.take("member_no")
    work.append(MemberAdded(seller=seller, admin=admin), no, None)
    return no


def set_role(work: UnitOfWork, member_no: int, role: Role, *, has: bool, pipeline_no: int | None = None) -> bool:
    """Give or take a role. Returns whether anything changed. Raises Stranger for an unknown member."""
    before = work.head_of((MEMBER, member_no))
    if not isinstance(before, MemberState):
        raise errors.Stranger
    had = {Role.SELLER: before.seller, Role.ADMIN: before.admin, Role.LEAD: str(pipeline_no) in before.leads.split()}
    if had[role] == has:
        return False
    work.append(MemberRoleSet(role=role, has=has, pipeline_no=pipeline_no), member_no, before)
    return True


def stop_leading(work: UnitOfWork, member_no: int) -> None:
    """Take all pipelines from a member who no longer has a role."""
    state = roles_of(work.connection, work.by.workspace_no, member_no)
    for pipeline_no in state.leads.split() if state is not None else ():
        set_role(work, member_no, Role.LEAD, has=False, pipeline_no=int(pipeline_no))


def may_lead(connection: Connection, workspace_no: int, member_no: int) -> bool:
    """Whether this member may become a lead: an active seller or admin."""
    state, profile = roles_of(connection, workspace_no, member_no), profile_of(connection, workspace_no, member_no)
    return state is not None and (state.seller or state.admin) and (profile is None or profile.active)


def lead(connection: Connection, workspace_no: int, pipeline_no: int) -> int | None:
    """Return the member who leads this pipeline, or None."""
    return next(iter(leads(connection, workspace_no, pipeline_no)), None)


def leads(connection: Connection, workspace_no: int, pipeline_no: int) -> list[int]:
    """Return the members who lead this pipeline."""
    everybody = everyone(connection, workspace_no)
    return [each.member_no for each in everybody if str(pipeline_no) in each.leads.split()]


def profiles(connection: Connection, workspace_no: int) -> dict[int, Profile]:
    """Return all profiles by member number."""
    return {row.member_no: _profile(row) for row in connection.execute(_PROFILES, {"w": workspace_no})}


def profile_of(connection: Connection, workspace_no: int, member_no: int) -> Profile | None:
    """Return one member's profile, or None."""
    row = connection.execute(_PROFILE, {"w": workspace_no, "no": member_no}).first()
    return _profile(row) if row is not None else None


def _profile(row: Any) -> Profile:
    return Profile(row.member_no, row.name or "", row.zone, row.locale, row.active)


def save_profile(connection: Connection, workspace_no: int, it: Profile) -> None:
    """Save a member's profile."""
    name = "".join(each for each in it.name if each.isprintable())[:NAME_LIMIT]
    values = {"name": name, "zone": it.zone, "locale": it.locale, "active": it.active}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(profile).values(workspace_no=workspace_no, member_no=it.member_no, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["workspace_no", "member_no"], set_=values))
