"""The announcement of a win at the moment of showing: whole while the deal is won, else that it was taken back."""

from __future__ import annotations

from bot.blocks import phrases, wins
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline import errors
from pipeline.messages.delivery_notices import WinAnnounced
from pipeline.queries.names import names
from pipeline.queries.wins import won_deal
from pipeline.stages.events import StageKind


def announced(scene: Scene, notice: WinAnnounced) -> Message | None:
    """The announcement, if the deal is won."""
    try:
        won = won_deal(scene.session, notice.deal)
    except errors.NoSuchDeal:
        return None
    return wins.announced(scene.voice, won) if won.view.state is StageKind.WON else None


def restated(scene: Scene, notice: WinAnnounced) -> Message:
    """The announcement that stands already, as the deal is now."""
    message = announced(scene, notice)
    if message is not None:
        return message
    known = names(scene.session, deals=[notice.deal])
    return wins.taken_back(scene.voice, phrases.deal_of(scene.voice, known, notice.deal))
