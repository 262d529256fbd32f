"""The lists of sources and of reasons for a loss as an admin edits them: the list, its form, and what was changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.blocks import buttons, ids, kinds, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import modal
from bot.blocks.ids import Carried, Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.choice_changes import LABEL_LIMIT
from pipeline.deals.choices import CODES, UNKNOWN, ListEntry, ListName
from pipeline.messages.choice_notices import ChoiceAct, ChoicesChanged

COUNTS_AS, IN_FINNISH, IN_ENGLISH = "choice_counts_as", "choice_fi", "choice_en"
"""The fields of the form."""

SHOWN_TOGETHER = 40
"""Entries of both lists up to which both stand in one message, which Slack lets have 50 blocks."""

_PRESS = re.compile(
    r"=(list|add|rename|replace|hide|show|up|down)\.(source|lost)(?:\.([a-z_]+(?:\.\d{1,15})?))?(?:@(\d+))?"
)
_TITLES = {ListName.SOURCE: "choices_sources", ListName.LOST: "choices_reasons"}
_ADDS = {ListName.SOURCE: "add_source_button", ListName.LOST: "add_reason_button"}
_OPENS = {ListName.SOURCE: "sources_button", ListName.LOST: "reasons_button"}
_SAID = {
    ChoiceAct.ADDED: "choice_said_added",
    ChoiceAct.RENAMED: "choice_said_renamed",
    ChoiceAct.REPLACED: "choice_said_replaced",
    ChoiceAct.HIDDEN: "choice_said_hidden",
    ChoiceAct.SHOWN: "choice_said_shown",
    ChoiceAct.MOVED: "choice_said_moved",
}


@dataclass(frozen=True, slots=True)
class ChoicePress:
    """What a button, an option or a form is about: a list, an entry's token, its newest event when a form opened."""

    what: str
    list: ListName
    token: str = ""
    seen: int | None = None


def press(what: str, name: ListName, token: str = "", seen: int | None = None) -> str:
    """Return what a button, an option or a form carries; nobody types it."""
    return f"={what}.{name.value}{'.' if token else ''}{token}{f'@{seen}' if seen is not None else ''}"


def read_press(text: str) -> ChoicePress | None:
    """Return what a button, an option or a form carried; None for what a person typed."""
    found = _PRESS.fullmatch(text)
    if found is None:
        return None
    return ChoicePress(found[1], ListName(found[2]), found[3] or "", int(found[4]) if found[4] else None)


# --- The lists --------------------------------------------------------------------------------------------------------


def listed(voice: Voice, only: ListName | None = None) -> Message:
    """Build both lists, or one; where both are too long for one message, a button opens each."""
    names = [only] if only is not None else [ListName.LOST, ListName.SOURCE]
    together = sum(len(voice.lists.of(name)) for name in names)
    if together > SHOWN_TOGETHER and only is None:
        said = phrases.lines([phrases.bold(voice.say("choices_title")), voice.say("choices_intro")])
        openings = [_opens(voice, "list", name, _OPENS[name]) for name in names]
        return Message(said.replace("*", ""), (el.section(said), *el.actions(*openings)))
    blocks = [block for name in names for block in _list(voice, name)]
    heard = [phrases.lines([voice.say(_TITLES[name]), *_said_all(voice, name)]) for name in names]
    return Message(
        phrases.lines([*heard, voice.say("choices_intro")]), (*blocks, el.context(voice.say("choices_intro")))
    )


def _list(voice: Voice, name: ListName) -> list[Block]:
    entries = voice.lists.of(name)
    rows = [el.section(_said(voice, name, each), _menu(voice, name, entries, each)) for each in entries]
    return [el.header(voice.label(_TITLES[name])), *rows, *el.actions(_opens(voice, "add", name, _ADDS[name]))]


def _said_all(voice: Voice, name: ListName) -> list[SafeText]:
    return [_said(voice, name, each) for each in voice.lists.of(name)]


def _said(voice: Voice, name: ListName, choice: ListEntry) -> SafeText:
    """An entry: what it is called, in the other language too where that differs, as what it counts, and if hidden."""
    called = kinds.named(voice, name, choice)
    if choice.option_no is None:
        return phrases.joined([called, voice.say("choice_is_hidden") if choice.is_hidden else None])
    other = next((each for each in choice.labels if each != choice.label(voice.language)), None)
    counts = voice.say("choice_counts_as_said", choice=kinds.named(voice, name, ListEntry(choice.code)))
    in_other = voice.name(other, LABEL_LIMIT) if other is not None else None
    return phrases.joined([called, in_other, counts, voice.say("choice_is_hidden") if choice.is_hidden else None])


def _menu(voice: Voice, name: ListName, entries: Sequence[ListEntry], choice: ListEntry) -> Block | None:
    """The menu of what can be done to an entry; Slack needs an option at least, and shows five at most."""
    at, acts = entries.index(choice), list[tuple[str, str]]()
    if choice.option_no is not None:
        acts.append(("rename", "rename_choice"))
    elif choice.token != UNKNOWN and not choice.is_hidden:
        acts.append(("replace", "replace_choice"))
    if choice.token != UNKNOWN:
        acts.append(("show", "show_choice") if choice.is_hidden else ("hide", "hide_choice"))
    acts += [("up", "choice_up")] if at else []
    acts += [("down", "choice_down")] if at < len(entries) - 1 else []
    options = [
        el.option(voice.label(key), ids.typed_choice(WordName.CHOICES, press(what, name, choice.token)))
        for what, key in acts
    ]
    return el.overflow(options, f"{WordName.CHOICES}.{name.value}.{choice.token}") if options else None


def _opens(voice: Voice, what: str, name: ListName, key: str) -> Block:
    action_id, value = ids.button(WordName.CHOICES, more=Remainder(press(what, name)))
    return el.button(voice.label(key), (f"{action_id}.{what}.{name.value}", value))


# --- The form ---------------------------------------------------------------------------------------------------------


def form(voice: Voice, asked: ChoicePress, choice: ListEntry | None, typed: str, carried: Carried) -> View:
    """Build the form of an entry: a new one, one that replaces a built-in one, or one of the team's own.

    `typed` is the label of a new one, where it was typed.
    """
    blocks: list[Block] = []
    if asked.what == "replace" and choice is not None:
        called = phrases.bold(kinds.named(voice, asked.list, choice))
        blocks.append(el.section(voice.say("choice_replaces", choice=called)))
    blocks += _labels(voice, choice if choice is not None and choice.option_no is not None else None, typed)
    if asked.what == "add":
        blocks.append(_counts_as(voice, asked.list))
    seen = choice.last_no if asked.what == "rename" and choice is not None else None
    act = press(asked.what, asked.list, asked.token, seen)
    return modal(voice, WordName.CHOICES, _FORM_TITLES[asked.what], "save", tuple(blocks), replace(carried, act=act))


_FORM_TITLES = {"add": "choice_add_title", "replace": "choice_replace_title", "rename": "choice_rename_title"}


def _labels(voice: Voice, choice: ListEntry | None, typed: str) -> list[Block]:
    """The fields of both labels, that in the reader's language first; one of them is enough."""
    of_finnish = (IN_FINNISH, "choice_fi", choice.fi if choice is not None else "")
    of_english = (IN_ENGLISH, "choice_en", choice.en if choice is not None else "")
    first, second = (of_english, of_finnish) if voice.language == "en" else (of_finnish, of_english)
    return [
        _label(voice, first, typed or first[2], optional=bool(second[2])),
        _label(voice, second, second[2], optional=True, hint=voice.label("choice_other_hint")),
    ]


def _label(voice: Voice, of: tuple[str, str, str], initial: str, *, optional: bool, hint: str | None = None) -> Block:
    return el.text_field(of[0], voice.label(of[1]), initial=initial, hint=hint, optional=optional, longest=LABEL_LIMIT)


def _counts_as(voice: Voice, name: ListName) -> Block:
    """The menu of the built-in entries as which a new one may count, whether these are shown or not."""
    options = [el.option(kinds.label(voice, name, ListEntry(code)), code) for code in CODES[name] if code != UNKNOWN]
    return el.menu_field(
        COUNTS_AS,
        voice.label("choice_counts_as"),
        options,
        placeholder=voice.label("choose"),
        hint=voice.label("choice_counts_as_hint"),
    )


# --- What was changed -------------------------------------------------------------------------------------------------


def changed(done: Done[ChoicesChanged]) -> Message:
    """Return what was changed, with the way back, above the list as it is now."""
    notice, voice = done.notice, done.voice
    name = ListName(notice.list)
    choice = voice.lists.find(name, notice.code, notice.option)
    key = "choice_said_same" if notice.change is None else _SAID[ChoiceAct(notice.act)]
    counts_as = kinds.named(voice, name, ListEntry(notice.code))
    said = voice.say(key, choice=kinds.named(voice, name, choice), code=counts_as)
    undo = buttons.undo_settings(voice, notice.change) if notice.change is not None else None
    now = listed(voice, name)
    return Message(said, (el.section(said), *el.actions(undo), *now.blocks))
