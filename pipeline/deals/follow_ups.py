"""What a change writes for deals beside events: the tick looks at them again, and their cards show what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from pipeline.deals.delivery_events import Checked, ProblemTold
from pipeline.deals.events import DEAL, Moved, Opened, StepSet, Won
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent
from pipeline.deals.projection import DealState
from pipeline.deals.rehoming_events import Transferred
from pipeline.deals.tables import deal, deal_due, deal_watch
from pipeline.deals.touch_events import NeedAdded, NeedEnded, Touched
from pipeline.ledger.events import Event, Via
from pipeline.ledger.projection_rows import changed_columns
from pipeline.ledger.subject import Appended
from pipeline.people.events import SETTING
from pipeline.people.settings import WORKSPACE
from pipeline.pipelines.events import PIPELINE, PipelineRetired
from pipeline.stages.events import STAGE, StageKind, StageRequiresSet
from pipeline.storage import schema
from pipeline.storage.prepared import Write


def _insert_watch(insert: Any) -> Any:
    statement = insert(deal_watch)
    due_at = deal_watch.c.due_at
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "deal_no"],
        set_={"due_at": statement.excluded.due_at},
        where=due_at.is_(None) | (due_at > statement.excluded.due_at),  # what is due already stays so
    )


def _insert_card(insert: Any) -> Any:
    statement = insert(schema.card)
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "deal_no"],
        set_={"wanted": statement.excluded.wanted, "due": True, "retry_at": None, "tries": 0, "reason": None},
    )


def _insert_due(insert: Any) -> Any:
    statement = insert(deal_due)
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "deal_no"], set_={"due_at": statement.excluded.due_at}
    )


_DUE = Write(_insert_due)
_STILL_DUE = Write(
    lambda _insert: (
        update(deal_due)
        .where(deal_due.c.workspace_no == bindparam("w"), deal_due.c.deal_no == bindparam("of"))
        .values(due_at=bindparam("at", type_=schema.Moment))
    )
)
_WATCH = Write(_insert_watch)
_POST_CARD = Write(_insert_card)
_CHANGE_CARD = Write(
    lambda _insert: (
        update(schema.card)
        .where(schema.card.c.workspace_no == bindparam("w"), schema.card.c.deal_no == bindparam("of"))
        .values(wanted=bindparam("last"), due=True, retry_at=None, tries=0, reason=None)
    )
)
POSTS_CARD = (Opened, Moved, Won, Transferred)
"""What is public of a deal: only these bring a card into the channel. Whatever else is done changes one that stands."""
OFFER_KINDS = (OfferSent, OfferAnswered, OfferExtended)
SHOWN_PARTS = (Touched, NeedAdded, NeedEnded, Checked, ProblemTold, *OFFER_KINDS)
"""What others may see of a deal although its row stays as it was."""
PRIVATE = frozenset({"snoozed_until", "snoozed_stay", "quiet_until", "last_no"})
"""The fields of a deal that no card shows."""
_POSTS_DUE = (
    update(schema.post)
    .where(schema.post.c.workspace_no == bindparam("w"), schema.post.c.next_at > bindparam("at", type_=schema.Moment))
    .values(next_at=bindparam("at", type_=schema.Moment))
)
_ALL_DUE = (
    update(deal_watch)
    .where(deal_watch.c.workspace_no == bindparam("w"))
    .where(
        deal_watch.c.deal_no.in_(
            select(deal.c.deal_no).where(deal.c.workspace_no == bindparam("w"), deal.c.state == StageKind.OPEN.value)
        )
    )
    .values(due_at=bindparam("at"))
)


def watch_deals(change: Appended) -> None:
    """Let the tick look at the deals whose limit this change moved: those it touched, or all open ones.

    A deal that this change both opened and closed, as an import does, is never watched.
    """
    if any(_moves_all_limits(change.roots.get(event.no, event)) for event in change.events):
        change.connection.execute(_ALL_DUE, {"w": change.workspace_no, "at": change.now})
        change.connection.execute(_POSTS_DUE, {"w": change.workspace_no, "at": change.now})
    deals = dict.fromkeys(event.subject_no for event in change.events if event.subject == DEAL)
    look_at(change.connection, change.workspace_no, [no for no in deals if not _is_born_closed(change, no)], change.now)


def look_at(connection: Connection, workspace_no: int, deals: Sequence[int], now: datetime) -> None:
    """Let the next tick look at these deals."""
    _WATCH(connection, ({"workspace_no": workspace_no, "deal_no": no, "due_at": now} for no in deals))


def look_at_offers(change: Appended) -> None:
    """Let the next tick look at the offers of the deals of which this change altered one, or the next step."""
    roots = [(each.subject_no, change.roots.get(each.no, each).data) for each in change.events if each.subject == DEAL]
    offered = dict.fromkeys(no for no, data in roots if isinstance(data, OFFER_KINDS))
    stepped = dict.fromkeys(no for no, data in roots if isinstance(data, StepSet) and no not in offered)
    w, now = change.workspace_no, change.now
    _DUE(change.connection, [{"workspace_no": w, "deal_no": no, "due_at": now} for no in offered])
    _STILL_DUE(change.connection, [{"w": w, "of": no, "at": now} for no in stepped])


def want_cards(change: Appended) -> None:
    """Let the cards of the deals that this change altered show the state after it.

    A new deal, a move and a win bring a card into the channel. Anything else changes a card that stands there, and
    only where the card shows it. An import brings no cards.
    """
    if change.via is Via.IMPORT:
        return
    last = {event.subject_no: event.no for event in change.events if event.subject == DEAL}
    shown = deals_with_shown_parts(change)
    posted = {event.subject_no for event in change.events if isinstance(event.data, POSTS_CARD)}
    w = change.workspace_no
    _POST_CARD(
        change.connection,
        [{"workspace_no": w, "deal_no": no, "wanted": last[no], "shown": 0, "due": True} for no in sorted(posted)],
    )
    _CHANGE_CARD(
        change.connection,
        [
            {"w": w, "of": no, "last": wanted}
            for no, wanted in last.items()
            if no not in posted and (no in shown or not looks_as_before(change, no))
        ],
    )


def _moves_all_limits(event: Event) -> bool:
    """Whether any deal may become stuck earlier or later by this.

    It is so of a stage's limit, of the workspace's calendar, and of a pipeline that is archived or in use again.
    """
    if event.subject == PIPELINE:
        return isinstance(event.data, PipelineRetired)
    if event.subject == STAGE:
        is_of_name = getattr(event.data, "field", "limit_days") != "limit_days"
        return not is_of_name and not isinstance(event.data, StageRequiresSet)
    return event.subject == SETTING and event.subject_no == WORKSPACE


def deals_with_shown_parts(change: Appended) -> frozenset[int]:
    """The deals of which this change adds, ends or takes back a part that others may see."""
    return frozenset(
        event.subject_no
        for event in change.events
        if event.subject == DEAL and isinstance(change.roots.get(event.no, event).data, SHOWN_PARTS)
    )


def looks_as_before(change: Appended, deal_no: int) -> bool:
    """Whether this change left all of the deal's row that others may see, as a note or a snooze does."""
    before, after = change.before.get((DEAL, deal_no)), change.after.get((DEAL, deal_no))
    if not isinstance(before, DealState) or not isinstance(after, DealState):
        return False
    return changed_columns(before, after).keys() <= PRIVATE


def _is_born_closed(change: Appended, deal_no: int) -> bool:
    """Whether this change both opened and closed the deal."""
    after = change.after.get((DEAL, deal_no))
    is_new = change.before.get((DEAL, deal_no)) is None
    return is_new and isinstance(after, DealState) and after.state is not StageKind.OPEN
