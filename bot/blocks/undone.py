"""What an undo took back, in a few words: "note, step"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.language.safe_text import SafeText
from bot.language.voice import Voice

#: What each kind of event is called where it is undone. A kind that is not here has a sentence of its own.
UNDONE_LABELS = {
    "noted": "undid_note",
    "step_set": "undid_step",
    "snoozed": "undid_snooze",
    "seen": "undid_seen",
    "touched": "undid_touch",
    "need_added": "undid_need",
    "need_ended": "undid_need_ended",
    "source_set": "undid_source",
    "renamed": "undid_name",
    "amount_set": "undid_amount",
    "close_day_set": "undid_close_day",
    "owner_set": "undid_owner",
    "customer_set": "undid_customer",
    "lost_explained": "undid_lost",
    "delivery_promised": "undid_promised",
    "mistaken": "undid_mistaken",
    "offer_sent": "undid_offer",
    "offer_answered": "undid_answer",
    "offer_extended": "undid_extended",
    "delivered": "undid_delivered",
}


def taken_back(voice: Voice, kinds: Iterable[str]) -> SafeText | None:
    """Return the sentence that names what was undone; None where it is of no kind that has a name."""
    named = [voice.say(UNDONE_LABELS[kind]) for kind in kinds if kind in UNDONE_LABELS]
    return voice.say("undone_what", what=voice.list(named)) if named else None
