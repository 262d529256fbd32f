"""The entries of the lists of sources and of reasons for a loss, as the team has them: its order, its own, the hidden.

An entry of the team's own counts as a code of its list, and logic reads the code alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select

from pipeline.choice_errors import ChoiceGone, ChoiceLabelBack
from pipeline.deals.events import LostKind, SourceKind
from pipeline.finding.words import folded
from pipeline.ledger.events import Key
from pipeline.ledger.session import Session
from pipeline.options.events import OPTION
from pipeline.options.projection import OptionState
from pipeline.options.tables import option
from pipeline.people import settings
from pipeline.storage import schema


class ListName(StrEnum):
    """The lists that a team may make its own."""

    SOURCE = "source"
    LOST = "lost"


CODES: dict[ListName, tuple[str, ...]] = {
    ListName.SOURCE: tuple(each.value for each in SourceKind),
    ListName.LOST: tuple(each.value for each in LostKind),
}
"""The built-in entries of each list, in their order."""

UNKNOWN = "unknown"
"""The code of what nobody knows: always offered, and no own entry counts as it."""

SETTING = "choices.{list}"
"""The setting with the order of a list: its entries as tokens, a hidden one behind "-"."""

_HIDDEN = "-"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list: a code, and for one of the team's own its number and its labels, empty where not given."""

    code: str
    option_no: int | None = None
    fi: str = ""
    en: str = ""
    is_hidden: bool = False
    last_no: int = 0

    @property
    def token(self) -> str:
        """The entry as menus, forms and the setting name it: "event", or "event.7" for one of the team's own."""
        return token(self.code, self.option_no)

    @property
    def labels(self) -> tuple[str, ...]:
        """What the team calls it, in the languages in which it does; none for a built-in one."""
        return tuple(dict.fromkeys(label for label in (self.fi, self.en) if label))

    def label(self, language: str) -> str:
        """What the team calls it in this language, else in the other one."""
        first, second = (self.en, self.fi) if language == "en" else (self.fi, self.en)
        return first or second


@dataclass(frozen=True, slots=True)
class Lists:
    """The entries of both lists in their order, the hidden ones among them; `is_ordered` has those a team arranged."""

    source: tuple[ListEntry, ...]
    lost: tuple[ListEntry, ...]
    is_ordered: frozenset[ListName] = frozenset()

    def of(self, name: ListName) -> tuple[ListEntry, ...]:
        """All entries of a list."""
        return self.source if name is ListName.SOURCE else self.lost

    def shown(self, name: ListName, *, besides: str | None = None) -> tuple[ListEntry, ...]:
        """The entries that are offered; with the hidden one of that token, which a deal holds."""
        return tuple(each for each in self.of(name) if not each.is_hidden or each.token == besides)

    def own(self, name: ListName) -> tuple[ListEntry, ...]:
        """The entries of the team's own, the hidden ones among them."""
        return tuple(each for each in self.of(name) if each.option_no is not None)

    def find(self, name: ListName, code: str, option_no: int | None) -> ListEntry:
        """The entry; one of the team's own that is not there is its code alone."""
        wanted = token(code, option_no)
        return next((each for each in self.of(name) if each.token == wanted), ListEntry(code))

    def proposed(self, name: ListName, code: str) -> ListEntry | None:
        """The entry that is offered for a code: the built-in one, else the first that counts as it; None: neither."""
        there = [each for each in self.shown(name) if each.code == code]
        return min(there, key=lambda each: each.option_no is not None, default=None)


def token(code: str, option_no: int | None) -> str:
    """An entry as menus, forms and the setting name it."""
    return code if option_no is None else f"{code}.{option_no}"


def read_token(text: str) -> ListEntry | None:
    """The entry that a token names, without its labels; None for any other text."""
    code, _, number = text.partition(".")
    if not code.isidentifier() or (number and not (number.isascii() and number.isdigit() and len(number) <= 15)):
        return None
    return ListEntry(code, int(number) if number else None)


def arranged(codes: Sequence[str], own: Iterable[ListEntry], order: str) -> tuple[ListEntry, ...]:
    """A list in the order that a setting has: what it does not name stands behind what it counts as. Pure."""
    there = {each.token: each for each in [*map(ListEntry, codes), *own]}
    placed: list[ListEntry] = []
    for each in order.split():
        if (found := there.pop(each.removeprefix(_HIDDEN), None)) is not None:
            placed.append(replace(found, is_hidden=each.startswith(_HIDDEN)))
    for each in there.values():
        placed.insert(place_for(placed, each), each)
    return tuple(placed)


def place_for(there: Sequence[ListEntry], new: ListEntry) -> int:
    """Where a new entry stands: behind the last one of its code; a built-in one at the end. Pure."""
    alike = [at for at, each in enumerate(there) if each.code == new.code]
    return alike[-1] + 1 if alike else len(there)


def in_order(entries: Iterable[ListEntry]) -> str:
    """The setting that keeps the entries in this order, and hidden those that are."""
    return " ".join(f"{_HIDDEN if each.is_hidden else ''}{each.token}" for each in entries)


BUILT_IN = Lists(tuple(map(ListEntry, CODES[ListName.SOURCE])), tuple(map(ListEntry, CODES[ListName.LOST])))
"""The lists of a team that has not touched them."""

_FI, _EN = schema.name.alias("name_in_finnish"), schema.name.alias("name_in_english")
_OWN = (
    select(option, _FI.c.text.label("fi"), _EN.c.text.label("en"))
    .select_from(
        option.outerjoin(_FI, (_FI.c.workspace_no == option.c.workspace_no) & (_FI.c.no == option.c.name_fi)).outerjoin(
            _EN, (_EN.c.workspace_no == option.c.workspace_no) & (_EN.c.no == option.c.name_en)
        )
    )
    .where(option.c.workspace_no == bindparam("w"), option.c.list_name.in_([each.value for each in ListName]))
    .order_by(option.c.option_no)
)


_TEXTS = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no.in_(bindparam("nos", expanding=True))
)


def of_workspace(session: Session) -> Lists:
    """The team's lists, cached while the rules stay the same; what a change itself alters is not seen in it."""

    def load() -> Lists:
        rows = list(session.connection.execute(_OWN, {"w": session.by.workspace_no}))
        kept = settings.of_workspace(session).values
        orders = {name: str(kept.get(SETTING.format(list=name.value), "")) for name in ListName}
        source, lost = (arranged(CODES[name], _own(rows, name), orders[name]) for name in ListName)
        return Lists(source, lost, frozenset(name for name, order in orders.items() if order))

    return session.remembered("choices", load)


def _own(rows: Sequence[Any], name: ListName) -> Iterator[ListEntry]:
    for row in rows:
        if row.list_name == name.value and row.counts_as in CODES[name]:
            yield ListEntry(row.counts_as, row.option_no, row.fi or "", row.en or "", last_no=row.last_no)


def alike(label: str) -> str:
    """A label as it is compared with others: without case, accents and signs, unless it has nothing else."""
    return " ".join(folded(label).split()) or label.casefold()


def require_apart(session: Session, after: Mapping[Key, Any]) -> None:
    """Raise ChoiceLabelBack where an entry in `after` would be called as another one of its list is.

    `after` has the subjects of a change as it leaves them, which an undo brings back as they were.
    """
    changed = {no: state for (name, no), state in after.items() if name == OPTION and isinstance(state, OptionState)}
    if not changed:
        return
    rows = session.connection.execute(_OWN, {"w": session.by.workspace_no}).all()
    others = [(row.list_name, label) for row in rows if row.option_no not in changed for label in (row.fi, row.en)]
    taken = {(name, alike(label)) for name, label in others if label}
    numbers = [no for state in changed.values() for no in (state.name_fi, state.name_en) if no is not None]
    values = {"w": session.by.workspace_no, "nos": numbers}
    texts = {row.no: row.text or "" for row in session.connection.execute(_TEXTS, values)}
    for state in changed.values():
        for label in (texts.get(no or 0, "") for no in (state.name_fi, state.name_en)):
            if label and (state.list_name, alike(label)) in taken:
                raise ChoiceLabelBack(text=label)


def require_there(session: Session, name: ListName, code: str | None, option_no: int | None) -> None:
    """Raise ChoiceGone for an own entry that is none of this code in the list, such as one whose adding was undone."""
    if option_no is None:
        return
    if code is None or of_workspace(session).find(name, code, option_no).option_no is None:
        raise ChoiceGone(list=name.value)
