"""Handing a deal over: the form that asks to whom, what was done, and what the people concerned are told."""

from __future__ import annotations

from bot.blocks import buttons, forms, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.card import step_now
from bot.blocks.cutting import length
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages import change_notices as changes
from pipeline.messages.change_notices import OwnerNotice
from pipeline.queries.deal_view import DealView

OWNER = "owner"  # the form's field
KNOW_LIMIT = 500  # characters of what the new owner should know


def form(
    voice: Voice, view: DealView, *, hint: str | None, note: str, carried: Carried, owner: str | None = None
) -> View:
    """Build the form: the new owner and what they should know. `hint` says why the typed name names nobody.

    `owner` is the Slack id of whoever is chosen when it opens.
    """
    note_field = el.text_field(
        forms.NOTE,
        voice.label("what_to_know"),
        initial=note,
        optional=True,
        lines=True,
        longest=max(KNOW_LIMIT, length(note)),
    )
    placeholder = voice.label("person_placeholder")
    return View(
        word=WordName.ASSIGN,
        title=voice.label("assign_title"),
        blocks=(
            el.section(phrases.bold(phrases.deal(voice, view))),
            el.person_field(OWNER, voice.label("new_owner"), placeholder=placeholder, initial=owner, hint=hint),
            note_field,
        ),
        close=voice.label("close"),
        submit=voice.label("assign_submit"),
        carried=carried.packed(),
    )


def handed_over(done: Done[changes.DealHandedOver]) -> Message:
    """Return the answer to a hand-over: the new owner, with [Undo]."""
    return _told(done, "handed_over", _undo(done))


def given(done: Done[changes.DealGiven], view: DealView) -> Message:
    """Return what the new owner is told: who gave the deal, the note, the next step, and a button to give it back."""
    notice, plain = done.notice, done.plain_deal(done.notice.deal)
    deal = notice.deal
    note = done.voice.say("quoted", text=done.text(notice.note)) if notice.note else None
    refuse = el.button(
        done.voice.label("give_back_button"), ids.button(WordName.ASSIGN, deal=deal, change=notice.change)
    )
    return _told(
        done,
        "given",
        buttons.show(done.voice, deal, of=plain),
        buttons.step(done.voice, deal, view.stay, of=plain),
        refuse,
        below=(note, step_now(done.voice, view)),
    )


def owner_changed(done: Done[changes.OwnerChanged]) -> Message:
    """Return what the old owner is told: who handed the deal over to whom."""
    return _told(done, "owner_changed", _show(done))


def given_back(done: Done[changes.DealGivenBack]) -> Message:
    """Return who gave the deal back, and to whom."""
    return _told(done, "given_back", _show(done))


def _undo(done: Done[OwnerNotice]) -> Block:
    deal = done.notice.deal
    return buttons.undo(done.voice, done.notice.change or 0, deal=deal, of=done.plain_deal(deal))


def _show(done: Done[OwnerNotice]) -> Block:
    return buttons.show(done.voice, done.notice.deal, of=done.plain_deal(done.notice.deal))


def _told(done: Done[OwnerNotice], key: str, *elements: Block, below: tuple[SafeText | None, ...] = ()) -> Message:
    numbers, deal = (done.notice.who, done.notice.owner), done.deal(done.notice.deal)
    who, owner = (phrases.who(done.voice, done.names.members, no) for no in numbers)
    text = phrases.lines([done.voice.say(key, deal=deal, who=who, owner=owner), *below])
    shown = phrases.lines([done.voice.say(key, deal=phrases.bold(deal), who=who, owner=owner), *below])
    blocks: list[Block] = [el.section(shown)]
    if done.by is not None:
        by_whom = done.voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(by_whom))
        text = phrases.joined([text, by_whom])
    return Message(text, (*blocks, *el.actions(*elements)))
