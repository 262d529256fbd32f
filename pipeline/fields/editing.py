"""Editing the team's own fields (`/deal fields`): each is one change, and is undone whole.

A field is hidden, never deleted, and its type never changes: deals keep what they have in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import errors, field_errors
from pipeline.fields import fields
from pipeline.fields.events import FIELD, FieldAdded, FieldChanged, FieldPart, FieldType
from pipeline.fields.fields import LIST, MOST_IN_USE, SETTING, FieldChoice, OwnField
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.field_notices import FieldAct, FieldSaved
from pipeline.options.events import OPTION, OptionAdded
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.storage import schema

NAME_LIMIT = 40
"""Characters of what a field is called."""

CHOICE_LIMIT = 60
"""Characters of a choice: Slack shows 75 of an option, which may say besides that it is hidden."""

MOST_CHOICES = 40
"""Choices that a field offers: as many as a form's field takes, a line each."""

MOST_DECIMALS = 2
"""Decimals of a number: with three, "1,250" would have two readings."""


@dataclass(frozen=True, slots=True)
class FieldGiven:
    """What a person gives of a field. `choices` are those that it is to offer, in order."""

    name: str
    type: FieldType
    decimals: int = 0
    choices: Sequence[str] = ()


def add(ledger: Ledger, by: By, given: FieldGiven) -> CommitOutcome:
    """Add a field behind the others.

    Raises NotAllowed, EmptyName, TooLong, FieldNameTaken, TooManyFields, NoChoices, TooManyFieldChoices.
    """

    def decide(work: UnitOfWork) -> FieldSaved:
        require(work.connection, by, Act.SETTINGS)
        there = fields.of_workspace(work)
        if len(there.in_use) >= MOST_IN_USE:
            raise field_errors.TooManyFields(limit=MOST_IN_USE)
        name, field_no = _checked_name(given.name, there.all), work.take("field_no")
        added = FieldAdded(
            field_type=given.type,
            decimals=given.decimals if given.type is FieldType.NUMBER else None,
            name=work.text(schema.name, FIELD, field_no, name),
            position=max((each.position for each in there.all), default=0) + 1,
        )
        work.append(added, field_no, None)
        if given.type is FieldType.CHOICE:
            _put_choices(work, OwnField(field_no, given.type, name), _checked_choices(given.choices))
        return _saved(work, FieldAct.ADDED, field_no)

    return ledger.commit(by, decide)


def change(ledger: Ledger, by: By, field_no: int, given: FieldGiven, *, seen: int | None = None) -> CommitOutcome:
    """Give a field another name or other choices; one that is left out is hidden. Its type and decimals stay.

    `seen`: the newest event of the field when its form was opened. Raises as `add`, FieldGone, FieldEditedMeanwhile.
    """

    def decide(work: UnitOfWork) -> FieldSaved:
        require(work.connection, by, Act.SETTINGS)
        own = _there(work, field_no)
        if seen is not None and own.last_no != seen:
            raise field_errors.FieldEditedMeanwhile(field=field_no)
        others = [each for each in fields.of_workspace(work).all if each.field_no != field_no]
        name = _checked_name(given.name, others)
        if own.type is FieldType.CHOICE:
            _put_choices(work, own, _checked_choices(given.choices))
        if name != own.name or work.has_effect:  # every change of a field leaves an event of its own to be seen by
            _set(work, field_no, FieldPart.NAME, work.text(schema.name, FIELD, field_no, name))
        return _saved(work, FieldAct.CHANGED, field_no)

    return ledger.commit(by, decide)


def hide(ledger: Ledger, by: By, field_no: int, *, hidden: bool) -> CommitOutcome:
    """Ask for a field no more, or again; deals keep what they have. Raises NotAllowed, FieldGone, TooManyFields."""

    def decide(work: UnitOfWork) -> FieldSaved:
        require(work.connection, by, Act.SETTINGS)
        own = _there(work, field_no)
        act = FieldAct.HIDDEN if hidden else FieldAct.SHOWN
        if own.is_hidden != hidden:
            if not hidden and len(fields.of_workspace(work).in_use) >= MOST_IN_USE:
                raise field_errors.TooManyFields(limit=MOST_IN_USE)
            _set(work, field_no, FieldPart.RETIRED, int(hidden))
        return _saved(work, act, field_no)

    return ledger.commit(by, decide)


def move(ledger: Ledger, by: By, field_no: int, *, up: bool) -> CommitOutcome:
    """Move a field a place up or down; the first and the last stay. Raises NotAllowed and FieldGone."""

    def decide(work: UnitOfWork) -> FieldSaved:
        require(work.connection, by, Act.SETTINGS)
        own, there = _there(work, field_no), list(fields.of_workspace(work).all)
        at = there.index(own)
        to = min(max(at + (-1 if up else 1), 0), len(there) - 1)
        there.insert(to, there.pop(at))
        for position, each in enumerate(there, start=1):
            if to != at and each.position != position:
                _set(work, each.field_no, FieldPart.POSITION, position)
        return _saved(work, FieldAct.MOVED, field_no)

    return ledger.commit(by, decide)


def merged_choices(there: Sequence[FieldChoice], wanted: Sequence[str]) -> tuple[tuple[FieldChoice, ...], list[str]]:
    """The known choices as they are to be, the wanted ones first and the others hidden; and the names of new ones.

    A new choice stands in its place with the number 0. Pure.
    """
    known = {each.name.casefold(): each for each in there}
    placed = [replace(known.get(name.casefold(), FieldChoice(0, name)), is_hidden=False) for name in wanted]
    kept = {each.option_no for each in placed}
    rest = [replace(each, is_hidden=True) for each in there if each.option_no not in kept]
    return (*placed, *rest), [each.name for each in placed if not each.option_no]


def _there(work: UnitOfWork, field_no: int) -> OwnField:
    own = fields.of_workspace(work).find(field_no)
    if own is None:
        raise field_errors.FieldGone
    return own


def _checked_name(typed: str, others: Sequence[OwnField]) -> str:
    """The name as it is kept. Raises EmptyName, TooLong, FieldNameTaken."""
    name = " ".join(typed.split())
    if not name:
        raise errors.EmptyName
    if len(name) > NAME_LIMIT:
        raise errors.TooLong(limit=NAME_LIMIT)
    if name.casefold() in {each.name.casefold() for each in others}:
        raise field_errors.FieldNameTaken(text=name)
    return name


def _checked_choices(typed: Sequence[str]) -> list[str]:
    """The choices as they are kept, each once. Raises TooLong, NoChoices, TooManyFieldChoices."""
    lines = [" ".join(each.split()) for each in typed]
    kept = list({each.casefold(): each for each in reversed(lines) if each}.values())[::-1]
    if not kept:
        raise field_errors.NoChoices
    if len(kept) > MOST_CHOICES:
        raise field_errors.TooManyFieldChoices(limit=MOST_CHOICES)
    if any(len(each) > CHOICE_LIMIT for each in kept):
        raise errors.TooLong(limit=CHOICE_LIMIT)
    return kept


def _put_choices(work: UnitOfWork, own: OwnField, wanted: Sequence[str]) -> None:
    """Let a field offer these choices: add those that it lacks, and hide the others."""
    placed, _new = merged_choices(own.choices, wanted)
    made: list[FieldChoice] = []
    for each in placed:
        option_no = each.option_no or work.take("option_no")
        if not each.option_no:
            name = work.text(schema.name, OPTION, option_no, each.name)
            work.append(OptionAdded(list_name=LIST.format(number=own.field_no), name_fi=name), option_no, None)
        made.append(replace(each, option_no=option_no))
    settings.put(work, settings.WORKSPACE, {SETTING.format(number=own.field_no): fields.order_of(tuple(made))})


def _set(work: UnitOfWork, field_no: int, part: FieldPart, value: int) -> None:
    work.append(FieldChanged(part=part, value=value), field_no, work.head_of((FIELD, field_no)))


def _saved(work: UnitOfWork, act: FieldAct, field_no: int) -> FieldSaved:
    return FieldSaved(act=act.value, field=field_no, change=work.change_no if work.has_effect else None)
