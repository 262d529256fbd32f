"""`/deal late`: delivery comes on another day than was promised; a form asks until when, and because of whom.

Where no day was promised yet, the form asks for that day alone.
"""

from __future__ import annotations

from datetime import date

from bot.blocks import deliveries, forms
from bot.blocks.deliveries import DeliveryValues
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest
from bot.language.delivery_line import read_late
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.sold_lookup import of_won_deal
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, expected, fit, to_deliver
from pipeline import delivery_errors
from pipeline.deals import delivery
from pipeline.deals.events import DeliveryPromised, LateBecause
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings


def typed(services: Services, request: Request) -> Reply:
    """`[which] [until when], [because of whom]`: the form, filled in from the line."""
    it = of_won_deal(services, request, WORD, lambda: deal_with_rest(services, request, WORD))
    return _form(request, it.deal, it.tail, it.note or "")


def pressed(_services: Services, request: Request) -> Reply:
    """[Late…]: the form, with what was typed before the button was there."""
    return _form(request, deal_of(request), request.line.rest, request.line.note or "")


def _form(request: Request, deal_no: int, text: str, note: str) -> Ask:
    fit(text, note)

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_deliver(session, deal_no)
        if view.delivered_day is not None:
            raise delivery_errors.DeliveredAlready(deal=deal_no, day=view.delivered_day)
        calendar = settings.of_workspace(session).calendar
        said = read_late(text, calendar.day(session.now), calendar)
        kept = " – ".join(each for each in (said.words, note) if each)
        filled = DeliveryValues(said.chosen, said.doubt, said.because, kept, said.question)
        if view.promised_day is None and filled.because is None:
            return deliveries.promise_form(voice, about(voice, view), filled, carrying(request, view))
        return deliveries.late_form(voice, about(voice, view), filled, carrying(request, view))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(text, note)))


def submitted(services: Services, request: Request) -> Reply:
    """Delivery is promised for the day that was filled in."""
    asked = [each for each in (deliveries.NEW_DAY, deliveries.LATE_BECAUSE) if each in request.values]
    given = {name: request.values.get(name) for name in asked}
    missing = [name for name, value in given.items() if not value]
    if missing:
        return Refill({name: ("field_missing", {}) for name in missing})
    return delivery.late(
        services.ledger,
        request.by,
        deal_of(request),
        day=date.fromisoformat(str(given[deliveries.NEW_DAY])),
        because=LateBecause(because) if (because := given.get(deliveries.LATE_BECAUSE)) else None,
        note=request.values.get(forms.NOTE),
        expected=expected(request),
    )


WORD = Word(
    word="late",
    forms={"fi": ("myöhästyy", "myöhässä"), "en": ("late", "delayed")},
    help="help_late",
    chapter=Chapter.LIFE,
    concerns=Concerns.CLOSED,
    changes=DeliveryPromised,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="late_button",
    fields=FormFields(text=forms.NOTE, day=deliveries.NEW_DAY),
)
