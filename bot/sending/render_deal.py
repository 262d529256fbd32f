"""The details of a deal, as far as whoever reads them may know them."""

from __future__ import annotations

from bot.blocks import card
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline.queries.deal_view import DealView
from pipeline.queries.lateness import Lateness


def details(scene: Scene, view: DealView) -> Message:
    """Show the deal, without lateness where it is neither the reader's own, nor led or stood in for by them."""
    if not Lateness(scene.session).is_seen(view.owner, view.pipeline_no):
        view = view.as_anybody_sees_it()
    return card.details(scene.voice, view, scene.words)
