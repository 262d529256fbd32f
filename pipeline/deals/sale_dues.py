"""Lets the tick look at closed deals of which something may be asked: delivery, check-ins, coming back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, update

from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.deals.tables import deal_due
from pipeline.ledger.events import Event, Via
from pipeline.ledger.subject import Appended
from pipeline.people.events import SETTING, SettingSet
from pipeline.people.settings import USUAL_CHECK_INS, WORKSPACE
from pipeline.stages.events import StageKind
from pipeline.storage.prepared import Write
from pipeline.storage.schema import Moment


def _insert_due(insert: Any) -> Any:
    statement = insert(deal_due)
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "deal_no"], set_={"due_at": statement.excluded.due_at}
    )


_DUE = Write(_insert_due)
_ALL_DUE = (
    update(deal_due)
    .where(deal_due.c.workspace_no == bindparam("w"), deal_due.c.due_at > bindparam("at", type_=Moment()))
    .values(due_at=bindparam("at", type_=Moment()))
)


_EVERY_DUE = (
    update(deal_due)
    .where(deal_due.c.workspace_no == bindparam("w"), deal_due.c.due_at.is_(None))
    .values(due_at=bindparam("at", type_=Moment()))
)


def look_at_sales(change: Appended) -> None:
    """Let the next tick look at the deals that this change closed, or of which it altered what may be asked.

    Where the workspace's settings changed, all that waits is looked at: its holidays may be others. Where those of
    check-ins did, whatever was looked at before is looked at once more.
    """
    w, now = change.workspace_no, change.now
    if any((each.subject, each.subject_no) == (SETTING, WORKSPACE) for each in change.events):
        change.connection.execute(_ALL_DUE, {"w": w, "at": now})
    if any(_sets_check_ins(change, each) for each in change.events):
        change.connection.execute(_EVERY_DUE, {"w": w, "at": now})
    deals = dict.fromkeys(each.subject_no for each in change.events if each.subject == DEAL)
    imported = {each.subject_no for each in change.events if each.subject == DEAL and each.via is Via.IMPORT}
    after = {no: change.after.get((DEAL, no)) for no in deals}
    asked = [no for no, deal in after.items() if may_be_asked(deal) and not (no in imported and _lacks_promise(deal))]
    _DUE(change.connection, [{"workspace_no": w, "deal_no": no, "due_at": now} for no in asked])


def may_be_asked(deal: object) -> bool:
    """Whether its delivery is open or was told with a day, or there is a month in which to come back to it."""
    if not isinstance(deal, DealState):
        return False
    if deal.state is StageKind.WON:
        return deal.delivered_day is not None or deal.is_delivered is None
    return deal.state is StageKind.LOST and deal.returns is not None


def _sets_check_ins(change: Appended, event: Event) -> bool:
    """Whether the event, or what it takes back, says when the workspace checks in."""
    data = change.roots.get(event.no, event).data
    return isinstance(data, SettingSet) and event.subject_no == WORKSPACE and data.name in USUAL_CHECK_INS


def _lacks_promise(deal: object) -> bool:
    """Whether a deal was won without a day for its delivery; of an imported one nobody is asked."""
    return isinstance(deal, DealState) and deal.state is StageKind.WON and deal.promised_day is None
