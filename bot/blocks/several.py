"""One act for several deals: the two forms, what was done, what owners are told, and what forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import buttons, forms, hand_over, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done, why_lost
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, WordName
from bot.blocks.limits import CHECKBOXES
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages.change_notices import SeveralChanged, SeveralGiven
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import Names
from pipeline.several_errors import SeveralRefused

DEALS, ACT = "deals", "act"  # the names of the fields; more deals than one field takes stand in deals.2, deals.3, …
NAMED = 10  # deals that an answer names

ACTS = {
    WordName.ASSIGN: "select_assign",
    WordName.STEP: "select_step",
    WordName.SNOOZE: "select_snooze",
    WordName.LOST: "select_lost",
    WordName.NOTE: "select_note",
}
"""What can be done to several deals, with the label of the choice."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """The deals of a form, and whether they are ticked when it opens."""

    deals: Sequence[DealLine]
    is_ticked: bool = False


def choose(voice: Voice, ticked: Ticked, carried: Carried) -> View:
    """Build the first form: which deals, and what is to be done to them."""
    acts = [el.option(voice.label(key), act) for act, key in ACTS.items()]
    blocks = (*_ticks(voice, ticked), el.choice_field(ACT, voice.label("select_act"), acts))
    return forms.modal(voice, WordName.SELECT, "select_title", "go_on", blocks, carried)


def fill_in(voice: Voice, ticked: Ticked, act: WordName, fields: Sequence[Block], carried: Carried) -> View:
    """Build the second form: the deals once more, ticked, and the fields of the act."""
    blocks = (*_ticks(voice, ticked), *fields)
    return forms.modal(voice, WordName.SELECT, ACTS[act], "select_submit", blocks, carried)


def owner_fields(voice: Voice) -> tuple[Block, ...]:
    """Return the fields of a hand-over."""
    person = el.person_field(hand_over.OWNER, voice.label("new_owner"), placeholder=voice.label("person_placeholder"))
    know = voice.label("what_to_know")
    return (person, el.text_field(forms.NOTE, know, optional=True, lines=True, longest=hand_over.KNOW_LIMIT))


def _ticks(voice: Voice, ticked: Ticked) -> list[Block]:
    parts = [ticked.deals[start : start + CHECKBOXES] for start in range(0, len(ticked.deals), CHECKBOXES)]
    label, more = voice.label("select_deals"), voice.label("select_more_deals")
    return [
        el.ticks_field(
            DEALS if not at else f"{DEALS}.{at + 1}",
            more if at else label,
            [_option(voice, each) for each in part],
            ticked=ticked.is_ticked,
        )
        for at, part in enumerate(parts)
    ]


def _option(voice: Voice, line: DealLine) -> Block:
    days = f" · {voice.label('business_days', n=line.days)}" if line.is_stuck else ""
    about = f"{phrases.plain_stage(voice, line.stage)} · {phrases.money(voice, line.amount)}{days}"
    return el.option(
        phrases.plain_deal(voice, line), ids.choice(WordName.SELECT, deal=line.deal_no, stay=line.stay), about
    )


# --- What was done ----------------------------------------------------------------------------------------------------


def changed(done: Done[SeveralChanged]) -> Message:
    """Return what was done to how many deals, which they are, and [Undo] of all of it."""
    voice, notice = done.voice, done.notice
    values = {
        "n": len(notice.deals),
        "who": phrases.who(voice, done.names.members, notice.owner) if notice.owner is not None else "",
        "day": notice.day or voice.today,
        "text": why_lost(done, notice.words, notice) if notice.act == WordName.LOST else done.text(notice.words),
        "at": voice.clock(notice.at or 0),
    }
    key = "several_step_at" if notice.at is not None else _DONE[WordName(notice.act)]
    said = voice.say(key, **values)
    names = called(voice, done.names, notice.deals)
    by_whom = voice.say("by_whom", who=done.by.who, at=done.by.at) if done.by is not None else None
    undo = buttons.undo(voice, notice.change) if notice.change is not None else None
    small = phrases.lines([names, by_whom])
    return Message(phrases.lines([said, small]), (el.section(said), el.context(small), *el.actions(undo)))


_DONE = {
    WordName.ASSIGN: "several_assign",
    WordName.STEP: "several_step",
    WordName.SNOOZE: "several_snooze",
    WordName.LOST: "several_lost",
    WordName.NOTE: "several_note",
}


def given(done: Done[SeveralGiven], *, is_theirs: bool) -> Message:
    """Return what the new owner of several deals is told, and what an old owner is."""
    voice, notice = done.voice, done.notice
    who, owner = (phrases.who(voice, done.names.members, no) for no in (notice.who, notice.owner))
    key = "several_given" if is_theirs else "several_owner_changed"
    said = voice.say(key, who=who, owner=owner, n=len(notice.deals))
    note = voice.say("quoted", text=done.text(notice.note)) if is_theirs and notice.note else None
    text = phrases.lines([said, called(voice, done.names, notice.deals), note])
    return Message(text, (el.section(text), *el.actions(buttons.plain(voice, WordName.MINE, "mine_button"))))


def called(voice: Voice, names: Names, deals: Sequence[int]) -> SafeText:
    """Return the names of these deals, NAMED at most, and how many more there are."""
    shown = phrases.joined((phrases.deal_of(voice, names, no) for no in deals[:NAMED]), ", ")
    rest = len(deals) - NAMED
    return phrases.joined([shown, voice.say("several_more", n=rest) if rest > 0 else None])


def refused(voice: Voice, names: Names, refusal: SeveralRefused) -> Message:
    """Return which deals the act cannot be done to, and why, in a form under its first field."""
    deals = phrases.joined(
        (
            voice.say(_WHY.get(why, "several_why_other"), deal=phrases.deal_of(voice, names, no))
            for no, why in zip(refusal.deals, refusal.why, strict=False)
        ),
        ", ",
    )
    said = voice.say(refusal.key, deals=deals)
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.MINE, "mine_button"))))


_WHY = {
    "not_allowed": "several_why_not_yours",
    "no_such_deal": "several_why_gone",
    "deal_closed": "several_why_closed",
    "owns_already": "several_why_owned",
    "stale_button": "several_why_moved",
}
