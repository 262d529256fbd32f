"""Which won deal a line is about whose words name none: it is asked, with all that was typed, and never a new deal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.deal_lookup import For
from bot.slack.requests import Request
from bot.word import Services, Word
from pipeline import errors
from pipeline.ledger.read_session import ReadSession
from pipeline.queries import deal_lists, find
from pipeline.stages.events import StageKind

T = TypeVar("T")


def of_won_deal(services: Services, request: Request, word: Word, look: Callable[[], T]) -> T:
    """What `look` finds of a line about a won deal.

    Raises WhichDeal over the person's won deals where the line names no deal, or is merely like one that is not won.
    """
    try:
        return look()
    except (errors.NoSuchDeal, errors.OnlyAlike) as unsure:
        if unsure.text is None:  # a number that no deal has
            raise
        with services.ledger.read_session(request.by) as session:
            if isinstance(unsure, errors.OnlyAlike) and _is_any_won(session, unsure):
                raise
            raise _which_won(session, request, word) from None


def _is_any_won(session: ReadSession, unsure: errors.OnlyAlike) -> bool:
    return any(each.state is StageKind.WON for each in find.by_numbers(session, unsure.deals))


def _which_won(session: ReadSession, request: Request, word: Word) -> errors.WhichDeal:
    """The question which of the person's won deals is meant, which quotes the line and keeps it."""
    said = request.line.rest.strip(" ,:")
    nos = tuple(each.deal_no for each in deal_lists.mine(session, state=StageKind.WON).lines)
    return For.of(word, said, request.line.note).keep_in(errors.WhichDeal(text=said, deals=nos, word=word.word))
