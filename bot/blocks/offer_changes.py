"""What one event did to an offer, as a short phrase: in a deal's history, and where others changed the deal."""

from __future__ import annotations

from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent, OfferState
from pipeline.money import Money

_ANSWERED = {
    OfferState.SENT: "history_offer_taken_up",
    OfferState.ACCEPTED: "history_offer_accepted",
    OfferState.DECLINED: "history_offer_declined",
    OfferState.WITHDRAWN: "history_offer_withdrawn",
    OfferState.REPLACED: "history_offer_replaced",
}


def what_became_of(voice: Voice, data: OfferSent | OfferAnswered | OfferExtended) -> SafeText:
    """Return that a version was sent, answered, or is valid for longer."""
    n = data.offer_version
    match data:
        case OfferSent():
            price = Money(data.amount, data.currency)
            return voice.say("history_offer_sent", n=n, sum=price, day=data.valid_until)
        case OfferExtended():
            return voice.say("history_offer_extended", n=n, day=data.valid_until)
        case OfferAnswered():
            return voice.say(_ANSWERED[data.answer], n=n)
