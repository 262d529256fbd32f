"""The buttons that several blocks share, each labelled and carrying what its press needs."""

from __future__ import annotations

from bot.blocks import elements as el
from bot.blocks import ids, phrases
from bot.blocks.elements import Block
from bot.blocks.ids import WordName
from bot.language.safe_text import Said
from bot.language.voice import Voice
from pipeline.queries.names import StageLabel
from pipeline.queries.story import DealView
from pipeline.stages.events import StageKind

ALL = "all"  # what a button of a list carries where it opens everybody's

#: How a word is labelled on a button beside a deal that is to be picked for it.
LABELS = {
    WordName.ADVANCE: "advance_button",
    WordName.BACK: "back_button",
    WordName.WON: "won_button",
    WordName.LOST: "lost_button",
    WordName.STEP: "next_step_button",
    WordName.SNOOZE: "snooze_button",
    WordName.SHOW: "show_button",
}


def undo(voice: Voice, change: int, *, deal: int | None = None, of: str = "", sure: bool = False) -> Block:
    """Take that change back; `of` is what a screen reader hears beside the label."""
    label = voice.label("undo_button")
    return el.button(label, ids.button(WordName.UNDO, deal=deal, change=change, sure=sure), spoken=_spoken(label, of))


def redo(voice: Voice, change: int, *, deal: int | None = None, of: str = "") -> Block:
    """Take an undo back."""
    label = voice.label("redo_button")
    return el.button(label, ids.button(WordName.UNDO, deal=deal, change=change, sure=True), spoken=_spoken(label, of))


def undo_settings(voice: Voice, change: int, *, first: bool = False) -> Block:
    """Take a change of settings back; asks first, since all feel it, and most when it was the set-up."""
    label = voice.label("undo_button")
    confirm = el.confirmation(
        title=voice.label("undo_setup_ask" if first else "undo_settings_ask"),
        text=voice.say("undo_setup_question" if first else "undo_settings_question"),
        yes=label,
        no=voice.label("close"),
    )
    return el.button(label, ids.button(WordName.UNDO, change=change), confirm=confirm)


def move(voice: Voice, deal_no: int, stay: int, to: StageLabel, *, of: str = "", primary: bool = False) -> Block:
    """ "Siirrä: Tarjous"; with "…" into a stage for wins, since that asks for the day of delivery."""
    label = voice.label("move_to_button", next=Said(phrases.plain_stage(voice, to)))
    label += "…" if to.kind is StageKind.WON else ""
    identity = ids.button(WordName.ADVANCE, deal=deal_no, stay=stay, to=to.no)
    return el.button(label, identity, style="primary" if primary else None, spoken=_spoken(label, of))


def won(voice: Voice, deal_no: int, stay: int, *, of: str = "", primary: bool = False) -> Block:
    """Opens the form for a win."""
    label = voice.label("won_button")
    identity = ids.button(WordName.WON, deal=deal_no, stay=stay)
    return el.button(label, identity, style="primary" if primary else None, spoken=_spoken(label, of))


def lost(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Opens the form for a loss, which is what keeps a slip of the finger from losing anything."""
    label = voice.label("lost_button")
    return el.button(label, ids.button(WordName.LOST, deal=deal_no, stay=stay), spoken=_spoken(label, of))


def step(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Opens the form for the next step."""
    label = voice.label("next_step_button")
    return el.button(label, ids.button(WordName.STEP, deal=deal_no, stay=stay), spoken=_spoken(label, of))


def snooze(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Quiet for three business days."""
    label = voice.label("snooze_button")
    return el.button(label, ids.button(WordName.SNOOZE, deal=deal_no, stay=stay), spoken=_spoken(label, of))


def show(voice: Voice, deal_no: int, *, of: str = "") -> Block:
    """What is known of a deal."""
    label = voice.label("show_button")
    return el.button(label, ids.button(WordName.SHOW, deal=deal_no), spoken=_spoken(label, of))


def older_notes(voice: Voice, view: DealView, start: int) -> Block:
    """The notes before those that are shown."""
    label, of = voice.label("older_notes_button"), phrases.plain_deal(voice, view)
    return el.button(label, ids.button(WordName.SHOW, deal=view.deal_no, start=start), spoken=_spoken(label, of))


def reopen(voice: Voice, view: DealView) -> Block:
    """Open a closed deal again; asks first, since it takes a win or a loss out of the books."""
    label, of = voice.label("reopen_button"), phrases.plain_deal(voice, view)
    confirm = el.confirmation(
        title=voice.label("reopen_ask"),
        text=voice.say("reopen_question", deal=phrases.deal(voice, view)),
        yes=label,
        no=voice.label("close"),
    )
    identity = ids.button(WordName.BACK, deal=view.deal_no, stay=view.stay)
    return el.button(label, identity, spoken=_spoken(label, of), confirm=confirm)


def all_stuck(voice: Voice, key: str = "stuck_all_button") -> Block:
    """Everybody's stuck deals, whoever presses it."""
    action_id, value = ids.button(WordName.STUCK, typed=ALL)
    return el.button(voice.label(key), (f"{action_id}.{ALL}", value))


def plain(voice: Voice, word: WordName, key: str, *, primary: bool = False, typed: str = "") -> Block:
    """A word without a deal: "Uusi diili…", "Näytä diilit"."""
    return el.button(voice.label(key), ids.button(word, typed=typed), style="primary" if primary else None)


def _spoken(label: str, of: str) -> str | None:
    return f"{label.rstrip('…')}: {of}" if of else None
