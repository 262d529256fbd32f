"""The field of a form in which a person who sells in several pipelines chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Block
from bot.language.voice import Voice
from pipeline.queries.names import StageLabel

PIPELINE = "pipeline"


@dataclass(frozen=True, slots=True)
class PipelineChoice:
    """A pipeline that may be chosen, with its open stages in order; `name` is empty where it has none of its own."""

    pipeline_no: int
    name: str
    stages: tuple[StageLabel, ...]


def pipeline_field(voice: Voice, offered: Sequence[PipelineChoice], chosen: int, *, hint: str | None = None) -> Block:
    """Return the menu of pipelines. Below the name of each stand its stages in order."""
    options = [
        el.option(
            pipeline_label(voice, each.name),
            str(each.pipeline_no),
            " → ".join(phrases.plain_stage(voice, stage) for stage in each.stages),
        )
        for each in offered
    ]
    label, placeholder = voice.label("pipeline_choice"), voice.label("choose_placeholder")
    return el.menu_field(PIPELINE, label, options, placeholder=placeholder, chosen=str(chosen), hint=hint)


def pipeline_label(voice: Voice, name: str) -> str:
    """Return what a pipeline is called, as plain text; one without a name of its own by the default."""
    return name or voice.label("pipeline_default")
