"""Why a change of stages or pipelines was not made."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import Refused, TextQuoted


@dataclass(kw_only=True, eq=False)
class StageNameTaken(TextQuoted):
    """Another stage of the pipeline, or another pipeline, is called so."""

    key = "stage_name_taken"


@dataclass(kw_only=True, eq=False)
class StageEditedMeanwhile(Refused):
    """Somebody changed the stage after the form was opened."""

    key = "stage_edited_meanwhile"
    stage: int


@dataclass(kw_only=True, eq=False)
class StageHasNoSuccessor(Refused):
    """The stage cannot be removed: its pipeline has no other stage of its kind."""

    key = "stage_has_no_successor"
    stage: int


@dataclass(kw_only=True, eq=False)
class RequirementDoesNotFit(Refused):
    """No deal can meet this requirement in a stage of that kind."""

    key = "requirement_does_not_fit"
    token: str


class LastPipeline(Refused):
    """A workspace keeps at least one pipeline in use."""

    key = "last_pipeline"


@dataclass(kw_only=True, eq=False)
class TooManyStages(Refused):
    """The pipeline has as many open stages as it may have."""

    key = "too_many_stages"
    limit: int


@dataclass(kw_only=True, eq=False)
class StageTooFull(Refused):
    """One change moves no more deals than `limit`; the stage has `count`."""

    key = "too_many_deals_in_stage"
    limit: int
    count: int


@dataclass(kw_only=True, eq=False)
class LimitUnclear(TextQuoted):
    """The text is no number of business days from 1 to 365."""

    key = "limit_unclear"


@dataclass(kw_only=True, eq=False)
class NoDealsToSplit(Refused):
    """None of the deals that were named stands in the stage, or all of them were."""

    key = "no_deals_to_split"
    stage: int
