"""Handing a deal over: the form that asks to whom, what was done, and what the people concerned are told."""

from __future__ import annotations

from bot.blocks import buttons, forms, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.card import step_now
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, WordName
from bot.language.safe_text import Said
from bot.language.voice import Voice
from pipeline.queries.story import DealView

OWNER = "owner"  # the form's field
KNOW_LIMIT = 500  # characters of what the new owner should know


def form(voice: Voice, view: DealView, *, hint: str | None, note: str, carried: Carried) -> View:
    """To whom, and what they should know; `hint` says why the name that was typed is not enough."""
    note_field = el.text_field(
        forms.NOTE,
        voice.label("what_to_know"),
        initial=note,
        optional=True,
        lines=True,
        longest=max(KNOW_LIMIT, el.length(note)),
    )
    placeholder = voice.label("person_placeholder")
    return View(
        word=WordName.ASSIGN,
        title=voice.label("assign_title"),
        blocks=(
            el.section(phrases.bold(phrases.deal(voice, view))),
            el.person_field(OWNER, voice.label("new_owner"), placeholder=placeholder, hint=hint),
            note_field,
        ),
        close=voice.label("close"),
        submit=voice.label("assign_submit"),
        carried=carried.packed(),
    )


def handed_over(done: Done) -> Message:
    """Whose it is now, with the way back."""
    return _told(done, "handed_over", _undo(done))


def given(done: Done, view: DealView) -> Message:
    """To the new owner: from whom, what they should know, what is next, and that they may give it back."""
    deal = done.number("deal")
    note = done.voice.say("quoted", text=done.words("note")) if done.optional("note") else None
    refuse = el.button(
        done.voice.label("give_back_button"), ids.button(WordName.ASSIGN, deal=deal, change=done.number("change"))
    )
    return _told(
        done,
        "given",
        buttons.show(done.voice, deal, of=done.plain_deal),
        buttons.step(done.voice, deal, view.stay, of=done.plain_deal),
        refuse,
        below=(note, step_now(done.voice, view)),
    )


def owner_changed(done: Done) -> Message:
    """To the old owner: who handed it over to whom."""
    return _told(done, "owner_changed", buttons.show(done.voice, done.number("deal"), of=done.plain_deal))


def given_back(done: Done) -> Message:
    """Who would not have it, and whose it is again."""
    return _told(done, "given_back", buttons.show(done.voice, done.number("deal"), of=done.plain_deal))


def _undo(done: Done) -> Block:
    return buttons.undo(done.voice, done.number("change"), deal=done.number("deal"), of=done.plain_deal)


def _told(done: Done, key: str, *elements: Block, below: tuple[Said | None, ...] = ()) -> Message:
    who, owner = (phrases.who(done.voice, done.names.members, done.optional(name)) for name in ("who", "owner"))
    text = phrases.lines([done.voice.say(key, deal=done.deal, who=who, owner=owner), *below])
    shown = phrases.lines([done.voice.say(key, deal=phrases.bold(done.deal), who=who, owner=owner), *below])
    blocks: list[Block] = [el.section(shown)]
    if done.by is not None:
        by_whom = done.voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(by_whom))
        text = phrases.joined([text, by_whom])
    return Message(text, (*blocks, *el.actions(*elements)))
