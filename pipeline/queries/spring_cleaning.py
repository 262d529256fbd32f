"""What a spring cleaning shows: one's stuck deals, and how deals that stood as long in the same stage have ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline.deals.several import MOST
from pipeline.deals.tables import deal, deal_watch, stay
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import rights_of, who_sees
from pipeline.queries.deal_lists import IS_WATCHED_STUCK, stuck_now
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages.events import StageKind

LEAST_OPEN = 6  # open deals of which more than half are stuck; with fewer deals there is nothing to clean
LEAST_ALIKE = 30  # closed deals from which is told how such deals end
_READ = 5_000  # stays of closed deals that are read, the newest


@dataclass(frozen=True, slots=True)
class Share:
    """How many open deals a person has, and how many of them are stuck."""

    open: int = 0
    stuck: int = 0

    @property
    def asks_for_cleaning(self) -> bool:
        """Whether more than half of them are stuck, and there are enough of them."""
        return self.open >= LEAST_OPEN and 2 * self.stuck > self.open


@dataclass(frozen=True, slots=True)
class PastStay:
    """A stay in a stage of a deal that is closed by now: how long it was, and whether the deal was won."""

    deal_no: int
    stage_no: int
    length: timedelta
    is_won: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """The stuck deals of one stage, and how deals that stayed in it as long have ended.

    `nothing_of_ten`: so many of ten such deals were lost; `alike` closed deals say so.
    """

    stage: StageLabel
    deals: int
    nothing_of_ten: int
    alike: int


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A person's open deals as a cleaning finds them; `deals` are the stuck ones, the longest standing first."""

    share: Share
    deals: tuple[int, ...]
    outlooks: tuple[Outlook, ...] = ()


_IS_STUCK_DEAL = deal.outerjoin(deal_watch, IS_WATCHED_STUCK)
_SHARES = (
    select(
        deal.c.owner, deal.c.pipeline_no, func.count().label("deals"), func.count(deal_watch.c.deal_no).label("stuck")
    )
    .select_from(_IS_STUCK_DEAL)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.state == StageKind.OPEN.value)
    .where(deal.c.owner.in_(bindparam("owners", expanding=True)))
    .group_by(deal.c.owner, deal.c.pipeline_no)
)
_STUCK = (
    select(deal.c.deal_no, deal.c.stage_no, deal.c.stay_at)
    .select_from(deal.join(deal_watch, IS_WATCHED_STUCK))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.state == StageKind.OPEN.value)
    .where(deal.c.owner == bindparam("owner"), deal.c.pipeline_no.not_in(bindparam("hidden", expanding=True)))
    .order_by(deal.c.stay_at, deal.c.deal_no)
    .limit(MOST)
)
_PAST = (
    select(stay.c.deal_no, stay.c.stage_no, stay.c.started_at, stay.c.ended_at, deal.c.state)
    .select_from(
        stay.join(deal, (deal.c.workspace_no == stay.c.workspace_no) & (deal.c.deal_no == stay.c.deal_no))
    )
    .where(stay.c.workspace_no == bindparam("w"), stay.c.ended_at.is_not(None))
    .where(stay.c.stage_no.in_(bindparam("stages", expanding=True)), deal.c.state != StageKind.OPEN.value)
    .order_by(stay.c.no.desc())
    .limit(_READ)
)  # fmt: skip


def shares(session: ReadSession, owners: Collection[int]) -> dict[int, Share]:
    """Return the open and the stuck deals of these members, in the pipelines that each of them sees."""
    w, found = session.by.workspace_no, dict[int, Share]()
    sees: dict[int, frozenset[int]] = {}
    values = {"w": w, "owners": sorted(owners)} | stuck_now(session)
    for row in list(session.connection.execute(_SHARES, values)):
        if row.pipeline_no not in sees:
            sees[row.pipeline_no] = who_sees(session.connection, w, row.pipeline_no)
        if row.owner in sees[row.pipeline_no]:
            before = found.get(row.owner, Share())
            found[row.owner] = Share(before.open + row.deals, before.stuck + row.stuck)
    return found


def cleaning(session: ReadSession, owner: int) -> Cleaning | None:
    """Return what a cleaning of a member's deals shows now; None where it is not needed."""
    share = shares(session, [owner]).get(owner, Share())
    if not share.asks_for_cleaning:
        return None
    w = session.by.workspace_no
    hidden = sorted(rights_of(session.connection, By(w, owner, Via.SYSTEM)).hidden)
    stuck = list(session.connection.execute(_STUCK, {"w": w, "owner": owner, "hidden": hidden} | stuck_now(session)))
    past = _past(session, {row.stage_no for row in stuck})
    standing: dict[int, list[timedelta]] = defaultdict(list)
    for row in stuck:
        standing[row.stage_no].append(session.now - row.stay_at)
    labels = stage_labels(session)
    found = ((no, outlook(labels[no], lengths, past)) for no, lengths in sorted(standing.items()))
    deals = tuple(row.deal_no for row in stuck)
    return Cleaning(share, deals, tuple(each for _no, each in found if each is not None))


def _past(session: ReadSession, stages: Collection[int]) -> list[PastStay]:
    rows: Iterable[Any] = session.connection.execute(_PAST, {"w": session.by.workspace_no, "stages": sorted(stages)})
    return [
        PastStay(row.deal_no, row.stage_no, _length(row.started_at, row.ended_at), row.state == StageKind.WON.value)
        for row in rows
    ]


def _length(started_at: datetime, ended_at: datetime) -> timedelta:
    return max(ended_at - started_at, timedelta(0))


def outlook(stage: StageLabel, standing: Sequence[timedelta], past: Iterable[PastStay]) -> Outlook | None:
    """Return how deals ended that stayed in the stage at least as long as each of these; None from too few.

    A share is rounded to tenths, but never to none or to all unless it is so.
    """
    least = min(standing)
    alike = {each.deal_no: each.is_won for each in past if each.stage_no == stage.no and each.length >= least}
    if len(alike) < LEAST_ALIKE:
        return None
    lost = sum(not is_won for is_won in alike.values())
    tenths = lost * 10 // len(alike) if lost in (0, len(alike)) else min(9, max(1, round(10 * lost / len(alike))))
    return Outlook(stage, len(standing), tenths, len(alike))
