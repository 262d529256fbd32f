"""What dense runs do with the team's own fields: they edit the fields, and set, change and take off what deals have."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from pipeline.deals.own_values import values_of
from pipeline.fields import editing, fields
from pipeline.fields.events import FieldType
from pipeline.fields.fields import OwnField
from pipeline.fields.values import NOTHING, OwnValue, OwnValues
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger

OPTIONS = range(1, 7)  # the numbers of entries of the team's own, and of choices of their fields
FIELDS = range(1, 6)  # the numbers of fields that are edited
CHOICES = ("metsä", "kauppa", "kunta")

Values = Mapping[int, OwnValues]
"""What deals have in the team's own fields, by the deals' numbers."""


def values_of_deals(session: Session, deals: Iterable[int]) -> Values:
    """What each of these deals has."""
    return {deal_no: values_of(session, deal_no) for deal_no in deals}


def field_tokens(ledger: Ledger, by: By) -> list[str]:
    """What a stage may require of the team's own fields."""
    with ledger.read_session(by) as session:
        return [each.token for each in fields.of_workspace(session).in_use]


def add_fields(ledger: Ledger, by: By) -> None:
    """A field of words and a choice, so that deals have values from the start."""
    editing.add(ledger, by, editing.FieldGiven("viite", FieldType.TEXT))
    editing.add(ledger, by, editing.FieldGiven("toimiala", FieldType.CHOICE, choices=CHOICES))


def edit_fields(ledger: Ledger, by: By, chance: random.Random) -> CommitOutcome:
    """A field is added, renamed, gets other choices, is moved, hidden or shown, with deals that have values in it."""
    field_no, name = chance.choice(FIELDS), f"kenttä {chance.choice(FIELDS)}"
    choices = chance.sample(CHOICES, chance.randint(1, 3))
    given = editing.FieldGiven(name, chance.choice(list(FieldType)), chance.choice([0, 1]), choices)
    acts: tuple[Callable[[], CommitOutcome], ...] = (
        lambda: editing.add(ledger, by, given),
        lambda: editing.add(ledger, by, given),
        lambda: editing.change(ledger, by, field_no, given),
        lambda: editing.move(ledger, by, field_no, up=chance.random() < 0.5),
        lambda: editing.hide(ledger, by, field_no, hidden=chance.random() < 0.5),
    )
    return chance.choice(acts)()


def own_values(ledger: Ledger, by: By, chance: random.Random) -> dict[int, OwnValue]:
    """Values in one or two fields, hidden ones among them, some taken off; a field or a choice may not be there."""
    with ledger.read_session(by) as session:
        there = fields.of_workspace(session).all
    if not there or chance.random() < 0.05:
        return {chance.choice(FIELDS): OwnValue(text="x")}
    return {each.field_no: _own_value(each, chance) for each in chance.choices(there, k=2)}


def _own_value(own: OwnField, chance: random.Random) -> OwnValue:
    if chance.random() < 0.25:
        return NOTHING
    match own.type:
        case FieldType.TEXT:
            return OwnValue(text=chance.choice(["metsä", "  metsä ", "A-17"]))
        case FieldType.NUMBER:
            return OwnValue(number=chance.choice([-5, 0, 12]))
        case FieldType.DAY:
            return OwnValue(day=date(2026, 9, 1) + timedelta(days=chance.randrange(5)))
        case FieldType.CHOICE:
            return OwnValue(option_no=chance.choice([*(each.option_no for each in own.choices), *OPTIONS]))
