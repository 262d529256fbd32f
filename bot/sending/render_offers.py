"""Notices about offers become messages."""

from __future__ import annotations

from bot.blocks import offers
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline.deals.offer_versions import OfferKey
from pipeline.messages.offer_notices import ShowOffers
from pipeline.queries.deal_view import deal_view
from pipeline.queries.offers import offer_of_key, offers_of
from pipeline.queries.results import waited_for_offer


def shown(scene: Scene, notice: ShowOffers) -> Message:
    """The versions of a deal's offers, or all of the one that is named and still there."""
    view, found = deal_view(scene.session, notice.deal), offers_of(scene.session, notice.deal)
    key = OfferKey(notice.offer, notice.version) if notice.offer is not None and notice.version is not None else None
    one = offer_of_key(found, key)
    if one is None:
        return offers.listed(scene.voice, view, found, waited_for_offer(scene.session, notice.deal))
    return offers.one(scene.voice, view, found, one)
