"""The team's own fields, in order, with their names and choices: what deals have beside what every deal has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from pipeline.fields.events import FieldType
from pipeline.fields.tables import field
from pipeline.ledger.session import Session
from pipeline.options.tables import option
from pipeline.people import settings
from pipeline.storage import schema

MOST_IN_USE = 10
"""Fields that a team may have in use."""

LIST = "field.{number}"
"""The name of the list of a field's choices."""

SETTING = "choices.field.{number}"
"""The setting with the order of a field's choices, by their numbers, a hidden one behind "-"."""

HIDDEN = "-"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """What may be chosen in a field. A hidden one is no longer offered, and deals that have it keep it."""

    option_no: int
    name: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the team's own. `decimals` is how many decimals a number has; a hidden field is no longer asked."""

    field_no: int
    type: FieldType
    name: str
    decimals: int | None = None
    position: int = 0
    is_hidden: bool = False
    last_no: int = 0
    choices: tuple[FieldChoice, ...] = ()

    @property
    def token(self) -> str:
        """The field as forms name it."""
        return LIST.format(number=self.field_no)

    def offered(self, *, besides: int | None = None) -> tuple[FieldChoice, ...]:
        """What may be chosen now; with the hidden choice of that number, which a deal has."""
        return tuple(each for each in self.choices if not each.is_hidden or each.option_no == besides)

    def choice(self, option_no: int | None) -> FieldChoice | None:
        """The choice of this number, be it hidden or not; None where there is none."""
        return next((each for each in self.choices if each.option_no == option_no), None)


@dataclass(frozen=True, slots=True)
class OwnFields:
    """All fields of a team, in order, the hidden ones among them."""

    all: tuple[OwnField, ...] = ()

    @property
    def in_use(self) -> tuple[OwnField, ...]:
        """Those that forms ask for."""
        return tuple(each for each in self.all if not each.is_hidden)

    def find(self, field_no: int) -> OwnField | None:
        """The field of this number; None where its adding was undone."""
        return next((each for each in self.all if each.field_no == field_no), None)


NO_FIELDS = OwnFields()

_FIELDS = (
    select(field, schema.name.c.text.label("called"))
    .outerjoin(schema.name, (schema.name.c.workspace_no == field.c.workspace_no) & (schema.name.c.no == field.c.name))
    .where(field.c.workspace_no == bindparam("w"))
    .order_by(field.c.position, field.c.field_no)
)
_CHOICES = (
    select(option.c.option_no, option.c.list_name, schema.name.c.text.label("called"))
    .outerjoin(
        schema.name, (schema.name.c.workspace_no == option.c.workspace_no) & (schema.name.c.no == option.c.name_fi)
    )
    .where(option.c.workspace_no == bindparam("w"), option.c.list_name.startswith("field.", autoescape=True))
    .order_by(option.c.option_no)
)


def of_workspace(session: Session) -> OwnFields:
    """The team's own fields, cached while the rules stay the same; what a change itself alters is not seen in it."""

    def load() -> OwnFields:
        values = {"w": session.by.workspace_no}
        rows = session.connection.execute(_FIELDS, values).all()
        if not rows:
            return NO_FIELDS
        choices = session.connection.execute(_CHOICES, values).all()
        orders = settings.of_workspace(session).values
        return OwnFields(tuple(_field(row, choices, orders) for row in rows))

    return session.remembered("own fields", load)


def _field(row: Any, choices: Any, orders: dict[str, str | int]) -> OwnField:
    listed = LIST.format(number=row.field_no)
    there = {each.option_no: each.called or "" for each in choices if each.list_name == listed}
    return OwnField(
        row.field_no,
        FieldType(row.type),
        row.called or "",
        row.decimals,
        row.position,
        is_hidden=row.is_retired,
        last_no=row.last_no,
        choices=in_order(there, str(orders.get(SETTING.format(number=row.field_no), ""))),
    )


def in_order(there: dict[int, str], order: str) -> tuple[FieldChoice, ...]:
    """The choices in the order that a setting has; what it does not name stands at the end. Pure."""
    rest, placed = dict(there), list[FieldChoice]()
    for each in order.split():
        number = each.removeprefix(HIDDEN)
        if number.isdigit() and (name := rest.pop(int(number), None)) is not None:
            placed.append(FieldChoice(int(number), name, each.startswith(HIDDEN)))
    return (*placed, *(FieldChoice(no, name) for no, name in rest.items()))


def order_of(choices: tuple[FieldChoice, ...]) -> str:
    """The setting that keeps the choices in this order, and hidden those that are. Pure."""
    return " ".join(f"{HIDDEN if each.is_hidden else ''}{each.option_no}" for each in choices)
