"""Taking back a change (`/deal undo`, the Undo button): whole, once, and only while nobody has built on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.deals import deal as rules
from pipeline.deals.deal import JUST_NOW
from pipeline.ledger import rows, undoing
from pipeline.ledger.events import Event, Kind, Subject, Via
from pipeline.ledger.projections import DealState
from pipeline.ledger.work import By, Ledger, Work
from pipeline.messages.notices import Notice, Says
from pipeline.people.access import Act, Standing, may, require
from pipeline.stages import stages as stages_
from pipeline.storage.schema import deal, event

LOOK_BACK = 200  # newest changes of one's own among which the one to undo is sought

_MINE = (
    select(event)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.no == event.c.change_no)
    .order_by(event.c.no.desc())
    .limit(LOOK_BACK)
)
_VOIDED = select(event.c.voids, event.c.no).where(
    event.c.workspace_no == bindparam("w"), event.c.voids.in_(bindparam("nos", expanding=True))
)
_DEALS_OF = select(deal.c.deal_no).where(
    deal.c.workspace_no == bindparam("w"), deal.c.customer_no.in_(bindparam("nos", expanding=True))
)


def undo(ledger: Ledger, by: By, *, change_no: int | None = None, sure: bool = False) -> Notice:
    """Undo a change, the person's own newest one when none is named.

    A second undo without a target within two minutes raises UndidJustNow unless the person is `sure`. Raises
    NothingToUndo, NotAllowed, AlreadyUndone, ChangedSince, CannotUndo; nothing is changed then.
    """

    def decide(work: Work) -> Notice:
        who = require(work.connection, by, Act.OPEN)
        number = change_no or _newest(work, sure=sure)
        change = rows.change(work.connection, by.workspace_no, number)
        _refuse_strange(work, who, change)
        keys = list(dict.fromkeys((each.subject, each.subject_no) for each in change))
        histories = rows.histories(work.connection, by.workspace_no, keys)
        try:
            links = undoing.targets(change, histories)
        except errors.AlreadyUndone as done:
            if done.values["who"] != by.member_no:
                raise
            return _notice(work, change, done.values["change"])
        for link in links:
            work.void(link)
        _check_result(work)
        return _notice(work, change, work.change_no)

    return ledger.commit(by, decide)


def _newest(work: Work, *, sure: bool) -> int:
    mine = [rows.from_row(row) for row in work.connection.execute(_MINE, _who(work))]
    last = mine[0] if mine else None
    own = [each for each in mine if each.voids is None and each.via not in (Via.IMPORT, Via.SYSTEM)]
    gone = _out_of_force(work, [each.no for each in own])
    for each in own:
        if each.no not in gone:
            if not sure:
                _ask_if_just_undone(last, each, work.now)
            return each.change_no
    raise errors.NothingToUndo


def _who(work: Work) -> dict[str, int | None]:
    return {"w": work.by.workspace_no, "by": work.by.member_no}


def _out_of_force(work: Work, nos: list[int]) -> set[int]:
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


def _ask_if_just_undone(last: Event | None, target: Event, now: datetime) -> None:
    if last is not None and last.voids is not None and now - last.recorded_at < JUST_NOW:
        raise errors.UndidJustNow(
            seconds=max(1, round((now - last.recorded_at).total_seconds())),
            change=target.change_no,
            deal=target.subject_no if target.subject is Subject.DEAL else None,
        )


def _refuse_strange(work: Work, who: Standing, change: list[Event]) -> None:
    """A change one may undo: made by oneself, or on deals one may change; never an import's or the system's."""
    if not change or any(each.via in (Via.IMPORT, Via.SYSTEM) for each in change):
        raise errors.NothingToUndo
    settings = any(each.subject not in (Subject.DEAL, Subject.CUSTOMER) for each in change)
    if settings and not may(who, Act.SETTINGS):
        raise errors.NothingToUndo
    for each in change:
        is_deal = each.subject is Subject.DEAL
        deal_now = rows.deal_state(work.connection, work.by.workspace_no, each.subject_no) if is_deal else None
        if deal_now is None:
            if each.member_no != who.member_no and not may(who, Act.SETTINGS):
                raise errors.NothingToUndo
        elif not may(who, Act.CHANGE, owner=deal_now.owner, pipeline_no=deal_now.pipeline_no):
            raise errors.NotAllowed(who=deal_now.owner, role="lead")


def _check_result(work: Work) -> None:
    """No deal in a missing stage, without what its stage requires, or without its customer."""
    stages = stages_.of_workspace(work)
    lost_customers: list[int] = []
    gone_deals: set[int] = set()
    for (subject, no), folded in work.refolded().items():
        if isinstance(folded.state, DealState) and not rules.requirements_hold(folded.state, stages.all):
            raise errors.CannotUndo(deal=no, stage=folded.state.stage_no)
        if folded.state is None and subject is Subject.CUSTOMER:
            lost_customers.append(no)
        if folded.state is None and subject is Subject.DEAL:
            gone_deals.add(no)
    if lost_customers:
        rest = set(work.connection.scalars(_DEALS_OF, {"w": work.by.workspace_no, "nos": lost_customers}))
        if rest - gone_deals:
            raise errors.CannotUndo(deal=min(rest - gone_deals))


def _notice(work: Work, change: list[Event], change_no: int) -> Notice:
    """What was undone, and where the deal is now; a deal whose opening was undone is gone."""
    deals = [each.subject_no for each in change if each.subject is Subject.DEAL]
    if not deals:
        return Notice(Says.UNDONE, {"change": change_no})
    state = work.state_after_undo(deals[0])
    if state is None:
        return Notice(Says.UNDONE, {"change": change_no, "opened": deals[0]})
    return Notice(
        Says.UNDONE,
        {"change": change_no, "deal": state.deal_no, "stage": state.stage_no, "open": state.state is Kind.OPEN},
    )
