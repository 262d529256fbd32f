"""Merging two customers: the form that says which stays and how many deals move, and the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.blocks import buttons, forms, phrases, pickers
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages.change_notices import ChangeUndone, CustomersMerged
from pipeline.queries.customers import CustomerLine

FIRST, SECOND, STAYS = forms.MERGE_CUSTOMER, forms.MERGE_OTHER, forms.MERGE_STAYS
OLDER, UPPER, LOWER = "older", "first", "second"  # which stays, while it is not known who they are
_CHOICES = {OLDER: "merge_older", UPPER: "merge_upper", LOWER: "merge_lower"}


def pair(stays: int, goes: int) -> str:
    """Return the value of the choice that one customer stays and the other is merged into it."""
    return f"{stays}.{goes}"


def form_of_two(voice: Voice, one: CustomerLine, other: CustomerLine, stays: int, carried: Carried) -> View:
    """Build the form of two customers that are known: which of them stays, and how many deals it gets."""
    options = [
        el.option(
            voice.plain_name(this.name, 70) or "–",
            pair(this.customer_no, that.customer_no),
            voice.label("merge_moves", n=that.deals),
        )
        for this, that in ((one, other), (other, one))
    ]
    goes = other if stays == one.customer_no else one
    chosen = pair(stays, goes.customer_no)
    blocks = (
        el.section(phrases.bold(phrases.joined([_name(voice, one), _name(voice, other)], " + "))),
        el.choice_field(STAYS, voice.label("merge_stays"), options, chosen=chosen),
        el.context(voice.say("merge_what")),
    )
    return forms.modal(voice, WordName.MERGE, "merge_title", "merge_submit", blocks, carried)


def form(
    voice: Voice,
    first: CustomerLine | None,
    second: CustomerLine | None,
    questions: Mapping[str, Question],
    carried: Carried,
) -> View:
    """Build the form that asks which customers are meant; `questions` are asked under their fields."""
    choices = [el.option(voice.label(key), value) for value, key in _CHOICES.items()]
    blocks = (
        _customer(voice, FIRST, "customer", first, questions.get(FIRST)),
        _customer(voice, SECOND, "merge_other", second, questions.get(SECOND)),
        el.choice_field(STAYS, voice.label("merge_stays"), choices, chosen=OLDER),
        el.context(voice.say("merge_what")),
    )
    return forms.modal(voice, WordName.MERGE, "merge_title", "merge_submit", blocks, carried)


def options(voice: Voice, found: Sequence[CustomerLine]) -> list[Block]:
    """Return customers as options of a search, each with the count of its deals."""
    return [_option(voice, each) for each in found]


def _customer(voice: Voice, name: str, label: str, known: CustomerLine | None, asks: Question | None) -> Block:
    return pickers.search_field(
        name,
        voice.label(label),
        placeholder=voice.label("merge_placeholder"),
        initial=_option(voice, known) if known is not None else None,
        hint=voice.label(asks.key, text=asks.text) if asks is not None else None,
    )


def _option(voice: Voice, line: CustomerLine) -> Block:
    return el.option(
        voice.plain_name(line.name, 70) or "–", str(line.customer_no), voice.label("deals_counted", n=line.deals)
    )


def _name(voice: Voice, line: CustomerLine) -> SafeText:
    return voice.name(line.name) or SafeText("–")


# --- The answers ------------------------------------------------------------------------------------------------------


def merged(done: Done[CustomersMerged]) -> Message:
    """Return that two customers are one now, and how many deals moved."""
    notice = done.notice
    return _said(done, "merged", buttons.undo(done.voice, notice.change), n=notice.count)


def undone(done: Done[ChangeUndone]) -> Message:
    """Return that a merge was undone, or done again."""
    voice, change = done.voice, done.notice.change
    if done.notice.is_redone:
        return _said(done, "redone_merge", buttons.undo(voice, change))
    return _said(done, "undone_merge", buttons.redo(voice, change))


def _said(
    done: Done[CustomersMerged] | Done[ChangeUndone], key: str, button: Block, *, n: int | None = None
) -> Message:
    called, notice = done.names.customers, done.notice
    one, other = (done.voice.name(called.get(no or 0, "")) or SafeText("–") for no in (notice.customer, notice.into))
    more = {"n": n} if n is not None else {}
    text = done.voice.say(key, customer=one, into=other, **more)
    blocks: list[Block] = [
        el.section(done.voice.say(key, customer=phrases.bold(one), into=phrases.bold(other), **more))
    ]
    if done.by is not None:
        said = done.voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(said))
        text = phrases.joined([text, said])
    return Message(text, (*blocks, *el.actions(button)))
