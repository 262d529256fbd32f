"""Whether the ledger still has what a pressed button, or a form that was sent in, rests on.

A restored backup loses what was done after it, and its numbers are given out again. What was posted in between changes
nothing any more. An emoji, and words in a thread, reach a deal by the row of the message that they stand on, which is
restored together with the ledger: a message that was posted after the backup has no row.
"""

from __future__ import annotations

from bot.blocks.ids import Basis
from bot.requests.route import RoutedRequest
from pipeline import errors
from pipeline.deals.events import DEAL
from pipeline.ledger import marks
from pipeline.ledger.marks import EventMark
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger


def require_not_lost(ledger: Ledger, routed: RoutedRequest) -> None:
    """Raise LostInRestore if the request would change something and rests on what the ledger does not have."""
    request = routed.request
    if not request.bases or routed.word is None or routed.word.changes is None:
        return
    with ledger.read_session(request.by) as session:
        if not all(_is_there(session, each) for each in request.bases):
            raise errors.LostInRestore(deal=request.deal)


def _is_there(session: ReadSession, basis: Basis) -> bool:
    """Whether the ledger has the event of the mark; without a mark, whether an older program may have posted it."""
    numbers = [no for no in (basis.stay, basis.change) if no is not None]
    if (mark := EventMark.read(basis.mark)) is not None:
        return all(no <= mark.no for no in numbers) and marks.is_there(session, mark)
    before = marks.chained_after(session)
    if not numbers and basis.deal is not None:
        first = marks.first_event(session, (DEAL, basis.deal))
        numbers = [first if first is not None else before + 1]
    return before > 0 and all(no <= before for no in numbers)
