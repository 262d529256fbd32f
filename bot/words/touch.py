"""`/deal touch`: a contact with the customer, in one line or a form, with the step that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from bot.blocks import forms, refusals, touches
from bot.blocks.elements import View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, Pressed, Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.blocks.touches import CODE, DETAILS, KEEP_TRYING, MUCH_LATER, TouchValues
from bot.deal_lookup import For, first_deal
from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.readers import voice_for
from bot.language.safe_text import plain
from bot.language.touch_line import TouchLine, read_touch
from bot.language.touch_step import TouchStep
from bot.language.touch_times import times_told
from bot.language.voice import Voice, in_every_language
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, fit
from bot.words.unclear import question
from pipeline import errors, step_errors
from pipeline.customers.contact_list import contacts_of
from pipeline.deals.access import deal_access, require_adding
from pipeline.deals.step_times import minute_of
from pipeline.deals.touch_events import Interest, Means, Touched, TouchOutcome
from pipeline.deals.touches import NOTE_LIMIT, NextTry, Told, keep_trying, log, step_much_later, takes_step
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.queries.deal_view import deal_view
from pipeline.queries.names import names

_QUOTED = 60  # characters of what was typed that a question quotes


@dataclass(frozen=True, slots=True)
class _TypedTouch:
    """What was typed of a touch of one deal: the line, what stands behind two dashes, and the reading of the line."""

    deal: int
    text: str
    note: str
    read: TouchLine
    with_step: bool

    @property
    def noted(self) -> str:
        """The note: what the line says beside the touch, and what stands behind two dashes.

        Who may not set the deal's step keeps the whole line, so that what was said of it is not lost.
        """
        line = self.text if self.read.step is not None and not self.with_step else self.read.note
        return " – ".join(part for part in (line, self.note) if part)


def typed(services: Services, request: Request) -> Reply:
    """`[which] what happened`: the deal begins the line; what is surely read is kept, all else is asked in the form."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = first_deal(session, request, line.rest, For.of(WORD, note=line.note))
    return _log_or_ask(services, request, deal_no, rest, line.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """A choice of the menu *Log touch*, the answer to many tries, or a line that was typed before the button."""
    deal_no, said = deal_of(request), request.line.rest
    if not said.startswith(CODE):
        return _log_or_ask(services, request, deal_no, said, request.line.note or "")
    retry = _retries(services, request)[Means.CALL]
    if said in (KEEP_TRYING, MUCH_LATER):
        act = keep_trying if said == KEEP_TRYING else step_much_later
        return act(services.ledger, request.by, deal_no, retry)
    meant = touches.read_code(said)
    if meant is None or meant[0] is None or said == DETAILS:
        outcome = meant[1] if meant is not None else None
        return _form(request, deal_no, TouchValues(outcome=outcome), Remainder(said))
    told = Told(meant[0], meant[1], retry=_retries(services, request)[meant[0]], retries=_every_retry())
    return log(services.ledger, request.by, deal_no, told, is_shared=_is_shared(request))


def _log_or_ask(services: Services, request: Request, deal_no: int, text: str, note: str) -> Reply:
    said = _read(services, request, deal_no, text.strip(" ,:"), note)
    read = said.read
    if isinstance(read.day, Unclear) and read.day.key == "touch_future":
        with services.ledger.read_session(request.by) as session:
            asks = question(session, request.line, deal_no, "touch_future", WordName.STEP, WordName.NOTE)
            raise replace(asks, text=read.day.text, typed=said.text)
    fit(said.noted)
    if len(said.noted) > NOTE_LIMIT:  # the form would show it cut
        raise errors.TooLong(limit=NOTE_LIMIT)
    typed_with = Remainder(text, note)
    if not _is_sure(said) or read.means is None or read.outcome is None:
        return _form(request, deal_no, _values(said), typed_with)
    told = Told(
        read.means,
        read.outcome,
        read.interest,
        day=read.day.date if isinstance(read.day, Day) else None,
        note=said.noted,
        step=_next_try(services, request, said, read.means) if said.with_step else None,
        retry=_retries(services, request)[read.means],
        times=times_told(text) if read.outcome is TouchOutcome.NO_ANSWER else 1,
        retries=_every_retry(),
    )
    try:
        return log(services.ledger, request.by, deal_no, told, is_shared=_is_shared(request))
    except step_errors.StepFar as far:
        return _form(request, deal_no, _values(said), typed_with, far)


def _read(services: Services, request: Request, deal_no: int, text: str, note: str) -> _TypedTouch:
    with services.ledger.read_session(request.by) as session:
        calendar = settings.of_workspace(session).calendar
        read = read_touch(text, calendar.day(session.now), calendar)
        with_step = takes_step(session, deal_access(session, deal_no, Act.SEE))
    return _TypedTouch(deal_no, text, note, read, with_step)


def _is_sure(said: _TypedTouch) -> bool:
    """Whether nothing has to be asked; what is said of a step matters only to who may set one."""
    return said.read.is_sure if said.with_step else replace(said.read, step=None).is_sure


def _next_try(services: Services, request: Request, said: _TypedTouch, means: Means) -> NextTry | None:
    step = said.read.step
    if step is None:
        return None
    text = _step_text(step) or _again(step, _retries(services, request)[means])
    day = step.day.date if isinstance(step.day, Day) else None
    return NextTry(text, day, minute_of(step.clock) if step.clock is not None else None)


def _step_text(step: TouchStep) -> str:
    """The words of a step, with a time of day that no clock says."""
    return f"{step.what} {step.hours}".strip() if step.what else ""


def _again(step: TouchStep, retry: str) -> str:
    return f"{retry} {step.hours}".strip()


def _retries(services: Services, request: Request) -> Mapping[Means, str]:
    """How a step says to try again, in the person's language."""
    with services.ledger.read_session(request.by) as session:
        voice = voice_for(session, request.by.member_no)
    return {means: voice.label(key) for means, key in touches.RETRIES.items()}


def _every_retry() -> frozenset[str]:
    """How a step says to try again, in every language."""
    return frozenset(said for key in touches.RETRIES.values() for said in in_every_language(key))


def _is_shared(request: Request) -> bool:
    """Whether others read the answer: it is given in a thread of a channel, to words that mention Putki."""
    return request.by.via is Via.MENTION and request.aside is not None


# --- The form ---------------------------------------------------------------------------------------------------------


def _values(said: _TypedTouch) -> TouchValues:
    """What was read of a line, as the form shows it, with the questions about what is not sure."""
    read, step = said.read, said.read.step
    day, step_day = read.day, step.day if step is not None else None
    questions: dict[str, Question] = {}
    if isinstance(day, Unclear) and day.key == "touch_too_old":
        questions[touches.TOUCH_DAY] = Question(day.key, plain(day.text, _QUOTED))
    if read.is_doubtful:
        questions[touches.OUTCOME] = Question("touch_check", plain(said.text, _QUOTED))
    known = TouchValues(
        read.means,
        read.outcome,
        read.interest,
        day.date if isinstance(day, Day) else None,
        _unsure(day) if touches.TOUCH_DAY not in questions else "",
        said.noted,
        questions=questions,
    )
    if step is None:
        return known
    return replace(
        known,
        step=_step_text(step),
        step_day=step_day.date if isinstance(step_day, Day) else None,
        unsure_step=_unsure(step_day) or ("" if step.is_sure or not isinstance(step_day, Day) else step_day.text),
        step_at=step.clock,
    )


def _unsure(day: Day | Unclear | None) -> str:
    """The words of a day that was read with doubt, or not at all."""
    return "" if day is None or (isinstance(day, Day) and day.sure) else day.text


def _form(
    request: Request, deal_no: int, filled: TouchValues, typed_with: Remainder, far: step_errors.StepFar | None = None
) -> Ask:
    """The form, filled in; `far` asks whether the day of its step is meant: sent once more, it is."""

    def build(voice: Voice, session: ReadSession) -> View:
        access = deal_access(session, deal_no, Act.SEE)
        require_adding(access)
        view = deal_view(session, deal_no)
        carried: Carried = carrying(request, view)
        asks = None
        if far is not None:
            asks = refusals.sentence(voice, names(session), far)
            carried = replace(carried, day=far.day.isoformat())
        subject, with_step = about(voice, view), takes_step(session, access)
        shown = filled
        if with_step and filled.step_day is not None and not filled.step and filled.outcome is TouchOutcome.NO_ANSWER:
            shown = replace(filled, step=voice.label(touches.RETRIES[filled.means or Means.CALL]))
        there = [each for each in contacts_of(session, access.deal.customer_no) if not each.has_left]
        return touches.form(
            voice, subject, shown, carried, needs=view.needs, people=there, with_step=with_step, asks=asks
        )

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=typed_with))


def submitted(services: Services, request: Request) -> Reply:
    """The touch as it was filled in, with its step."""
    values = request.values
    missing = [name for name in (touches.MEANS, touches.OUTCOME) if not values.get(name)]
    step, step_day = (values.get(forms.STEP) or "").strip(), values.get(forms.STEP_DAY)
    outcome = TouchOutcome(values[touches.OUTCOME]) if values.get(touches.OUTCOME) else None
    tries = outcome is TouchOutcome.NO_ANSWER
    missing += [forms.STEP_DAY] if step and not step_day and not tries else []
    missing += [forms.STEP] if step_day and not step and not tries else []
    if missing or outcome is None:
        return Refill({name: ("field_missing", {}) for name in missing})
    told = _told(services, request, Means(values[touches.MEANS]), outcome)
    try:
        return log(services.ledger, request.by, deal_of(request), told)
    except step_errors.StepFar as far:
        return _form(request, far.deal, _filled(request, told), Remainder(), far)


def _told(services: Services, request: Request, means: Means, outcome: TouchOutcome) -> Told:
    values, retry = request.values, _retries(services, request)[means]
    text, step_day, clock = values.get(forms.STEP) or "", values.get(forms.STEP_DAY), values.get(forms.STEP_AT)
    when = date.fromisoformat(step_day) if step_day else None
    at = minute_of(time.fromisoformat(clock)) if clock else None
    is_meant = when is not None and step_day == request.carried.day
    given = NextTry(text.strip() or retry, when, at, when if is_meant else None) if text.strip() or when else None
    interest, day = values.get(touches.INTEREST), values.get(touches.TOUCH_DAY)
    whom = values.get(touches.WHOM)
    return Told(
        means,
        outcome,
        Interest(interest) if interest else None,
        int(whom) if whom else None,
        date.fromisoformat(day) if day else None,
        note=values.get(forms.NOTE) or "",
        step=given,
        retry=retry,
        times=times_told(values.get(forms.NOTE) or "") if outcome is TouchOutcome.NO_ANSWER else 1,
        retries=_every_retry(),
    )


def _filled(request: Request, told: Told) -> TouchValues:
    """The form as it was filled in."""
    clock = request.values.get(forms.STEP_AT)
    step = told.step
    return TouchValues(
        told.means,
        told.outcome,
        told.interest,
        told.day,
        note=told.note,
        step=step.text if step is not None else "",
        step_day=step.day if step is not None else None,
        step_at=time.fromisoformat(clock) if clock else None,
        contact_no=told.contact_no,
    )


WORD = Word(
    word="touch",
    forms={"fi": ("kontakti", "yhteys"), "en": ("touch",)},
    help="help_touch",
    chapter=Chapter.NOTES,
    concerns=Concerns.NOTED,
    changes=Touched,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="touch_button",
    fields=FormFields(text=forms.NOTE, day=forms.STEP_DAY),
)
