"""Members who leave the workspace: who is told, so that their open deals and their pipelines find somebody else."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from pipeline.deals.tables import deal
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.absence_notices import LeadLeft, SellerLeft
from pipeline.messages.notices import Notice
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members
from pipeline.stages.events import StageKind

_OPEN_DEALS = (
    select(deal.c.pipeline_no, func.count().label("deals"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.owner == bindparam("owner"))
    .where(deal.c.state == StageKind.OPEN.value)
    .group_by(deal.c.pipeline_no)
    .order_by(deal.c.pipeline_no)
)


def tell_of_leaver(work: UnitOfWork, member_no: int) -> None:
    """Tell the lead of each pipeline in which the leaver has open deals, and the admins which pipelines they led.

    It is called before their roles are taken. Where a pipeline has no other active lead, the admins are told both.
    """
    connection, w = work.connection, work.by.workspace_no
    gone = {no for no, each in members.profiles(connection, w).items() if not each.active} | {member_no}
    there = [each for each in members.everyone(connection, w) if each.member_no not in gone]
    admins = [each.member_no for each in there if each.admin]
    for row in connection.execute(_OPEN_DEALS, {"w": w, "owner": member_no}):
        leads = [each.member_no for each in there if str(row.pipeline_no) in each.leads.split()]
        for to in leads or admins:
            _tell(work, to, SellerLeft(who=member_no, pipeline=row.pipeline_no), row.pipeline_no)
    left = members.roles_of(connection, w, member_no)
    for pipeline_no in left.leads.split() if left is not None else ():
        for to in admins:
            _tell(work, to, LeadLeft(who=member_no, pipeline=int(pipeline_no)), int(pipeline_no))


def _tell(work: UnitOfWork, to: int, notice: Notice, pipeline_no: int) -> None:
    key = f"{notice.kind.value}:{work.change_no}:{pipeline_no}:{to}"
    work.say(OutboxMessage(key, Lane.POSTS, notice, work.now, to_member=to, event_no=work.change_no))
