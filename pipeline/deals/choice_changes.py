"""Editing the lists of sources and of reasons for a loss (`/deal reasons`): each is one change, and is undone whole.

A deal keeps the entry that it has, whatever becomes of that in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from pipeline import choice_errors, errors
from pipeline.deals import choices
from pipeline.deals.choices import CODES, SETTING, UNKNOWN, ListEntry, ListName
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.choice_notices import ChoiceAct, ChoicesChanged
from pipeline.options.events import OPTION, OptionAdded, OptionRenamed
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.storage import schema

LABEL_LIMIT = 60
"""Characters of a label: Slack shows 75 of an option, which may say besides that it is hidden."""

MOST_OWN = 25
"""Entries of the team's own in one list."""

BuiltInLabels = Callable[[ListName, str], Collection[str]]
"""What a built-in entry is called in each language, by its list and code."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What an entry is called; one that is empty is the other one."""

    fi: str = ""
    en: str = ""


def add(
    ledger: Ledger, by: By, name: ListName, code: str, given: Labels, built_in: BuiltInLabels, *, replaces: bool = False
) -> CommitOutcome:
    """Add an entry that counts as a code of the list, behind the entries that do so.

    With `replaces` it takes the place of the built-in entry, which is hidden. Raises NotAllowed, EmptyName, TooLong,
    ChoiceLabelTaken, TooManyChoices, UnknownStays, and ChoiceGone where the list has no such code.
    """

    def decide(work: UnitOfWork) -> ChoicesChanged:
        require(work.connection, by, Act.SETTINGS)
        if code not in CODES[name]:
            raise choice_errors.ChoiceGone(list=name.value)
        if code == UNKNOWN:
            raise choice_errors.UnknownStays
        there = choices.of_workspace(work)
        if len(there.own(name)) >= MOST_OWN:
            raise choice_errors.TooManyChoices(limit=MOST_OWN)
        labels = _checked(given, there.of(name), name, built_in)
        option_no = work.take("option_no")
        added = OptionAdded(
            list_name=name.value,
            counts_as=code,
            name_fi=_text(work, option_no, labels.fi),
            name_en=_text(work, option_no, labels.en),
        )
        work.append(added, option_no, None)
        _put(work, name, _with_new(there.of(name), ListEntry(code, option_no), replaces=replaces))
        act = ChoiceAct.REPLACED if replaces else ChoiceAct.ADDED
        return _changed(work, act, name, ListEntry(code, option_no))

    return ledger.commit(by, decide)


def _with_new(entries: Sequence[ListEntry], new: ListEntry, *, replaces: bool) -> list[ListEntry]:
    """The list with a new entry: behind those of its code, or in the place of the built-in one, which is hidden."""
    if not replaces:
        at = choices.place_for(entries, new)
        return [*entries[:at], new, *entries[at:]]
    made: list[ListEntry] = []
    for each in entries:
        made += [new, replace(each, is_hidden=True)] if each.token == new.code else [each]
    return made


def rename(
    ledger: Ledger,
    by: By,
    name: ListName,
    option_no: int,
    given: Labels,
    built_in: BuiltInLabels,
    *,
    seen: int | None = None,
) -> CommitOutcome:
    """Give an entry of the team's own other labels. `seen`: its newest event when its form was opened.

    Raises NotAllowed, ChoiceGone, ChoiceEditedMeanwhile, EmptyName, TooLong, ChoiceLabelTaken.
    """

    def decide(work: UnitOfWork) -> ChoicesChanged:
        require(work.connection, by, Act.SETTINGS)
        there = choices.of_workspace(work).of(name)
        entry = _entry(there, name, lambda each: each.option_no == option_no)
        if seen is not None and entry.last_no != seen:
            raise choice_errors.ChoiceEditedMeanwhile(list=name.value, option=option_no)
        labels = _checked(given, [each for each in there if each != entry], name, built_in)
        state = work.head_of((OPTION, option_no))
        if labels.fi != entry.fi:
            renamed = OptionRenamed(language="fi", name=_text(work, option_no, labels.fi))
            state = work.append(renamed, option_no, state)[1]
        if labels.en != entry.en:
            work.append(OptionRenamed(language="en", name=_text(work, option_no, labels.en)), option_no, state)
        return _changed(work, ChoiceAct.RENAMED, name, entry)

    return ledger.commit(by, decide)


def hide(ledger: Ledger, by: By, name: ListName, token: str, *, hidden: bool) -> CommitOutcome:
    """Offer an entry no more, or again; deals keep it. Raises NotAllowed, ChoiceGone, UnknownStays, LastChoice."""

    def decide(work: UnitOfWork) -> ChoicesChanged:
        require(work.connection, by, Act.SETTINGS)
        there = choices.of_workspace(work).of(name)
        entry = _entry(there, name, lambda each: each.token == token)
        if hidden and not entry.is_hidden:
            _require_hideable(there, name, entry)
        _put(work, name, [replace(each, is_hidden=hidden) if each == entry else each for each in there])
        return _changed(work, ChoiceAct.HIDDEN if hidden else ChoiceAct.SHOWN, name, entry)

    return ledger.commit(by, decide)


def _require_hideable(there: Sequence[ListEntry], name: ListName, entry: ListEntry) -> None:
    """Raise UnknownStays and LastChoice."""
    if entry.token == UNKNOWN:
        raise choice_errors.UnknownStays
    if all(each.is_hidden or each.token in (entry.token, UNKNOWN) for each in there):
        raise choice_errors.LastChoice(list=name.value)


def move(ledger: Ledger, by: By, name: ListName, token: str, *, up: bool) -> CommitOutcome:
    """Move an entry a place up or down; the first and the last stay. Raises NotAllowed and ChoiceGone."""

    def decide(work: UnitOfWork) -> ChoicesChanged:
        require(work.connection, by, Act.SETTINGS)
        there = list(choices.of_workspace(work).of(name))
        entry = _entry(there, name, lambda each: each.token == token)
        at = there.index(entry)
        to = min(max(at + (-1 if up else 1), 0), len(there) - 1)
        there.insert(to, there.pop(at))
        if to != at:
            _put(work, name, there)
        return _changed(work, ChoiceAct.MOVED, name, entry)

    return ledger.commit(by, decide)


def _entry(there: Sequence[ListEntry], name: ListName, is_meant: Callable[[ListEntry], bool]) -> ListEntry:
    found = next(filter(is_meant, there), None)
    if found is None:
        raise choice_errors.ChoiceGone(list=name.value)
    return found


def _checked(given: Labels, others: Sequence[ListEntry], name: ListName, built_in: BuiltInLabels) -> Labels:
    """The labels as they are kept. Raises EmptyName, TooLong, ChoiceLabelTaken."""
    labels = Labels(" ".join(given.fi.split()), " ".join(given.en.split()))
    if not labels.fi and not labels.en:
        raise errors.EmptyName
    taken = {choices.alike(label) for each in others for label in each.labels or built_in(name, each.code)}
    for label in (labels.fi, labels.en):
        if len(label) > LABEL_LIMIT:
            raise errors.TooLong(limit=LABEL_LIMIT)
        if label and choices.alike(label) in taken:
            raise choice_errors.ChoiceLabelTaken(text=label)
    return labels


def _text(work: UnitOfWork, option_no: int, label: str) -> int | None:
    return work.text(schema.name, OPTION, option_no, label) if label else None


def _put(work: UnitOfWork, name: ListName, entries: Sequence[ListEntry]) -> None:
    settings.put(work, settings.WORKSPACE, {SETTING.format(list=name.value): choices.in_order(entries)})


def _changed(work: UnitOfWork, act: ChoiceAct, name: ListName, entry: ListEntry) -> ChoicesChanged:
    change = work.change_no if work.has_effect else None
    return ChoicesChanged(act=act.value, list=name.value, code=entry.code, option=entry.option_no, change=change)
