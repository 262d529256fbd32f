"""A touch as people read and choose it: its labels, the menu on a card, the form, and the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from bot.blocks import answers, buttons, forms, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import NOTHING_CARRIED, FormSubject, Question
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.need_lines import every_need
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.customers.contact_list import Contact
from pipeline.deals.touch_events import Interest, Means, TouchOutcome
from pipeline.deals.touches import NOTE_LIMIT
from pipeline.messages.touch_notices import TouchLogged
from pipeline.queries.deal_view import DealView, LastTouch
from pipeline.stages.events import StageKind

MEANS, OUTCOME, INTEREST = "touch_means", "touch_outcome", "touch_interest"
TOUCH_DAY, WHOM = "touch_day", "touch_whom"
CODE = "="  # what a menu's option or a button carries begins with it, and no typed line does
KEEP_TRYING, MUCH_LATER, DETAILS = "=keep", "=later", "=details"
_NOTE_SHOWN = 300  # characters of a note in an answer
_STEP_SHOWN = 200  # characters of a step in an answer

MEANS_LABELS: Mapping[Means, str] = {
    Means.CALL: "means_call",
    Means.EMAIL: "means_email",
    Means.MEETING: "means_meeting",
    Means.MESSAGE: "means_message",
    Means.SOCIAL: "means_social",
}
OUTCOME_LABELS: Mapping[TouchOutcome, str] = {
    TouchOutcome.REACHED: "outcome_reached",
    TouchOutcome.NO_ANSWER: "outcome_no_answer",
    TouchOutcome.SENT: "outcome_sent",
    TouchOutcome.THEY_CONTACTED: "outcome_they_contacted",
}
INTEREST_LABELS: Mapping[Interest, str] = {
    Interest.GREW: "interest_grew",
    Interest.SAME: "interest_same",
    Interest.FADED: "interest_faded",
}
RETRIES: Mapping[Means, str] = {
    Means.CALL: "retry_call",
    Means.EMAIL: "retry_email",
    Means.MEETING: "retry_meeting",
    Means.MESSAGE: "retry_message",
    Means.SOCIAL: "retry_social",
}
"""What to do where nobody answered, as a step says it."""
_SENT = {Means.EMAIL: "touch_email_sent", Means.MESSAGE: "touch_message_sent"}
_MENU: Mapping[str, tuple[Means | None, TouchOutcome]] = {
    "touch_call_reached": (Means.CALL, TouchOutcome.REACHED),
    "touch_call_no_answer": (Means.CALL, TouchOutcome.NO_ANSWER),
    "touch_email_sent": (Means.EMAIL, TouchOutcome.SENT),
    "touch_message_sent": (Means.MESSAGE, TouchOutcome.SENT),
    "touch_meeting_reached": (Means.MEETING, TouchOutcome.REACHED),
    "outcome_they_contacted": (None, TouchOutcome.THEY_CONTACTED),
}


@dataclass(frozen=True, slots=True)
class TouchValues:
    """What is known of a touch when its form opens. `unsure` and `unsure_step` are the words of doubtful days."""

    means: Means | None = None
    outcome: TouchOutcome | None = None
    interest: Interest | None = None
    day: date | None = None
    unsure: str = ""
    note: str = ""
    step: str = ""
    step_day: date | None = None
    unsure_step: str = ""
    step_at: time | None = None
    contact_no: int | None = None
    questions: Mapping[str, Question] = field(default_factory=dict[str, Question])


# --- What a press carries ---------------------------------------------------------------------------------------------


def code(means: Means | None, outcome: TouchOutcome) -> str:
    """What an option or a button carries of a touch; without means the form asks for them."""
    return f"{CODE}{means.value if means is not None else ''}.{outcome.value}"


def read_code(said: str) -> tuple[Means | None, TouchOutcome] | None:
    """The touch that an option or a button carries; None for anything else."""
    means, dot, outcome = said.removeprefix(CODE).partition(".")
    known, outcomes = {each.value for each in Means}, {each.value for each in TouchOutcome}
    if not said.startswith(CODE) or not dot or outcome not in outcomes:
        return None
    return (Means(means) if means in known else None), TouchOutcome(outcome)


def menu(voice: Voice, deal_no: int, stay: int) -> Block:
    """Return the menu *Log touch*: the usual touches at one press, and the form."""
    options = [
        el.option(voice.label(key), ids.choice(WordName.TOUCH, deal=deal_no, stay=stay, typed=code(*meant)))
        for key, meant in _MENU.items()
    ]
    more = ids.choice(WordName.TOUCH, deal=deal_no, stay=stay, typed=DETAILS)
    return el.menu(
        voice.label("log_touch_button"),
        f"{WordName.TOUCH}.{deal_no}.menu",
        [*options, el.option(voice.label("touch_details"), more)],
    )


def no_answer(voice: Voice, deal_no: int, stay: int, *, of: str = "", means: Means = Means.CALL) -> Block:
    """Return a button that logs a try, a call unless other means are given, that nobody answered."""
    return _coded(voice, "no_answer_button", deal_no, stay, code(means, TouchOutcome.NO_ANSWER), of)


def reached(voice: Voice, deal_no: int, stay: int, *, of: str = "", means: Means = Means.CALL) -> Block:
    """Return a button that logs that the customer was reached, by a call unless other means are given."""
    return _coded(voice, "outcome_reached", deal_no, stay, code(means, TouchOutcome.REACHED), of)


def details_button(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Return a button that opens the form for a touch."""
    return _coded(voice, "touch_button", deal_no, stay, DETAILS, of)


def _coded(voice: Voice, key: str, deal_no: int, stay: int | None, said: str, of: str) -> Block:
    label = voice.label(key)
    action_id, value = ids.button(WordName.TOUCH, deal=deal_no, stay=stay, more=Remainder(said))
    return el.button(label, (f"{action_id}.{said[1:]}", value), spoken=f"{label}: {of}" if of else None)


# --- The form ---------------------------------------------------------------------------------------------------------


def form(
    voice: Voice,
    asked: FormSubject,
    filled: TouchValues,
    carried: Carried = NOTHING_CARRIED,
    *,
    needs: Sequence[str] = (),
    people: Sequence[Contact] = (),
    with_step: bool = True,
    asks: SafeText | None = None,
) -> View:
    """Build the form for a touch, below what the customer needs; without a step for who may not set one.

    `people` are the customer's contacts, of whom one may be chosen.
    `asks` is asked before it is sent again.
    """
    blocks = (
        forms.about_deal(voice, asked),
        *((el.context(phrases.lines(every_need(voice, needs))),) if needs else ()),
        *((el.section(asks),) if asks else ()),
        _choice(voice, MEANS, MEANS_LABELS, filled.means),
        _choice(voice, OUTCOME, OUTCOME_LABELS, filled.outcome, hint=_question(voice, filled, OUTCOME)),
        *_whom(voice, people, filled.contact_no),
        _choice(voice, INTEREST, INTEREST_LABELS, filled.interest, optional=True),
        forms.day_field(
            voice,
            TOUCH_DAY,
            filled.day or (None if filled.unsure else voice.today),
            unsure=filled.unsure,
            hint=_question(voice, filled, TOUCH_DAY) or voice.label("touch_day_hint"),
        ),
        el.text_field(
            forms.NOTE, voice.label("note"), initial=filled.note, optional=True, lines=True, longest=NOTE_LIMIT
        ),
        *(_step_fields(voice, filled) if with_step else ()),
    )
    return forms.modal(voice, WordName.TOUCH, "touch_title", "save", blocks, carried)


def _whom(voice: Voice, people: Sequence[Contact], chosen: int | None) -> Iterator[Block]:
    """The menu of the customer's contacts, where any are known."""
    options = [
        el.option(phrases.joined([voice.name(each.name), voice.name(each.role) or None], ", "), str(each.contact_no))
        for each in people
    ]
    if options:
        initial = str(chosen) if chosen is not None else None
        yield el.menu_field(
            WHOM, voice.label(WHOM), options, placeholder=voice.label("choose"), chosen=initial, optional=True
        )


def _choice(
    voice: Voice,
    name: str,
    labels: Mapping[Means, str] | Mapping[TouchOutcome, str] | Mapping[Interest, str],
    chosen: str | None,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    options = [el.option(voice.label(key), each.value) for each, key in labels.items()]
    return el.choice_field(name, voice.label(name), options, chosen=chosen, hint=hint, optional=optional)


def _question(voice: Voice, filled: TouchValues, name: str) -> str | None:
    asked = filled.questions.get(name)
    return voice.label(asked.key, text=asked.text) if asked is not None else None


def _step_fields(voice: Voice, filled: TouchValues) -> tuple[Block, ...]:
    placeholder = voice.label("step_placeholder")
    return (
        el.text_field(
            forms.STEP, voice.label("step"), initial=filled.step, placeholder=placeholder, optional=True
        ),
        forms.day_field(
            voice, forms.STEP_DAY, filled.step_day, unsure=filled.unsure_step, optional=True, label="touch_step_day"
        ),
        el.time_field(
            forms.STEP_AT,
            voice.label("step_at"),
            placeholder=voice.label("time_placeholder"),
            initial=filled.step_at,
            optional=True,
        ),
    )  # fmt: skip


# --- What is read of it -----------------------------------------------------------------------------------------------


def fact(voice: Voice, last: LastTouch) -> SafeText:
    """Return the newest touch as a card has it: "Puhelu ma 15.6.: ei vastannut"."""
    day = voice.local(last.at).date()
    return voice.say("touch_told_on", means=_means(voice, last.means), day=day, outcome=_outcome(voice, last.outcome))


def shortly(voice: Voice, last: LastTouch) -> SafeText:
    """Return a touch within a sentence: "puhelu ma 15.6., ei vastannut"."""
    day = voice.local(last.at).date()
    if last.outcome is TouchOutcome.THEY_CONTACTED:
        return voice.say("touch_theirs_shortly", day=day)
    values = {"means": _lowered(_means(voice, last.means)), "outcome": _outcome(voice, last.outcome)}
    return voice.say("touch_shortly", day=day, **values)


def told(voice: Voice, means: Means, outcome: TouchOutcome, on: date | None) -> SafeText:
    """Return a touch in a few words, with its day where it is another than that on which it was told."""
    values = {"means": _means(voice, means), "outcome": _outcome(voice, outcome)}
    return voice.say("touch_told", **values) if on is None else voice.say("touch_told_on", day=on, **values)


def interest(voice: Voice, of: Interest) -> SafeText:
    """Return what became of the interest: "kiinnostus: kasvoi"."""
    return voice.say("touched_interest", interest=_lowered(voice.say(INTEREST_LABELS[of])))


def _means(voice: Voice, means: Means) -> SafeText:
    return voice.say(MEANS_LABELS[means])


def _outcome(voice: Voice, outcome: TouchOutcome) -> SafeText:
    return _lowered(voice.say(OUTCOME_LABELS[outcome]))


def _lowered(said: SafeText) -> SafeText:
    return SafeText(said[:1].lower() + said[1:])


def logged(done: Done[TouchLogged], view: DealView | None) -> Message:
    """Return the answer to a touch: what came of it, the step or the question what comes next, and how it was read."""
    notice, voice = done.notice, done.voice
    deal = done.deal(notice.deal)
    if notice.asks and notice.tries is not None:
        texts = [voice.say("touch_tries", deal=each, n=notice.tries) for each in (deal, phrases.bold(deal))]
    else:
        follows = _next(done, view)
        texts = [phrases.joined([_came_of_it(done, each), follows], " ") for each in (deal, phrases.bold(deal))]
    return answers.message_of(done, texts[0], texts[1], *_presses(done, view), below=_read(done))


def _came_of_it(done: Done[TouchLogged], deal: SafeText) -> SafeText:
    means, outcome = Means(done.notice.means), TouchOutcome(done.notice.outcome)
    if outcome is TouchOutcome.SENT and means in _SENT:
        return done.voice.say("touched", deal=deal, outcome=_lowered(done.voice.say(_SENT[means])))
    return done.voice.say("touched", deal=deal, outcome=_outcome(done.voice, outcome))


def _next(done: Done[TouchLogged], view: DealView | None) -> SafeText:
    """The step that was set with it, or one that lies ahead already; else the question what comes next."""
    notice, voice = done.notice, done.voice
    if notice.step is not None and notice.day is not None:
        return _step_on(voice, done.text(notice.step), notice.day, notice.at)
    if view is not None and view.step and view.step_day is not None and view.step_day >= voice.today:
        return _step_on(voice, voice.name(view.step, _STEP_SHOWN), view.step_day, view.step_at)
    return voice.say("touched_what_next")


def _step_on(voice: Voice, step: SafeText, day: date, at: int | None) -> SafeText:
    if at is None:
        return voice.say("card_step", day=day, step=step)
    return voice.say("card_step_at", day=day, at=voice.clock(at), step=step)


def _read(done: Done[TouchLogged]) -> SafeText:
    """How the line was read: means and day, interest, and the note."""
    notice, voice = done.notice, done.voice
    parts = [told(voice, Means(notice.means), TouchOutcome(notice.outcome), notice.on)]
    if notice.interest is not None:
        parts.append(interest(voice, Interest(notice.interest)))
    if notice.note is not None:
        parts.append(voice.say("quoted", text=voice.name(done.names.words.get(notice.note, ""), _NOTE_SHOWN)))
    return phrases.joined(parts)


def _offer(voice: Voice, view: DealView, of: str) -> Block:
    """A button that opens the form of an offer, or lists the versions: `offers` has it, and imports this module."""
    label = voice.label("offer_button")
    return el.button(
        label, ids.button(WordName.OFFER, deal=view.deal_no, stay=view.stay), spoken=f"{label.rstrip('…')}: {of}"
    )


def _presses(done: Done[TouchLogged], view: DealView | None) -> list[Block | None]:
    notice, voice, of = done.notice, done.voice, done.plain_deal(done.notice.deal)
    undo = buttons.undo(voice, notice.change, deal=notice.deal, of=of) if notice.change is not None else None
    if view is None or view.state is not StageKind.OPEN:
        return [undo]
    step = buttons.step(voice, view.deal_no, view.stay, of=of)
    if notice.asks:
        keep = _coded(voice, "keep_trying_button", view.deal_no, view.stay, KEEP_TRYING, of)
        later = _coded(voice, "step_later_button", view.deal_no, view.stay, MUCH_LATER, of)
        return [keep, later, buttons.lost(voice, view.deal_no, view.stay, of=of), undo]
    is_answered = TouchOutcome(notice.outcome) in (TouchOutcome.REACHED, TouchOutcome.THEY_CONTACTED)
    if is_answered:
        move = buttons.move(voice, view.deal_no, view.stay, view.next_stage, of=of) if view.next_stage else None
        return [step, _offer(voice, view, of), move, undo]
    return [undo, step]
