"""What is known of where deals came from: what became of those from one source, and the source named last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from pipeline.deals.events import DEAL, Opened, SourceKind, SourceSet
from pipeline.deals.fields import Source
from pipeline.deals.read import deal_by_no, deals_by_no
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries.names import names
from pipeline.stages.events import StageKind
from pipeline.storage import schema

LEAST = 8
"""Closed deals of a source from which on it is told what became of them."""

_RECENT = timedelta(hours=2)
_LOOK_BACK = 50  # newest events of one's own among which a source is sought

_CLOSED = (
    select(deal.c.state, func.count().label("n"))
    .select_from(
        deal.outerjoin(
            schema.words, (schema.words.c.workspace_no == deal.c.workspace_no) & (schema.words.c.no == deal.c.source)
        )
    )
    .where(deal.c.workspace_no == bindparam("w"), deal.c.source_kind == bindparam("kind"))
    .where(deal.c.state.in_([StageKind.WON.value, StageKind.LOST.value]))
    .group_by(deal.c.state)
)
_CLOSED_OF_NAME = _CLOSED.where(func.lower(schema.words.c.text) == func.lower(bindparam("name")))
_MINE = (
    select(schema.event.c.subject_no, schema.event.c.recorded_at)
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.member_no == bindparam("by"))
    .where(schema.event.c.subject == DEAL, schema.event.c.kind.in_([Opened.kind, SourceSet.kind]))
    .order_by(schema.event.c.no.desc())
    .limit(_LOOK_BACK)
)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """How many deals from a source are closed, and how many of those are won."""

    closed: int
    won: int


@dataclass(frozen=True, slots=True)
class RecentSource:
    """A source with a name that a person gave to a deal of that number."""

    deal_no: int
    name: str


def source_record(session: ReadSession, source: Source) -> SourceRecord | None:
    """What became of the deals from a source: those of its name where it has one, else those of its kind.

    Of an entry of the team's own only those of that entry count.

    None while fewer than `LEAST` of them are closed, and of a source that is not known.
    """
    require(session.connection, session.by, Act.SEE)
    if source.kind in (None, SourceKind.UNKNOWN):
        return None
    asked = _CLOSED_OF_NAME if source.words else _CLOSED
    if source.option is not None:
        asked = asked.where(deal.c.source_option == bindparam("option"))
    values = {"w": session.by.workspace_no, "kind": source.kind, "name": source.words, "option": source.option}
    counts: dict[str, int] = {row.state: row.n for row in session.connection.execute(seen(session, asked), values)}
    closed = sum(counts.values())
    return SourceRecord(closed, counts.get(StageKind.WON.value, 0)) if closed >= LEAST else None


def lacks_source(session: ReadSession, deal_no: int) -> bool:
    """Whether a deal is there and nothing was said of where it came from."""
    it = deal_by_no(session.connection, session.by.workspace_no, deal_no)
    return it is not None and it.source_kind is None and it.source is None


def recent_source(session: ReadSession, besides: int) -> RecentSource | None:
    """The source with a name that this person gave last within two hours, to another deal than `besides`."""
    values = {"w": session.by.workspace_no, "by": session.by.member_no}
    rows = session.connection.execute(_MINE, values)
    recent = [row.subject_no for row in rows if session.now - row.recorded_at <= _RECENT and row.subject_no != besides]
    there = deals_by_no(session.connection, session.by.workspace_no, set(recent))
    named = [there[no] for no in recent if no in there and there[no].source is not None]
    last = next((each for each in named if each.source_kind not in (None, SourceKind.UNKNOWN)), None)
    if last is None:
        return None
    name = names(session, words=[last.source]).words.get(last.source or 0, "")
    return RecentSource(last.deal_no, name) if name else None
