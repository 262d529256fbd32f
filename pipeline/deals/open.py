"""Opening a deal (`/deal new`): a customer found or added, and a deal in the first stage of the person's pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline import errors, support_errors
from pipeline.customers import customers
from pipeline.customers.recognised import find_or_add
from pipeline.deals.access import deal_access
from pipeline.deals.change import a_deal, note
from pipeline.deals.choices import ListName, require_there
from pipeline.deals.deal import check_amount, check_close_day, typed
from pipeline.deals.events import DEAL, Opened, SourceKind
from pipeline.deals.needs import needs_of, set_needs
from pipeline.deals.own_values import only_changes, set_values
from pipeline.deals.projection import DealState
from pipeline.deals.read import deal_by_no
from pipeline.deals.sources import has_won_deal
from pipeline.fields.values import OwnValue, OwnValues
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealCreated
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, MemberRights, may, require, who_can
from pipeline.people.events import Role
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage import schema


@dataclass(frozen=True, slots=True)
class NewDeal:
    """What a person says of a new deal; a deal without a name goes by its customer's.

    The customer is named, or told by a business id or an address; `business_id` is told beside its name.

    `source` has the words of where it came from, beside `source_kind`, which `source_option`, an entry of the
    team's own, counts as. Where neither is given, a customer with whom a
    deal was won is an existing one, and of any other it was not asked. `link` is the address of the message that the
    deal is made of; it is kept as a note of its own, so that it is never cut.

    `follows` is the won deal that this one continues: its needs are taken over. `pipeline` is chosen by a person who
    sells in several; else it is that of the deal that this one continues, or the first in which they sell.
    """

    customer: str
    name: str | None = None
    amount: Money | None = None
    close_day: date | None = None
    source: str | None = None
    source_kind: SourceKind | None = None
    source_option: int | None = None
    note: str | None = None
    link: str | None = None
    business_id: str | None = None
    follows: int | None = None
    pipeline: int | None = None
    own: OwnValues = field(default_factory=dict[int, OwnValue])  # what is given for the team's own fields


def new(ledger: Ledger, by: By, deal: NewDeal) -> CommitOutcome:
    """Open a deal, owned by the one who opens it, with what was noted of it.

    Raises EmptyName, NotAboveZero, …, BusinessIdWrong, BusinessIdOther, DayGone or DayTooFar for a close day that is
    no coming one, ChoiceGone, FieldGone, NothingSold where the deal that it continues is not won, and NoSuchPipeline
    where the chosen one is none in which they sell.
    """

    def decide(work: UnitOfWork) -> DealCreated:
        who = require(work.connection, by, Act.OPEN)
        _check(work, deal)
        pipeline_no, deal_no = _pipeline_of(work, who, deal), work.take("deal_no")
        whose = find_or_add(work, deal.customer, deal.business_id or "")
        opened = Opened(
            customer_no=whose.customer_no,
            name=work.text(schema.name, DEAL, deal_no, customers.clean(deal.name or whose.called)),
            owner=who.member_no,
            pipeline_no=pipeline_no,
            stage_no=stages_.of_workspace(work).first(pipeline_no).stage_no,
            amount=deal.amount.minor if deal.amount else None,
            currency=deal.amount.currency if deal.amount else settings.currency_of(work, pipeline_no),
            close_day=deal.close_day,
            source=_source(work, deal_no, deal.source),
            source_kind=_source_kind(work, deal, whose.customer_no),
            source_option=deal.source_option,
            follows=deal.follows,
        )
        event, state = work.append(opened, deal_no, None)
        _keep_the_rest(work, a_deal(state), deal)
        return DealCreated(
            deal=deal_no,
            amount=deal.amount,
            stage=opened.stage_no,
            change=work.change_no,
            stay=event.no,
            is_recognised=whose.is_by_fact,
            follows=deal.follows,
        )

    return ledger.commit(by, decide)


def _keep_the_rest(work: UnitOfWork, opened: DealState, given: NewDeal) -> None:
    """Keep what is noted of a new deal, its values in the team's own fields, and the needs that it takes over."""
    noted = note(work, note(work, opened, given.link), given.note)
    _take_over_needs(work, set_values(work, noted, only_changes(given.own, {}, {})), given.follows)


def _check(work: UnitOfWork, deal: NewDeal) -> None:
    """Refuse an amount, a close day or a source that a new deal cannot have."""
    check_amount(deal.amount)
    check_close_day(deal.close_day, settings.of_workspace(work).calendar.day(work.now))
    require_there(work, ListName.SOURCE, deal.source_kind, deal.source_option)


def _source(work: UnitOfWork, deal_no: int, words: str | None) -> int | None:
    """The words of where a deal came from, by the number under which they are kept."""
    kept = typed(words or "")
    return work.text(schema.words, DEAL, deal_no, kept) if kept else None


def _take_over_needs(work: UnitOfWork, deal: DealState, follows: int | None) -> None:
    """Let a new deal have the needs of the won deal that it continues, if any. Raises NothingSold."""
    if follows is None:
        return
    if deal_access(work, follows, Act.SEE).deal.state is not StageKind.WON:
        raise support_errors.NothingSold(deal=follows)
    set_needs(work, deal, [each.text for each in needs_of(work, follows) if each.text])


def _pipeline_of_old(work: UnitOfWork, who: MemberRights, follows: int | None) -> int | None:
    """The pipeline of the deal that the new one continues, where the person may open deals there."""
    old = deal_by_no(work.connection, work.by.workspace_no, follows) if follows is not None else None
    in_use = old is not None and old.pipeline_no in stages_.pipelines_in_use(work)
    return old.pipeline_no if old is not None and in_use and may(who, Act.OPEN, pipeline_no=old.pipeline_no) else None


def _pipeline_of(work: UnitOfWork, who: MemberRights, deal: NewDeal) -> int:
    """The pipeline that was chosen, else that of the deal that this one continues, else the person's own."""
    chosen = _chosen_pipeline(work, who, deal.pipeline)
    return chosen or _pipeline_of_old(work, who, deal.follows) or _own_pipeline(work, who)


def _chosen_pipeline(work: UnitOfWork, who: MemberRights, pipeline_no: int | None) -> int | None:
    """The pipeline that the person chose, if they chose one. Raises NoSuchPipeline where they do not sell there."""
    if pipeline_no is None:
        return None
    is_there = pipeline_no in stages_.pipelines_in_use(work)
    if not is_there or not may(who, Act.OPEN, pipeline_no=pipeline_no):
        raise errors.NoSuchPipeline
    return pipeline_no


def _own_pipeline(work: UnitOfWork, who: MemberRights) -> int:
    """The pipeline of the person's new deals. Raises NotAllowed where they only read it."""
    pipeline_no = stages_.persons_pipeline(work, Act.OPEN)
    if not may(who, Act.OPEN, pipeline_no=pipeline_no):
        raise errors.NotAllowed(who=who_can(work.connection, work.by.workspace_no, Role.ADMIN), role=Role.ADMIN.value)
    return pipeline_no


def _source_kind(work: UnitOfWork, deal: NewDeal, customer_no: int) -> SourceKind | None:
    """The kind that was chosen; of a customer with whom a deal was won, where nothing was said, an existing one."""
    is_said = deal.source_kind is not None or bool(typed(deal.source or ""))
    return SourceKind.EXISTING if not is_said and has_won_deal(work, customer_no) else deal.source_kind
