"""Where a deal came from (`/deal source`): its kind and its name. That of an existing customer is known by itself."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.change import a_deal
from pipeline.deals.choices import ListName, require_there
from pipeline.deals.deal import Given
from pipeline.deals.events import DEAL, SourceKind, SourceSet
from pipeline.deals.fields import Source, source_of
from pipeline.deals.projection import DealState
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.source_notices import SourceNamed
from pipeline.people.access import Act
from pipeline.stages.events import StageKind
from pipeline.storage import schema

NAME_LIMIT = 60
"""Characters of what a source is called."""

_WON = (
    select(deal.c.deal_no)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.customer_no == bindparam("customer_no"))
    .where(deal.c.state == StageKind.WON.value)
    .limit(1)
)


def has_won_deal(session: Session, customer_no: int) -> bool:
    """Whether a deal with this customer was won, so that it is an existing one."""
    values = {"w": session.by.workspace_no, "customer_no": customer_no}
    return session.connection.scalar(seen(session, _WON), values) is not None


def set_source(ledger: Ledger, by: By, deal_no: int, source: Source) -> CommitOutcome:
    """Let a deal, open or closed, come from there; the answer says when that was known already.

    A name that is new is TooLong over `NAME_LIMIT` characters. Raises NoSuchDeal and NotAllowed, and ChoiceGone for an
    entry of the team's own that is gone.
    """

    def decide(work: UnitOfWork) -> SourceNamed:
        it = deal_access(work, deal_no, Act.CHANGE).deal
        return _set(work, it, replace(source, words=" ".join(rules.typed(source.words).split())))

    return ledger.commit(by, decide)


def repeat_source(ledger: Ledger, by: By, deal_no: int, *, of: int) -> CommitOutcome:
    """Let a deal come from where the deal `of` came from. Raises NoSuchDeal, for either, and NotAllowed."""

    def decide(work: UnitOfWork) -> SourceNamed:
        other = deal_access(work, of, Act.SEE).deal
        it = deal_access(work, deal_no, Act.CHANGE).deal
        return _set(work, it, source_of(work, other), is_known_name=True)

    return ledger.commit(by, decide)


def with_source(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    """The deal with the source that was given with a win.

    A kind alone counts where nobody knew it. One with a name, which may be empty, takes the place of what is known.
    Raises TooLong and ChoiceGone.
    """
    if given.source_kind is None:
        return deal
    if given.source_name is None:
        if given.source_kind is deal.source_kind or deal.source_kind not in (None, SourceKind.UNKNOWN):
            return deal
        require_there(work, ListName.SOURCE, given.source_kind, given.source_option)
        said = SourceSet(source_kind=given.source_kind, source_option=given.source_option, source=deal.source)
        return a_deal(work.append(said, deal.deal_no, deal)[1])
    name = " ".join(rules.typed(given.source_name).split())
    _set(work, deal, Source(given.source_kind, name, given.source_option))
    return a_deal(work.head_of((DEAL, deal.deal_no)))


def _set(work: UnitOfWork, it: DealState, source: Source, *, is_known_name: bool = False) -> SourceNamed:
    now = source_of(work, it)
    if now != source:
        if source.words != now.words and len(source.words) > NAME_LIMIT and not is_known_name:
            raise errors.TooLong(limit=NAME_LIMIT)
        require_there(work, ListName.SOURCE, source.kind, source.option)
        name = work.text(schema.words, DEAL, it.deal_no, source.words) if source.words else None
        it = a_deal(
            work.append(SourceSet(source_kind=source.kind, source_option=source.option, source=name), it.deal_no, it)[1]
        )
    return SourceNamed(
        deal=it.deal_no,
        stay=it.stay,
        change=work.change_no if now != source else None,
        source_kind=it.source_kind.value if it.source_kind is not None else None,
        source_option=it.source_option,
        name=it.source,
    )
