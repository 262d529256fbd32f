"""What a line says and its word cannot use: nothing is answered in its place, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import DealRefused, LineKept, TextQuoted


@dataclass(kw_only=True, eq=False)
class NotUsed(LineKept, TextQuoted):
    """`word` has no use for `text`; `hint` is the key of the sentence that says what it does and what to type.

    `note` is a note that could not be kept, for want of a deal: it is given back, and `typed` is what else stood behind
    the word. `member` is the one person whom the line names.
    """

    key = "not_used"
    word: str
    hint: str | None = None


@dataclass(kw_only=True, eq=False)
class NotUsedOfDeal(DealRefused, LineKept, TextQuoted):
    """The deal is understood, and `text` behind it has no use; `hint` is the key of the sentence that says so.

    `note` is that text with the note behind it: a press keeps it as a note. `typed` is the note behind it alone.
    """

    key = "not_used_deal"
    hint: str


@dataclass(kw_only=True, eq=False)
class SeveralPeople(TextQuoted):
    """`text` fits several `people`, by member number; `word` is what was asked of one of them."""

    key = "several_people"
    word: str
    people: tuple[int, ...] = ()
