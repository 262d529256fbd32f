"""The results of deliveries and offers, at the moment of showing."""

from __future__ import annotations

from bot.blocks import results
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline.messages.asked_notices import ShowResults
from pipeline.people import settings
from pipeline.queries import results as found
from pipeline.queries.results import Months


def shown(scene: Scene, notice: ShowResults) -> Message:
    """The results that were asked for: of both kinds where none was named."""
    session = scene.session
    months = found.newest_months(settings.of_workspace(session).calendar.day(session.now))
    if notice.first is not None and notice.last is not None:
        months = Months(notice.first, notice.last)
    deliveries = found.deliveries(session, months) if notice.of in (None, "deliveries") else None
    offers = found.offers(session, months) if notice.of in (None, "offers") else None
    return results.shown(scene.voice, deliveries, offers)
