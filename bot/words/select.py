"""`/deal select`: several deals at once are handed over, given a step, snoozed, lost or noted, in one change.

Two forms: which deals and what, then the fields of that. A list's button names its deals, typed it is one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time

from bot.blocks import forms, hand_over, ids, several
from bot.blocks.elements import Block, View
from bot.blocks.ids import Carried, Pressed, Remainder, WordName
from bot.blocks.several import ACT, ACTS, DEALS, Ticked
from bot.blocks.shown_words import Chapter, FormFields
from bot.blocks.unused import HINTS
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Refill, Reply, Services, Word
from bot.words.form_input import of_form
from bot.words.list_request import refuse, refuse_note
from pipeline import errors
from pipeline.deals import requirements
from pipeline.deals import several as acts
from pipeline.deals.events import OwnerSet
from pipeline.deals.read import deals_by_no
from pipeline.deals.several import Selected
from pipeline.deals.step_times import minute_of
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.queries import several as selecting
from pipeline.queries.deal_lists import DealLine
from pipeline.several_errors import NoneToSelect
from pipeline.stages import stages
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """The form with one's own open deals; what stands behind the word is refused."""
    refuse_note(services, request, WORD.word)
    if request.line.rest:
        refuse(WORD.word, request.line.rest, HINTS[WordName.SELECT])
    return _choose(request, ())


def pressed(_services: Services, request: Request) -> Reply:
    """The form with the deals of the list, those of them that the person may change."""
    return _choose(request, [int(each) for each in request.line.rest.split() if each.isdigit()])


def _choose(request: Request, nos: Sequence[int]) -> Ask:
    def build(voice: Voice, session: ReadSession) -> View:
        deals = selecting.selectable(session, nos) if nos else selecting.own(session)
        if not deals:
            raise NoneToSelect
        return several.choose(voice, Ticked(deals), Carried(reply=_reply(request)))

    return Ask(build, Pressed(WORD.word, more=Remainder(" ".join(map(str, nos)))))


def _reply(request: Request) -> str:
    """Where the answer goes: beside a list that others read too, as it names what is private."""
    return (request.aside if request.is_shared else None) or request.carried.reply


def submitted(services: Services, request: Request) -> Reply:
    """The first form becomes the second one; that one is carried out."""
    chosen = _selected(request)
    if not chosen:
        return Refill({DEALS: ("select_none", {})})
    if request.carried.act:
        return _carry_out(services, request, WordName(request.carried.act), chosen)
    act = request.values.get(ACT)
    if act not in set(ACTS):
        return Refill({ACT: ("field_missing", {})})
    return _fill_in(request, WordName(act), [each.deal_no for each in chosen])


def _selected(request: Request) -> list[Selected]:
    """The deals that are ticked. Raises UnknownForm for what is no deal of a form of ours."""
    found: list[Selected] = []
    for name, ticked in request.values.items():
        if name.partition(".")[0] != DEALS:
            continue
        for each in ticked or ():
            box = ids.read(WORD.word, each)
            if box.deal is None or box.stay is None:
                raise errors.UnknownForm
            found.append(Selected(box.deal, box.stay))
    return found


def _fill_in(request: Request, act: WordName, nos: Sequence[int]) -> Ask:
    def build(voice: Voice, session: ReadSession) -> View:
        deals = selecting.selectable(session, nos)
        if not deals:
            raise NoneToSelect
        fields = _FIELDS[act](voice, session, deals)
        carried = replace(request.carried, act=act.value)
        return several.fill_in(voice, Ticked(deals, is_ticked=True), act, fields, carried)

    return Ask(build, Pressed(WORD.word, more=Remainder(" ".join(map(str, nos)))))


Fields = Callable[[Voice, ReadSession, Sequence[DealLine]], Sequence[Block]]


def _fields_of(view: View) -> Sequence[Block]:
    """The fields of a form for one deal, without the line that names it."""
    return [block for block in view.blocks if block["type"] == "input"]


def _lost_fields(voice: Voice, session: ReadSession, deals: Sequence[DealLine]) -> Sequence[Block]:
    """What the stages for losses of these deals' pipelines require."""
    known = deals_by_no(session.connection, session.by.workspace_no, [each.deal_no for each in deals])
    all_stages = stages.of_workspace(session)
    ends = {all_stages.of_kind(each.pipeline_no, StageKind.LOST) for each in known.values()}
    asked = {each.token for stage in ends for each in requirements.of_stage(stage)}
    return _fields_of(forms.lost(voice, forms.FormSubject(voice.say("deals", n=len(deals))), asked))


def _subject(voice: Voice, deals: Sequence[DealLine]) -> forms.FormSubject:
    return forms.FormSubject(voice.say("deals", n=len(deals)))


_FIELDS: dict[WordName, Fields] = {
    WordName.ASSIGN: lambda voice, _session, _deals: several.owner_fields(voice),
    WordName.STEP: lambda voice, _session, deals: _fields_of(forms.step(voice, _subject(voice, deals))),
    WordName.SNOOZE: lambda voice, _session, deals: _fields_of(forms.snooze(voice, _subject(voice, deals))),
    WordName.LOST: _lost_fields,
    WordName.NOTE: lambda voice, _session, deals: _fields_of(forms.note(voice, _subject(voice, deals))),
}
"""The fields of each act, as the form for one deal has them."""


def _carry_out(services: Services, request: Request, act: WordName, deals: Sequence[Selected]) -> Reply:
    missing = [name for name in _REQUIRED.get(act, ()) if not request.values.get(name)]
    if missing:
        return Refill({name: ("field_missing", {}) for name in missing})
    return _CARRIED_OUT[act](services, request, deals)


_REQUIRED = {
    WordName.ASSIGN: (hand_over.OWNER,),
    WordName.STEP: (forms.STEP, forms.STEP_DAY),
    WordName.SNOOZE: (forms.UNTIL,),
    WordName.NOTE: (forms.NOTE,),
}


def _hand_over(services: Services, request: Request, deals: Sequence[Selected]) -> CommitOutcome:
    try:
        to = services.directory.member(request.values[hand_over.OWNER], None)
    except errors.Stranger as stranger:
        raise errors.CannotOwn from stranger
    return acts.hand_over(services.ledger, request.by, deals, to=to, note=request.values.get(forms.NOTE))


def _step(services: Services, request: Request, deals: Sequence[Selected]) -> CommitOutcome:
    day = date.fromisoformat(request.values[forms.STEP_DAY])
    clock = request.values.get(forms.STEP_AT)
    at = minute_of(time.fromisoformat(clock)) if clock else None
    return acts.step(services.ledger, request.by, deals, text=request.values[forms.STEP], day=day, at=at)


def _snooze(services: Services, request: Request, deals: Sequence[Selected]) -> CommitOutcome:
    until = date.fromisoformat(request.values[forms.UNTIL])
    return acts.snooze_until(services.ledger, request.by, deals, until=until)


def _lose(services: Services, request: Request, deals: Sequence[Selected]) -> CommitOutcome:
    return acts.lose(services.ledger, request.by, deals, given=of_form(services, request))


def _note(services: Services, request: Request, deals: Sequence[Selected]) -> CommitOutcome:
    return acts.note(services.ledger, request.by, deals, text=request.values[forms.NOTE])


_CARRIED_OUT: dict[WordName, Callable[[Services, Request, Sequence[Selected]], CommitOutcome]] = {
    WordName.ASSIGN: _hand_over,
    WordName.STEP: _step,
    WordName.SNOOZE: _snooze,
    WordName.LOST: _lose,
    WordName.NOTE: _note,
}


WORD = Word(
    word="select",
    forms={"fi": ("valitse", "useita"), "en": ("select", "several")},
    help="help_select",
    chapter=Chapter.CHANGES,
    is_private=True,
    changes=OwnerSet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="select_button",
    fields=FormFields(text=forms.STEP, day=forms.UNTIL),
)
