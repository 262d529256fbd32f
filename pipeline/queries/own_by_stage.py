"""A person's open deals by stage: how many there are in each, and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from pipeline.deals.tables import deal
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage.prepared import Read


@dataclass(frozen=True, slots=True)
class OwnStage:
    """The viewer's open deals in one stage; `sums` has one amount per currency."""

    stage: StageLabel
    count: int
    sums: tuple[Money, ...]


_BY_STAGE = Read(
    select(deal.c.stage_no, deal.c.currency, func.count().label("deals"), func.sum(deal.c.amount).label("sum"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.owner == bindparam("owner"))
    .where(deal.c.state == StageKind.OPEN.value)
    .group_by(deal.c.stage_no, deal.c.currency)
)


def own_by_stage(session: ReadSession) -> tuple[OwnStage, ...]:
    """Return the stages in which the viewer has open deals, in their order. Raises NotAllowed."""
    who = require(session.connection, session.by, Act.SEE)
    rows = _BY_STAGE(session.connection, {"w": session.by.workspace_no, "owner": who.member_no})
    labels = stage_labels(session)

    def of(stage_no: int) -> OwnStage:
        here = [row for row in rows if row.stage_no == stage_no]
        sums = [Money(int(row.sum), row.currency) for row in here if row.sum is not None]
        in_order = home_currency_first(session, sums, lambda each: each.currency)
        return OwnStage(labels[stage_no], sum(int(row.deals) for row in here), tuple(in_order))

    there = {row.stage_no for row in rows}
    known = [each for each in stages_.of_workspace(session).all if each.pipeline_no not in who.hidden]
    return tuple(of(each.stage_no) for each in known if each.stage_no in there)
