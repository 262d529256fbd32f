"""Looks up the names that belong to numbers (of deals, stages, people and typed texts), with one query per kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, CursorResult, Select, bindparam, select

from pipeline.customers.events import CUSTOMER as CUSTOMERS
from pipeline.customers.known import names_of
from pipeline.deals import tables as deal_tables
from pipeline.deals.events import DEAL
from pipeline.deals.names import CUSTOMER, NAME, DealName, with_names
from pipeline.deals.projection import DEALS, DealState
from pipeline.ledger import event_store
from pipeline.ledger.fold import known_at
from pipeline.ledger.session import Session
from pipeline.people import tables as people_tables
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState
from pipeline.storage import schema
from pipeline.storage.prepared import Read


@dataclass(frozen=True, slots=True)
class StageLabel:
    """The name of a stage: the catalogue key of a default name, or the text of a name that people gave it."""

    no: int
    key: str | None
    text: str | None
    kind: StageKind


@dataclass(frozen=True, slots=True)
class Names:
    """Names by number. Numbers without a name are left out."""

    deals: dict[int, DealName] = field(default_factory=dict[int, DealName])
    stages: dict[int, StageLabel] = field(default_factory=dict[int, StageLabel])
    members: dict[int, str] = field(default_factory=dict[int, str])
    words: dict[int, str] = field(default_factory=dict[int, str])
    customers: dict[int, str] = field(default_factory=dict[int, str])


def named_deals(*columns: Any) -> Select[*tuple[Any, ...]]:
    """A query of the workspace's deals: the given columns, the deal's number, and the texts of both its names."""
    return (
        select(*columns, deal_tables.deal.c.deal_no, CUSTOMER, NAME)
        .select_from(with_names(deal_tables.deal))
        .where(deal_tables.deal.c.workspace_no == bindparam("w"))
    )


_DEALS = named_deals().where(deal_tables.deal.c.deal_no.in_(bindparam("nos", expanding=True)))
_ONE_DEAL = Read(named_deals().where(deal_tables.deal.c.deal_no == bindparam("deal_no")))


def _texts_about(subject: str) -> Select[*tuple[Any, ...]]:
    """A query of the names that these numbers of a subject have had, the newest last."""
    return (
        select(schema.name.c.about_no, schema.name.c.text)
        .where(schema.name.c.workspace_no == bindparam("w"), schema.name.c.about == subject)
        .where(schema.name.c.about_no.in_(bindparam("nos", expanding=True)))
        .order_by(schema.name.c.no)
    )


_NAME_OF_GONE = _texts_about(DEAL)
_NAME_OF_CUSTOMER = _texts_about(CUSTOMERS)
_MEMBERS = select(people_tables.profile.c.member_no, people_tables.profile.c.name).where(
    people_tables.profile.c.workspace_no == bindparam("w"),
    people_tables.profile.c.member_no.in_(bindparam("nos", expanding=True)),
)
_WORDS = select(schema.words.c.no, schema.words.c.text).where(
    schema.words.c.workspace_no == bindparam("w"), schema.words.c.no.in_(bindparam("nos", expanding=True))
)
_STAGE_NAMES = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.about == "stage"
)


def names(
    session: Session,
    *,
    deals: Iterable[int | None] = (),
    members: Iterable[int | None] = (),
    words: Iterable[int | None] = (),
    customers: Iterable[int | None] = (),
) -> Names:
    """The names of these deals, members, typed texts and customers, and of all stages.

    A deal that is gone is called by the names that it had.
    """
    return Names(
        deals=_deals(session, _known(deals)),
        stages=stage_labels(session),
        members={row.member_no: row.name or "" for row in _rows(session, _MEMBERS, _known(members))},
        words={row.no: row.text or "" for row in _rows(session, _WORDS, _known(words))},
        customers=names_of(session, _known(customers)),
    )


def _known(nos: Iterable[int | None]) -> list[int]:
    return sorted({no for no in nos if no is not None})


def _rows(session: Session, statement: Any, nos: list[int]) -> list[Any]:
    if not nos:
        return []
    found: CursorResult[Any] = session.connection.execute(statement, {"w": session.by.workspace_no, "nos": nos})
    return list(found)


def _deals(session: Session, nos: list[int]) -> dict[int, DealName]:
    found: dict[int, DealName] = {
        no: session.already_read[DEAL, no] for no in nos if (DEAL, no) in session.already_read
    }
    unread = [no for no in nos if no not in found]
    if len(unread) == 1:
        rows = _ONE_DEAL(session.connection, {"w": session.by.workspace_no, "deal_no": unread[0]})
    else:
        rows = _rows(session, _DEALS, unread)
    found |= {row.deal_no: DealName.of(row) for row in rows}
    gone = [no for no in unread if no not in found]
    return found | _gone_deals(session, gone)


def _gone_deals(session: Session, nos: list[int]) -> dict[int, DealName]:
    """What deals were called that are deleted, or whose opening was undone."""
    found = {row.about_no: row.text or "" for row in _rows(session, _NAME_OF_GONE, nos)}
    if not found:
        return {}
    customers = {no: _last_customer(session, no) for no in found}
    called = {row.about_no: row.text or "" for row in _rows(session, _NAME_OF_CUSTOMER, _known(customers.values()))}
    return {no: DealName(called.get(customers[no] or 0, text), text) for no, text in found.items()}


def _last_customer(session: Session, deal_no: int) -> int | None:
    """The number of the customer that a deal had before it was gone."""
    history = event_store.history_of(session, (DEAL, deal_no))
    states = (known_at(DEALS, history, each.no).state for each in reversed(history))
    return next((state.customer_no for state in states if isinstance(state, DealState)), None)


def stage_labels(session: Session) -> dict[int, StageLabel]:
    """The names of all stages by number, cached until stages or settings change."""

    def load() -> dict[int, StageLabel]:
        rows = session.connection.execute(_STAGE_NAMES, {"w": session.by.workspace_no})
        texts: dict[int, str | None] = {row.no: row.text for row in rows}
        return {each.stage_no: _label(each, texts) for each in stages_.of_workspace(session).all}

    return session.remembered("labels", load)


def _label(stage: StageState, texts: dict[int, str | None]) -> StageLabel:
    text = texts.get(stage.name) if stage.name is not None else None
    return StageLabel(stage.stage_no, stage.label_key, text, stage.kind)


def member_names(connection: Connection, workspace_no: int, nos: Collection[int]) -> dict[int, str]:
    """The names of these members by number."""
    if not nos:
        return {}
    found = connection.execute(_MEMBERS, {"w": workspace_no, "nos": sorted(nos)})
    return {row.member_no: row.name or "" for row in found}
