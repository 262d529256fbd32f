"""Check-ins: the question how a customer finds what was delivered, its form, the answers, and what stands on a deal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.blocks import answers, buttons, forms, ids
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.cutting import length
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import NOTHING_CARRIED, FormSubject
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.phrases import bold, deal, joined, lines, plain_deal
from bot.blocks.shown_words import MENU
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.checkins import WORDS_LIMIT, ToldCheckIn
from pipeline.deals.delivery_events import CheckIn
from pipeline.messages.checkin_notices import CheckInTold
from pipeline.queries.deal_view import DealView
from pipeline.stages.events import StageKind

RESULT, WORDS = "check_in_result", "check_in_words"  # the names of the fields
WORDS_SHOWN = 200  # characters of what the customer said
RESULT_LABELS: Mapping[CheckIn, str] = {
    CheckIn.HAPPY: "check_in_happy",
    CheckIn.SO_SO: "check_in_so_so",
    CheckIn.PROBLEM: "check_in_problem",
    CheckIn.OFF: "check_in_off",
}
_SAID = {
    CheckIn.HAPPY: "customer_is_happy",
    CheckIn.SO_SO: "customer_is_so_so",
    CheckIn.PROBLEM: "customer_has_problem",
    CheckIn.OFF: "no_more_check_ins",
}
_BUTTONS = {
    CheckIn.HAPPY: "check_in_happy_button",
    CheckIn.SO_SO: "check_in_so_so_button",
    CheckIn.PROBLEM: "check_in_problem_button",
    CheckIn.OFF: "check_in_off",
}
_CARRIED = re.compile(rf"=(?P<result>{'|'.join(CheckIn)}) (?P<days>[0-9]{{1,6}})")


@dataclass(frozen=True, slots=True)
class CheckInValues:
    """What is known when the form opens."""

    result: CheckIn | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PressedCheckIn:
    """What a button of the question says: the answer, and the check-in that it is to."""

    result: CheckIn
    after_days: int

    def packed(self) -> str:
        """As a button carries it: no typed line begins so."""
        return f"={self.result.value} {self.after_days}"


def read_pressed(carried: str) -> PressedCheckIn | None:
    """What a button carries; None where that is a typed line."""
    found = _CARRIED.fullmatch(carried)
    return PressedCheckIn(CheckIn(found["result"]), int(found["days"])) if found is not None else None


# --- What is asked ----------------------------------------------------------------------------------------------------


def asked(voice: Voice, view: DealView, after_days: int) -> Message:
    """Return the question how the customer of a delivered deal finds it."""
    day = view.delivered_day or voice.today
    texts = [voice.say("check_in_due", deal=each, day=day) for each in (deal(voice, view), bold(deal(voice, view)))]
    given = (CheckIn.HAPPY, CheckIn.SO_SO, CheckIn.PROBLEM)
    presses = [_press(voice, view, PressedCheckIn(each, after_days)) for each in given]
    return Message(texts[0], (el.section(texts[1]), *el.actions(*presses, _menu(voice, view, after_days))))


def _menu(voice: Voice, view: DealView, after_days: int) -> Block:
    """The menu of the question: a follow-up sale, and that nobody asks of this deal any more."""
    deal_no, stay, off = view.deal_no, view.stay, PressedCheckIn(CheckIn.OFF, after_days).packed()
    sale = el.option(voice.label("follow_up_button"), ids.choice(WordName.FOLLOW_UP, deal=deal_no, stay=stay))
    no_more = el.option(
        voice.label(_BUTTONS[CheckIn.OFF]), ids.choice(WordName.CHECK_IN, deal=deal_no, stay=stay, typed=off)
    )
    return el.overflow([sale, no_more], f"{MENU}.{deal_no}")


def _press(voice: Voice, view: DealView, pressed: PressedCheckIn) -> Block:
    label = voice.label(_BUTTONS[pressed.result])
    more = Remainder(pressed.packed())
    action_id, value = ids.button(WordName.CHECK_IN, deal=view.deal_no, stay=view.stay, more=more)
    spoken = f"{voice.label(RESULT_LABELS[pressed.result])}: {plain_deal(voice, view)}"
    return el.button(label, (f"{action_id}.{pressed.result.value}", value), spoken=spoken)


def is_asked(view: DealView, stay: int | None, after_days: int) -> bool:
    """Whether the check-in of a deal that was delivered in that stay has no answer, and is still asked about."""
    if view.state is not StageKind.WON or view.stay != stay or view.delivered_day is None:
        return False
    return not any(each.after_days == after_days or each.result is CheckIn.OFF for each in view.check_ins)


def presses(voice: Voice, view: DealView) -> list[Block]:
    """Return the button of a delivered deal that opens the form."""
    if view.state is not StageKind.WON or view.delivered_day is None:
        return []
    label = voice.label("check_in_button")
    identity = ids.button(WordName.CHECK_IN, deal=view.deal_no, stay=view.stay)
    return [el.button(label, identity, spoken=f"{label.rstrip('…')}: {plain_deal(voice, view)}")]


# --- What was told ----------------------------------------------------------------------------------------------------


def state_of(voice: Voice, view: DealView) -> SafeText | None:
    """Return what the customer of a deal said last, as it follows the deal's name; None where nothing was told."""
    return voice.say(_SAID[view.check_ins[-1].result]) if view.check_ins else None


def fact(voice: Voice, view: DealView) -> SafeText | None:
    """Return the newest check-in of a deal, with its day and what the customer said, and whether it was the last."""
    newest = next((each for each in reversed(view.check_ins) if each.result is not CheckIn.OFF), None)
    is_off = any(each.result is CheckIn.OFF for each in view.check_ins)
    said = told_on(voice, newest) if newest is not None else None
    off = voice.say("no_more_check_ins") if is_off else None
    return joined([said, off if said or off is None else _capital(off)]) or None


def _capital(said: SafeText) -> SafeText:
    return SafeText(said[:1].upper() + said[1:])


def told_on(voice: Voice, it: ToldCheckIn) -> SafeText:
    """Return a check-in with its day: "Tyytyväisyys ma 29.6.: ongelma · venttiili vuotaa"."""
    on = voice.say("check_in_on", day=voice.local(it.at).date(), result=result_of(voice, it.result))
    return joined([on, voice.name(it.text, WORDS_SHOWN) if it.text else None])


def result_of(voice: Voice, result: CheckIn) -> SafeText:
    """Return an answer within a sentence: "tyytyväinen"."""
    said = voice.say(RESULT_LABELS[result])
    return SafeText(said[:1].lower() + said[1:])


def told(done: Done[CheckInTold]) -> Message:
    """Return the answer to a check-in, with what the customer said, or the step that a problem makes."""
    notice, voice = done.notice, done.voice
    said, more = voice.say(_SAID[CheckIn(notice.result)]), None
    if notice.step is not None and notice.step_day is not None:
        more = voice.say("card_step", day=notice.step_day, step=done.text(notice.step))
    elif notice.words is not None:
        more = voice.say("check_in_words_said", text=done.text(notice.words))
    called = done.deal(notice.deal)
    texts = [lines([joined([each, said], ": "), more]) for each in (called, bold(called))]
    of, change = done.plain_deal(notice.deal), notice.change
    undo = buttons.undo(voice, change, deal=notice.deal, of=of) if change is not None else None
    return answers.message_of(done, texts[0], texts[1], undo)


# --- The form ---------------------------------------------------------------------------------------------------------


def form(voice: Voice, about: FormSubject, filled: CheckInValues, carried: Carried = NOTHING_CARRIED) -> View:
    """Build the form that asks how the customer finds it, and for their words; a problem needs some."""
    options = [el.option(voice.label(key), each.value) for each, key in RESULT_LABELS.items()]
    blocks = (
        forms.about_deal(voice, about),
        el.choice_field(
            RESULT,
            voice.label("check_in_result"),
            options,
            chosen=filled.result.value if filled.result is not None else None,
        ),
        el.text_field(
            WORDS,
            voice.label("check_in_words"),
            initial=filled.words,
            hint=voice.label("check_in_words_hint", limit=WORDS_LIMIT),
            optional=True,
            lines=True,
            longest=max(WORDS_LIMIT, length(filled.words)),
        ),
    )
    return forms.modal(voice, WordName.CHECK_IN, "check_in_title", "save", blocks, carried)
