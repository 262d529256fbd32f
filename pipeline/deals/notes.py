"""Notes on a deal: whoever sees a deal may leave one, be it open or closed, and nothing else changes."""

from __future__ import annotations

from pipeline import errors
from pipeline.deals.access import deal_access, require_adding
from pipeline.deals.deal import typed
from pipeline.deals.events import DEAL, Noted
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import NoteKept
from pipeline.people.access import Act
from pipeline.storage import schema


def keep(ledger: Ledger, by: By, deal_no: int, text: str) -> CommitOutcome:
    """Keep a note on a deal. Raises NoSuchDeal, Stranger, EmptyNote without a text, or TooLong."""

    return ledger.commit(by, lambda work: add(work, deal_no, text))


def add(work: UnitOfWork, deal_no: int, text: str) -> NoteKept:
    """Keep a note within a change, as `keep` does."""
    deal = require_adding(deal_access(work, deal_no, Act.SEE))
    kept = typed(text)
    if not kept:
        raise errors.EmptyNote(deal=deal_no)
    no = work.text(schema.words, DEAL, deal_no, kept)
    work.append(Noted(note=no), deal_no, deal)
    return NoteKept(deal=deal_no, stay=deal.stay, change=work.change_no, note=no)
