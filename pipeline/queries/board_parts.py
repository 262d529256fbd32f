"""The open deals of a pipeline that fit what was typed behind `board`, and the same counted by person or source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from pipeline.deals import choices
from pipeline.deals.events import SourceKind
from pipeline.deals.sight import AnySelect, require_pipeline
from pipeline.deals.tables import deal
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.deal_lists import BY_WORTH, LIMIT, Lines, deal_columns, lines
from pipeline.queries.names import member_names, named_deals
from pipeline.stages import stages
from pipeline.stages.events import StageKind


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which open deals a list has; None: it does not matter. Amounts are in minor units of `currency`.

    `over` and `under` leave out the amounts themselves, unless `is_inclusive`.
    """

    owner: int | None = None
    stage: int | None = None
    over: int | None = None
    under: int | None = None
    is_inclusive: bool = False
    currency: str | None = None
    source: SourceKind | None = None
    source_option: int | None = None


@dataclass(frozen=True, slots=True)
class BoardPart:
    """The open deals of one person or of one kind of source: how many, and what they are worth.

    `name` is the person's, `source` the kind; both are None for deals whose source nobody told. With `option` it is the
    part of the kind that has this entry of the team's own.
    """

    count: int
    sums: tuple[Money, ...]
    name: str | None = None
    source: SourceKind | None = None
    option: int | None = None


_OPEN = (deal.c.state == StageKind.OPEN.value, deal.c.pipeline_no == bindparam("pipeline"))
_ROWS = (
    named_deals(*deal_columns())
    .where(*_OPEN)
    .order_by(deal.c.stage_no.desc(), *BY_WORTH)
    .limit(LIMIT)
    .offset(bindparam("start"))
)
_SUMS = (
    select(deal.c.currency, func.count().label("deals"), func.sum(deal.c.amount).label("sum"))
    .where(deal.c.workspace_no == bindparam("w"), *_OPEN)
    .group_by(deal.c.currency)
)
# The sum keeps SQLite from walking all deals of the workspace in the order of their owners.
_BY_OWNER = _SUMS.add_columns((deal.c.owner + literal_column("0")).label("part")).group_by(
    deal.c.owner + literal_column("0")
)
_BY_SOURCE = _SUMS.add_columns(deal.c.source_kind.label("part"), deal.c.source_option.label("option")).group_by(
    deal.c.source_kind, deal.c.source_option
)


def fitting(session: ReadSession, which: DealFilter, *, start: int = 0) -> Lines:
    """Return the open deals of the actor's pipeline that fit, from `start` on, and what all of them are worth."""
    require(session.connection, session.by, Act.SEE)
    values: dict[str, Any] = {"w": session.by.workspace_no, "pipeline": _pipeline(session)}
    counted = list(session.connection.execute(_narrowed(_SUMS, which), values))
    values |= {"start": start, "home": settings.of_workspace(session).currency}
    rows = list(session.connection.execute(_narrowed(_ROWS, which), values))
    total = sum(int(row.deals) for row in counted)
    return Lines(total, lines(session, rows), start, sums=_sums(session, counted))


def by_person(session: ReadSession) -> tuple[BoardPart, ...]:
    """Return the open deals of the actor's pipeline by their owners."""
    rows = _parts(session, _BY_OWNER)
    called = member_names(session.connection, session.by.workspace_no, {row.part for row in rows})
    found = {no: [row for row in rows if row.part == no] for no in sorted({row.part for row in rows})}
    return tuple(BoardPart(_count(own), _sums(session, own), called.get(no, "")) for no, own in found.items())


def by_source(session: ReadSession) -> tuple[BoardPart, ...]:
    """Return the open deals of the actor's pipeline by the kinds of their sources; last those without one.

    The kinds stand in the order of the team's list, and behind each the entries of the team's own that count as it.
    """
    rows = _parts(session, _BY_SOURCE)
    parts: list[BoardPart] = []
    listed = choices.of_workspace(session).source
    for code in [*dict.fromkeys(each.code for each in listed), None]:
        alike = [row for row in rows if row.part == code]
        kind = SourceKind(code) if code is not None else None
        parts.append(BoardPart(_count(alike), _sums(session, alike), source=kind))
        for no in (each.option_no for each in listed if each.code == code and each.option_no is not None):
            own = [row for row in alike if row.option == no]
            parts.append(BoardPart(_count(own), _sums(session, own), source=kind, option=no))
    return tuple(each for each in parts if each.count)


def _pipeline(session: ReadSession) -> int:
    return require_pipeline(session, stages.persons_pipeline(session))


def _parts(session: ReadSession, statement: AnySelect) -> list[Any]:
    require(session.connection, session.by, Act.SEE)
    return list(session.connection.execute(statement, {"w": session.by.workspace_no, "pipeline": _pipeline(session)}))


def _narrowed(statement: AnySelect, which: DealFilter) -> AnySelect:
    """The statement on `deal` with what the filter says."""
    if which.owner is not None:
        statement = statement.where(deal.c.owner == which.owner)
    if which.stage is not None:
        statement = statement.where(deal.c.stage_no == which.stage)
    if which.currency is not None:
        statement = statement.where(deal.c.currency == which.currency)
    if which.over is not None:
        statement = statement.where(deal.c.amount >= which.over + (not which.is_inclusive))
    if which.under is not None:
        statement = statement.where(deal.c.amount <= which.under - (not which.is_inclusive))
    if which.source is not None:
        statement = statement.where(deal.c.source_kind == which.source.value)
    if which.source_option is not None:
        statement = statement.where(deal.c.source_option == which.source_option)
    return statement


def _count(rows: Sequence[Any]) -> int:
    return sum(int(row.deals) for row in rows)


def _sums(session: ReadSession, rows: Sequence[Any]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for row in rows:
        if row.sum is not None:
            sums[row.currency] = sums.get(row.currency, 0) + int(row.sum)
    amounts = [Money(minor, currency) for currency, minor in sums.items()]
    return tuple(home_currency_first(session, amounts, lambda each: each.currency))
