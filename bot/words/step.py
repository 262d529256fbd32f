"""`/deal step`: the next step of a deal, its day and hour, in a form filled in from the line; or that it is done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from bot.blocks import buttons, card, forms, phrases, refusals
from bot.blocks.elements import View
from bot.blocks.forms import FormValues
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal
from bot.language import days
from bot.language.days import Day
from bot.language.step_line import read_step
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, fit, to_change
from pipeline import errors, step_errors
from pipeline.deals import steps
from pipeline.deals.events import StepSet
from pipeline.deals.step_times import minute_of
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries.deal_view import DealView
from pipeline.queries.names import names

_DONE_AND = re.compile(r"(?P<done>\w+) ?[,:;] ?(?P<note>\S.*)", re.DOTALL)
DONE = frozenset({"tehty", "valmis", "hoidettu", "done"})


def typed(services: Services, request: Request) -> Reply:
    """`[which] what [day]`: the deal begins the line, the day stands at either end of the rest; or `[which] done`."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = _which(session, request, line.rest, line.note)
    return _done_or_form(services, request, deal_no, rest, line.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """[Step…]: the form. [Done] and [Tomorrow] of a reminder: of the step that it showed."""
    press = request.pressed
    if press is not None and press.step is not None and press.more.rest in (buttons.DONE, buttons.TOMORROW):
        act = steps.done if press.more.rest == buttons.DONE else steps.put_off
        return act(services.ledger, request.by, deal_of(request), shown=steps.StepShown(press.step))
    return _done_or_form(services, request, deal_of(request), request.line.rest, request.line.note or "")


def done_by_emoji(services: Services, request: Request) -> Reply:
    """✅ on the reminder of a step: it is done. Taken off, nothing is undone: [Undo] stands there for that."""
    return _by_emoji(services, request, steps.done)


def put_off_by_emoji(services: Services, request: Request) -> Reply:
    """💤 on the reminder of a step: tomorrow, as its button says."""
    return _by_emoji(services, request, steps.put_off)


def _by_emoji(services: Services, request: Request, act: Callable[..., CommitOutcome]) -> Reply:
    """Do it to the step that the reminder shows; silence where that is not the deal's step any more."""
    if request.is_taken_off or request.carried.step is None:
        return None
    shown = steps.StepShown(request.carried.step)
    try:
        return act(services.ledger, request.by, deal_of(request), shown=shown)
    except (errors.StepChanged, errors.NoStep):
        return None


def _which(session: ReadSession, request: Request, rest: str, note: str | None) -> tuple[int, str]:
    """The deal and what follows it; "done", or the day, may stand before the deal too."""
    try:
        return first_deal(session, request, rest, For.of(WORD, note=note))
    except (errors.NoSuchDeal, errors.OnlyAlike):
        calendar = settings.of_workspace(session).calendar
        day, behind = days.read_first(rest, calendar.day(session.now), calendar)
        if day is not None and behind:
            deal_no, tail = first_deal(session, request, behind, For.of(WORD, day.text, note))
            return deal_no, f"{tail} {day.text}".strip()
        first, _, after = rest.partition(" ")
        if not _is_done(first):
            raise
        deal_no, tail = first_deal(session, request, after.strip(), For.of(WORD, first, note))
        if tail:
            raise
        return deal_no, first


def _is_done(text: str) -> bool:
    return text.strip(" .!").casefold() in DONE


def _done_or_form(services: Services, request: Request, deal_no: int, text: str, note: str) -> Reply:
    """The step done, with the words behind "done" in the note: "tehty, soitettu"; else the form.

    Where there is no step that could be done, such words stand in the form of a new one, so that they are not lost.
    """
    said = _DONE_AND.fullmatch(text)
    behind = said["note"] if said is not None and _is_done(said["done"]) else ""
    if not behind and not _is_done(text):
        return _form(request, deal_no, text, note)
    kept = " – ".join(each for each in (behind, note) if each)
    try:
        return steps.done(services.ledger, request.by, deal_no, note=kept)
    except errors.NoStep:
        if not behind:
            raise
        return _form(request, deal_no, text, note)


def _form(request: Request, deal_no: int, rest: str, said: str) -> Ask:
    """The form; behind a dash alone stands the step itself."""
    text, note = (rest, said) if rest else (said, "")
    fit(text, note)

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        what, day, unsure, clock = _what_and_day(session, text)
        if day is None and not unsure:  # "call them -- on Monday": the note keeps it too
            _rest, day, unsure, noted = _what_and_day(session, note)
            clock = clock or noted
        shown = day if day or unsure else deal.step_day
        if clock is None and not what:  # the step that stands there, perhaps on another day
            clock = _clock(deal.step_at)
        filled = FormValues(step=what or deal.step or "", step_day=shown, step_at=clock, unsure=unsure, note=note)
        return forms.step(voice, about(voice, deal), filled, _carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(rest, said)))


def _carrying(request: Request, deal: DealView) -> Carried:
    """With the step that stands there, so that no other is replaced unseen."""
    return replace(carrying(request, deal), step=deal.step_no)


def _what_and_day(session: ReadSession, text: str) -> tuple[str, date | None, str, time | None]:
    """The step, its day, the words of the day where it was read with doubt, and the time of day.

    Words for a time of day that no clock says ("aamulla", "klo 13-14") stay in the step.
    """
    calendar = settings.of_workspace(session).calendar
    read = read_step(text, calendar.day(session.now), calendar)
    what, day = read.what, read.day
    if not isinstance(day, Day):
        return what, None, day.text if day is not None else "", read.clock
    if day.text not in what:  # the words of a day within the step stay there
        what = f"{what} {day.hours}".strip()
    return what, day.date, "" if day.sure else day.text, read.clock


def _clock(minute: int | None) -> time | None:
    """A minute of the day as a time of day."""
    return time(*divmod(minute, 60)) if minute is not None else None


def submitted(services: Services, request: Request) -> Reply:
    """The step as it was filled in; emptied, it is done."""
    day, text = request.values.get(forms.STEP_DAY), (request.values.get(forms.STEP) or "").strip()
    if text and not day:
        return Refill({forms.STEP_DAY: ("field_missing", {})})
    when, note = date.fromisoformat(day) if day else None, request.values.get(forms.NOTE) or ""
    clock = time.fromisoformat(request.values[forms.STEP_AT]) if request.values.get(forms.STEP_AT) else None
    at = minute_of(clock) if clock is not None else None
    ledger, by, deal_no, shown = services.ledger, request.by, deal_of(request), steps.StepShown(request.carried.step)
    given = FormValues(step=text, step_day=when, step_at=clock, note=note)
    meant = when if day == request.carried.day else None
    try:
        if when is None or not text:
            return steps.done(ledger, by, deal_no, note=note, shown=shown)
        return steps.step(ledger, by, deal_no, text=text, day=when, at=at, meant_day=meant, note=note, shown=shown)
    except errors.StepChanged as changed:
        return _again(request, changed, given)
    except step_errors.StepFar as far:
        return _ask_again(request, far, given)


def _again(request: Request, changed: errors.StepChanged, given: FormValues) -> Ask:
    """The form as it was filled in, with the step that it would replace: sent once more it does so knowingly."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_of(request))
        known = names(session, members=[changed.who])
        said = refusals.sentence(voice, known, changed)
        replaces = phrases.lines([said, card.step_now(voice, deal), voice.say("step_replaced")])
        return forms.step(voice, about(voice, deal), given, _carrying(request, deal), replaces=replaces)

    return Ask(build, Pressed(WORD.word, deal=deal_of(request)))


def _ask_again(request: Request, far: step_errors.StepFar, given: FormValues) -> Ask:
    """The form as it was filled in, with the question whether its day is meant: sent once more, it is."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, far.deal)
        asks = refusals.sentence(voice, names(session), far)
        carried = replace(carrying(request, deal), step=request.carried.step, day=far.day.isoformat())
        return forms.step(voice, about(voice, deal), given, carried, replaces=asks)

    return Ask(build, Pressed(WORD.word, deal=far.deal))


WORD = Word(
    word="step",
    forms={"fi": ("askel", "seuraava askel"), "en": ("step", "next step")},
    help="help_step",
    chapter=Chapter.WORK,
    concerns=Concerns.OPEN,
    changes=StepSet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    step_emoji={"white_check_mark": done_by_emoji, "zzz": put_off_by_emoji},
    button="next_step_button",
    fields=FormFields(text=forms.STEP, day=forms.STEP_DAY),
)
