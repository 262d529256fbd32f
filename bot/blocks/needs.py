"""What customers need: the form, the answer, the fields of other forms, and the lines that cards and reminders show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks import buttons, forms, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.cutting import length
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.need_lines import NEED_SHOWN, every_need
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.needs import LONGEST, MOST
from pipeline.messages.need_notices import NeedKept
from pipeline.need_errors import TooManyNeeds

NEED = "need"
NEEDS = tuple(f"{NEED}_{n}" for n in range(1, MOST + 1))
"""The names of the fields of a form in which all needs of a deal stand."""


def form(voice: Voice, asked: forms.FormSubject, there: Sequence[str], text: str, carried: Carried) -> View:
    """Build the form for one more need, with those that are there; `text` is what was typed, which may be too long."""
    hint = "need_shorter" if len(text) > LONGEST else "need_hint"
    blocks = (
        forms.about_deal(voice, asked),
        *_those_there(voice, there),
        _field(voice, NEED, voice.label("need_label"), text, hint=voice.label(hint, limit=LONGEST)),
    )
    return forms.modal(voice, WordName.NEED, "need_title", "save", blocks, carried)


def _those_there(voice: Voice, there: Sequence[str]) -> tuple[Block, ...]:
    return (el.context(phrases.lines(every_need(voice, there))),) if there else ()


def fields(voice: Voice, there: Sequence[str]) -> Iterator[Block]:
    """Return a field for each need that a deal can have, filled with those that it has."""
    for place, name in enumerate(NEEDS):
        text = there[place] if place < len(there) else ""
        yield _field(voice, name, voice.label("need_nth", n=place + 1), text, optional=True)


def _field(voice: Voice, name: str, label: str, text: str, *, hint: str | None = None, optional: bool = False) -> Block:
    """Return a field for a need; one that was kept or typed longer than is allowed stands there whole."""
    longest = max(LONGEST, length(text))
    return el.text_field(name, label, initial=text, hint=hint, optional=optional, longest=longest)


def kept(done: Done[NeedKept]) -> Message:
    """Return the answer to a need: what it is, and how many the deal has."""
    voice, notice = done.voice, done.notice
    need = voice.name(done.names.words.get(notice.need, ""), NEED_SHOWN) or SafeText("–")
    key = "need_kept" if notice.change is not None else "need_there"
    deal = done.deal(notice.deal)
    text = voice.say(key, deal=deal, need=need, n=notice.count, most=MOST)
    shown = voice.say(key, deal=phrases.bold(deal), need=need, n=notice.count, most=MOST)
    blocks: list[Block] = [el.section(shown)]
    if done.by is not None:
        said = voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(said))
        text = phrases.joined([text, said])
    undo = None
    if notice.change is not None:
        undo = buttons.undo(voice, notice.change, deal=notice.deal, of=done.plain_deal(notice.deal))
    return Message(text, (*blocks, *el.actions(undo)))


def too_many(voice: Voice, refused: TooManyNeeds, deal: SafeText, text: str) -> Message:
    """Return that a deal has as many needs as it can have, with what was typed, and a button to change them."""
    said = voice.say("too_many_needs", n=refused.n)
    typed = voice.say("you_typed", line=voice.name(text, NEED_SHOWN)) if text else None
    more = Remainder(f"{_LABEL} {text}") if text else Remainder()
    identity = ids.button(WordName.EDIT, deal=refused.deal, more=more if ids.has_room(more) else Remainder())
    label = voice.label("edit_button")
    button = el.button(label, identity, spoken=f"{label.rstrip('…')}: {deal}")
    shown = phrases.lines([said, typed])
    return Message(shown, (el.section(shown), *el.actions(button)))


_LABEL = "tarve:"  # as the words of an edit have it
