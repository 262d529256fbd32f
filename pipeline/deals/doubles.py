"""Taking away a deal that repeats an older one of the same customer: the older stays, with what was noted of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import merge_errors
from pipeline.deals import change, needs
from pipeline.deals.access import deal_access
from pipeline.deals.events import DEAL, Mistaken, Noted
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import in_force
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DoubleRemoved
from pipeline.people.access import Act
from pipeline.storage.schema import words

_WORDS = select(words.c.no, words.c.text).where(
    words.c.workspace_no == bindparam("w"), words.c.no.in_(bindparam("nos", expanding=True))
)


def remove_double(ledger: Ledger, by: By, deal_no: int, *, older: int) -> CommitOutcome:
    """Take the deal away, which repeats `older`: that one gets its notes and needs, and one undo brings all back.

    The deal is for those who may change it; the older one may be anybody's. Raises OtherCustomer where the two are not
    of one customer, NoSuchDeal, NotAllowed.
    """

    def decide(work: UnitOfWork) -> DoubleRemoved:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        kept = deal_access(work, older, Act.SEE).deal
        if deal.customer_no != kept.customer_no or deal_no == older:
            raise merge_errors.OtherCustomer(deal=deal_no)
        notes = [*_notes(work, deal_no)]
        moved = [each.text for each in needs.needs_of(work, deal_no) if each.text]
        work.append(Mistaken(duplicate_of=older), deal_no, deal)
        kept, others = _with_needs(work, kept, moved)
        for each in (*notes, *others):
            kept = change.note(work, kept, each)
        return DoubleRemoved(deal=deal_no, older=older, stay=kept.stay, change=work.change_no)

    return ledger.commit(by, decide)


def _with_needs(work: UnitOfWork, kept: DealState, moved: Sequence[str]) -> tuple[DealState, list[str]]:
    """The deal with the needs that it lacks, as many as it has room for; and the others, which become notes."""
    there = [each.text for each in needs.needs_of(work, kept.deal_no)]
    known = {each.casefold() for each in there}
    lacking = [each for each in dict.fromkeys(moved) if each.casefold() not in known]
    room = max(needs.MOST - len(there), 0)
    taken = lacking[:room]
    return (needs.set_needs(work, kept, [*there, *taken]) if taken else kept), lacking[room:]


def _notes(work: UnitOfWork, deal_no: int) -> Iterator[str]:
    """The texts of a deal's notes, the oldest first; none of what was erased or undone."""
    history = history_of(work, (DEAL, deal_no))
    holding = in_force(history)
    nos = [each.data.note for each in history if each.no in holding and isinstance(each.data, Noted)]
    rows: Any = work.connection.execute(_WORDS, {"w": work.by.workspace_no, "nos": nos}) if nos else ()
    texts = {row.no: row.text for row in rows}
    yield from (text for no in nos if (text := texts.get(no)))
