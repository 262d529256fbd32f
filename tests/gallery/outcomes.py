"""Results of deliveries and offers, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.blocks import results
from bot.blocks.elements import Message
from bot.language.voice import Voice
from pipeline.deals.sale_record import DeliveryMonth, OfferMonth

DELIVERIES = (
    DeliveryMonth(date(2026, 6, 1), 2, 1, 1, 1, 0, None),
    DeliveryMonth(date(2026, 5, 1), 16, 14, 16, 15, 1, 6),
    DeliveryMonth(date(2025, 12, 1), 5, 5, 5, 5, 0, None),
)
OFFERS = (
    OfferMonth(date(2026, 6, 1), 1, 0, None, None),
    OfferMonth(date(2026, 5, 1), 12, 10, 2.5, 9),
    OfferMonth(date(2026, 4, 1), 1, 1, 1, 1),
)


def pieces(voice: Voice) -> Iterator[tuple[str, Message]]:
    """Both kinds, each alone, and none at all."""
    yield "", results.shown(voice, DELIVERIES, OFFERS)
    yield "-deliveries", results.shown(voice, DELIVERIES * 9, None)
    yield "-none", results.shown(voice, (), ())
