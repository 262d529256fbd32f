"""What a customer needs or wants, in their own words (`/deal need`): a few short texts of a deal.

Whoever sees a deal may add one, be it open or closed, and take their own back. How many there may be and how long they
are is judged when one is added, and never again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from pipeline import need_errors
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access, require_adding
from pipeline.deals.change import a_deal
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DEALS, DealState
from pipeline.deals.tables import need
from pipeline.deals.touch_events import NeedAdded, NeedEnded
from pipeline.ledger.actor import By
from pipeline.ledger.events import Event
from pipeline.ledger.fold import known_at
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.need_notices import NeedKept
from pipeline.people.access import Act
from pipeline.storage import schema

MOST = 3
"""Needs that a deal can have."""

LONGEST = 120
"""Characters of a need."""


@dataclass(frozen=True, slots=True)
class Need:
    """One need, by the number of its text; the text is empty where it was erased."""

    no: int
    text: str


_OF_DEALS = (
    select(need.c.deal_no, need.c.need, schema.words.c.text)
    .outerjoin(schema.words, (schema.words.c.workspace_no == need.c.workspace_no) & (schema.words.c.no == need.c.need))
    .where(need.c.workspace_no == bindparam("w"), need.c.deal_no.in_(bindparam("deals", expanding=True)))
    .order_by(need.c.need)
)
_TEXTS = select(schema.words.c.no, schema.words.c.text).where(
    schema.words.c.workspace_no == bindparam("w"), schema.words.c.no.in_(bindparam("nos", expanding=True))
)


def needs_of(session: Session, deal_no: int) -> tuple[Need, ...]:
    """The needs of a deal as they are, the oldest first."""
    return needs_of_several(session, [deal_no]).get(deal_no, ())


def needs_of_several(session: Session, deals: Collection[int]) -> dict[int, tuple[Need, ...]]:
    """The needs of these deals by deal, the oldest first; a deal without needs is left out."""
    if not deals:
        return {}
    found: dict[int, tuple[Need, ...]] = {}
    for row in session.connection.execute(_OF_DEALS, {"w": session.by.workspace_no, "deals": sorted(deals)}):
        found[row.deal_no] = (*found.get(row.deal_no, ()), Need(row.need, row.text or ""))
    return found


def needs_known_at(session: Session, history: Sequence[Event], no: int) -> tuple[Need, ...]:
    """The needs that a deal with this history had when event `no` was the newest."""
    nos = [row["need"] for row in known_at(DEALS, history, no).part(need.name)]
    if not nos:
        return ()
    rows = session.connection.execute(_TEXTS, {"w": session.by.workspace_no, "nos": nos})
    texts = {row.no: row.text for row in rows}
    return tuple(Need(each, texts.get(each) or "") for each in nos)


def add(ledger: Ledger, by: By, deal_no: int, text: str) -> CommitOutcome:
    """Add a need to a deal; the answer says when it has that one already.

    Raises NoSuchDeal, Stranger, EmptyNeed without a text, NeedTooLong and TooManyNeeds.
    """

    def decide(work: UnitOfWork) -> NeedKept:
        deal = require_adding(deal_access(work, deal_no, Act.SEE))
        there, wanted = needs_of(work, deal_no), cleaned(text)
        if not wanted:
            raise need_errors.EmptyNeed(deal=deal_no)
        known = next((each for each in there if each.text.casefold() == wanted.casefold()), None)
        if known is not None:
            return NeedKept(deal=deal_no, stay=deal.stay, need=known.no, count=len(there))
        _check(deal_no, [wanted], len(there))
        no = work.text(schema.words, DEAL, deal_no, wanted)
        work.append(NeedAdded(need=no), deal_no, deal)
        return NeedKept(deal=deal_no, stay=deal.stay, change=work.change_no, need=no, count=len(there) + 1)

    return ledger.commit(by, decide)


def cleaned(text: str) -> str:
    """A need as it is kept: on one line, without control characters."""
    return " ".join(rules.typed(text).split())


def wanted_needs(shown: Sequence[str], wished: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
    """The needs that a deal is to have, after a person who was `shown` some wishes for others: pure.

    What others added or ended since stays so. A need that was shown and is not wished for ends; what was not shown and
    is wished for is added.
    """
    stays = [each for each in now if each not in shown or each in wished]
    new = [each for each in dict.fromkeys(wished) if each and each not in shown and each not in now]
    return (*stays, *new)


def set_needs(work: UnitOfWork, deal: DealState, wanted: Sequence[str]) -> DealState:
    """Let a deal have these needs: end the others and add those that it lacks. Raises NeedTooLong, TooManyNeeds."""
    there = needs_of(work, deal.deal_no)
    texts = {each.text for each in there}
    ended = [each for each in there if each.text not in wanted]
    added = [each for each in wanted if each not in texts]
    _check(deal.deal_no, added, len(there) - len(ended))
    for each in ended:
        deal = a_deal(work.append(NeedEnded(need=each.no), deal.deal_no, deal)[1])
    for text in added:
        no = work.text(schema.words, DEAL, deal.deal_no, text)
        deal = a_deal(work.append(NeedAdded(need=no), deal.deal_no, deal)[1])
    return deal


def _check(deal_no: int, added: Sequence[str], there: int) -> None:
    """Refuse a need that is too long, and the first one that a deal has no place for."""
    for place, text in enumerate(added, start=there + 1):
        if len(text) > LONGEST:
            raise need_errors.NeedTooLong(deal=deal_no, text=text, limit=LONGEST)
        if place > MOST:
            raise need_errors.TooManyNeeds(deal=deal_no, text=text, n=there)
