"""`/deal stages`: the pipelines and their stages, for an admin to make the team's own; deals stay where they are."""

from __future__ import annotations

import re

from bot.blocks import seller_fields
from bot.blocks import stage_forms as blanks
from bot.blocks.elements import View
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.blocks.stage_forms import PipelineShown, StagePress
from bot.language.catalogue import LANGUAGES, sentences
from bot.language.folding import folded
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Refill, Reply, Services, Word
from bot.words import places, stage_sellers
from bot.words.list_request import refuse, refuse_note
from pipeline import errors, stage_errors
from pipeline.deals import requirements, stage_changes
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.stage_notices import ShowStages
from pipeline.people.access import Act, require
from pipeline.queries import stage_list
from pipeline.queries.stage_list import PipelineRow, StageRow
from pipeline.schedule import pipeline_changes
from pipeline.schedule.pipeline_changes import PipelineGiven
from pipeline.stages.editing import StageGiven
from pipeline.stages.events import StageAdded

_ADDS = ("lisää", "uusi", "lisää vaihe", "uusi vaihe", "add", "new", "new stage", "add stage")
_NUMBER = re.compile(r"#?([1-9][0-9]{0,8})")
_DAYS = re.compile(r"([0-9]{1,9})(?:\s*(?:arkipäivää|arkipv|pv|päivää|business days|days|d))?")


def typed(services: Services, request: Request) -> Reply:
    """The list; behind the word a stage may be added: it is named in the form. Anything else is refused."""
    refuse_note(services, request, WORD.word)
    rest = folded(request.line.rest)
    if rest in _ADDS:
        with services.ledger.read_session(request.by) as session:
            first = stage_list.pipeline_rows(session)[0].state.pipeline_no
        return _form(services, request, StagePress("add", first))
    if rest:
        refuse(WORD.word, request.line.rest)
    return _listed(services, request)


def _listed(services: Services, request: Request, pipeline_no: int | None = None) -> Reply:
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SETTINGS)
    return ShowStages(pipeline=pipeline_no)


def pressed(services: Services, request: Request) -> Reply:
    """A button of the list or of a form."""
    press = blanks.read_press(request.line.rest)
    if press is None:
        return typed(services, request)
    match press.what:
        case "list":
            return _listed(services, request)
        case "show":
            return _listed(services, request, press.number)
        case "restore":
            return stage_changes.restore_stage(services.ledger, request.by, press.number, default_labels)
        case "archive" | "unarchive":
            retired = press.what == "archive"
            return pipeline_changes.retire_pipeline(services.ledger, request.by, press.number, retired=retired)
        case _:
            return _form(services, request, press)


def _form(services: Services, request: Request, press: StagePress) -> Ask:
    carried = Carried(reply=(request.aside if request.is_shared else None) or request.carried.reply)

    def build(voice: Voice, session: ReadSession) -> View:
        rows = stage_list.pipeline_rows(session)
        if press.what == "new_pipeline":
            return blanks.pipeline(voice, None, PipelineShown(), carried)
        if press.what == "pipeline":
            row = _pipeline(rows, press.number)
            return blanks.pipeline(voice, row, _shown(services, session, row), carried)
        if press.what == "add":
            return blanks.stage(voice, None, _pipeline(rows, press.number), {}, carried)
        row, pipeline = _stage(rows, press.number)
        match press.what:
            case "remove":
                return blanks.remove(voice, row, pipeline, carried)
            case "split":
                numbers = stage_changes.deal_numbers(session, press.number)
                return blanks.split(voice, row, numbers, carried)
            case _:
                known = requirements.for_kind(row.state.kind) if row.deals is not None else ()
                asked = [each.token for each in (*known, *(voice.own_fields.in_use if known else ()))]
                lacking = {token: stage_changes.lacks(session, press.number, token) for token in asked}
                return blanks.stage(voice, row, pipeline, lacking, carried)

    return Ask(build, Pressed(WORD.word, more=Remainder(blanks.press(press.what, press.number))))


def _pipeline(rows: tuple[PipelineRow, ...], pipeline_no: int) -> PipelineRow:
    found = next((each for each in rows if each.state.pipeline_no == pipeline_no), None)
    if found is None:
        raise errors.NoSuchPipeline
    return found


def _stage(rows: tuple[PipelineRow, ...], stage_no: int) -> tuple[StageRow, PipelineRow]:
    for pipeline in rows:
        for each in pipeline.stages:
            if each.state.stage_no == stage_no:
                return each, pipeline
    raise errors.NoSuchStage(stage=stage_no)


def _shown(services: Services, session: ReadSession, row: PipelineRow) -> PipelineShown:
    return PipelineShown(
        channel=services.directory.channel_id(session.connection, row.place) if row.place is not None else None,
        sellers=stage_sellers.shown(services, session, row.state),
    )


def default_labels(key: str) -> tuple[str, ...]:
    """What a default stage is called, in every language."""
    return tuple(sentences(language).gettext(key) for language in LANGUAGES)


# --- Submitted --------------------------------------------------------------------------------------------------------


def submitted(services: Services, request: Request) -> Reply:
    """What the form was for: a stage, its removal or split, or a pipeline."""
    press = blanks.read_press(request.carried.act)
    if press is None:
        raise errors.UnknownForm
    ledger, by = services.ledger, request.by
    match press.what:
        case "add":
            given = _given(request)
            return stage_changes.add_stage(ledger, by, press.number, given, default_labels)
        case "edit":
            return stage_changes.change_stage(
                ledger, by, press.number, _given(request), default_labels, seen=press.seen or None
            )
        case "remove":
            successor = _number(request, blanks.SUCCESSOR)
            return stage_changes.remove_stage(ledger, by, press.number, successor)
        case "split":
            return _split(services, request, press)
        case "pipeline" | "new_pipeline":
            return _save_pipeline(services, request, press)
        case _:
            raise errors.UnknownForm


def _text(request: Request, field: str) -> str:
    return str(request.values.get(field) or "").strip()


def _number(request: Request, field: str) -> int:
    text = _text(request, field)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise errors.UnknownForm
    return int(text)


def _given(request: Request) -> StageGiven:
    """The stage as the form has it. Raises EmptyName and LimitUnclear."""
    name, after = _text(request, blanks.NAME), _text(request, blanks.AFTER)
    if not name:
        raise errors.EmptyName
    limit = _limit(request) if request.values.get(blanks.LIMIT) == blanks.OWN else None
    ticked = (*(request.values.get(blanks.REQUIRES) or ()), *(request.values.get(blanks.REQUIRES_OWN) or ()))
    place = 0 if after == blanks.FIRST else int(after) if after.isdigit() else None
    return StageGiven(name, limit, tuple(str(each) for each in ticked), place)


def _limit(request: Request) -> int:
    """The days of a limit. Raises LimitUnclear for what is no number of days."""
    text = _text(request, blanks.LIMIT_DAYS)
    found = _DAYS.fullmatch(folded(text))
    if found is None:
        raise stage_errors.LimitUnclear(text=text)
    return int(found[1])


def _split(services: Services, request: Request, press: StagePress) -> Reply:
    words = re.split(r"[\s,;]+", _text(request, blanks.SPLIT_DEALS))
    wrong = [each for each in words if each and _NUMBER.fullmatch(each) is None]
    if wrong:
        return Refill({blanks.SPLIT_DEALS: ("stage_split_unclear", {"text": wrong[0]})})
    deals = [int(found[1]) for each in words if (found := _NUMBER.fullmatch(each))]
    name = _text(request, blanks.SPLIT_NAME)
    return stage_changes.split_stage(services.ledger, request.by, press.number, name, deals, default_labels)


def _save_pipeline(services: Services, request: Request, press: StagePress) -> Reply:
    """Save a pipeline as the form has it. Raises NotALead, and what the change raises."""
    channel = request.values.get(blanks.PIPELINE_PLACE)
    leads = stage_sellers.leads(services, request)
    place = places.chosen(services, request, channel) if channel else None
    sold = stage_sellers.given(services, request, channel)
    if isinstance(sold, Refill):
        return sold

    def place_of(work: UnitOfWork) -> int | None:
        return services.directory.place(work, channel, barred=place.barred) if channel and place else None

    offers = _text(request, blanks.PIPELINE_OFFERS)
    with services.ledger.read_session(request.by) as session:
        taken = _names_taken(session, press.number)
    given = PipelineGiven(
        name=_text(request, blanks.PIPELINE_NAME),
        place=place_of if place is not None else None,
        leads=leads,
        currency=_text(request, blanks.PIPELINE_CURRENCY).upper(),
        sellers=sold,
        offer_stage=int(offers) if offers.isdigit() else None,
        names_taken=taken,
    )
    if press.what == "new_pipeline":
        return pipeline_changes.add_pipeline(services.ledger, request.by, given)
    return pipeline_changes.change_pipeline(services.ledger, request.by, press.number, given)


def _names_taken(session: Session, besides: int) -> tuple[str, ...]:
    """What the other pipelines are called, in every language where it is the default name."""
    names: list[str] = []
    for row in stage_list.pipeline_rows(session):
        if row.state.pipeline_no != besides:
            names += [row.name] if row.name else default_labels("pipeline_default")
    return tuple(names)


WORD = Word(
    word="stages",
    forms={"fi": ("vaiheet", "myyntiputket", "putket"), "en": ("stages", "pipelines")},
    help="help_stages",
    chapter=Chapter.OWN,
    changes=StageAdded,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    fields=FormFields(text=blanks.NAME, currency=blanks.PIPELINE_CURRENCY),
    option_sources={seller_fields.GROUP: stage_sellers.groups},
    is_private=True,
)
