"""Names of customers that were merged into others: they find what the survivors are found by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from pipeline.customers.tables import customer
from pipeline.finding.fits import Fit
from pipeline.finding.spelling import is_inflected, matching_words
from pipeline.finding.words import typed_words, whole
from pipeline.ledger.read_session import ReadSession
from pipeline.storage.schema import name

_merged = customer.alias("merged")
_old_name = name.alias("old_name")
_MERGED = (
    select(_merged.c.customer_no, _old_name.c.text.label("old"), customer.c.customer_no.label("into"), name.c.text)
    .join(
        customer,
        (customer.c.workspace_no == _merged.c.workspace_no) & (customer.c.customer_no == _merged.c.merged_into),
    )
    .join(_old_name, (_old_name.c.workspace_no == _merged.c.workspace_no) & (_old_name.c.no == _merged.c.name))
    .join(name, (name.c.workspace_no == customer.c.workspace_no) & (name.c.no == customer.c.name))
    .where(_merged.c.workspace_no == bindparam("w"), _merged.c.merged_into.is_not(None))
    .where(customer.c.workspace_no == bindparam("w"), _old_name.c.workspace_no == bindparam("w"))
    .where(name.c.workspace_no == bindparam("w"))
)


@dataclass(frozen=True, slots=True)
class MergedName:
    """A customer that was merged into another one: its number, the words of its name, and the survivor."""

    customer_no: int
    words: Sequence[str]
    into: int
    survivor: str

    def is_meant(self, typed: Sequence[str]) -> bool:
        """Whether the typed words are this whole name, in whatever case."""
        return len(typed) == len(self.words) and all(
            one == word or is_inflected(one, word) for one, word in zip(typed, self.words, strict=True)
        )

    def fit(self, typed: Sequence[str]) -> Fit | None:
        """How well the typed words are some of this name's: as they are, bent or mistyped; None where one is not."""
        if all(one in self.words for one in typed):
            return Fit.WORD
        return Fit.INFLECTED if all(matching_words(one, self.words) for one in typed) else None


def meant(session: ReadSession, text: str) -> list[MergedName]:
    """The merged customers of which the text is the whole name."""
    typed = typed_words(text)
    return [each for each in session.once("merged names", lambda: _all(session)) if typed and each.is_meant(typed)]


def survivors_keys(session: ReadSession, text: str) -> list[str]:
    """The keys, as of whole names, of the customers into which those of this name were merged."""
    return [key for each in meant(session, text) if (key := whole(each.survivor))]


def survivors_by_words(session: ReadSession, text: str) -> dict[str, Fit]:
    """The keys, as of whole names, of the customers into which those were merged that have the text's words; how well.

    They are meant as surely as a customer whose own name has these words.
    """
    typed, found = typed_words(text), dict[str, Fit]()
    for each in session.once("merged names", lambda: _all(session)) if typed else ():
        key = whole(each.survivor)
        if key and (fit := each.fit(typed)) is not None:
            found[key] = max(fit, found.get(key, fit))
    return found


def _all(session: ReadSession) -> list[MergedName]:
    rows = session.connection.execute(_MERGED, {"w": session.by.workspace_no})
    return [MergedName(row.customer_no, typed_words(row.old or ""), row.into, row.text or "") for row in rows]
