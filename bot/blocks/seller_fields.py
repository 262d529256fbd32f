"""The fields of a pipeline's form that say who leads it, who sells in it, and who sees it otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.blocks import elements as el
from bot.blocks import pickers
from bot.blocks.elements import Block
from bot.language.voice import Voice
from pipeline.people.events import Sight
from pipeline.pipelines.events import CHANNEL, EVERYBODY

LEADS, SELLERS, GROUP = "pipeline_lead", "pipeline_sellers", "pipeline_group"
OF_GROUP = "group"
SIGHTS = {Sight.SELLS: "pipeline_sells", Sight.READS: "pipeline_reads", Sight.NOTHING: "pipeline_nothing"}
"""The field that names people of whom this is said, by what is said of them."""

_LABELS = {Sight.SELLS: "also_sells", Sight.READS: "only_reads", Sight.NOTHING: "sees_nothing"}


@dataclass(frozen=True, slots=True)
class SellersShown:
    """Who sells in a pipeline and who leads it as its form shows it, people by their Slack ids."""

    sellers: str = EVERYBODY
    group: Block | None = None  # the option that stands for it
    leads: Sequence[str] = ()
    said: Mapping[Sight, Sequence[str]] = field(default_factory=dict[Sight, Sequence[str]])


def fields(voice: Voice, shown: SellersShown) -> list[Block]:
    """Build the fields."""
    choices = [
        el.option(voice.label("sellers_everybody"), EVERYBODY),
        el.option(voice.label("sellers_channel"), CHANNEL),
        el.option(voice.label("sellers_group"), OF_GROUP),
    ]
    placeholder = voice.label("people_placeholder")
    return [
        pickers.people_field(
            LEADS,
            voice.label("pipeline_leads"),
            placeholder=placeholder,
            chosen=shown.leads,
            hint=voice.label("lead_hint"),
        ),
        el.choice_field(
            SELLERS, voice.label("sellers"), choices, chosen=shown.sellers, hint=voice.label("sellers_hint")
        ),
        pickers.search_field(
            GROUP,
            voice.label("sellers_group_which"),
            placeholder=voice.label("choose_placeholder"),
            initial=shown.group,
            optional=True,
        ),
        *(
            pickers.people_field(
                name, voice.label(_LABELS[sight]), placeholder=placeholder, chosen=shown.said.get(sight, ())
            )
            for sight, name in SIGHTS.items()
        ),
    ]
