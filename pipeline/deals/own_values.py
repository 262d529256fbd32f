"""What deals have in the team's own fields: read, checked and set as part of a change of the deal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline import errors, field_errors
from pipeline.deals.change import a_deal
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.deals.tables import value
from pipeline.deals.value_events import ValueSet
from pipeline.fields import fields
from pipeline.fields.events import FIELD
from pipeline.fields.fields import MOST_IN_USE
from pipeline.fields.projection import FieldState
from pipeline.fields.tables import field
from pipeline.fields.values import NOTHING, OwnValue, OwnValues
from pipeline.ledger.events import Key
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.options.events import OPTION
from pipeline.storage import schema

TEXT_LIMIT = 300
"""Characters of a text in a field."""


_OF_DEAL = (
    select(value, schema.words.c.text)
    .outerjoin(
        schema.words, (schema.words.c.workspace_no == value.c.workspace_no) & (schema.words.c.no == value.c.words)
    )
    .where(value.c.workspace_no == bindparam("w"), value.c.deal_no == bindparam("deal_no"))
    .order_by(value.c.field_no)
)
_TEXTS = select(schema.words.c.no, schema.words.c.text).where(
    schema.words.c.workspace_no == bindparam("w"), schema.words.c.no.in_(bindparam("nos", expanding=True))
)
_HELD = select(value.c.deal_no).where(value.c.workspace_no == bindparam("w")).limit(1)
_OTHERS_IN_USE = (
    select(func.count())
    .select_from(field)
    .where(field.c.workspace_no == bindparam("w"), field.c.is_retired.is_(False))
    .where(field.c.field_no.not_in(bindparam("nos", expanding=True)))
)


def values_of(session: Session, deal_no: int) -> dict[int, OwnValue]:
    """What a deal has in the team's own fields, the hidden ones among them."""
    if not fields.of_workspace(session).all:
        return {}
    rows = session.connection.execute(_OF_DEAL, {"w": session.by.workspace_no, "deal_no": deal_no})
    return {row.field_no: OwnValue(row.number, row.day, row.option_no, row.text or "") for row in rows}


def values_known(session: Session, rows: Iterable[Mapping[str, Any]]) -> dict[int, OwnValue]:
    """Values as rows of a fold have them, with their texts."""
    kept = list(rows)
    nos = [row["words"] for row in kept if row["words"] is not None]
    found = session.connection.execute(_TEXTS, {"w": session.by.workspace_no, "nos": nos}) if nos else ()
    texts = {row.no: row.text or "" for row in found}
    return {
        row["field_no"]: OwnValue(row["number"], row["day"], row["option_no"], texts.get(row["words"], ""))
        for row in kept
    }


def only_changes(wished: OwnValues, shown: OwnValues, now: OwnValues) -> dict[int, OwnValue]:
    """What is wished for without what was only left as it was shown, and without what is so already. Pure."""
    return {no: wish for no, wish in wished.items() if wish not in (shown.get(no, NOTHING), now.get(no, NOTHING))}


def set_values(work: UnitOfWork, deal: DealState, wanted: OwnValues) -> DealState:
    """Let a deal have these values; an empty one is taken off. Raises FieldGone and TooLong.

    A field that was hidden after its form was opened keeps what was typed into it.
    """
    own = fields.of_workspace(work)
    for field_no, wish in sorted(wanted.items()):
        there = own.find(field_no)
        if there is None or (wish.option_no is not None and there.choice(wish.option_no) is None):
            raise field_errors.FieldGone
        text = text_kept(wish.text)
        words = work.text(schema.words, DEAL, deal.deal_no, text) if text else None
        data = ValueSet(field_no=field_no, number=wish.number, day=wish.day, option_no=wish.option_no, words=words)
        deal = a_deal(work.append(data, deal.deal_no, deal)[1])
    return deal


def text_kept(text: str) -> str:
    """A text as it is kept: on one line, without control characters. Raises TooLong."""
    kept = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if len(kept) > TEXT_LIMIT:
        raise errors.TooLong(limit=TEXT_LIMIT)
    return kept


def require_undoable(session: Session, after: Mapping[Key, Any]) -> None:
    """Raise FieldInUse where a field or a choice in `after` is gone that a deal has, TooManyFields for one too many.

    `after` has the subjects of an undo as it leaves them; None: the subject is gone.
    """
    for (name, number), state in after.items():
        column = {FIELD: value.c.field_no, OPTION: value.c.option_no}.get(name)
        if column is None or state is not None:
            continue
        held = session.connection.execute(_HELD.where(column == number), {"w": session.by.workspace_no})
        if held.first() is not None:
            raise field_errors.FieldInUse
    states = {no: state for (name, no), state in after.items() if name == FIELD}
    coming = [state for state in states.values() if isinstance(state, FieldState) and not state.is_retired]
    if coming:
        values = {"w": session.by.workspace_no, "nos": sorted(states)}
        others = session.connection.execute(_OTHERS_IN_USE, values).scalar_one()
        if others + len(coming) > MOST_IN_USE:
            raise field_errors.TooManyFields(limit=MOST_IN_USE)
