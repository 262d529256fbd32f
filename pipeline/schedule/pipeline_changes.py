"""Adding and changing pipelines (`/deal stages`): name, channel, who leads and sells, currency, archiving."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from pipeline import errors, setup_errors, stage_errors
from pipeline.calendars import Calendar
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages import attention
from pipeline.messages.due_notices import Welcome
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.messages.stage_notices import PipelineSaved
from pipeline.money import require_currency
from pipeline.people import members, sellers, settings
from pipeline.people.access import Act, require, sight_said
from pipeline.people.events import MEMBER, Role, SeesSet, Sight
from pipeline.pipelines import pipelines
from pipeline.pipelines.events import PIPELINE, PipelineAdded, PipelineChanged, PipelineField, PipelineRetired
from pipeline.schedule import post_calendar
from pipeline.stages import stages as stages_
from pipeline.stages.editing import NAME_LIMIT
from pipeline.storage import schema


@dataclass(frozen=True, slots=True)
class SellersGiven:
    """Who sells in a pipeline: the value of its field inside the change, and the members that this comes to now.

    `said` has what single members see of it, whatever the value says; of a member who is not in it nothing is said.
    """

    value: Callable[[UnitOfWork], str | None]
    members: Collection[int] = ()
    said: Mapping[int, Sight] = field(default_factory=dict[int, Sight])


@dataclass(frozen=True, slots=True)
class PipelineGiven:
    """What a person gives of a pipeline; None, and an empty name, leave what is there.

    `place` gives the number of its channel inside the change. `currency` "" is the workspace's. `offer_stage` 0 is
    none.
    """

    name: str = ""
    place: Callable[[UnitOfWork], int | None] | None = None
    leads: Collection[int] | None = None
    currency: str | None = None
    sellers: SellersGiven | None = None
    offer_stage: int | None = None
    names_taken: Collection[str] = field(default_factory=tuple[str, ...])  # what the others are called


def add_pipeline(ledger: Ledger, by: By, given: PipelineGiven) -> CommitOutcome:
    """Add a pipeline with the stages that every pipeline begins with.

    Raises NotAllowed, EmptyName, TooLong, StageNameTaken, UnknownCurrency, NotALead.
    """

    def decide(work: UnitOfWork) -> PipelineSaved:
        require(work.connection, by, Act.SETTINGS)
        name = _name(given)
        position = max(
            (pipelines.of_workspace(work).by_no(no).position for no in stages_.pipelines_in_use(work)), default=0
        )
        pipeline_no = stages_.add_default_pipeline(work)
        added = PipelineAdded(name=work.text(schema.name, PIPELINE, pipeline_no, name), position=position + 1)
        work.append(added, pipeline_no, None)
        _save(work, pipeline_no, given)
        return PipelineSaved(pipeline=pipeline_no, change=work.change_no, is_new=True)

    return ledger.commit(by, decide)


def change_pipeline(ledger: Ledger, by: By, pipeline_no: int, given: PipelineGiven) -> CommitOutcome:
    """Change what is given of a pipeline and differs. Raises as `add_pipeline`, and NoSuchPipeline."""

    def decide(work: UnitOfWork) -> PipelineSaved:
        require(work.connection, by, Act.SETTINGS)
        _require_there(work, pipeline_no)
        known = pipelines.of_workspace(work).by_no(pipeline_no)
        if given.name.strip() and _name(given) != called(work, known.name):
            text = work.text(schema.name, PIPELINE, pipeline_no, _name(given))
            _set(work, pipeline_no, PipelineField.NAME, text)
        _save(work, pipeline_no, given)
        return PipelineSaved(pipeline=pipeline_no, change=work.change_no if work.has_effect else None)

    return ledger.commit(by, decide)


def retire_pipeline(ledger: Ledger, by: By, pipeline_no: int, *, retired: bool = True) -> CommitOutcome:
    """Archive a pipeline, or take it into use again; its deals stay in it.

    Raises NotAllowed, NoSuchPipeline, LastPipeline.
    """

    def decide(work: UnitOfWork) -> PipelineSaved:
        require(work.connection, by, Act.SETTINGS)
        _require_there(work, pipeline_no)
        if pipelines.of_workspace(work).by_no(pipeline_no).is_retired == retired:
            return PipelineSaved(pipeline=pipeline_no, is_retired=retired)
        if retired and stages_.pipelines_in_use(work) == [pipeline_no]:
            raise stage_errors.LastPipeline
        work.append(PipelineRetired(retired=retired), pipeline_no, work.head_of((PIPELINE, pipeline_no)))
        return PipelineSaved(pipeline=pipeline_no, change=work.change_no, is_retired=retired)

    return ledger.commit(by, decide)


def called(session: Session, name: int | None) -> str:
    """What the text of this number says; empty where there is none."""
    if name is None:
        return ""
    values = {"w": session.by.workspace_no, "no": name}
    return session.connection.scalar(pipelines.TEXT, values) or ""


def _name(given: PipelineGiven) -> str:
    name = " ".join(given.name.split())
    if not name:
        raise errors.EmptyName
    if len(name) > NAME_LIMIT:
        raise errors.TooLong(limit=NAME_LIMIT)
    if name.casefold() in {each.casefold() for each in given.names_taken}:
        raise stage_errors.StageNameTaken(text=name)
    return name


def _require_there(work: UnitOfWork, pipeline_no: int) -> None:
    if pipeline_no not in stages_.of_workspace(work).pipelines:
        raise errors.NoSuchPipeline


def _save(work: UnitOfWork, pipeline_no: int, given: PipelineGiven) -> None:
    if given.currency:
        require_currency(given.currency)
    fields: dict[PipelineField, int | str | None] = {}
    if given.currency is not None:
        fields[PipelineField.CURRENCY] = given.currency or None
    if given.offer_stage is not None:
        fields[PipelineField.OFFER_STAGE] = given.offer_stage
    for each, value in fields.items():
        _set(work, pipeline_no, each, value)
    if given.leads is not None:
        set_leads(work, pipeline_no, given.leads)
    if given.place is not None:
        post_to(work, pipeline_no, given.place(work), settings.of_workspace(work).calendar)
    if given.sellers is not None:
        _sell(work, pipeline_no, given.sellers)


def _sell(work: UnitOfWork, pipeline_no: int, given: SellersGiven) -> None:
    """Let these sell in the pipeline, and keep what is said of single members."""
    _set(work, pipeline_no, PipelineField.SELLERS, given.value(work))
    sellers.keep(work.connection, work.by.workspace_no, pipeline_no, given.members)
    for each in members.everyone(work.connection, work.by.workspace_no):
        said = given.said.get(each.member_no)
        if said != sight_said(each.sees, pipeline_no):
            work.append(
                SeesSet(pipeline_no=pipeline_no, sees=said), each.member_no, work.head_of((MEMBER, each.member_no))
            )


def _set(work: UnitOfWork, pipeline_no: int, of: PipelineField, value: int | str | None) -> None:
    state = work.head_of((PIPELINE, pipeline_no))
    if getattr(state, of.value, None) != value:
        work.append(PipelineChanged(field=of, value=value), pipeline_no, state)


def set_leads(work: UnitOfWork, pipeline_no: int, leads: Collection[int]) -> None:
    """Let these members lead the pipeline, and nobody else. Raises NotALead for one who may not act here."""
    for each in leads:
        if not members.may_lead(work.connection, work.by.workspace_no, each):
            raise setup_errors.NotALead
    for each in members.everyone(work.connection, work.by.workspace_no):
        had, has = str(pipeline_no) in each.leads.split(), each.member_no in leads
        if had != has:
            members.set_role(work, each.member_no, Role.LEAD, has=has, pipeline_no=pipeline_no)


def post_to(work: UnitOfWork, pipeline_no: int, place: int | None, calendar: Calendar) -> None:
    """Let the pipeline's cards and posts go to this place from now on, and what waits for its old one, too.

    Its posts come by the calendar, from the next occasion on. None, and the place of now, change nothing.
    """
    before, w = settings.of_workspace(work).place(pipeline_no), work.by.workspace_no
    if place is None or place == before:
        return
    settings.put(work, settings.WORKSPACE, {settings.PLACE.format(pipeline=pipeline_no): place})
    work.say(OutboxMessage(f"welcome:{place}", Lane.POSTS, Welcome(), work.now, to_place=place))
    post_calendar.start_posts(work.connection, w, pipeline_no, calendar, work.now)
    if before is None:
        attention.retry_cards(work.connection, w)
    else:
        attention.retry_elsewhere(work.connection, w, before, place, work.now)
