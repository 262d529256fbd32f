"""The delivery of what was sold, as people read and tell it: facts of a win, the forms, and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.blocks import answers, buttons, forms, ids, kinds, offers
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import NOTHING_CARRIED, FormSubject, FormValues
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.need_lines import every_need
from bot.blocks.phrases import bold, deal, joined, lines, plain_deal
from bot.language.safe_text import SafeText
from bot.language.voice import Value, Voice
from pipeline.deals.deal import ALSO_LIMIT
from pipeline.deals.events import LateBecause
from pipeline.deals.fields import LostReason
from pipeline.deals.offer_versions import OfferVersion
from pipeline.messages.delivery_notices import ComeBackSet, DeliveryMoved, DeliveryTold
from pipeline.messages.notices import DealChanged
from pipeline.queries.deal_view import DealView
from pipeline.stages.events import StageKind

DELIVERED_DAY, NEW_DAY, LATE_BECAUSE = "delivered_day", "new_delivery_day", "late_because"  # the names of the fields
NOT_KNOWN = "=unknown"  # what a button carries that says that nobody knows; no typed line begins so
ONE_MORE_MONTH, NEVER = "=month", "=never"
_REASON_SHOWN = 200  # characters of the words of a reason
BECAUSE_LABELS: Mapping[LateBecause, str] = {
    LateBecause.US: "late_us",
    LateBecause.SUPPLIER: "late_supplier",
    LateBecause.CUSTOMER: "late_customer",
    LateBecause.CHANGED_ORDER: "late_changed_order",
    LateBecause.UNKNOWN: "kind_unknown",
}


@dataclass(frozen=True, slots=True)
class DeliveryValues:
    """What is known when a form opens; `unsure` has the words of a day that was read with doubt, or not at all.

    `question` is the key of what is asked about those words, where it is not whether the day is meant.
    """

    day: date | None = None
    unsure: str = ""
    because: LateBecause | None = None
    note: str = ""
    question: str = ""


# --- Facts of a win ---------------------------------------------------------------------------------------------------


def facts(voice: Voice, view: DealView) -> list[SafeText]:
    """Return what a card says of the delivery of a won deal: the promise, or the day on which it came."""
    if view.delivered_day is not None:
        return [_delivered_on(voice, view.delivered_day, view.first_promised_day)]
    if view.promised_day is None:
        return []
    return [_promised(voice, "card_promised", view.promised_day, view.first_promised_day)]


def also(voice: Voice, text: str | None) -> SafeText | None:
    """Return what else was promised with a win."""
    return voice.say("card_also", also=voice.name(text, ALSO_LIMIT)) if text else None


def why_late(voice: Voice, view: DealView) -> SafeText | None:
    """Return because of whom the promised day moved, where it moved."""
    has_moved = view.promised_day != view.first_promised_day
    is_told = view.state is StageKind.WON and has_moved and view.late_because is not None
    return because(voice, view.late_because) if is_told and view.late_because is not None else None


def because(voice: Voice, of: LateBecause) -> SafeText:
    """Return because of whom: "johtuu: toimittajasta"."""
    said = voice.say(BECAUSE_LABELS[of])
    return voice.say("because_of", because=_lowered(said))


def _lowered(said: SafeText) -> SafeText:
    return SafeText(said[:1].lower() + said[1:])


def _delivered_on(voice: Voice, day: date, first: date | None) -> SafeText:
    promised = voice.say("card_delivery_promised", day=first) if first is not None else None
    return joined([voice.say("card_delivered", day=day), promised], ", ")


def _promised(voice: Voice, key: str, day: date, first: date | None, **values: Value) -> SafeText:
    """A promise, with the first one beside it where that was another day."""
    at_first = voice.say("card_at_first", day=first) if first not in (None, day) else None
    return joined([voice.say(key, day=day, **values), at_first], " ")


# --- Buttons ----------------------------------------------------------------------------------------------------------


def presses(voice: Voice, view: DealView, *, with_unknown: bool = False) -> list[Block]:
    """Return the buttons of a win whose delivery is open: it came, it comes later, and that nobody knows."""
    if view.state is not StageKind.WON or view.delivered_day is not None:
        return []
    of, deal_no, stay = plain_deal(voice, view), view.deal_no, view.stay
    later = voice.label("late_button" if view.promised_day is not None else "delivery_day_button")
    made = [
        delivered(voice, deal_no, stay, of=of, primary=with_unknown),
        el.button(later, ids.button(WordName.LATE, deal=deal_no, stay=stay), spoken=f"{later.rstrip('…')}: {of}"),
    ]
    if with_unknown:
        made.append(_not_known(voice, deal_no, stay, of))
    return made


def delivered(voice: Voice, deal_no: int, stay: int, *, of: str, primary: bool = False) -> Block:
    """Return the button that says that what was sold was delivered today."""
    label, style = voice.label("delivered_button"), "primary" if primary else None
    identity = ids.button(WordName.DELIVERED, deal=deal_no, stay=stay)
    return el.button(label, identity, style=style, spoken=f"{label}: {of}")


# --- What is asked ----------------------------------------------------------------------------------------------------


def asked(voice: Voice, view: DealView, day: date) -> Message:
    """Return the question whether a won deal was delivered on the promised `day`."""
    texts = [_due(voice, each, day) for each in (deal(voice, view), bold(deal(voice, view)))]
    return Message(texts[0], (el.section(texts[1]), *el.actions(*presses(voice, view, with_unknown=True))))


def promise_asked(voice: Voice, view: DealView) -> Message:
    """Return the question for which day the delivery of a won deal is promised."""
    of, deal_no, stay = plain_deal(voice, view), view.deal_no, view.stay
    won = voice.local(view.stay_at).date()
    texts = [voice.say("promise_due", deal=each, day=won) for each in (deal(voice, view), bold(deal(voice, view)))]
    label = voice.label("delivery_day_button")
    identity = ids.button(WordName.LATE, deal=deal_no, stay=stay)
    elements = (
        el.button(label, identity, style="primary", spoken=f"{label.rstrip('…')}: {of}"),
        delivered(voice, deal_no, stay, of=of),
        _not_known(voice, deal_no, stay, of),
    )
    return Message(texts[0], (el.section(texts[1]), *el.actions(*elements)))


def _not_known(voice: Voice, deal_no: int, stay: int, of: str) -> Block:
    """Return the button that says that nobody knows of the delivery."""
    label = voice.label("kind_unknown")
    action_id, value = ids.button(WordName.DELIVERED, deal=deal_no, stay=stay, more=Remainder(NOT_KNOWN))
    return el.button(label, (f"{action_id}.unknown", value), spoken=f"{label}: {of}")


def _due(voice: Voice, called: SafeText, day: date) -> SafeText:
    if day == voice.today:
        return voice.say("delivery_due", deal=called)
    return voice.say("delivery_was_due", deal=called, day=day)


def state_of(voice: Voice, view: DealView) -> SafeText:
    """Return what is told of a won deal's delivery, as it follows the deal's name."""
    told = facts(voice, view)
    if view.is_delivered is False or not told:
        return voice.say("delivery_not_known")
    return _lowered(told[0])


def come_back(voice: Voice, view: DealView, last: OfferVersion | None = None) -> Message:
    """Return the question whether to come back to a lost deal's customer, with their needs and the `last` offer."""
    of, deal_no, stay = plain_deal(voice, view), view.deal_no, view.stay
    amount = voice.money(view.amount) if view.amount is not None else None
    lost = LostReason(view.lost_kind, view.lost_reason or "", option=view.lost_option)
    reason = kinds.reason(voice, lost, _REASON_SHOWN)
    lost = joined([voice.say("was_lost", day=voice.local(view.stay_at).date()), reason], ": ")
    why = joined([voice.say("come_back_due"), lost], " ")
    heard, shown = (joined([each, amount]) for each in (deal(voice, view), bold(deal(voice, view))))
    label = voice.label("reopen_button")
    reopen = el.button(
        label, ids.button(WordName.BACK, deal=deal_no, stay=stay), style="primary", spoken=f"{label}: {of}"
    )
    elements = (
        reopen,
        _coded(voice, "one_more_month_button", deal_no, stay, ONE_MORE_MONTH, of),
        _coded(voice, "no_more_button", deal_no, stay, NEVER, of),
    )
    offered = voice.say("last_offer", offer=offers.row(voice, last)) if last is not None else None
    known = [*every_need(voice, view.needs), offered]
    texts = [lines([SafeText(f"🔁 {each}"), why, *known]) for each in (heard, shown)]
    return Message(texts[0], (el.section(texts[1]), *el.actions(*elements)))


def _coded(voice: Voice, key: str, deal_no: int, stay: int, said: str, of: str) -> Block:
    """A button of the word for losses; the code that it carries begins as no typed line does."""
    label = voice.label(key)
    action_id, value = ids.button(WordName.LOST, deal=deal_no, stay=stay, more=Remainder(said))
    return el.button(label, (f"{action_id}.{said[1:]}", value), spoken=f"{label}: {of}")


def come_back_set(done: Done[ComeBackSet]) -> Message:
    """Return in which month one comes back to the customer of a lost deal, or that one does not."""
    notice, voice = done.notice, done.voice
    month = notice.month
    said = voice.say("card_returns", month=voice.in_month(month)) if month is not None else voice.say("never_back")
    return _answer(done, said, notice.deal, notice.change)


# --- The forms --------------------------------------------------------------------------------------------------------


def delivered_form(
    voice: Voice, asked: FormSubject, filled: DeliveryValues, carried: Carried = NOTHING_CARRIED
) -> View:
    """Build the form that asks on which day what was sold was delivered: today, unless a day was typed."""
    blocks = (
        forms.about_deal(voice, asked),
        _day(voice, DELIVERED_DAY, filled, None if filled.unsure else voice.today),
        forms.note_field(voice, FormValues(note=filled.note)),
    )
    return forms.modal(voice, WordName.DELIVERED, "delivered_title", "save", blocks, carried)


def promise_form(voice: Voice, asked: FormSubject, filled: DeliveryValues, carried: Carried = NOTHING_CARRIED) -> View:
    """Build the form that asks for which day delivery is promised, where none was promised before."""
    blocks = (
        forms.about_deal(voice, asked),
        _asked_day(voice, NEW_DAY, filled, forms.PROMISED_DAY),
        forms.note_field(voice, FormValues(note=filled.note)),
    )
    return forms.modal(voice, WordName.LATE, "delivery_day_title", "save", blocks, carried)


def late_form(voice: Voice, asked: FormSubject, filled: DeliveryValues, carried: Carried = NOTHING_CARRIED) -> View:
    """Build the form that asks for the new day of a delivery, and because of whom it is another one."""
    options = [el.option(voice.label(key), each.value) for each, key in BECAUSE_LABELS.items()]
    chosen = filled.because.value if filled.because is not None else None
    blocks = (
        forms.about_deal(voice, asked),
        _day(voice, NEW_DAY, filled, None),
        el.choice_field(LATE_BECAUSE, voice.label(LATE_BECAUSE), options, chosen=chosen),
        forms.note_field(voice, FormValues(note=filled.note)),
    )
    return forms.modal(voice, WordName.LATE, "late_title", "save", blocks, carried)


def _day(voice: Voice, name: str, filled: DeliveryValues, otherwise: date | None) -> Block:
    return _asked_day(voice, name, replace(filled, day=filled.day or otherwise))


def _asked_day(voice: Voice, name: str, filled: DeliveryValues, label: str = "") -> Block:
    if filled.question:
        asked = voice.label(filled.question, text=filled.unsure)
        return forms.day_field(voice, name, None, label=label, hint=asked)
    return forms.day_field(voice, name, filled.day, unsure=filled.unsure, label=label)


# --- The answers ------------------------------------------------------------------------------------------------------


def told(done: Done[DeliveryTold]) -> Message:
    """Return the answer to a delivery, or to the press that nobody knows of it."""
    notice, voice = done.notice, done.voice
    if notice.day is None:
        said = voice.say("delivery_not_known")
    else:
        on = _delivered_on(voice, notice.day, notice.first)
        said = _lowered(on)
    return _answer(done, said, notice.deal, notice.change)


def moved(done: Done[DeliveryMoved]) -> Message:
    """Return the answer to another promised day, with the first one and because of whom."""
    notice, voice = done.notice, done.voice
    why = because(voice, LateBecause(notice.because)) if notice.because is not None else None
    said = joined([_promised(voice, "promise_by_others", notice.day, notice.first), why])
    return _answer(done, said, notice.deal, notice.change)


def _answer(done: Done[DealChanged], said: SafeText, deal_no: int, change: int | None) -> Message:
    called, voice = done.deal(deal_no), done.voice
    texts = [joined([each, said], ": ") for each in (called, bold(called))]
    undo = buttons.undo(voice, change, deal=deal_no, of=done.plain_deal(deal_no)) if change is not None else None
    return answers.message_of(done, texts[0], texts[1], undo)
