"""Who made a change, for answers that others read too."""

from __future__ import annotations

from bot.blocks import phrases
from bot.blocks.answers import DoneBy
from bot.sending.scene import Scene
from pipeline.ledger.event_store import change_of
from pipeline.queries.names import names


def done_by(scene: Scene, change: int | None) -> DoneBy | None:
    """Who made the change and when, from its event; None where there is no such change."""
    events = change_of(scene.session, change) if change is not None else []
    if not events:
        return None
    first = events[0]
    known = names(scene.session, members=[first.member_no])
    return DoneBy(phrases.who(scene.voice, known.members, first.member_no), first.recorded_at)
