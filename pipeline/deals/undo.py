"""Taking back a change (`/deal undo`, the Undo button): whole, once, and only while nobody has built on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.deals import requirements
from pipeline.deals.deal import JUST_NOW
from pipeline.ledger import rows, undoing
from pipeline.ledger.events import KINDS, Event, StageKind, Subject, Via
from pipeline.ledger.projections import DealState, Folded, StageState, fold
from pipeline.ledger.unit_of_work import By, Ledger, UnitOfWork
from pipeline.messages.notices import Notice, NoticeKind, Value
from pipeline.people.access import Act, Standing, may, require
from pipeline.stages import stages as stages_
from pipeline.storage.schema import customer, deal, event

Histories = Mapping[tuple[Subject, int], list[Event]]
"""All events of each subject that a change touches."""

LOOK_BACK = 200  # newest changes of one's own among which the one to undo is sought

_MINE = (
    select(event.c.change_no, event.c.voids, event.c.via, event.c.recorded_at, event.c.subject)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.no == event.c.change_no)
    .order_by(event.c.no.desc())
    .limit(LOOK_BACK)
)
_MINE_OF_DEAL = (
    select(event.c.change_no)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.subject == Subject.DEAL.value, event.c.subject_no == bindparam("deal_no"))
    .order_by(event.c.no.desc())
    .limit(LOOK_BACK)
)
_VOIDED = select(event.c.voids, event.c.no).where(
    event.c.workspace_no == bindparam("w"), event.c.voids.in_(bindparam("nos", expanding=True))
)
_DEALS_OF = select(deal.c.deal_no).where(
    deal.c.workspace_no == bindparam("w"), deal.c.customer_no.in_(bindparam("nos", expanding=True))
)
_DEALS_IN = select(deal.c.deal_no).where(
    deal.c.workspace_no == bindparam("w"), deal.c.stage_no.in_(bindparam("nos", expanding=True))
)
_CUSTOMERS = select(customer.c.customer_no).where(
    customer.c.workspace_no == bindparam("w"), customer.c.customer_no.in_(bindparam("nos", expanding=True))
)
_OF_DEALS = {Subject.DEAL.value, Subject.CUSTOMER.value}  # what the first event of such a change is about
_NEVER = (Via.IMPORT, Via.SYSTEM)  # an import is taken back as a whole, and what the system did is nobody's to undo


def undo(
    ledger: Ledger, by: By, *, change_no: int | None = None, of_deal: int | None = None, sure: bool = False
) -> Notice:
    """Undo a change, the person's own newest one of a deal (of `of_deal` where that is given) when none is named.

    Settings are undone only when they are named. A second undo without a target within two minutes raises UndidJustNow
    unless the person is `sure`. Raises NothingToUndo, NotAllowed, AlreadyUndone, ChangedSince, CannotUndo; nothing is
    changed then.
    """

    def decide(work: UnitOfWork) -> Notice:
        who = require(work.connection, by, Act.OPEN)
        number = change_no or _newest(work, of_deal, sure=sure)
        change = rows.change(work.connection, by.workspace_no, number)
        _refuse_strange(work, who, change)
        keys = list(dict.fromkeys((each.subject, each.subject_no) for each in change))
        histories = rows.histories(work.connection, by.workspace_no, keys)
        try:
            links = undoing.targets(change, histories)
        except errors.AlreadyUndone as done:
            if done.values["who"] != by.member_no:
                raise
            after = {key: fold(histories[key]) for key in keys}
            return _notice(change, histories, done.values["change"], after)
        for link in links:
            work.void(link, histories[link.subject, link.subject_no])
        after = work.refolded()
        _check_result(work, after)
        return _notice(change, histories, work.change_no, after)

    return ledger.commit(by, decide)


def _newest(work: UnitOfWork, of_deal: int | None, *, sure: bool) -> int:
    values = {"w": work.by.workspace_no, "by": work.by.member_no, "deal_no": of_deal}
    mine: Sequence[Any] = work.connection.execute(_MINE, values).all()
    whole = [each for each in mine if each.voids is None and Via(each.via) not in _NEVER]
    own = [each for each in whole if each.subject in _OF_DEALS]
    if of_deal is not None:
        there = set(work.connection.scalars(_MINE_OF_DEAL, values))
        own = [each for each in own if each.change_no in there]
    gone = _out_of_force(work, [each.change_no for each in own])
    target = next((each for each in own if each.change_no not in gone), None)
    if target is None:
        raise errors.OnlySettingsToUndo if len(whole) > len(own) and of_deal is None else errors.NothingToUndo
    if not sure:
        _ask_if_just_undone(work, mine, target.change_no)
    return target.change_no


def _out_of_force(work: UnitOfWork, nos: list[int]) -> set[int]:
    """Those among `nos` that are voided in force: chains of voids are followed a link at a time, all at once."""
    length = dict.fromkeys(nos, 0)
    root: dict[int, int] = {no: no for no in nos}
    while root:
        found = work.connection.execute(_VOIDED, {"w": work.by.workspace_no, "nos": list(root)}).all()
        links = {int(row.no): int(row.voids) for row in found}
        root = {no: root[voided] for no, voided in links.items()}
        for start in root.values():
            length[start] += 1
    return {no for no, count in length.items() if count % 2}


def _ask_if_just_undone(work: UnitOfWork, mine: Sequence[Any], change_no: int) -> None:
    """Ask when this person has undone anything within two minutes: it may be the same wish, sent again."""
    last = next((each for each in mine if each.voids is not None), None)
    if last is None or work.now - last.recorded_at >= JUST_NOW:
        return
    change = rows.change(work.connection, work.by.workspace_no, change_no)
    raise errors.UndidJustNow(
        seconds=max(1, round((work.now - last.recorded_at).total_seconds())),
        change=change_no,
        deal=next((each.subject_no for each in change if each.subject is Subject.DEAL), None),
    )


def _refuse_strange(work: UnitOfWork, who: Standing, change: list[Event]) -> None:
    """A change one may undo: on deals one may change, or made by oneself; never an import's or the system's."""
    if not change or any(each.via in _NEVER for each in change):
        raise errors.NothingToUndo
    is_admin = may(who, Act.SETTINGS)
    own = {(Subject.SETTING, who.member_no)}  # one's language
    if not is_admin and any(
        each.subject not in (Subject.DEAL, Subject.CUSTOMER) and (each.subject, each.subject_no) not in own
        for each in change
    ):
        raise errors.NothingToUndo
    deals = {each.subject_no for each in change if each.subject is Subject.DEAL}
    standing = rows.deal_states(work.connection, work.by.workspace_no, deals) if deals else {}
    for each in standing.values():
        if not may(who, Act.CHANGE, owner=each.owner, pipeline_no=each.pipeline_no):
            raise errors.NotAllowed(who=each.owner, role="lead", deal=each.deal_no)
    of_others = any(each.member_no != who.member_no for each in change)
    if of_others and not is_admin and (len(standing) < len(deals) or not deals):
        raise errors.NothingToUndo


def _check_result(work: UnitOfWork, after: Mapping[tuple[Subject, int], Folded]) -> None:
    """No deal in a missing or retired stage, without what its stage requires, or without its customer."""
    stages = stages_.of_workspace(work)
    deals = {no: each.state for (subject, no), each in after.items() if subject is Subject.DEAL}
    customers = {no: each.state for (subject, no), each in after.items() if subject is Subject.CUSTOMER}
    for no, state in deals.items():
        if isinstance(state, DealState) and not requirements.hold(state, stages.all):
            raise errors.CannotUndo(deal=no, stage=state.stage_no, to=stages.in_use(state.stage_no))
    gone = {no for no, state in deals.items() if state is None}
    _refuse_if_any(work, _DEALS_OF, [no for no, state in customers.items() if state is None], gone)
    _refuse_if_any(work, _DEALS_IN, _unusable(after), gone)
    needed = {state.customer_no: no for no, state in deals.items() if isinstance(state, DealState)}
    missing = needed.keys() - {no for no, state in customers.items() if state is not None}
    there = set(work.connection.scalars(_CUSTOMERS, {"w": work.by.workspace_no, "nos": sorted(missing)}))
    if missing := missing - (there - customers.keys()):
        raise errors.CannotUndo(deal=needed[min(missing)])


def _unusable(after: Mapping[tuple[Subject, int], Folded]) -> list[int]:
    """The stages that would be gone, or retired again."""
    stages = {no: each.state for (subject, no), each in after.items() if subject is Subject.STAGE}
    return [no for no, each in stages.items() if not isinstance(each, StageState) or each.retired_for is not None]


def _refuse_if_any(work: UnitOfWork, deals_that_need: Any, nos: list[int], gone: set[int]) -> None:
    """Refuse when deals, other than those that go as well, need what would be gone."""
    if nos:
        needing = set(work.connection.scalars(deals_that_need, {"w": work.by.workspace_no, "nos": nos})) - gone
        if needing:
            raise errors.CannotUndo(deal=min(needing))


def _roots(change: Sequence[Event], histories: Histories) -> tuple[list[Event], bool]:
    """What the change did, or had undone itself; and whether it had, so that undoing it brings that back."""
    by_no = {each.no: each for history in histories.values() for each in history}
    roots, brings_back = list(change), False
    while roots[0].voids is not None:
        roots, brings_back = [by_no[each.voids] for each in roots if each.voids is not None], not brings_back
    return roots, brings_back


def _notice(
    change: list[Event], histories: Histories, change_no: int, after: Mapping[tuple[Subject, int], Folded]
) -> Notice:
    """What was undone, or done again, and where the deal is now; a deal whose opening was undone is gone."""
    roots, redone = _roots(change, histories)
    values: dict[str, Value] = {"change": change_no, **({"redone": True} if redone else {})}
    deals = [each.subject_no for each in change if each.subject is Subject.DEAL]
    if not deals:
        return Notice(NoticeKind.UNDONE, values)
    state = after[Subject.DEAL, deals[0]].state
    if not isinstance(state, DealState):
        return Notice(NoticeKind.UNDONE, {**values, "opened": deals[0]})
    return Notice(
        NoticeKind.UNDONE,
        {
            **values,
            "deal": state.deal_no,
            "stage": state.stage_no,
            "open": state.state is StageKind.OPEN,
            "moved": any(KINDS[each.kind].opens_stay for each in roots),
        },
    )
