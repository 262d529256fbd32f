"""What follows from the events of members and settings: roles, absences, and the value of each setting."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, Effect, EventKind, Head, Mend, Part, Put, Remove, Subject
from pipeline.people.events import (
    MEMBER,
    SETTING,
    AwayEnded,
    AwaySet,
    MemberAdded,
    MemberRoleSet,
    Restored,
    Role,
    SeesSet,
    SettingSet,
)
from pipeline.people.tables import absence, member, setting


@dataclass(frozen=True, slots=True)
class MemberState:
    """The roles of a member; `leads` holds the numbers of pipelines, separated by spaces.

    `sees` holds what was said of single pipelines, such as `2:reads 3:nothing`; none: nothing was.
    """

    member_no: int
    seller: bool
    admin: bool
    leads: str
    last_no: int
    sees: str | None = None


def member_from_row(row: Any) -> MemberState:
    """A row of `member` as a state."""
    return MemberState(row.member_no, row.seller, row.admin, row.leads, row.last_no, row.sees)


def _added(_before: None, event: Event) -> MemberState:
    data = event.data
    assert isinstance(data, MemberAdded)
    return MemberState(member_no=event.subject_no, seller=data.seller, admin=data.admin, leads="", last_no=event.no)


def _role_set(before: MemberState, event: Event) -> MemberState:
    data = event.data
    assert isinstance(data, MemberRoleSet)
    if data.role is Role.SELLER:
        return replace(before, seller=data.has)
    if data.role is Role.ADMIN:
        return replace(before, admin=data.has)
    others = {int(no) for no in before.leads.split()} - {data.pipeline_no}
    leads = others | {data.pipeline_no} if data.has else others
    return replace(before, leads=" ".join(str(no) for no in sorted(no for no in leads if no is not None)))


def _sees_set(before: MemberState, event: Event) -> MemberState:
    data = event.data
    assert isinstance(data, SeesSet)
    said = dict(each.split(":") for each in (before.sees or "").split())
    said.pop(str(data.pipeline_no), None)
    if data.sees is not None:
        said[str(data.pipeline_no)] = data.sees.value
    listed = sorted(said.items(), key=lambda each: int(each[0]))
    return replace(before, sees=" ".join(f"{number}:{sees}" for number, sees in listed) or None)


def _absence(_before: MemberState, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, AwaySet)
    row = {"from_day": data.from_day, "until": data.until, "stand_in": data.stand_in}
    yield Put(absence, {"member_no": event.subject_no, **row})


def _absence_ended(_before: MemberState, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, AwayEnded)
    key = (event.subject_no, data.from_day)
    yield Remove(absence, key) if data.last_day is None else Mend(absence, key, {"until": data.last_day})


def _setting_row(_before: None, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, SettingSet)
    if data.value is None:
        yield Remove(setting, (event.subject_no, data.name))
    else:
        yield Put(
            setting,
            {
                "member_no": event.subject_no,
                "name": data.name,
                "value": json.dumps(data.value),
                "last_no": event.no,
            },
        )


MEMBERS = Subject(
    name=MEMBER,
    kinds=(
        EventKind(MemberAdded, _added),
        EventKind(MemberRoleSet, _role_set),
        EventKind(SeesSet, _sees_set),
        EventKind(AwaySet, effects=_absence),
        EventKind(AwayEnded, effects=_absence_ended),
    ),
    head=Head(member, "member_no", member_from_row),
    parts=(Part(absence, ("member_no", "from_day"), replaces=True),),
    counters=(Counter("member_no"),),
)

SETTINGS = Subject(
    name=SETTING,
    kinds=(EventKind(SettingSet, effects=_setting_row), EventKind(Restored)),
    parts=(Part(setting, ("member_no", "name"), replaces=True),),
    is_rule=True,
)
"""Settings have no head: each is a part of the workspace (number 0) or of a member."""
