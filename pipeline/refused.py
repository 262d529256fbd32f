"""What every refusal is: an exception with a key for its sentence, and typed values that fill it.

`deal`, `stage`, `to` and `who` are numbers of ours; `text`, `typed` and `note` are what a person typed, or the number
under which it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType
from typing import ClassVar, Self

_TYPED = ("text", "typed", "note")  # the fields that a person typed


TypedText = str | int | None
"""What a person typed, the number under which it is kept, or nothing."""


@dataclass(kw_only=True, eq=False)
class Refused(Exception):
    """A change or a question that was not carried out; nothing was changed. `key` names its sentence.

    Its fields are numbers, moments, days and amounts, which the face turns into names. They are set once. The class is
    not frozen only because Python itself writes the traceback into an exception.
    """

    key: ClassVar[str]

    def __str__(self) -> str:
        return self.key

    @property
    def about_deal(self) -> int | None:
        """The number of the deal that it is about, if it is about one."""
        return None

    @property
    def about_stay(self) -> int | None:
        """The number of the deal's stay that it is about, if it is about one."""
        return None

    def without_typed_text(self, keep: Callable[[str], int]) -> Self:
        """Return this refusal as it may be stored: `keep` keeps what a person typed, and its number takes its place."""
        texts = {name: getattr(self, name, None) for name in _TYPED}
        kept = {name: keep(text) for name, text in texts.items() if isinstance(text, str) and text}
        return replace(self, **kept)


@dataclass(kw_only=True, eq=False)
class DealRefused(Refused):
    """A refusal about one deal."""

    deal: int

    @property
    def about_deal(self) -> int | None:
        """Its deal."""
        return self.deal


@dataclass(kw_only=True, eq=False)
class MaybeDealRefused(Refused):
    """A refusal that may be about one deal."""

    deal: int | None = None

    @property
    def about_deal(self) -> int | None:
        """Its deal, if it has one."""
        return self.deal


@dataclass(kw_only=True, eq=False)
class DayRefused(MaybeDealRefused):
    """A refusal of a day; `field` names the field of the form it stood in, where that is not its form's only day."""

    day: date
    field: str | None = None


@dataclass(kw_only=True, eq=False)
class StaySeen(Refused):
    """A refusal about the `stay` (its number) in which the deal was looked at."""

    stay: int

    @property
    def about_stay(self) -> int | None:
        """Its stay."""
        return self.stay


@dataclass(kw_only=True, eq=False)
class PersonNamed(Refused):
    """A refusal that names a person by their member number; None: nobody did it, or nobody is known."""

    who: int | None = None


@dataclass(kw_only=True, eq=False)
class TextQuoted(Refused):
    """A refusal that quotes what was typed."""

    text: TypedText = None


@dataclass(kw_only=True, eq=False)
class LineKept(Refused):
    """A question that keeps what else was typed with the word, so that its answer loses none of it.

    `typed` follows the deal's name, `note` is the note, `member` is who was mentioned or named.
    """

    typed: TypedText = None
    note: TypedText = None
    member: int | None = None

    def keeping(self, *, typed: TypedText, note: TypedText) -> Self:
        """Return this question with what else was typed."""
        return replace(self, typed=typed, note=note)


@dataclass(kw_only=True, eq=False)
class AsksWhichDeal(LineKept, TextQuoted):
    """The question which of `deals` (numbers) is meant; `word` is what to do with the one picked.

    `to` is the stage that was named with the word.
    """

    deals: tuple[int, ...] = ()
    word: str | None = None
    to: int | None = None


@dataclass(kw_only=True, eq=False)
class UnclearValue(TextQuoted):
    """A value that cannot be read. `sentence` is the key that says why, `field` the field of the form it stood in."""

    sentence: str | None = None
    field: str | None = None


def kinds_in(module: ModuleType) -> Iterator[type[Refused]]:
    """The refusals that a module defines and that are raised: those with a key of their own."""
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, Refused) and "key" in vars(each):
            yield each
