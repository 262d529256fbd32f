"""A won deal as the channel is told of it (`/deal won`): how long it took, and who took part."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.deals.events import DEAL, Moved, Opened, Won
from pipeline.deals.offer_events import OfferSent
from pipeline.deals.rehoming_events import Transferred
from pipeline.deals.touch_events import NeedAdded, Touched
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import in_force
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries.deal_view import DealView, deal_view
from pipeline.queries.names import names

MOST_PEOPLE = 4
_TAKES_PART = (Opened, Moved, Transferred, Won, Touched, NeedAdded, OfferSent)


@dataclass(frozen=True, slots=True)
class WonDeal:
    """A won deal, the business days from its opening to the win, and who took part: its owner first."""

    view: DealView
    business_days: int
    people: tuple[str, ...]


def won_deal(session: ReadSession, deal_no: int) -> WonDeal:
    """The won deal of a number. Raises NoSuchDeal."""
    view = deal_view(session, deal_no)
    history = history_of(session, (DEAL, deal_no))
    holding = in_force(history)
    acted = [each.member_no for each in history if each.no in holding and isinstance(each.data, _TAKES_PART)]
    nos = list(dict.fromkeys([view.owner, *(no for no in acted if no is not None)]))[:MOST_PEOPLE]
    known = names(session, members=nos).members
    days = settings.of_workspace(session).calendar.business_days(view.opened_at, view.stay_at)
    return WonDeal(view, days, tuple(known.get(no, "") for no in nos))
