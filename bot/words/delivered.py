"""`/deal delivered`: what was sold was delivered, today or on the day that is typed; or nobody knows whether it was."""

from __future__ import annotations

from datetime import date

from bot.blocks import deliveries, forms
from bot.blocks.deliveries import NOT_KNOWN, DeliveryValues
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest
from bot.language.delivery_line import DeliveryLine, read_delivered
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.sold_lookup import of_won_deal
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, expected, fit, to_deliver
from pipeline.deals import delivery
from pipeline.deals.delivery_events import Delivered
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings


def typed(services: Services, request: Request) -> Reply:
    """`[which] [day]`: the deal begins the line. A day that is not surely read, and other words, are asked about."""
    it = of_won_deal(services, request, WORD, lambda: deal_with_rest(services, request, WORD))
    return _tell_or_ask(services, request, it.deal, it.tail, it.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """[Delivered]: today. [Not known], or a line that was typed before the button."""
    if request.line.rest == NOT_KNOWN:
        return delivery.not_known(services.ledger, request.by, deal_of(request), expected=expected(request))
    return _tell_or_ask(services, request, deal_of(request), request.line.rest, request.line.note or "")


def _tell_or_ask(services: Services, request: Request, deal_no: int, text: str, note: str) -> Reply:
    fit(text, note)
    said = _read(services, request, text)
    if not said.is_sure:
        return _form(request, deal_no, said, Remainder(text, note))
    ledger, by, seen = services.ledger, request.by, expected(request)
    return delivery.delivered(ledger, by, deal_no, day=said.chosen, note=note, expected=seen)


def _read(services: Services, request: Request, text: str) -> DeliveryLine:
    with services.ledger.read_session(request.by) as session:
        calendar = settings.of_workspace(session).calendar
        return read_delivered(text, calendar.day(session.now), calendar)


def _form(request: Request, deal_no: int, said: DeliveryLine, typed_with: Remainder) -> Ask:
    note = " – ".join(each for each in (said.words, str(typed_with.note)) if each)

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_deliver(session, deal_no)
        filled = DeliveryValues(said.chosen, said.doubt, note=note, question=said.question)
        return deliveries.delivered_form(voice, about(voice, view), filled, carrying(request, view))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=typed_with))


def submitted(services: Services, request: Request) -> Reply:
    """It was delivered on the day that was filled in."""
    day = request.values.get(deliveries.DELIVERED_DAY)
    if not day:
        return Refill({deliveries.DELIVERED_DAY: ("field_missing", {})})
    on, note = date.fromisoformat(day), request.values.get(forms.NOTE)
    return delivery.delivered(
        services.ledger, request.by, deal_of(request), day=on, note=note, expected=expected(request)
    )


WORD = Word(
    word="delivered",
    forms={"fi": ("toimitettu",), "en": ("delivered",)},
    help="help_delivered",
    chapter=Chapter.LIFE,
    concerns=Concerns.CLOSED,
    changes=Delivered,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="delivered_button",
    fields=FormFields(text=forms.NOTE, day=deliveries.DELIVERED_DAY),
)
