"""The stages of a workspace's pipelines, in order; the default pipeline of the article."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people.access import Act, MemberRights, may, rights_of, who_can
from pipeline.people.events import Role
from pipeline.pipeline_errors import NotInAPipeline, OnlyArchived
from pipeline.pipelines import pipelines
from pipeline.refused import Refused
from pipeline.stages.events import StageAdded, StageKind
from pipeline.stages.projection import StageState, stage_from_row
from pipeline.stages.tables import stage

_ALL = select(stage).where(stage.c.workspace_no == bindparam("w")).order_by(stage.c.pipeline_no, stage.c.position)


@dataclass(frozen=True, slots=True)
class Stages:
    """All stages of a workspace, in order."""

    all: tuple[StageState, ...]

    def by_no(self, stage_no: int) -> StageState:
        """One stage; NoSuchStage when it is missing."""
        for each in self.all:
            if each.stage_no == stage_no:
                return each
        raise errors.NoSuchStage(stage=stage_no)

    def in_use(self, stage_no: int) -> int:
        """The stage itself, or the one in use that followed it when it was retired."""
        seen: set[int] = set()
        while (successor := self.by_no(stage_no).retired_for) is not None and stage_no not in seen:
            seen.add(stage_no)
            stage_no = successor
        return stage_no

    def find(self, stage_no: int) -> StageState | None:
        """One stage; None where there is none of this number, or its adding was undone."""
        return next((each for each in self.all if each.stage_no == stage_no), None)

    def of(self, pipeline_no: int) -> tuple[StageState, ...]:
        """A pipeline's stages in use, in order."""
        return tuple(each for each in self.all if each.pipeline_no == pipeline_no and each.retired_for is None)

    def open_of(self, pipeline_no: int) -> tuple[StageState, ...]:
        """The stages in which deals of this pipeline are open."""
        return tuple(each for each in self.of(pipeline_no) if each.is_open)

    def first(self, pipeline_no: int) -> StageState:
        """Where deals begin."""
        return self.open_of(pipeline_no)[0]

    def of_kind(self, pipeline_no: int, kind: StageKind) -> StageState:
        """The pipeline's stage for wins, or for losses."""
        return next(each for each in self.of(pipeline_no) if each.kind is kind)

    def after(self, stage_no: int) -> StageState | None:
        """The stage that follows an open one: the next open one, else the one for wins."""
        here = self.by_no(stage_no)
        following = [each for each in self.of(here.pipeline_no) if each.position > here.position]
        return next((each for each in following if each.kind is not StageKind.LOST), None)

    def before(self, stage_no: int) -> StageState | None:
        """The open stage before; None for the first."""
        here = self.by_no(stage_no)
        earlier = [each for each in self.open_of(here.pipeline_no) if each.position < here.position]
        return earlier[-1] if earlier else None

    @property
    def pipelines(self) -> tuple[int, ...]:
        """The numbers of the pipelines, in order."""
        return tuple(dict.fromkeys(each.pipeline_no for each in self.all))


def of_workspace(session: Session) -> Stages:
    """The workspace's stages, remembered while the rules stay the same."""

    def load() -> Stages:
        rows = session.connection.execute(_ALL, {"w": session.by.workspace_no})
        return Stages(tuple(stage_from_row(row) for row in rows))

    return session.remembered("stages", load)


def persons_pipeline(session: Session, act: Act = Act.SEE) -> int:
    """The number of the pipeline that is meant where neither a deal nor a pipeline is named.

    It is the only one in use, or else the first of those in use in which the person may do this. Where there is none,
    raises NotAllowed where they see one, else OnlyArchived or NotInAPipeline, and Stranger of whoever may do nothing.
    """
    in_use, who = pipelines_in_use(session), rights_of(session.connection, session.by)
    if len(in_use) == 1 and in_use[0] not in who.hidden:
        return in_use[0]
    theirs = [pipeline_no for pipeline_no in in_use if may(who, act, pipeline_no=pipeline_no)]
    if not theirs:
        raise _without_pipeline(session, who)
    return theirs[0]


def _without_pipeline(session: Session, who: MemberRights) -> Refused:
    """Why a person has no pipeline: they only read it, it was archived, they are in none, or they may do nothing."""
    if not who.is_known:
        return errors.Stranger()
    if any(no not in who.hidden for no in pipelines_in_use(session)):
        admin = who_can(session.connection, session.by.workspace_no, Role.ADMIN)
        return errors.NotAllowed(who=admin, role=Role.ADMIN.value)
    admin, known = who_can(session.connection, session.by.workspace_no, Role.ADMIN), pipelines.of_workspace(session)
    archived = [no for no in of_workspace(session).pipelines if known.by_no(no).is_retired and no not in who.hidden]
    return OnlyArchived(who=admin) if archived else NotInAPipeline(who=admin)


def pipeline_of_settings(session: Session) -> int:
    """The number of the pipeline whose channel and lead stand in the settings: the person's, else the first in use.

    Whoever changes settings need not see a deal for that.
    """
    try:
        return persons_pipeline(session)
    except errors.Stranger:
        return pipelines_in_use(session)[0]


def limit_of(session: Session, stage_no: int) -> int | None:
    """The business days after which a deal that stands in a stage is stuck; None for never.

    In an archived pipeline nothing becomes stuck: nobody is reminded of what the team has put aside.
    """
    stage = of_workspace(session).by_no(stage_no)
    is_archived = pipelines.of_workspace(session).by_no(stage.pipeline_no).is_retired
    return None if is_archived else stage.limit_days


def pipelines_in_use(session: Session) -> list[int]:
    """The numbers of the pipelines that have an open stage and are not archived, in their order."""
    stages, known = of_workspace(session), pipelines.of_workspace(session)
    there = [no for no in stages.pipelines if stages.open_of(no) and not known.by_no(no).is_retired]
    return sorted(there, key=lambda no: (known.by_no(no).position, no))


def offers_stage(session: Session, pipeline_no: int) -> StageState | None:
    """The stage to which a deal goes when an offer is sent: the one chosen, or the default one; None: there is none."""
    stages, chosen = of_workspace(session), pipelines.of_workspace(session).by_no(pipeline_no).offer_stage
    if chosen == 0:
        return None
    if chosen is not None and stages.find(chosen) is not None:
        return stages.by_no(stages.in_use(chosen))
    kept = [each for each in stages.all if each.pipeline_no == pipeline_no and each.label_key == OFFERS_STAGE]
    return stages.by_no(stages.in_use(kept[0].stage_no)) if kept else None


OFFERS_STAGE = "stage_offer"
"""The label of the default stage in which offers are out."""

DEFAULT = (
    ("stage_identification", StageKind.OPEN, 10, ()),
    ("stage_contact", StageKind.OPEN, 8, ()),
    ("stage_offer", StageKind.OPEN, 10, ("amount",)),
    ("stage_sale", StageKind.WON, None, ("amount",)),
    ("stage_lost", StageKind.LOST, None, ("reason",)),
)
"""Label key, kind, limit in business days, and the tokens of what it requires (`pipeline/deals/requirements.py`).

Each workspace keeps what its stages required when it was made: a change here concerns new workspaces alone. Until
December 2026 a win required the promised day, too.
"""


def add_default_pipeline(work: UnitOfWork) -> int:
    """The pipeline every workspace begins with; its number."""
    pipeline_no = work.take("pipeline_no")
    for position, (label_key, kind, limit_days, requires) in enumerate(DEFAULT, start=1):
        added = StageAdded(
            pipeline_no=pipeline_no,
            position=position,
            stage_kind=kind,
            label_key=label_key,
            limit_days=limit_days,
            requires=requires,
        )
        work.append(added, work.take("stage_no"), None)
    return pipeline_no
