"""What was not done, why, and what to do instead: a sentence for each refusal, and the field it belongs under."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime

from bot.blocks import (
    buttons,
    checkins,
    customer_forms,
    deliveries,
    forms,
    ids,
    missing_parts,
    offering,
    phrases,
    touches,
)
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.given_back import with_typed_line
from bot.blocks.ids import Remainder, WordName
from bot.blocks.phrases import SHORT
from bot.blocks.shown_words import FormFields, ShownWords, label_key
from bot.language.acts import is_sentence
from bot.language.safe_text import SafeText
from bot.language.voice import Value as Shown
from bot.language.voice import Voice
from pipeline import (
    checkin_errors,
    customer_errors,
    delivery_errors,
    edit_errors,
    errors,
    merge_errors,
    money,
    need_errors,
    offer_errors,
    setup_errors,
    step_errors,
    support_errors,
    touch_errors,
)
from pipeline.deals import requirements
from pipeline.line_errors import LineUnclear
from pipeline.money import Money
from pipeline.queries.names import Names
from pipeline.refused import DayRefused, Refused, UnclearValue, kinds_in

_ROLES = {"admin": "role_admin", "lead": "role_lead", "seller": "role_seller", "owner": "role_owner"}
_STAGES = ("stage", "to", "next")
_CUSTOMERS = ("customer", "into")


def plain(voice: Voice, names: Names, refused: Refused) -> Message:
    """The sentence, and [Show] where it is about one deal."""
    said = sentence(voice, names, refused)
    return Message(unmarked(said), (el.section(said), *el.actions(_show(voice, names, refused))))


def sentence(voice: Voice, names: Names, refused: Refused) -> SafeText:
    """What happened, that nothing was changed, and what to do."""
    return voice.say(_key(refused), **_shown(voice, names, refused))


def in_form(voice: Voice, names: Names, fields: FormFields, refused: Refused) -> dict[str, str]:
    """The sentence by the field of the form under which it belongs; empty when it belongs under none."""
    if isinstance(refused, errors.Missing):
        asked = [each.token for each in requirements.named(refused.fields) if each.field is not None]
        return {field: voice.label("field_missing") for field in asked}
    field = _field(fields, refused)
    return {field: unmarked(sentence(voice, names, refused))} if field else {}


def no_such_deal(voice: Voice, refused: errors.NoSuchDeal, note: str = "") -> Message:
    """Return that no deal has that name or number, with presses to create it or to see one's own deals.

    A `note` that was typed for it is given back, and goes along to the form that creates the deal.
    """
    text = refused.text
    mine = buttons.plain(voice, WordName.MINE, "mine_button")
    if isinstance(text, str) and text and is_sentence(text):
        said = voice.say("no_such_name", text=voice.name(text, _QUOTED))
        presses = (mine, buttons.plain(voice, WordName.HELP, "help_button"))
    elif isinstance(text, str) and text:
        said = voice.say("no_such_deal", text=voice.name(text, 60))
        presses = (_create(voice, text, refused), mine)
    else:
        said = voice.say("no_such_number", number=voice.deal_number(refused.number or 0))
        presses = (mine,)
    given_back = [voice.say("note_given_back"), *phrases.paragraphs(voice, note)] if note else []
    shown = (said, *given_back)
    return Message(phrases.lines([*shown]), (*(el.section(each) for each in shown), *el.actions(*presses)))


def _create(voice: Voice, text: str, refused: errors.NoSuchDeal) -> Block:
    more = Remainder(text, refused.note or "")
    label = voice.label("create_this_button", text=SafeText(voice.plain_name(text, 40)))
    identity = ids.button(WordName.NEW, more=more if ids.has_room(more) else Remainder(text))
    return el.button(label, identity, style="primary")


def moved_just_now(voice: Voice, names: Names, refused: errors.MovedJustNow, *, is_back: bool) -> Message:
    """Return the question whether a second move within two minutes was meant."""
    deal, stay, to = refused.deal, refused.stay, refused.next
    said = voice.say("second_back" if is_back else "second_advance", **_shown(voice, names, refused))
    key = "yes_back_button" if is_back else "yes_continue_button"
    label = voice.label(key, next=SafeText(phrases.plain_stage(voice, names.stages.get(to))))
    word = WordName.BACK if is_back else WordName.ADVANCE
    more = Remainder.of(refused)
    yes = el.button(label, ids.button(word, deal=deal, stay=stay, to=to, sure=True, more=more), style="primary")
    return Message(unmarked(said), (el.section(said), *el.actions(yes)))


def undid_just_now(voice: Voice, names: Names, refused: errors.UndidJustNow) -> Message:
    """Return the question whether a second undo within two minutes was meant."""
    deal, change = refused.deal, refused.change
    key = "second_undo" if deal is None else "second_undo_deal"
    if refused.count is not None:
        said = voice.say("second_undo_several", n=refused.count)
    else:
        said = voice.say(key, **_shown(voice, names, refused))
    about = phrases.deal_of(voice, names, deal) if deal is not None else ""
    yes = buttons.undo(voice, change, deal=deal, of=about, sure=True)
    return Message(unmarked(said), (el.section(said), *el.actions(yes)))


def lacking(voice: Voice, names: Names, refused: errors.Missing) -> Message:
    """What a stage requires is missing, where no form could be opened by itself: the button opens it.

    What has a form of its own is asked for there, and a button goes on with the move, as it was typed.
    """
    apart = requirements.without_field(refused.fields)
    deal, stay, to = refused.deal, refused.stay, refused.to
    if apart:
        first = voice.say("missing_first", fields=missing_parts.all_called(voice, apart))
        said = phrases.lines([sentence(voice, names, refused), first])
        forms_of = missing_parts.forms_apart(voice, names, refused, apart)
        return Message(unmarked(said), (el.section(said), *el.actions(*forms_of, _go_on(voice, names, refused))))
    said = phrases.lines([sentence(voice, names, refused), voice.say("continue_in_form")])
    button = el.button(
        voice.label("open_form"), ids.button(WordName.ADVANCE, deal=deal, stay=stay, to=to), style="primary"
    )
    return Message(unmarked(said), (el.section(said), *el.actions(button)))


def _go_on(voice: Voice, names: Names, refused: errors.Missing) -> Block | None:
    """The move that was wanted. It names no stay: an offer that is sent meanwhile may move the deal."""
    word, stage = WordName(refused.word or WordName.ADVANCE), names.stages.get(refused.to)
    if stage is None:
        return None
    closes = word in (WordName.WON, WordName.LOST)
    label = voice.label(f"{word.value}_button") if closes else buttons.move_label(voice, stage)
    to = None if closes else refused.to
    return el.button(label, ids.button(word, deal=refused.deal, to=to, more=Remainder.of(refused)))


def unknown_word(voice: Voice, names: Names, refused: errors.UnknownWord, form: str | None = None) -> Message:
    """A word that is none, perhaps nearly one, which the reader types as `form`; else what one can begin with."""
    near = form or refused.near
    text = voice.name(str(refused.text or ""), 60 if near else _QUOTED)
    guide = buttons.plain(voice, WordName.HELP, "help_button")
    if near is None:
        said = voice.say("unknown_word_plain", text=text)
        return Message(said, (el.section(said), *el.actions(*buttons.to_begin_with(voice))))
    said = voice.say("unknown_word", text=text, word=SafeText(f"`/deal {voice.name(near)}`"))
    return Message(said, (el.section(said), *el.actions(_meant(voice, names, refused, near), guide)))


def line_unclear(voice: Voice, names: Names, words: ShownWords, refused: LineUnclear) -> Message:
    """What is asked of a line that was understood in part, with a button for each thing that can be done with it."""
    values: dict[str, Shown] = {"text": voice.name(str(refused.text or ""), _QUOTED)}
    if refused.deal is not None:
        values["deal"] = phrases.bold(phrases.deal_of(voice, names, refused.deal))
    if refused.to is not None:
        values["stage"] = phrases.stage_of(voice, names, refused.to)
    said = voice.say(_SAID_NOW.get(refused.sentence, refused.sentence), **values)
    offered = [_offered(voice, names, words, refused, word) for word in refused.words if word in set(WordName)]
    return Message(unmarked(said), (el.section(said), *el.actions(*offered)))


def _offered(voice: Voice, names: Names, words: ShownWords, refused: LineUnclear, word: str) -> Block:
    """The button of one word, with what was said."""
    if (key := _WITHOUT_DEAL.get(word)) is not None:
        return buttons.plain(voice, WordName(word), key)
    is_move = word in (WordName.ADVANCE, WordName.BACK)
    to = refused.to if is_move else None
    label = voice.label(label_key(words, word))
    if to is not None:
        label = voice.label("move_to_button", next=SafeText(phrases.plain_stage(voice, names.stages.get(to))))
    more = Remainder() if word == WordName.SHOW else Remainder.of(refused)
    stay = refused.stay if is_move else None
    identity = ids.button(word, deal=refused.deal, stay=stay, to=to, more=more)
    style = "primary" if word == refused.words[0] and word != WordName.LOST else None
    return el.button(label, identity, style=style)


_SAID_NOW = {"no_today": "help_next"}  # by what older programs stored: the list of today was not there yet
_QUOTED = 40  # characters of what was not understood that are quoted
_WITHOUT_DEAL = {
    WordName.NEXT.value: "today_button",
    WordName.MINE.value: "mine_button",
    WordName.STUCK.value: "stuck_button",
}


def _meant(voice: Voice, names: Names, refused: errors.UnknownWord, near: str) -> Block | None:
    """The word that was meant, with all that was typed behind it, on a button."""
    word, more = refused.word, Remainder.of(refused)
    if word not in set(WordName):
        return None
    identity = ids.button(str(word), deal=refused.deal, more=more, line=True)
    behind = voice.plain_name(_as_typed(more, names.members.get(refused.member or 0)), SHORT)
    return el.button(f"{near} {behind}".strip(), identity, style="primary")


def _as_typed(more: Remainder, person: str | None) -> str:
    """What stood behind the word, as it was typed; "…" for a part that is kept elsewhere."""
    rest, note = (part if isinstance(part, str) else "…" for part in (more.rest, more.note))
    said = f"{rest} @{person}".strip() if person else rest
    return f"{said} -- {note}".strip() if note else said


def not_set_up(voice: Voice, names: Names, refused: setup_errors.NotSetUp, *, may_set_up: bool) -> Message:
    """Putki waits for set-up: the one who can gets the button, others hear whom to ask."""
    said = voice.say("not_set_up_you") if may_set_up else sentence(voice, names, refused)
    button = buttons.plain(voice, WordName.SETTINGS, "setup_button", primary=True) if may_set_up else None
    return Message(said, (el.section(said), *el.actions(button)))


def delete_asked(voice: Voice, names: Names, refused: edit_errors.DeleteAsked, note: str) -> Message:
    """The question whether a deal is to be deleted."""
    said, called = sentence(voice, names, refused), phrases.deal_of(voice, names, refused.deal)
    delete = buttons.delete(voice, refused.deal, of=called, note=note)
    return Message(
        unmarked(said), (el.section(said), *el.actions(delete, buttons.show(voice, refused.deal, of=called)))
    )


def double_asked(voice: Voice, names: Names, refused: merge_errors.DoubleAsked) -> Message:
    """The question whether a deal is to go, as the double of an older one."""
    number, older = voice.deal_number(refused.deal), voice.deal_number(refused.older)
    called = phrases.deal_of(voice, names, refused.deal)
    said = voice.say("double_asked", deal=phrases.bold(called), number=number, older=older)
    merge = buttons.merge_double(voice, refused.deal, refused.older, of=called, is_same_customer=True)
    return Message(unmarked(said), (el.section(said), *el.actions(merge, buttons.show(voice, refused.deal, of=called))))


def form_not_shown(voice: Voice, names: Names, refused: errors.FormNotShown) -> Message:
    """A form that did not open, with the line that was typed for it."""
    said, text = sentence(voice, names, refused), refused.text
    message = Message(said, (el.section(said),))
    return with_typed_line(voice, message, text) if isinstance(text, str) and text else message


# --- Their words ------------------------------------------------------------------------------------------------------


def _key(refused: Refused) -> str:
    """What was typed can be unclear for several reasons; else the class says the key."""
    if isinstance(refused, UnclearValue) and refused.sentence:
        return refused.sentence
    if isinstance(refused, errors.NotAllowed) and refused.deal is not None:
        return "not_allowed_deal"
    return refused.key


def _shown(voice: Voice, names: Names, refused: Refused) -> dict[str, Shown]:
    """Each value as the reader calls it."""
    values = {each.name: getattr(refused, each.name) for each in dataclasses.fields(refused)}
    shown: dict[str, Shown] = {"who": _who(voice, names, values)}
    for name, value in values.items():
        if name != "who" and (said := _value(voice, names, name, value)) is not None:
            shown[name] = said
    if isinstance(refused, errors.MovedJustNow | errors.UndidJustNow):
        shown["ago"] = _ago(voice, refused.seconds)
    if isinstance(refused, errors.UnclearDay):
        shown |= voice.example_days()
    if isinstance(refused, step_errors.HourGone):
        shown["at"] = voice.clock(refused.minute)
    if isinstance(refused, step_errors.StepFar):
        shown["limit"] = voice.business_days(refused.limit)
    if isinstance(refused, errors.Missing):
        shown["fields"] = missing_parts.all_called(voice, requirements.named(refused.fields))
        shown["n"] = len(refused.fields)
    if isinstance(refused, errors.UnknownStage):
        shown["stages"] = voice.list(phrases.stage_of(voice, names, no) for no in refused.stages or names.stages.keys())
    return shown


def _ago(voice: Voice, seconds: int) -> SafeText:
    """How long ago something was: in seconds, from a minute on in minutes."""
    return voice.say("ago_seconds", n=seconds) if seconds < 60 else voice.say("ago_minutes", n=seconds // 60)


def _value(voice: Voice, names: Names, name: str, value: object) -> Shown | None:
    match value:
        case bool() | None:
            return None
        case int() if name == "deal":
            return phrases.bold(phrases.deal_of(voice, names, value))
        case int() if name in _CUSTOMERS:
            return voice.name(names.customers.get(value, "")) or SafeText("–")
        case int() if name in _STAGES:
            return phrases.stage_of(voice, names, value)
        case str():
            return voice.name(value, 60)
        case date() if name == "month":
            return voice.month(value)
        case int() | float() | Money() | datetime() | date():
            return value
        case _:
            return None


def _who(voice: Voice, names: Names, values: Mapping[str, object]) -> SafeText:
    """The person who can or who did it, by name; a role where no one is known; Putki where nobody did it."""
    no, role = values.get("who"), values.get("role")
    if isinstance(no, int) and names.members.get(no):
        return phrases.who(voice, names.members, no)
    if isinstance(role, str) and role in _ROLES:
        return voice.say(_ROLES[role])
    return phrases.who(voice, names.members, no if isinstance(no, int) else None)


def _show(voice: Voice, names: Names, refused: Refused) -> Block | None:
    deal = refused.about_deal
    return buttons.show(voice, deal, of=phrases.deal_of(voice, names, deal)) if deal is not None else None


def unmarked(said: SafeText) -> str:
    """For plain text: without bold and code marks; typed ones were made harmless before."""
    return said.replace("*", "").replace("`", "")


# --- Which field ------------------------------------------------------------------------------------------------------

_ANY_FORM: dict[type[Refused], str] = {
    errors.TooBig: forms.AMOUNT,
    errors.NotAboveZero: forms.AMOUNT,
    money.NotAnAmount: forms.AMOUNT,
    errors.UnclearAmount: forms.AMOUNT,
    errors.AmountJumps: forms.AMOUNT,
    errors.WonAhead: forms.WON_ON,
    step_errors.HourGone: forms.STEP_AT,
    errors.WonLongAgo: forms.WON_ON,
    touch_errors.TouchAhead: touches.TOUCH_DAY,
    touch_errors.TouchLongAgo: touches.TOUCH_DAY,
    offer_errors.OfferEndsInPast: offering.VALID,
    offer_errors.OfferEndsTooFar: offering.VALID,
    offer_errors.OfferedDeliveryGone: offering.DELIVERY,
    offer_errors.OfferedDeliveryTooFar: offering.DELIVERY,
    offer_errors.OfferInOtherCurrency: forms.AMOUNT,
    delivery_errors.DeliveredAhead: deliveries.DELIVERED_DAY,
    delivery_errors.DeliveredBeforeWin: deliveries.DELIVERED_DAY,
    checkin_errors.ProblemUntold: checkins.WORDS,
    checkin_errors.CheckInTooLong: checkins.WORDS,
    edit_errors.AmountNeeded: forms.AMOUNT,
    edit_errors.PromisedBeforeWin: forms.PROMISED_DAY,
    edit_errors.SameCustomer: forms.CUSTOMER,
    merge_errors.OneCustomer: forms.MERGE_OTHER,
    money.DifferentCurrencies: forms.AMOUNT,
    customer_errors.BusinessIdWrong: customer_forms.BUSINESS_ID,
    customer_errors.BusinessIdTaken: customer_forms.BUSINESS_ID,
    customer_errors.BusinessIdOther: customer_forms.BUSINESS_ID,
    customer_errors.DomainWrong: customer_forms.DOMAIN,
    customer_errors.DomainOfAll: customer_forms.DOMAIN,
    customer_errors.DomainTaken: customer_forms.DOMAIN,
    customer_errors.PhoneUnclear: customer_forms.PHONE,
    customer_errors.PhoneWithoutDigits: customer_forms.PHONE,
    customer_errors.EmailUnclear: customer_forms.EMAIL,
    customer_errors.EmailTaken: customer_forms.EMAIL,
    customer_errors.ContactNameless: customer_forms.NAME,
    setup_errors.SharedChannel: forms.PLACE,
    setup_errors.ArchivedChannel: forms.PLACE,
    setup_errors.ChannelUnknown: forms.PLACE,
    setup_errors.NotALead: forms.LEAD,
    setup_errors.UnknownZone: forms.ZONE,
    setup_errors.UnknownCountry: forms.COUNTRY,
}
_TEXTS = (errors.EmptyName, errors.TooLong, errors.NoStep, *kinds_in(need_errors), *kinds_in(support_errors))
_DAYS = (errors.DayGone, errors.DayTooFar, errors.ReminderTooSoon, errors.UnclearDay)


def _field(fields: FormFields, refused: Refused) -> str | None:
    if isinstance(refused, UnclearValue | DayRefused) and refused.field:
        return refused.field
    if isinstance(refused, _TEXTS):
        return fields.text
    if isinstance(refused, _DAYS):
        return fields.day
    if isinstance(refused, money.UnknownCurrency):
        return fields.currency or forms.AMOUNT
    return _ANY_FORM.get(type(refused))
