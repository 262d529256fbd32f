"""The lists of reasons and sources as an admin edits them, and what shows an entry of the team's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.blocks import choices, refusals
from bot.blocks.answers import Done
from bot.blocks.choices import ChoicePress
from bot.blocks.elements import Message, View
from bot.blocks.forms import NOTHING_CARRIED, REASON, FormSubject, FormValues, lost
from bot.language.voice import Voice
from pipeline import choice_errors
from pipeline.deals.choice_changes import LABEL_LIMIT, MOST_OWN
from pipeline.deals.choices import BUILT_IN, ListEntry, ListName, Lists
from pipeline.deals.events import LostKind
from pipeline.deals.fields import LostReason
from pipeline.messages.choice_notices import ChoicesChanged
from tests.gallery.deals import LONG, NAMES, NASTY

_TIME = ListEntry("could_not", 7, "Toimitusaika", "Delivery time")
_OWN = Lists(
    (*BUILT_IN.source[:3], ListEntry("event", 8, "Alihankintamessut"), *BUILT_IN.source[3:]),
    (*BUILT_IN.lost[:3], replace(BUILT_IN.lost[3], is_hidden=True), *BUILT_IN.lost[4:6], _TIME, BUILT_IN.lost[6]),
)
_LONG = [
    ListEntry("price", no, f"{NASTY}{LONG}"[: LABEL_LIMIT - 3] + f" {no}", LONG[:LABEL_LIMIT])
    for no in range(1, MOST_OWN + 1)
]
_FULL = Lists((*BUILT_IN.source, *(replace(each, code="event") for each in _LONG)), (*BUILT_IN.lost, *_LONG))


def with_own(voice: Voice, lists: Lists = _OWN) -> Voice:
    """The voice of a reader in a team with lists of its own."""
    return replace(voice, lists=lists)


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The lists: as they come, with own entries, as long as they may be; each answer; each refusal."""
    own, full = with_own(voice), with_own(voice, _FULL)
    yield "choices", choices.listed(voice)
    yield "choices-own", choices.listed(own)
    yield "choices-full", choices.listed(full)
    yield "choices-full-list", choices.listed(full, ListName.LOST)
    for act in ("added", "renamed", "replaced", "hidden", "shown", "moved"):
        notice = ChoicesChanged(act=act, list="lost", code="could_not", option=7, change=41)
        yield f"choices-{act}", choices.changed(Done(own, NAMES, notice))
    same = ChoicesChanged(act="hidden", list="source", code="event")
    yield "choices-same", choices.changed(Done(own, NAMES, same))
    for refused in (
        choice_errors.ChoiceLabelTaken(text="Toimitusaika"),
        choice_errors.ChoiceEditedMeanwhile(list="lost", option=7),
        choice_errors.ChoiceLabelBack(text="Toimitusaika"),
        choice_errors.ChoiceGone(list="lost"),
        choice_errors.ChoiceInUse(),
        choice_errors.LastChoice(list="source"),
        choice_errors.UnknownStays(),
        choice_errors.TooManyChoices(limit=MOST_OWN),
    ):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The forms of an entry, and that of a loss with more reasons than fit as a choice."""
    own, full = with_own(voice), with_own(voice, _FULL)
    added = ChoicePress("add", ListName.LOST)
    yield "form-choice-add", choices.form(own, added, None, "Toimitusaika", NOTHING_CARRIED)
    rename = ChoicePress("rename", ListName.LOST, _TIME.token)
    yield "form-choice-rename", choices.form(own, rename, _TIME, "", NOTHING_CARRIED)
    replaced = ChoicePress("replace", ListName.LOST, "price")
    yield "form-choice-replace", choices.form(own, replaced, BUILT_IN.lost[3], "", NOTHING_CARRIED)
    subject, hidden = FormSubject(voice.name("Acme Oy")), FormValues(lost=LostReason(LostKind.PRICE))
    yield "form-lost-own", lost(own, subject, [REASON], hidden)
    yield "form-lost-full", lost(full, subject, [REASON], hidden)
