"""`/deal edit`: a deal's fields put right: at once where all that was typed is surely read, else in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.blocks import editing, forms, refusals
from bot.blocks.editing import EditValues
from bot.blocks.elements import View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.needs import NEEDS
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal, named_deal
from bot.language import amounts, days
from bot.language.days import Day
from bot.language.edit_line import EditField, EditLine, label_first, read_edit
from bot.language.folding import Unclear, folded
from bot.language.need_line import typed_needs
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.chosen_entries import lost_given, source_chosen
from bot.words.chosen_pipeline import given_pipeline, transfer_blocks
from bot.words.form_input import about, as_asked, carrying, currency_of, deal_of, fit, month_question
from bot.words.own_values import own_given
from bot.words.said_move import stage_first
from bot.words.typed_kinds import typed_reason, typed_source
from bot.words.unclear import move_question
from pipeline import errors, need_errors
from pipeline.customers.known import Likeness, near_customers
from pipeline.deals import choices
from pipeline.deals import edit as edits
from pipeline.deals.access import deal_access
from pipeline.deals.choices import Lists
from pipeline.deals.edit import AS_IT_IS, Edit, StageEntry
from pipeline.deals.events import AmountSet
from pipeline.deals.fields import EditableFields, LostReason, fields_of
from pipeline.deals.needs import cleaned
from pipeline.deals.projection import DealState
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.queries.deal_view import deal_view
from pipeline.queries.names import names
from pipeline.refused import Refused
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.stages import StageState

_BEFORE_DAY = frozenset("on oli was since alkoi alkaen started".split())  # between a stage and its day
_QUOTED = 60  # characters of what was typed that a question quotes
_DAY_FIELDS = {
    EditField.CLOSE_DAY: forms.CLOSE_DAY,
    EditField.WON_ON: forms.WON_ON,
    EditField.PROMISED_DAY: forms.PROMISED_DAY,
}


def typed(services: Services, request: Request) -> Reply:
    """`[which] what`: "acme 15 000 €, elokuu", "#12 nimi Uusi nimi"; without what, the form."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = _which(session, request, line.rest, line.note)
    return _edit_or_ask(services, request, deal_no, rest, line.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """[Edit…]: the form; what was typed before the deal was picked is done at once where it is surely read."""
    return _edit_or_ask(services, request, deal_of(request), request.line.rest, request.line.note or "")


def _which(session: ReadSession, request: Request, rest: str, note: str | None) -> tuple[int, str]:
    """The deal and what is to be edited of it; a label may stand before the deal, too, or no deal at all."""
    try:
        return first_deal(session, request, rest, For.of(WORD, note=note))
    except (errors.NoSuchDeal, errors.OnlyAlike):
        if (labelled := label_first(rest)) is None:
            raise
        label, behind = labelled
        read = _read(session, rest, None)
        if read.is_sure:
            return named_deal(session, request, "", For.of(WORD, rest, note)).deal, rest
        deal_no, tail = first_deal(session, request, behind, For.of(WORD, label, note))
        return deal_no, f"{label} {tail}".strip()


def _read(session: ReadSession, rest: str, deal_no: int | None) -> EditLine:
    calendar = settings.of_workspace(session).calendar
    return read_edit(rest, calendar.day(session.now), currency_of(session, deal_no), calendar)


def _edit_or_ask(services: Services, request: Request, deal_no: int, rest: str, note: str) -> Reply:
    fit(rest, note)
    with services.ledger.read_session(request.by) as session:
        deal = deal_access(session, deal_no, Act.CHANGE).deal
        read, entered = _read(session, rest, deal_no), _entry(session, rest, deal_no)
        if entered is None and read.unread and stage_first(session, rest, deal_no) is not None:
            raise move_question(session, request.line, deal_no, rest)
        now = fields_of(session, deal)
        is_sure = entered is not None or (bool(rest) and _is_sure(session, deal, read, now))
        wish = (
            _entry_wish(entered, note) if entered is not None else _wish(read, now, note, choices.of_workspace(session))
        )
    if not is_sure:
        return _form(request, deal_no, rest, note)
    try:
        return edits.edit(services.ledger, request.by, deal_no, wish)
    except errors.AmountJumps as jump:
        return _form(request, deal_no, rest, note, jump)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A stage that was named with the day on which the deal entered it."""

    stage: StageState
    day: date


def _entry(session: ReadSession, rest: str, deal_no: int) -> _Entry | None:
    """The stage and the day of a line that says nothing else: "tarjous 20.5.", "offer on 20 May"."""
    said = stage_first(session, rest, deal_no)
    words = said.rest.split() if said is not None else []
    while words and folded(words[0]) in _BEFORE_DAY:
        words = words[1:]
    if said is None or not words:
        return None
    calendar = settings.of_workspace(session).calendar
    day = days.read_gone(" ".join(words), calendar.day(session.now), calendar)
    if not isinstance(day, Day) or not day.sure:
        return None
    return _Entry(stages_.of_workspace(session).by_no(said.stage), day.date)


def _entry_wish(entered: _Entry, note: str) -> Edit:
    """The day of a win, of a loss, or of another stage."""
    if entered.stage.kind is StageKind.WON:
        return Edit(won_on=entered.day, note=note or None)
    stage_no = None if entered.stage.kind is StageKind.LOST else entered.stage.stage_no
    return Edit(entered=StageEntry(stage_no, entered.day), note=note or None)


def _is_sure(session: ReadSession, deal: DealState, read: EditLine, now: EditableFields) -> bool:
    """Whether all of the line is surely read: a bare day is an open deal's, and a customer is known or quite new."""
    if not read.is_sure or (read.has_bare_day and deal.state is not StageKind.OPEN):
        return False
    if not typed_needs(read.texts, now.needs).is_sure:
        return False
    return _likeness(session, read) in (None, Likeness.SAME)


def _likeness(session: ReadSession, read: EditLine) -> Likeness | None:
    """How near the nearest customer is to the one that was typed."""
    near = near_customers(session, read.texts[EditField.CUSTOMER]) if EditField.CUSTOMER in read.texts else ()
    return near[0].likeness if near else None


def _wish(read: EditLine, now: EditableFields, note: str, lists: Lists) -> Edit:
    """What a line that is surely read wants; of a loss what it does not say stays."""
    dates = {label: found.date for label, found in read.days.items() if isinstance(found, Day)}
    source, reason = read.texts.get(EditField.SOURCE), _lost(read, now.lost or LostReason(), lists)
    needs = typed_needs(read.texts, now.needs).wish
    return Edit(
        customer=read.texts.get(EditField.CUSTOMER, AS_IT_IS),
        name=read.texts.get(EditField.NAME, AS_IT_IS),
        amount=read.amount if isinstance(read.amount, Money) else AS_IT_IS,
        close_day=dates.get(EditField.CLOSE_DAY, AS_IT_IS),
        source=typed_source(source, lists) if source is not None else AS_IT_IS,
        won_on=dates.get(EditField.WON_ON, AS_IT_IS),
        entered=StageEntry(None, dates[EditField.LOST_ON]) if EditField.LOST_ON in dates else AS_IT_IS,
        promised_day=dates.get(EditField.PROMISED_DAY, AS_IT_IS),
        also=read.texts.get(EditField.ALSO, AS_IT_IS),
        lost=reason if reason is not None else AS_IT_IS,
        needs=needs if needs is not None else AS_IT_IS,
        note=note or None,
    )


def _lost(read: EditLine, known: LostReason, lists: Lists) -> LostReason | None:
    """Why the deal was lost, as the line says it; None where it says nothing of that."""
    text, returns = read.texts.get(EditField.REASON), read.days.get(EditField.RETURNS)
    if text is None and returns is None and read.said_by is None:
        return None
    lost = replace(known, returns=returns.date) if isinstance(returns, Day) else known
    lost = replace(lost, said_by=read.said_by or lost.said_by)
    if text is None:
        return lost
    why = typed_reason(text, lists)
    return replace(lost, kind=why.kind, words=why.words, option=why.option)


# --- The form ---------------------------------------------------------------------------------------------------------


def _form(request: Request, deal_no: int, rest: str, note: str, jump: errors.AmountJumps | None = None) -> Ask:
    """The form with today's values, and what was typed in their place."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = deal_access(session, deal_no, Act.CHANGE).deal
        values = _filled(session, deal, _read(session, rest, deal_no), note)
        return _view(voice, session, request, deal, values, jump)

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(rest, note)))


def _view(
    voice: Voice,
    session: ReadSession,
    request: Request,
    deal: DealState,
    values: EditValues,
    refused: Refused | None,
) -> View:
    """The form, with the question or the refusal that stands on top of it before it is sent once more."""
    view = deal_view(session, deal.deal_no)
    carried = replace(carrying(request, view), seen=deal.last_no)
    if deal.state is StageKind.OPEN:
        values = replace(values, pipeline=transfer_blocks(voice, session, deal.pipeline_no, values.fields.pipeline_no))
    if refused is None:
        return editing.form(voice, about(voice, view), values, carried)
    asks = refusals.sentence(voice, names(session, deals=[deal.deal_no]), refused)
    if isinstance(refused, errors.AmountJumps):
        carried = replace(carried, amount=as_asked(refused.after))
    return editing.form(voice, about(voice, view), values, carried, asks)


def _filled(session: ReadSession, deal: DealState, read: EditLine, note: str) -> EditValues:
    """Today's values with what was typed; what fits no field of this deal stands in the note, and it is said."""
    now = fields_of(session, deal)
    wish = _wish(read, now, "", choices.of_workspace(session))
    unplaced = [*read.unread, *_of_no_such_deal(deal.state, read), *typed_needs(read.texts, now.needs).unplaced]
    questions = {forms.NOTE: Question("note_unplaced", plain(", ".join(unplaced), _QUOTED))} if unplaced else {}
    if isinstance(read.amount, Unclear):
        questions[forms.AMOUNT] = Question(read.amount.key, plain(read.amount.text, _QUOTED))
    returns = read.days.get(EditField.RETURNS)
    if deal.state is StageKind.LOST and (question := month_question(returns)) is not None:
        questions[forms.RETURNS] = question
    if _likeness(session, read) not in (None, Likeness.SAME):
        questions[forms.CUSTOMER] = Question("customer_unsure", plain(read.texts[EditField.CUSTOMER], _QUOTED))
    return EditValues(
        fields=_with_wish(now, wish, deal.state),
        state=deal.state,
        amount=read.amount.text if isinstance(read.amount, Unclear) else "",
        note=", ".join(filter(None, (*unplaced, note))),
        unsure=_unsure_days(read, deal.state),
        questions=questions,
        corrects_win=EditField.WON_ON in read.days,
    )


def _with_wish(now: EditableFields, wish: Edit, state: StageKind) -> EditableFields:
    """The fields as they are wished."""
    wished: dict[str, Any] = {
        name: value
        for name in (
            "customer",
            "name",
            "amount",
            "close_day",
            "source",
            "won_on",
            "promised_day",
            "lost",
            "needs",
            "also",
        )
        if (value := getattr(wish, name)) is not AS_IT_IS
    }
    if state is not StageKind.WON:
        wished = {name: value for name, value in wished.items() if name not in ("won_on", "promised_day", "also")}
    if isinstance(wish.pipeline, int):
        wished["pipeline_no"] = wish.pipeline
    return replace(now, own={**now.own, **wish.own}, **wished)


def _of_no_such_deal(state: StageKind, read: EditLine) -> list[str]:
    """What was typed of a win, or of a loss, that the deal is not."""
    unplaced = [read.days[EditField.LOST_ON].text] if EditField.LOST_ON in read.days else []
    if state is not StageKind.WON:
        unplaced += [
            found.text for label, found in read.days.items() if label in (EditField.WON_ON, EditField.PROMISED_DAY)
        ]
        unplaced += [read.texts[EditField.ALSO]] if EditField.ALSO in read.texts else []
    if state is not StageKind.LOST:
        unplaced += [read.texts[EditField.REASON]] if EditField.REASON in read.texts else []
        unplaced += [read.days[EditField.RETURNS].text] if EditField.RETURNS in read.days else []
        unplaced = [*([read.speaker] if read.speaker else []), *unplaced]
    return unplaced


def _unsure_days(read: EditLine, state: StageKind) -> dict[str, str]:
    """The words of the days that were read with doubt, or not at all, by field."""
    is_asked = read.has_bare_day and state is not StageKind.OPEN
    return {
        _DAY_FIELDS[label]: plain(found.text, _QUOTED)
        for label, found in read.days.items()
        if label in _DAY_FIELDS and (is_asked or isinstance(found, Unclear) or not found.sure)
    }


def submitted(services: Services, request: Request) -> Reply:
    """The deal as it was filled in; what could not be read or done stands under its field."""
    given, deal_no = request.values, deal_of(request)
    with services.ledger.read_session(request.by) as session:
        currency, own = currency_of(session, deal_no), own_given(session, given)
    text = given.get(forms.AMOUNT)
    amount = amounts.read(text, currency) if text else None
    if isinstance(amount, Unclear):
        return Refill({forms.AMOUNT: (amount.key, {"text": amount.text})})
    if isinstance(own, Refill):
        return own
    wish = replace(_given(given, amount, request.carried), own=own)
    try:
        return edits.edit(services.ledger, request.by, deal_no, wish)
    except (errors.AmountJumps, errors.Missing, errors.CannotOwn, errors.NoSuchPipeline) as refused:
        return _again(request, deal_no, wish, refused)
    except (need_errors.NeedTooLong, need_errors.TooManyNeeds) as refused:
        return _refill_need(given, refused)
    except (errors.DayGone, errors.DayTooFar) as refused:
        is_promise = refused.day.isoformat() == given.get(forms.PROMISED_DAY)
        return Refill({forms.PROMISED_DAY if is_promise else forms.CLOSE_DAY: (refused.key, {"day": refused.day})})


def _refill_need(given: Mapping[str, Any], refused: need_errors.NeedTooLong | need_errors.TooManyNeeds) -> Refill:
    """The refusal of a need, under the field in which that need stands."""
    name = next((each for each in NEEDS if cleaned(given.get(each) or "") == refused.text), NEEDS[0])
    values = {"limit": refused.limit} if isinstance(refused, need_errors.NeedTooLong) else {"n": refused.n}
    return Refill({name: (refused.key, values)})


def _given(given: Mapping[str, Any], amount: Money | None, carried: Carried) -> Edit:
    """What stands in the form; a field that it does not have stays as it is."""
    return Edit(
        customer=given.get(forms.CUSTOMER) or "",
        name=(given.get(forms.NAME) or "").strip(),
        amount=amount,
        close_day=_day(given, forms.CLOSE_DAY),
        source=source_chosen(given.get(forms.SOURCE_KIND), (given.get(forms.SOURCE) or "").strip()),
        won_on=_day(given, forms.WON_ON) or AS_IT_IS,
        promised_day=_day(given, forms.PROMISED_DAY) if forms.PROMISED_DAY in given else AS_IT_IS,
        lost=lost_given(given) if forms.LOST_KIND in given else AS_IT_IS,
        needs=tuple(given.get(name) or "" for name in NEEDS) if NEEDS[0] in given else AS_IT_IS,
        also=given.get(forms.ALSO) or "" if forms.ALSO in given else AS_IT_IS,
        pipeline=chosen if (chosen := given_pipeline(given)) is not None else AS_IT_IS,
        meant_amount=amount if amount is not None and as_asked(amount) == carried.amount else None,
        note=given.get(forms.NOTE),
        seen=carried.seen,
    )


def _day(given: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(text) if (text := given.get(name)) else None


def _again(request: Request, deal_no: int, wish: Edit, refused: Refused) -> Ask:
    """The form as it was filled in, below what is asked or refused. An amount asked about is meant once sent again."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = deal_access(session, deal_no, Act.CHANGE).deal
        fields = _with_wish(fields_of(session, deal), wish, deal.state)
        corrects = wish.won_on is not AS_IT_IS
        values = EditValues(fields, deal.state, note=wish.note or "", corrects_win=corrects)
        return _view(voice, session, request, deal, values, refused)

    return Ask(build, Pressed(WORD.word, deal=deal_no))


WORD = Word(
    word="edit",
    forms={"fi": ("muuta", "muokkaa", "korjaa"), "en": ("edit", "change")},
    help="help_edit",
    chapter=Chapter.CHANGES,
    concerns=Concerns.CHANGEABLE,
    changes=AmountSet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="edit_button",
    in_menu=True,
    fields=FormFields(text=forms.CUSTOMER, day=forms.CLOSE_DAY),
)
