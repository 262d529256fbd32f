"""The deals that one person may select for one act: open ones that they may change."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.deals.read import deals_by_no
from pipeline.deals.several import MOST
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, may, require
from pipeline.queries import deal_lists, find
from pipeline.queries.deal_lists import LIMIT, DealLine
from pipeline.stages.events import StageKind


def selectable(session: ReadSession, nos: Sequence[int]) -> tuple[DealLine, ...]:
    """Those of these deals that are open and that the person may change, in this order, MOST at most."""
    who = require(session.connection, session.by, Act.SEE)
    deals = deals_by_no(session.connection, session.by.workspace_no, nos[:MOST])
    kept = [
        no
        for no in nos[:MOST]
        if no in deals
        and deals[no].state is StageKind.OPEN
        and may(who, Act.CHANGE, owner=deals[no].owner, pipeline_no=deals[no].pipeline_no)
    ]
    pages = (kept[start : start + LIMIT] for start in range(0, len(kept), LIMIT))
    return tuple(line for page in pages for line in find.by_numbers(session, page))


def own(session: ReadSession) -> tuple[DealLine, ...]:
    """The person's own open deals, MOST at most, in the order of their list."""
    found: list[DealLine] = []
    for start in range(0, MOST, LIMIT):
        page = deal_lists.mine(session, start=start)
        found += page.lines
        if page.total <= start + LIMIT:
            break
    return tuple(found[:MOST])
