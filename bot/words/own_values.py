"""What a deal's form gives for the team's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.language.folding import Unclear
from bot.language.number_line import read_number
from bot.word import Refill
from pipeline.deals.requirements import own_field_no
from pipeline.field_errors import FieldGone, UnclearNumber
from pipeline.fields import fields
from pipeline.fields.events import FieldType
from pipeline.fields.fields import LIST, OwnField
from pipeline.fields.values import NOTHING, OwnValue
from pipeline.ledger.session import Session

_BEGINS = LIST.format(number="")


def own_given(session: Session, given: Mapping[str, Any]) -> dict[int, OwnValue] | Refill:
    """The values by the numbers of their fields, or what could not be read, under its field.

    An empty field takes its value off. A field that was hidden since the form was opened is read, too.
    """
    own, values = fields.of_workspace(session), dict[int, OwnValue]()
    wrong: dict[str, tuple[str, Mapping[str, object]]] = {}
    for name, text in given.items():
        number = name.removeprefix(_BEGINS)
        if number == name or not number.isdigit():
            continue
        field = own.find(int(number))
        if field is None:
            wrong |= {name: (FieldGone.key, {})} if text else {}
            continue
        value = _read(field, str(text).strip()) if text else NOTHING
        if isinstance(value, Unclear):
            wrong[name] = (value.key, {"text": value.text, "n": field.decimals or 0})
        else:
            values[field.field_no] = value
    return Refill(wrong) if wrong else values


def own_required(session: Session, given: Mapping[str, Any]) -> dict[str, OwnValue]:
    """The values that the form of a move gives, by the tokens of requirements, the empty ones left out.

    Raises UnclearNumber and FieldGone.
    """
    own, values = fields.of_workspace(session), dict[str, OwnValue]()
    for token, text in given.items():
        if not text or (number := own_field_no(token)) is None:
            continue
        field = own.find(number)
        if field is None:
            raise FieldGone
        value = _read(field, str(text).strip())
        if isinstance(value, Unclear):
            raise UnclearNumber(text=value.text, sentence=value.key, field=token, n=field.decimals or 0)
        values[token] = value
    return values


def _read(field: OwnField, text: str) -> OwnValue | Unclear:
    if not text:
        return NOTHING
    match field.type:
        case FieldType.NUMBER:
            number = read_number(text, field.decimals or 0)
            return number if isinstance(number, Unclear) else OwnValue(number=number)
        case FieldType.DAY:
            return OwnValue(day=date.fromisoformat(text))
        case FieldType.CHOICE:
            return OwnValue(option_no=int(text))
        case FieldType.TEXT:
            return OwnValue(text=text)
