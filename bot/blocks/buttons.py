"""The buttons that several blocks share. Each carries what its press needs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import elements as el
from bot.blocks import ids, phrases
from bot.blocks.elements import Block
from bot.blocks.ids import Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_view import DealView
from pipeline.queries.names import StageLabel
from pipeline.stages.events import StageKind

DONE, TOMORROW = "done", "tomorrow"  # what a button of a step carries: it is done, or comes tomorrow
COME_BACK = "come_back"  # what a button of a loss carries: nobody decides now
LEAST_TO_SELECT = 2  # deals of a list of which several can be done at once
ALL = "all"  # what a list's button carries when it opens everybody's deals


def undo(voice: Voice, change: int, *, deal: int | None = None, of: str = "", sure: bool = False) -> Block:
    """Return a button that undoes a change. `of` names the deal for screen readers."""
    label = voice.label("undo_button")
    return el.button(label, ids.button(WordName.UNDO, deal=deal, change=change, sure=sure), spoken=_spoken(label, of))


def redo(voice: Voice, change: int, *, deal: int | None = None, of: str = "") -> Block:
    """Return a button that undoes an undo."""
    label = voice.label("redo_button")
    return el.button(label, ids.button(WordName.UNDO, deal=deal, change=change, sure=True), spoken=_spoken(label, of))


def undo_settings(voice: Voice, change: int, *, first: bool = False) -> Block:
    """Return a button that undoes a change of settings.

    Slack asks before it, because settings concern everybody. `first` asks in other words about the set-up.
    """
    label = voice.label("undo_button")
    confirm = el.confirmation(
        title=voice.label("undo_setup_ask" if first else "undo_settings_ask"),
        text=voice.say("undo_setup_question" if first else "undo_settings_question"),
        yes=label,
        no=voice.label("close"),
    )
    return el.button(label, ids.button(WordName.UNDO, change=change), confirm=confirm)


def move(voice: Voice, deal_no: int, stay: int, to: StageLabel, *, of: str = "", primary: bool = False) -> Block:
    """Return "Siirrä: Tarjous".

    Into a stage for wins the label ends in "…", because a form asks for the promised day.
    """
    label = move_label(voice, to)
    identity = ids.button(WordName.ADVANCE, deal=deal_no, stay=stay, to=to.no)
    return el.button(label, identity, style="primary" if primary else None, spoken=_spoken(label, of))


def move_label(voice: Voice, to: StageLabel) -> str:
    """Return the label of what moves a deal to a stage; it ends in "…" where a form asks for more first."""
    label = voice.label("move_to_button", next=SafeText(phrases.plain_stage(voice, to)))
    return label + ("…" if to.kind is StageKind.WON else "")


def won(voice: Voice, deal_no: int, stay: int, *, of: str = "", primary: bool = False) -> Block:
    """Return a button that opens the form for a win."""
    label = voice.label("won_button")
    identity = ids.button(WordName.WON, deal=deal_no, stay=stay)
    return el.button(label, identity, style="primary" if primary else None, spoken=_spoken(label, of))


def lost(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Return a button that opens the form for a loss. The form protects against a press by mistake."""
    label = voice.label("lost_button")
    return el.button(label, ids.button(WordName.LOST, deal=deal_no, stay=stay), spoken=_spoken(label, of))


def come_back(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Return a button that opens the form for a loss, with the kind that says that nobody decides now."""
    label = voice.label("come_back_button")
    action_id, value = ids.button(WordName.LOST, deal=deal_no, stay=stay, more=Remainder(COME_BACK))
    return el.button(label, (f"{action_id}.{COME_BACK}", value), spoken=_spoken(label, of))


def step(voice: Voice, deal_no: int, stay: int, *, of: str = "", is_yes: bool = False) -> Block:
    """Return a button that opens the form for the next step; with `is_yes` it answers whether the deal is alive."""
    label = voice.label("yes_step_button") if is_yes else voice.label("next_step_button")
    style = "primary" if is_yes else None
    return el.button(label, ids.button(WordName.STEP, deal=deal_no, stay=stay), style=style, spoken=_spoken(label, of))


def step_done(voice: Voice, deal_no: int, stay: int, step_no: int, *, of: str = "", primary: bool = False) -> Block:
    """Return a button that says that a next step is done."""
    label = voice.label("step_done_button")
    action_id, value = ids.button(WordName.STEP, deal=deal_no, stay=stay, step=step_no, more=Remainder(DONE))
    identity = (f"{action_id}.{DONE}", value)
    return el.button(label, identity, style="primary" if primary else None, spoken=_spoken(label, of))


def step_tomorrow(voice: Voice, deal_no: int, stay: int, step_no: int, *, of: str = "") -> Block:
    """Return a button that puts a next step off to the next business day."""
    label = voice.label("step_tomorrow_button")
    action_id, value = ids.button(WordName.STEP, deal=deal_no, stay=stay, step=step_no, more=Remainder(TOMORROW))
    return el.button(label, (f"{action_id}.{TOMORROW}", value), spoken=_spoken(label, of))


def snooze(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Return a button that stops reminders of the deal for three business days."""
    label = voice.label("snooze_button")
    return el.button(label, ids.button(WordName.SNOOZE, deal=deal_no, stay=stay), spoken=_spoken(label, of))


def show(voice: Voice, deal_no: int, *, of: str = "") -> Block:
    """Return a button that shows a deal's details."""
    label = voice.label("show_button")
    return el.button(label, ids.button(WordName.SHOW, deal=deal_no), spoken=_spoken(label, of))


def select(voice: Voice, deals: Sequence[int]) -> Block | None:
    """Return a button that opens the form in which several of these deals are ticked; None where there are not two."""
    if len(deals) < LEAST_TO_SELECT:
        return None
    more = Remainder(" ".join(map(str, deals)))
    return el.button(voice.label("select_button"), ids.button(WordName.SELECT, more=more))


def history(voice: Voice, deal_no: int, *, of: str = "") -> Block:
    """Return a button that shows what was changed of the deal."""
    label = voice.label("history_button")
    return el.button(label, ids.button(WordName.HISTORY, deal=deal_no), spoken=_spoken(label, of))


def customer(voice: Voice, deal_no: int, *, of: str = "") -> Block:
    """Return a button that shows the page of a deal's customer."""
    label = voice.label("show_customer_button")
    return el.button(label, ids.button(WordName.CUSTOMER, deal=deal_no), spoken=_spoken(label, of))


def older_notes(voice: Voice, view: DealView, start: int) -> Block:
    """Return a button that shows the notes before the current page."""
    label, of = voice.label("older_notes_button"), phrases.plain_deal(voice, view)
    return el.button(label, ids.button(WordName.SHOW, deal=view.deal_no, start=start), spoken=_spoken(label, of))


def reopen(voice: Voice, view: DealView) -> Block:
    """Return a button that opens a closed deal again. Slack asks before it, because it removes a win or a loss."""
    label, of = voice.label("reopen_button"), phrases.plain_deal(voice, view)
    confirm = el.confirmation(
        title=voice.label("reopen_ask"),
        text=voice.say("reopen_question", deal=phrases.deal(voice, view)),
        yes=label,
        no=voice.label("close"),
    )
    identity = ids.button(WordName.BACK, deal=view.deal_no, stay=view.stay)
    return el.button(label, identity, spoken=_spoken(label, of), confirm=confirm)


def edit(voice: Voice, deal_no: int, *, of: str = "") -> Block:
    """Return a button that opens the form with a deal's fields."""
    label = voice.label("edit_button")
    return el.button(label, ids.button(WordName.EDIT, deal=deal_no), spoken=_spoken(label, of))


def delete(voice: Voice, deal_no: int, *, of: str = "", note: str = "") -> Block:
    """Return a button that deletes a deal. Slack asks before it."""
    label = voice.label("delete_button")
    confirm = el.confirmation(
        title=voice.label("delete_ask"),
        text=voice.say("delete_question"),
        yes=voice.label("delete_submit"),
        no=voice.label("close"),
    )
    identity = ids.button(WordName.DELETE, deal=deal_no, sure=True, more=Remainder(note=note))
    return el.button(label, identity, style="danger", spoken=_spoken(label, of), confirm=confirm)


def merge(voice: Voice, deal_no: int, *, of: str = "") -> Block:
    """Return a button that opens the form that merges the customer of a deal with another one."""
    label = voice.label("merge_button")
    return el.button(label, ids.button(WordName.MERGE, deal=deal_no), spoken=_spoken(label, of))


def merge_double(voice: Voice, deal_no: int, older: int, *, of: str, is_same_customer: bool) -> Block:
    """Return a button for a deal that may repeat an older one.

    Of the same customer the deal is taken away, which Slack asks about; of a customer that is only alike a form asks
    whether the two customers are one.
    """
    label = voice.label("merge_button")
    confirm = el.confirmation(
        title=voice.label("double_ask"),
        text=voice.say("double_question", deal=voice.deal_number(deal_no), older=voice.deal_number(older)),
        yes=voice.label("merge_submit"),
        no=voice.label("close"),
    )
    identity = ids.button(WordName.MERGE, deal=deal_no, more=Remainder(f"#{older}"))
    return el.button(label, identity, spoken=_spoken(label, of), confirm=confirm if is_same_customer else None)


def another_deal(voice: Voice, deal_no: int, stay: int | None, change: int | None, *, of: str) -> Block:
    """Return a button that says that a new deal repeats no other one."""
    label = voice.label("another_deal_button")
    identity = ids.button(WordName.NEW, deal=deal_no, stay=stay, change=change)
    return el.button(label, identity, spoken=_spoken(label, of))


def all_stuck(voice: Voice, key: str = "stuck_all_button") -> Block:
    """Return a button that shows everybody's stuck deals."""
    action_id, value = ids.button(WordName.STUCK, more=Remainder(ALL))
    return el.button(voice.label(key), (f"{action_id}.{ALL}", value))


def deals_of(voice: Voice, member_no: int | None) -> Block:
    """Return the button that lists a person's open deals; the reader's own without one."""
    return el.button(voice.label("show_deals_button"), ids.button(WordName.MINE, more=Remainder(member=member_no)))


def plain(voice: Voice, word: WordName, key: str, *, primary: bool = False) -> Block:
    """Return a button for a command without a deal: "Uusi diili…", "Näytä diilit"."""
    return el.button(voice.label(key), ids.button(word), style="primary" if primary else None)


def to_begin_with(voice: Voice) -> tuple[Block, ...]:
    """Return the buttons of an answer to what was not understood: what one can begin with."""
    return (
        plain(voice, WordName.NEXT, "today_button"),
        plain(voice, WordName.MINE, "mine_button"),
        plain(voice, WordName.NEW, "new_deal_button"),
        plain(voice, WordName.HELP, "help_button"),
    )


def _spoken(label: str, of: str) -> str | None:
    return f"{label.rstrip('…')}: {of}" if of else None
