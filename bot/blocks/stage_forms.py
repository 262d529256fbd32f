"""The forms of stages and pipelines: one of them, its removal, its split; and the buttons that open them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from bot.blocks import elements as el
from bot.blocks import ids, missing_parts, phrases, seller_fields
from bot.blocks.elements import Block, View
from bot.blocks.forms import modal
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.seller_fields import SellersShown
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals import requirements
from pipeline.queries.names import StageLabel
from pipeline.queries.stage_list import PipelineRow, StageRow
from pipeline.stages.editing import NAME_LIMIT
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState

NAME, AFTER, LIMIT, LIMIT_DAYS, REQUIRES = (
    "stage_name",
    "stage_after",
    "stage_limit",
    "stage_limit_days",
    "stage_requires",
)
REQUIRES_OWN = "stage_requires_own"
"""The boxes of the team's own fields: Slack shows ten boxes at most in one field."""
SUCCESSOR, SPLIT_NAME, SPLIT_DEALS = "stage_successor", "stage_split_name", "stage_split_deals"
PIPELINE_NAME, PIPELINE_PLACE = "pipeline_name", "pipeline_place"
PIPELINE_CURRENCY, PIPELINE_OFFERS = "pipeline_currency", "pipeline_offers"
FIRST = "first"
OWN, NONE = "own", "none"
_PRESS = re.compile(
    r"=(list|show|add|edit|remove|split|restore|new_pipeline|pipeline|archive|unarchive)(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?"
)
_NUMBERS_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class StagePress:
    """What a button or a form is about: a stage or a pipeline, and its newest event when the form was opened."""

    what: str
    number: int = 0
    seen: int = 0


def press(what: str, number: int = 0, seen: int = 0) -> str:
    """Return what a button or a form carries; nobody types it."""
    return f"={what}.{number}.{seen}" if seen else f"={what}.{number}" if number else f"={what}"


def read_press(text: str) -> StagePress | None:
    """Return what a button or a form carried; None for what a person typed."""
    found = _PRESS.fullmatch(text)
    return StagePress(found[1], int(found[2] or 0), int(found[3] or 0)) if found is not None else None


def button(voice: Voice, what: str, key: str, number: int = 0, *, of: StageLabel | None = None) -> Block:
    """Return a button that opens a form or acts at once; `of` names the stage for screen readers."""
    label = voice.label(key)
    action_id, value = ids.button(WordName.STAGES, more=Remainder(press(what, number)))
    spoken = f"{label.rstrip('…')}: {phrases.plain_stage(voice, of)}" if of is not None else None
    return el.button(label, (f"{action_id}.{what}.{number}", value), spoken=spoken)


def pipeline_name(voice: Voice, row: PipelineRow) -> SafeText:
    """Return what a pipeline is called; one without a name of its own by the default."""
    return voice.name(row.name) if row.name else voice.say("pipeline_default")


def needs(voice: Voice, tokens: Collection[str]) -> SafeText | None:
    """Return the names of what a stage requires, with commas; None where it requires nothing."""
    known = {each.token for each in voice.own_fields.in_use}
    asked = [each for each in tokens if requirements.own_field_no(each) is None or each in known]
    named = [missing_parts.called(voice, each) for each in requirements.named(asked)]
    return phrases.joined(named, ", ") if named else None


def stage(voice: Voice, row: StageRow | None, pipeline: PipelineRow, lacking: dict[str, int], carried: Carried) -> View:
    """Build the form of a stage, a new one of the pipeline where `row` is None.

    `lacking` says how many of its deals do not have what it would require, by the requirement's token.
    """
    kind = row.state.kind if row is not None else StageKind.OPEN
    name = phrases.plain_stage(voice, row.label) if row is not None else ""
    blocks: list[Block] = [
        el.text_field(NAME, voice.label("stage_name"), initial=name, longest=NAME_LIMIT, placeholder=None)
    ]
    if kind is StageKind.OPEN:
        blocks += [_after(voice, row, pipeline), *_limit(voice, row.state if row is not None else None)]
    required = row.state.required if row is not None else frozenset[str]()
    blocks += [*_requires(voice, kind, required, lacking), *_requires_own(voice, required, lacking)]
    if row is not None:
        blocks += _others(voice, row, pipeline)
    act = press("edit", row.state.stage_no, row.state.last_no) if row else press("add", pipeline.state.pipeline_no)
    title = "stage_edit_title" if row is not None else "stage_add_title"
    return modal(voice, WordName.STAGES, title, "save", tuple(blocks), replace(carried, act=act))


def _after(voice: Voice, row: StageRow | None, pipeline: PipelineRow) -> Block:
    """The place of an open stage: first, or behind another one."""
    others = [each for each in pipeline.stages if each.state.is_open and each != row]
    options = [
        el.option(voice.label("stage_first"), FIRST),
        *(
            el.option(
                voice.label("stage_behind", stage=phrases.plain_stage(voice, each.label)), str(each.state.stage_no)
            )
            for each in others
        ),
    ]
    before = [each for each in others if row is None or each.state.position < row.state.position]
    chosen = str(before[-1].state.stage_no) if before else FIRST
    return el.menu_field(
        AFTER, voice.label("stage_place"), options, placeholder=voice.label("choose_placeholder"), chosen=chosen
    )


def _limit(voice: Voice, state: StageState | None) -> list[Block]:
    days = state.limit_days if state is not None else None
    options = [el.option(voice.label("limit_own"), OWN), el.option(voice.label("limit_none"), NONE)]
    chosen = OWN if state is None or days is not None else NONE
    return [
        el.choice_field(LIMIT, voice.label("stage_limit"), options, chosen=chosen),
        el.text_field(
            LIMIT_DAYS,
            voice.label("limit_days"),
            initial=str(days or "") if state is not None else "10",
            optional=True,
            longest=12,
        ),
    ]


def _requires(voice: Voice, kind: StageKind, required: Collection[str], lacking: dict[str, int]) -> list[Block]:
    options = [
        el.option(
            _capital(voice.label(each.missing)),
            each.token,
            voice.label("lacking_n", n=lacking[each.token]) if lacking.get(each.token) else None,
        )
        for each in requirements.for_kind(kind)
    ]
    if not options:
        return []
    ticked = [each for each in options if each["value"] in required]
    return [el.ticks_field(REQUIRES, voice.label("stage_requires"), options, ticked=ticked)]


def _requires_own(voice: Voice, required: Collection[str], lacking: dict[str, int]) -> list[Block]:
    """The boxes of the team's own fields; of a field that was required and is hidden it is said that it is not."""
    options = [
        el.option(
            voice.plain_name(each.name),
            each.token,
            voice.label("lacking_n", n=lacking[each.token]) if lacking.get(each.token) else None,
        )
        for each in voice.own_fields.in_use
    ]
    ticked = [each for each in options if each["value"] in required]
    hidden = [voice.name(each.name) for each in voice.own_fields.all if each.is_hidden and each.token in required]
    said = [el.context(voice.say("stage_requires_hidden", fields=voice.list(hidden)))] if hidden else []
    boxes = [el.ticks_field(REQUIRES_OWN, voice.label("fields_title"), options, ticked=ticked)] if options else []
    return [*boxes, *said]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _others(voice: Voice, row: StageRow, pipeline: PipelineRow) -> list[Block]:
    """The buttons that open the forms of a removal and a split, and what stands beside them."""
    no = row.state.stage_no
    alike = [each for each in pipeline.stages if each.state.kind is row.state.kind and each != row]
    remove = button(voice, "remove", "remove_stage_button", no, of=row.label) if alike else None
    split = button(voice, "split", "split_stage_button", no, of=row.label) if row.state.is_open and row.deals else None
    return el.actions(split, remove)


def remove(voice: Voice, row: StageRow, pipeline: PipelineRow, carried: Carried) -> View:
    """Build the form that asks to which stage the deals of a removed one go."""
    alike = [each for each in pipeline.stages if each.state.kind is row.state.kind and each != row]
    nearest = min(alike, key=lambda each: abs(each.state.position - row.state.position))
    options = [el.option(phrases.plain_stage(voice, each.label), str(each.state.stage_no)) for each in alike]
    called = phrases.bold(phrases.stage(voice, row.label))
    blocks = (
        el.section(_removing(voice, called, row.deals)),
        el.menu_field(
            SUCCESSOR,
            voice.label("stage_deals_move_to"),
            options,
            placeholder=voice.label("choose_placeholder"),
            chosen=str(nearest.state.stage_no),
        ),
    )
    act = press("remove", row.state.stage_no)
    return modal(voice, WordName.STAGES, "stage_remove_title", "stage_remove", blocks, replace(carried, act=act))


def _removing(voice: Voice, called: SafeText, deals: int | None) -> SafeText:
    """How many deals a removal moves, unless they are hidden from the reader."""
    if deals is None:
        return voice.say("stage_removing_unseen", stage=called)
    return voice.say("stage_removing", stage=called, n=deals)


def split(voice: Voice, row: StageRow, deals: Sequence[int], carried: Carried) -> View:
    """Build the form that asks what the new stage is called, and which deals go there."""
    numbers = " ".join(f"#{no}" for no in deals)
    blocks = (
        el.section(voice.say("stage_splitting", stage=phrases.bold(phrases.stage(voice, row.label)), n=row.deals or 0)),
        el.text_field(SPLIT_NAME, voice.label("stage_name"), longest=NAME_LIMIT),
        el.text_field(
            SPLIT_DEALS,
            voice.label("stage_split_deals"),
            initial=numbers if len(numbers) <= _NUMBERS_LONGEST else "",
            hint=voice.label("stage_split_hint"),
            longest=_NUMBERS_LONGEST,
        ),
    )
    act = press("split", row.state.stage_no)
    return modal(voice, WordName.STAGES, "stage_split_title", "save", blocks, replace(carried, act=act))


@dataclass(frozen=True, slots=True)
class PipelineShown:
    """What a pipeline's form shows beside its row: Slack's id of its channel, and who leads it and sells in it."""

    channel: str | None = None
    sellers: SellersShown = field(default_factory=SellersShown)


def pipeline(voice: Voice, row: PipelineRow | None, shown: PipelineShown, carried: Carried) -> View:
    """Build the form of a pipeline, a new one where `row` is None."""
    name = str(pipeline_name(voice, row)) if row is not None else ""
    blocks: list[Block] = [
        el.text_field(PIPELINE_NAME, voice.label("pipeline_name"), initial=name, longest=NAME_LIMIT),
        el.channel_field(
            PIPELINE_PLACE,
            voice.label("setup_channel"),
            placeholder=voice.label("channel_placeholder"),
            initial=shown.channel,
            hint=voice.label("place_hint"),
        ),
        *seller_fields.fields(voice, shown.sellers),
        el.text_field(
            PIPELINE_CURRENCY,
            voice.label("currency"),
            initial=(row.state.currency or "") if row is not None else "",
            hint=voice.label("pipeline_currency_hint"),
            optional=True,
            longest=3,
        ),
    ]
    if row is not None:
        blocks.append(_offers(voice, row))
    act = press("pipeline", row.state.pipeline_no) if row is not None else press("new_pipeline")
    title = "pipeline_title" if row is not None else "new_pipeline_title"
    return modal(voice, WordName.STAGES, title, "save", tuple(blocks), replace(carried, act=act))


def _offers(voice: Voice, row: PipelineRow) -> Block:
    """The stage to which a deal goes when an offer is sent."""
    there = [each for each in row.stages if each.state.is_open]
    options = [
        *(el.option(phrases.plain_stage(voice, each.label), str(each.state.stage_no)) for each in there),
        el.option(voice.label("offers_stay"), "0"),
    ]
    by_default = [each.state.stage_no for each in there if each.state.label_key == "stage_offer"]
    chosen = row.state.offer_stage if row.state.offer_stage is not None else (by_default or [0])[0]
    return el.menu_field(
        PIPELINE_OFFERS,
        voice.label("pipeline_offers"),
        options,
        placeholder=voice.label("choose_placeholder"),
        chosen=str(chosen),
    )


def archive(voice: Voice, pipeline_no: int) -> Block:
    """Return the button that archives a pipeline; Slack asks first."""
    label = voice.label("archive_pipeline_button")
    action_id, value = ids.button(WordName.STAGES, more=Remainder(press("archive", pipeline_no)))
    confirm = el.confirmation(
        title=voice.label("archive_ask"), text=voice.say("archive_question"), yes=label, no=voice.label("close")
    )
    return el.button(label, (f"{action_id}.archive.{pipeline_no}", value), confirm=confirm)
